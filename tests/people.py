"""The cast: who they are says what they may do."""

from community.accounts.joining import join
from community.accounts.models import Member
from community.core import clock


def _person(name: str, role: str = "member", title: str = "") -> Member:
    return join(
        name=name.lower().split()[0],
        display_name=name,
        email=f"{name.lower().split()[0]}@example.org",
        role=role,
        title=title,
        confirmed_at=clock.now(),
    )


def asha() -> Member:
    """Asks."""
    return _person("Asha Rao", title="Field engineering")


def ben() -> Member:
    """Answers."""
    return _person("Ben Okafor", title="Lab operations")


def vera() -> Member:
    """Votes."""
    return _person("Vera Lind", title="Finance")


def sam() -> Member:
    """Moderates: a super-user."""
    return _person("Sam Reyes", "superuser", "Remote access")


def dora() -> Member:
    """Works at the provider's desk."""
    return _person("Dora Nagy", "staff", "Service desk")


def omar() -> Member:
    """Works at the desk as well."""
    return _person("Omar Haddad", "staff", "Service desk")


def ada() -> Member:
    """Runs the site."""
    return _person("Ada Moreau", "admin")
