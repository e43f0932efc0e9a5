"""Facts about members."""

from community.events import fact


@fact
class MemberJoined:
    """Somebody has an account now."""

    member_id: int


@fact
class RoleChanged:
    """A member was given another role."""

    member_id: int
    old: str
    new: str


@fact
class ProfileChanged:
    """A member changed what the profile says."""

    member_id: int


@fact
class TokenCreated:
    """A personal access token was made."""

    member_id: int
    token_id: int


@fact
class TokenRevoked:
    """A personal access token can't be used any more."""

    member_id: int
    token_id: int


@fact
class GroupMade:
    """There is one more named group."""

    group_id: int


@fact
class GroupChanged:
    """A group is called or described otherwise."""

    group_id: int


@fact
class GroupJoined:
    """A member belongs to a group now."""

    group_id: int
    member_id: int


@fact
class GroupLeft:
    """A member belongs to a group no longer."""

    group_id: int
    member_id: int
