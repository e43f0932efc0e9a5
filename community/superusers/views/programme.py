"""The programme's own page: what it is, who is in it, and what of it concerns the viewer."""

from flask import render_template

from community.accounts.audiences import SUPERUSERS
from community.core.web import viewer
from community.forum.queries import visible_categories
from community.superusers.briefings import briefings_to_come, coming_to, may_attend
from community.superusers.queries import agreements_in, all_running, offer_to, running_agreement
from community.superusers.views.blueprint import blueprint


@blueprint.get("/superusers")
def programme():
    """Who looks after what; one's own agreement, the lounge and the briefings; for staff what waits."""
    attends = may_attend(viewer()) is True
    coming = briefings_to_come(viewer()) if attends else []
    return render_template(
        "superusers/programme/show.html",
        running=all_running(),
        mine=running_agreement(viewer()),
        offered=offer_to(viewer()),
        attends=attends,
        lounges=[each for each in visible_categories(viewer()) if each.audience == SUPERUSERS],
        briefings=coming,
        counts=coming_to(coming),
        waiting=agreements_in(("offered",), viewer()) if viewer().is_staff else [],
    )
