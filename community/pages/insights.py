"""Insights: what happened in four weeks, for provider staff and super-users."""

from datetime import timedelta

from flask import Blueprint, render_template

from community.core import clock
from community.core.errors import require
from community.core.web import viewer
from community.insights.counting import (
    DAYS,
    in_words,
    open_proposals,
    open_tickets,
    questions_between,
    questions_by_service,
    shares,
    spared_between,
)

blueprint = Blueprint("insights", __name__)


@blueprint.get("/insights")
def insights():
    """The last four weeks beside the four before."""
    require(viewer().may_moderate or "Insights are for super-users and provider staff.")
    now, span = clock.now(), timedelta(days=DAYS)
    services, proposals = questions_by_service(now - span, viewer()), open_proposals(viewer())
    return render_template(
        "insights/show.html",
        days=DAYS,
        recent=questions_between(now - span, now, viewer()),
        before=questions_between(now - 2 * span, now - span, viewer()),
        spared=(spared_between(now - span, now, viewer()), spared_between(now - 2 * span, now - span, viewer())),
        in_words=in_words,
        services=list(zip(services, shares(services, 2), strict=True)),
        proposals=list(zip(proposals, shares(proposals, 2), strict=True)),
        tickets=open_tickets(),
    )
