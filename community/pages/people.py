"""People: the list, a profile with every point explained, and who helped lately."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request

from community.accounts.grouping import groups_of
from community.accounts.levels import levels, opened_by
from community.accounts.models import Member
from community.accounts.queries import find_member
from community.accounts.showing import sees_recognition, shows_recognition
from community.core import clock
from community.core.errors import NotFound
from community.core.web import open_to_guests, settings, viewer
from community.forum.queries import find_tag, popular_tags
from community.gamification.badges import catalogue
from community.gamification.expertise import knows_about
from community.gamification.leaderboard import PERIODS, READINGS, Wanted, helpers
from community.gamification.levels import progress
from community.gamification.queries import (
    account_of,
    ledger_of,
    wall_of,
    within_reach,
)
from community.pages.profiles import figures_of, list_members, recent_answers, recent_articles, recent_questions
from community.pages.shields import words_of_others
from community.services.keeping import all_services, find_service
from community.superusers.absences import away_shown_to
from community.superusers.nominating import may_nominate
from community.superusers.queries import last_service_of, running_agreement

blueprint = Blueprint("people", __name__)
QUARTER = timedelta(days=91)
LATEST_LINES = 8


@blueprint.get("/members")
@open_to_guests
def members():
    """Everybody here, by name; ?q= searches."""
    words = request.args.get("q", "").strip()[:80]
    page = list_members(words, request.args.get("after"))
    return render_template("members/index.html", page=page, words=words, levels=levels())


@blueprint.get("/members/<name>")
@open_to_guests
def profile(name: str):
    """A person: what they did, and how their points came about."""
    member = find_member(name)
    return render_template(
        "members/show.html",
        member=member,
        **(_recognition_of(member) if shows_recognition(member, viewer()) else {}),
        figures=figures_of(member, viewer()),
        answers=recent_answers(member, viewer()),
        articles=recent_articles(member, viewer()),
        questions=recent_questions(member, viewer()),
        groups=groups_of(member) if viewer() and viewer().id == member.id else [],
        away_until=away_shown_to(viewer(), [member]).get(member.id),
        agreement=running_agreement(member) if member.is_superuser else None,
        served=last_service_of(member),
        may_nominate=viewer() is not None and may_nominate(viewer(), member) is True,
    )


def _recognition_of(member: Member) -> dict[str, Any]:
    span = "quarter" if request.args.get("points") == "quarter" else "all"
    wall = wall_of(member)
    return {
        "span": span,
        "standing": progress(member),
        "steps": [(level.name, level.points) for level in levels()],
        "opens": opened_by(member.level + 1),
        "account": account_of(member, clock.now() - QUARTER if span == "quarter" else None),
        "lines": ledger_of(member, viewer(), size=LATEST_LINES),
        "wall": wall,
        "reach": within_reach(member, {hung.badge.key for hung in wall}),
        **words_of_others(member, viewer()),
        "shield_count": len(catalogue()),
        "knows": knows_about(member, viewer()),
    }


@blueprint.get("/members/<name>/reputation")
@open_to_guests
def reputation(name: str):
    """Every line of a person's ledger, a page at a time."""
    member = find_member(name)
    if not shows_recognition(member, viewer()):
        raise NotFound("Points aren’t shown here: that is for each member to choose.")
    page = ledger_of(member, viewer(), after=request.args.get("after"))
    return render_template("members/reputation.html", member=member, page=page, standing=progress(member))


@blueprint.get("/leaderboard")
@open_to_guests
def leaderboard():
    """Who helped this week or this month, narrowed by ?reading=, ?service= and ?tag=."""
    if not sees_recognition(viewer()):
        return render_template("badges/off.html")
    wanted = _wanted()
    return render_template(
        "leaderboard/show.html",
        wanted=wanted,
        periods=PERIODS,
        readings=READINGS,
        services=all_services(),
        tags=popular_tags(viewer())[:12],
        helpers=helpers(viewer(), wanted, newcomers=False),
        newcomers=helpers(viewer(), wanted, newcomers=True),
        ranks=settings().ranks,
    )


def _wanted() -> Wanted:
    """What the address asks for; what it asks for wrongly is as usual."""
    said = request.args
    reading = said["reading"] if said.get("reading") in READINGS else "helpful"
    return Wanted(
        reading=reading,
        period=said["period"] if said.get("period") in PERIODS else "week",
        service=find_service(said["service"]) if said.get("service") else None,
        tag=find_tag(said["tag"], viewer()) if said.get("tag") and READINGS[reading].tagged else None,
    )
