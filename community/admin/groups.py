"""Named groups and who belongs to them."""

from flask import flash, redirect, render_template
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired

from community.accounts.grouping import (
    all_groups,
    change_group,
    find_group,
    group_sizes,
    join_group,
    leave_group,
    make_group,
    members_of_group,
)
from community.accounts.queries import find_member
from community.admin.blueprint import blueprint
from community.core.errors import Invalid, NotFound
from community.core.forms import Form
from community.core.web import viewer


class GroupForm(Form):
    """A named group."""

    name = StringField("Name", validators=[DataRequired("A group needs a name.")])
    description = StringField("Who are they?", description="One sentence.")
    mentionable = BooleanField("Everyone may call the whole group by its name", default=True)


class BelongingForm(Form):
    """Who comes in."""

    member = StringField("Handle of a member", validators=[DataRequired("Whom?")])


@blueprint.route("/groups", methods=["GET", "POST"])
def groups():
    """The groups there are, and a new one."""
    form = GroupForm()
    if form.attempt(lambda: make_group(by=viewer(), **_said(form))):
        return redirect(f"/admin/groups/{form.result.slug}", 303)
    return form.page("admin/groups/index.html", groups=all_groups(), sizes=group_sizes())


@blueprint.route("/groups/<handle>", methods=["GET", "POST"])
def group(handle: str):
    """A group: what it is called and who belongs to it."""
    found = find_group(handle)
    form = GroupForm(obj=found)
    if form.attempt(lambda: change_group(found, by=viewer(), **_said(form))):
        return redirect(f"/admin/groups/{found.slug}", 303)
    return form.page("admin/groups/show.html", group=found, people=members_of_group(found), coming=BelongingForm())


@blueprint.post("/groups/<handle>/members")
def group_members(handle: str):
    """Put a member into a group."""
    found, coming = find_group(handle), BelongingForm()
    if coming.attempt(lambda: join_group(found, _member(coming.member.data), by=viewer())):
        return redirect(f"/admin/groups/{handle}", 303)
    page = render_template("admin/groups/show.html", group=found, people=members_of_group(found), coming=coming,
                           form=GroupForm(formdata=None, obj=found))  # fmt: skip
    return page, coming.status


@blueprint.post("/groups/<handle>/members/<name>/leaving")
def leaving(handle: str, name: str):
    """Take a member out of a group."""
    leave_group(find_group(handle), find_member(name), by=viewer())
    flash(f"{name} is not in the group any more.", "ok")
    return redirect(f"/admin/groups/{handle}", 303)


def _said(form: GroupForm) -> dict:
    return {"name": form.name.data, "description": form.description.data or "", "mentionable": form.mentionable.data}


def _member(name: str):
    try:
        return find_member(name.strip().lstrip("@"))
    except NotFound as error:
        raise Invalid(error.sentence, "member") from error
