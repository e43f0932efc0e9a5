"""Who may see a thing: four audiences, each including the ones after it."""

from community.accounts.models import ROLES, Member

PUBLIC, MEMBERS, SUPERUSERS, STAFF = AUDIENCES = ("public", "members", "superusers", "staff")
AUDIENCE_WORDS = {
    PUBLIC: "Everyone",
    MEMBERS: "Members",
    SUPERUSERS: "Super-users and provider staff",
    STAFF: "Provider staff",
}


def audiences_of(viewer: Member | None) -> tuple[str, ...]:
    """The audiences a viewer belongs to; a visitor who is not signed in belongs to the public alone."""
    if viewer is None:
        return (PUBLIC,)
    if viewer.is_staff:
        return AUDIENCES
    if viewer.is_superuser:
        return (PUBLIC, MEMBERS, SUPERUSERS)
    return (PUBLIC, MEMBERS)


def roles_for(audience: str) -> tuple[str, ...]:
    """The roles whose members belong to an audience: the same rule from the other side, for asking the database."""
    if audience == STAFF:
        return ("staff", "admin")
    return ("superuser", "staff", "admin") if audience == SUPERUSERS else ROLES
