"""Members: without an e-mail address, so that nobody can sign in as them until they are claimed."""

from sqlalchemy import func, select

from community.accounts.joining import HANDLE, join
from community.accounts.models import Member
from community.core.db import db, insert_once
from community.core.text import plain, render, slug, tidy
from community.imports import foreign
from community.imports.models import ForeignId
from community.imports.stackexchange.batch import Batch


def bring(batch: Batch, step) -> None:
    """Make a member of a user, unless another site brought the same account in already: it is the same person."""
    if batch.is_known(step):
        return
    row = batch.row(step)
    account = row["account"]
    here = batch.once("accounts", lambda: _known_accounts(batch)).get(str(account))
    ident = here or _join(batch, row)
    if account is not None:
        insert_once(ForeignId, kind="account", foreign_id=str(account), site_id=batch.site_id, local_id=ident)
    batch.remember(step, ident)


def _join(batch: Batch, row) -> int:
    shown = tidy(row["name"] or "")[:80] or f"Member {row['id']}"
    about = row["about"] or ""
    return join(
        name=_handle(batch, row, shown),
        display_name=shown,
        email=None,
        about=plain(about) if about else "",
        about_html=render(about, "html") if about else "",
    ).id


def _known_accounts(batch: Batch) -> dict[str, int]:
    """Members for the accounts of this batch that other sites brought in."""
    accounts = {row["account"] for row in batch.rows["member"].values() if row["account"] is not None}
    return foreign.known_elsewhere(batch.site_id, "account", accounts)


def _handle(batch: Batch, row, shown: str) -> str | None:
    """The plain handle when it is free, so that the slower search for a numbered one is left to the others."""
    taken = batch.once("handles", lambda: _taken(batch))
    handle = _plain_handle(row, shown)
    if handle in taken or not HANDLE.fullmatch(handle):
        return None
    taken.add(handle)
    return handle


def _plain_handle(row, shown: str) -> str:
    """A handle of the name's letters, or of the number when it has none."""
    handle = slug(shown)[:32]
    return f"member-{row['id']}" if handle == slug("") else handle


def _taken(batch: Batch) -> set[str]:
    wanted = {_plain_handle(row, row["name"] or "") for row in batch.rows["member"].values()}
    return set(db.session.scalars(select(func.lower(Member.name)).where(func.lower(Member.name).in_(wanted))))
