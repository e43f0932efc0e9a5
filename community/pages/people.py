"""People: the list, a profile with every point explained, and who helped lately."""

from datetime import timedelta

from flask import Blueprint, render_template, request

from community.accounts.grouping import groups_of
from community.accounts.levels import levels, opened_by
from community.accounts.queries import find_member
from community.core import clock
from community.core.web import open_to_guests, viewer
from community.gamification.badges import catalogue
from community.gamification.leaderboard import PERIODS, helpers
from community.gamification.levels import progress
from community.gamification.queries import (
    account_of,
    ledger_of,
    wall_of,
    within_reach,
)
from community.pages.profiles import figures_of, list_members, recent_answers, recent_articles, recent_questions
from community.pages.shields import words_of_others

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
    span = "quarter" if request.args.get("points") == "quarter" else "all"
    wall = wall_of(member)
    return render_template(
        "members/show.html",
        member=member,
        span=span,
        standing=progress(member),
        steps=[(level.name, level.points) for level in levels()],
        opens=opened_by(member.level + 1),
        figures=figures_of(member, viewer()),
        account=account_of(member, clock.now() - QUARTER if span == "quarter" else None),
        lines=ledger_of(member, viewer(), size=LATEST_LINES),
        wall=wall,
        reach=within_reach(member, {hung.badge.key for hung in wall}),
        **words_of_others(member, viewer()),
        shield_count=len(catalogue()),
        answers=recent_answers(member, viewer()),
        articles=recent_articles(member, viewer()),
        questions=recent_questions(member, viewer()),
        groups=groups_of(member) if viewer() and viewer().id == member.id else [],
    )


@blueprint.get("/members/<name>/reputation")
@open_to_guests
def reputation(name: str):
    """Every line of a person's ledger, a page at a time."""
    member = find_member(name)
    page = ledger_of(member, viewer(), after=request.args.get("after"))
    return render_template("members/reputation.html", member=member, page=page, standing=progress(member))


@blueprint.get("/leaderboard")
@open_to_guests
def leaderboard():
    """Who helped this week or this month, by people helped."""
    period = request.args.get("period") if request.args.get("period") in PERIODS else "week"
    return render_template("leaderboard/show.html", period=period, periods=PERIODS, helpers=helpers(viewer(), period))
