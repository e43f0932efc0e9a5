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
class AccountClosed:
    """A member left for good; who they were is not kept."""

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


@fact
class MemberWarned:
    """A member was told in earnest what must not happen again."""

    member_id: int
    sanction_id: int


@fact
class MemberSilenced:
    """A member may not write until a time, in seconds since 1970."""

    member_id: int
    sanction_id: int
    until: int


@fact
class MemberSuspended:
    """A member may not sign in until a time, in seconds since 1970."""

    member_id: int
    sanction_id: int
    until: int


@fact
class SanctionLifted:
    """A warning, silence or suspension was taken back or ended early."""

    member_id: int
    sanction_id: int
    kind: str


@fact
class SanctionEnded:
    """A silence or suspension has run out."""

    member_id: int
    sanction_id: int
    kind: str
