"""The page of a named group: where its name leads when it is called."""

from flask import Blueprint, flash, redirect, render_template

from community.accounts.audiences import audience_of_group
from community.accounts.grouping import leave_group, members_of_group, sees_inside, visible_group
from community.core.web import viewer
from community.forum.queries import visible_categories

blueprint = Blueprint("groups", __name__)


@blueprint.get("/groups/<handle>")
def group(handle: str):
    """What a group is; who is in it and what is open to it alone are told only to those in it."""
    found = visible_group(handle, viewer())
    return render_template(
        "groups/show.html",
        group=found,
        people=members_of_group(found) if sees_inside(viewer(), found) else None,
        places=[place for place in visible_categories(viewer()) if place.audience == audience_of_group(found.id)],
        belongs=found.id in viewer().group_ids,
    )


@blueprint.post("/groups/<handle>/leaving")
def leaving(handle: str):
    """Belong to it no longer."""
    found = visible_group(handle, viewer())
    leave_group(found, viewer(), by=viewer())
    flash(f"You have left {found.name}.", "ok")
    return redirect(found.path if found.mentionable else "/", 303)
