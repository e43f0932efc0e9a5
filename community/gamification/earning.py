"""Who has earned a shield by its rule, as one query over the deeds.

The query tells who ever earned it and by which fact, for everybody or for some members alone. Live, in a rebuild and in
a trial run it is the same query, so that they can't disagree; the order in which deeds were noted makes no difference.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, Select, Table, and_, case, exists, func, literal, or_, select, union_all

from community.accounts.models import Member
from community.core.moments import seconds
from community.forum.models import Post, Topic, TopicTag
from community.gamification.conditions import CONDITIONS, DAY
from community.gamification.honesty import at_first, honest
from community.gamification.models import ReputationLine, TakenDown
from community.gamification.rules import ROLES_OF, Rule


class Earned(NamedTuple):
    """Who earned a shield, by which fact, with what."""

    member_id: int
    fact_id: int
    subject_kind: str
    subject_id: int


def earned(
    rule: Rule,
    connection: Connection,
    lines: Table = ReputationLine.__table__,
    *,
    members: Iterable[int] | None = None,
    things: Iterable[tuple[str, int]] | None = None,
    dishonest: bool = False,
) -> list[Earned]:
    """Who has earned it, each with the first fact at which it was so; `members` and `things` leave only theirs.

    Votes that were invalidated count only if `dishonest` ones shall, too.
    """
    query = _Earning(rule, lines, members, things if rule.each and rule.per == "member" else None, dishonest)
    return [Earned(*row) for row in connection.execute(query.statement())]


def so_far(rules: dict[str, Rule], member_id: int, connection: Connection) -> dict[str, int]:
    """How far a member has come by each rule: of the goal, or of the score where one thing does it. One statement."""
    counts = [
        select(
            literal(key),
            func.coalesce(_Earning(rule, ReputationLine.__table__, [member_id], None).progress().scalar_subquery(), 0),
        )
        for key, rule in rules.items()
    ]
    return {key: int(count) for key, count in connection.execute(union_all(*counts))} if counts else {}


class _Earning:
    def __init__(self, rule: Rule, lines: Table, members, things, dishonest: bool = False):
        self.rule, self.lines = rule, lines
        line = lines.c
        self.only = [line.rule.in_(sorted(rule.deeds)), *(at_first(line) if dishonest else honest(line))]
        first, last = rule.days
        if first is not None:  # what is taken back counts for the day on which it was given
            self.only.append(line.day >= first)
        if last is not None:
            self.only.append(line.day <= last)
        if rule.audience != "everybody":
            inside = select(Member.id).where(Member.role.in_(ROLES_OF[rule.audience]))
            self.only.append(line.member_id.in_(inside))
        if members is not None:
            self.only.append(line.member_id.in_(list(members)))
        if things is not None:
            self.only.append(
                or_(*(and_(line.subject_kind == kind, line.subject_id == ident) for kind, ident in things))
            )

    def statement(self) -> Select:
        rule = self.rule
        if rule.per == "tag":
            return self._tags()
        if rule.count in ("deeds", "people"):
            return self._nth(self._each_deed(), "other_id" if rule.count == "people" else None)
        reached = self._reached()
        if rule.each:
            return select(reached.c.member_id, reached.c.fact_id, reached.c.subject_kind, reached.c.subject_id)
        return self._nth(reached, self._key(reached))

    def progress(self) -> Select:
        rule = self.rule
        if rule.per == "tag":
            return select(literal(0))
        if rule.count in ("deeds", "people"):
            deeds = self._each_deed()
            return select(
                func.count(deeds.c.other_id.distinct()) if rule.count == "people" else func.count(deeds.c.fact_id)
            )
        if rule.goal == 1 and rule.score > 1:
            each = self._by_thing().subquery()
            query = select(each.c.final).where(*(each.c[f"stands{number}"] > 0 for number in range(len(rule.also))))
            fitting = self._narrowed(query, each).group_by(each.c.subject_kind, each.c.subject_id, each.c.final)
            return select(func.max(fitting.subquery().c.final))
        reached = self._reached()
        key = self._key(reached)
        return select(func.count() if key is None else func.count(key.distinct())).select_from(reached)

    def _voice(self):
        line = self.lines.c
        return case((line.rule.in_(self.rule.plus), line.value), (line.rule.in_(self.rule.minus), -line.value), else_=0)

    def _of(self, deed: str):
        return case((self.lines.c.rule == deed, self.lines.c.value), else_=0)

    def _by_thing(self) -> Select:
        """Every deed with what its thing had come to by then, and what it comes to in the end."""
        line = self.lines.c
        thing = (line.member_id, line.subject_kind, line.subject_id)
        then = {"partition_by": thing, "order_by": (line.fact_id, line.id)}
        sums = [func.sum(self._voice()).over(**then).label("score"),
                func.sum(self._voice()).over(partition_by=thing).label("final")]  # fmt: skip
        for number, deed in enumerate(self.rule.also):
            sums += [func.sum(self._of(deed)).over(**then).label(f"also{number}"),
                     func.sum(self._of(deed)).over(partition_by=thing).label(f"stands{number}")]  # fmt: skip
        return select(*thing, line.fact_id, line.day, *sums).where(*self.only)

    def _reached(self):
        """Things with the first fact at which they were what the rule asks for."""
        rule, each = self.rule, self._by_thing().subquery()
        also = range(len(rule.also))
        asked = [each.c[f"also{number}"] > 0 for number in also]
        if rule.exactly is None:
            asked.append(each.c.score >= rule.score)
        else:
            asked.append(each.c.final == rule.exactly)
        # What was taken back does not count towards several, nor for a shield that goes with its reason.
        if rule.goal > 1 or rule.exactly is not None or rule.revoke:
            asked += [each.c[f"stands{number}"] > 0 for number in also]
            if rule.exactly is None:
                asked.append(each.c.final >= rule.score)
            asked.append(~_down(each.c))
        thing = (each.c.member_id, each.c.subject_kind, each.c.subject_id)
        query = select(*thing, func.min(each.c.fact_id).label("fact_id"), func.min(each.c.day).label("day"))
        return self._narrowed(query.where(*asked), each).group_by(*thing).subquery()

    def _narrowed(self, query: Select, each) -> Select:
        """Join what the conditions look at."""
        rule = self.rule
        if rule.where or rule.count in ("topics", "days_made"):
            query = query.join(Post, and_(each.c.subject_kind == "post", Post.id == each.c.subject_id))
            query = query.join(Topic, Topic.id == func.coalesce(Post.moved_from_id, Post.topic_id))
            query = query.where(*(CONDITIONS[name].holds(each, value) for name, value in rule.where.items()))
            if rule.count == "topics":
                query = query.add_columns(func.min(Topic.id).label("topic_id"))
            if rule.count == "days_made":
                query = query.add_columns(func.min(seconds(Post.created_at) // DAY).label("made"))
        return query

    def _key(self, reached):
        return {
            "things": None, "days": reached.c.day, "weeks": (reached.c.day + 3) // 7,
            "topics": reached.c.get("topic_id"), "days_made": reached.c.get("made"),
        }[self.rule.count]  # fmt: skip

    def _each_deed(self):
        """The deeds one by one; for people only those that somebody else had a part in."""
        line = self.lines.c
        query = select(line.member_id, line.subject_kind, line.subject_id, line.fact_id, line.other_id)
        query = query.where(*self.only, line.rule.in_(self.rule.plus), line.value > 0)
        if self.rule.count == "people":
            query = query.where(line.other_id.is_not(None), line.other_id != line.member_id)
        if self.rule.revoke:
            query = query.where(~self._taken_back())
        return query.subquery()

    def _taken_back(self):
        """Whether a deed was taken back later, or stands on account of what is down."""
        line, later = self.lines.c, self.lines.alias()
        same = [later.c[name] == line[name] for name in ("member_id", "rule", "subject_kind", "subject_id")]
        undone = exists().where(*same, later.c.other_id.is_not_distinct_from(line.other_id), later.c.value < 0,
                                later.c.fact_id > line.fact_id).correlate(self.lines)  # fmt: skip
        return or_(undone, _down(line))

    def _nth(self, rows, key) -> Select:
        """With which row each member came to the goal; rows with the same key count once, by the first of them."""
        key = rows.c[key] if isinstance(key, str) else key
        order = (rows.c.fact_id, rows.c.subject_kind, rows.c.subject_id)
        firsts = rows
        if key is not None:
            place = func.row_number().over(partition_by=(rows.c.member_id, key), order_by=order).label("place")
            numbered = select(*rows.c, place).subquery()
            firsts = select(*numbered.c).where(numbered.c.place == 1).subquery()
        order = (firsts.c.fact_id, firsts.c.subject_kind, firsts.c.subject_id)
        nth = func.row_number().over(partition_by=firsts.c.member_id, order_by=order).label("nth")
        total = func.count().over(partition_by=firsts.c.member_id).label("total")
        counted = select(firsts.c.member_id, firsts.c.fact_id, firsts.c.subject_kind, firsts.c.subject_id, nth, total)
        counted = counted.subquery()
        query = select(counted.c.member_id, counted.c.fact_id, counted.c.subject_kind, counted.c.subject_id)
        query = query.where(counted.c.nth == self.rule.goal)
        if self.rule.share:
            query = query.where(counted.c.total >= self.rule.share * self._all_of(counted.c.member_id))
        return query

    def _all_of(self, member_id):
        """How many things of the member have the deed that a share is taken of."""
        other = self.lines.alias()
        by_thing = (
            select(other.c.subject_id)
            .where(other.c.member_id == member_id, other.c.rule == self.rule.share_of)
            .group_by(other.c.subject_kind, other.c.subject_id)
            .having(func.sum(other.c.value) > 0)
            .correlate(member_id.table)
        )
        return select(func.count()).select_from(by_thing.subquery()).scalar_subquery()

    def _tags(self) -> Select:
        """In which tags a member's answers have come so far: their voices together and their number."""
        rule, line = self.rule, self.lines.c
        then = {"partition_by": (line.member_id, TopicTag.tag_id), "order_by": (line.fact_id, line.id)}
        score = func.sum(self._voice()).over(**then).label("score")
        number = func.sum(self._of("answered")).over(**then).label("number")
        whole = {"partition_by": (line.member_id, TopicTag.tag_id)}
        final = func.sum(self._voice()).over(**whole).label("final")
        left = func.sum(self._of("answered")).over(**whole).label("left")
        each = (
            select(line.member_id, TopicTag.tag_id, line.fact_id, score, number, final, left)
            .join(Post, and_(line.subject_kind == "post", Post.id == line.subject_id))
            .join(TopicTag, TopicTag.topic_id == Post.topic_id)
            .where(
                *self.only,
                Post.wiki.is_(False),
                *((~_down(line),) if rule.revoke else ()),
            )
            .subquery()
        )
        by = (each.c.member_id, each.c.tag_id)
        stands = (each.c.final >= rule.score, each.c.left >= rule.goal) if rule.revoke else ()
        return (
            select(each.c.member_id, func.min(each.c.fact_id), literal("tag"), each.c.tag_id)
            .where(each.c.score >= rule.score, each.c.number >= rule.goal, *stands)
            .group_by(*by)
        )


def _down(columns):
    """Whether the thing of a row is down: itself, hidden, or, as a post, with the topic that it is in."""
    hidden = case((columns.subject_kind == "post", "hidden"), else_="")
    itself = exists().where(
        TakenDown.kind.in_((columns.subject_kind, hidden)), TakenDown.ident == columns.subject_id, TakenDown.down
    )
    inside = select(Post.id).join(TakenDown, TakenDown.ident == Post.topic_id)
    inside = inside.where(TakenDown.kind == "topic", TakenDown.down)
    return or_(itself, and_(columns.subject_kind == "post", columns.subject_id.in_(inside)))
