"""Counting deeds as of a fact: what came later does not count, so that a replay finds what the day itself found."""

from datetime import datetime

from sqlalchemy import Connection, Table, case, func, select

from community.accounts.models import Member
from community.desk.models import Ticket
from community.events.facts import FactRow
from community.forum.models import Post, Topic
from community.gamification.ledger import Line
from community.gamification.models import ReputationLine
from community.knowledge.models import Article, ArticleRevision

HANDED_OR_LINKED = ("QuestionEscalated", "TopicsLinked")


class Tally:
    """Counts over a ledger and the rows that never change. `upto` is the last fact that counts; None counts all."""

    def __init__(self, connection: Connection, lines: Table = ReputationLine.__table__):
        self.connection, self.lines = connection, lines
        self._paid: tuple[int, list[Line]] = (0, [])

    def paid(self, fact_id: int) -> list[Line]:
        """The lines by which a fact gave or took points. Several shields ask in a row, so the last answer is kept."""
        if self._paid[0] != fact_id:
            columns = [self.lines.c[name] for name in Line._fields]
            query = select(*columns).where(self.lines.c.fact_id == fact_id).order_by(self.lines.c.member_id)
            self._paid = (fact_id, [Line(*row) for row in self.connection.execute(query)])
        return self._paid[1]

    def things(self, member_id: int, rule: str, upto: int | None = None) -> int:
        """For how many things this rule pays the member, what was taken back not counted."""
        standing = self._by_thing(member_id, (rule,), upto).subquery()
        return self._one(select(func.count()).select_from(standing).where(standing.c.voices > 0))

    def best(self, member_id: int, rules: tuple[str, ...]) -> int:
        """The most voices that one thing of the member has."""
        by_thing = self._by_thing(member_id, rules, None).subquery()
        return max(0, self._one(select(func.coalesce(func.max(by_thing.c.voices), 0))))

    def voices(self, rules: tuple[str, ...], kind: str, ident: int, upto: int) -> int:
        """Voices for a thing less those against it, as these rules paid them."""
        line = self.lines.c
        query = select(func.coalesce(func.sum(self._voice()), 0)).where(
            line.subject_kind == kind, line.subject_id == ident, line.rule.in_(rules), line.fact_id <= upto
        )
        return self._one(query)

    def weeks(self, member_id: int, rule: str, upto: int | None = None) -> int:
        """In how many different weeks this rule paid the member."""
        line = self.lines.c
        query = select(line.at).where(line.member_id == member_id, line.rule == rule, line.points > 0)
        if upto is not None:
            query = query.where(line.fact_id <= upto)
        return len({at.isocalendar()[:2] for at in self.connection.execute(query).scalars()})

    def joined_questions(self, member_id: int, upto: int | None = None) -> int:
        """How often the member handed a question to the desk or linked it to another."""
        query = select(func.count()).where(FactRow.kind.in_(HANDED_OR_LINKED), FactRow.by_id == member_id)
        if upto is not None:
            query = query.where(FactRow.id <= upto)
        return self._one(query)

    def mendings(self, member_id: int, article_id: int | None = None, revision: int | None = None) -> int:
        """How often the member mended an article that somebody else wrote; up to one such revision when given."""
        query = (
            select(func.count(ArticleRevision.id))
            .join(Article, Article.id == ArticleRevision.article_id)
            .where(ArticleRevision.editor_id == member_id, ArticleRevision.number > 1)
            .where(Article.author_id.is_distinct_from(member_id))
        )
        if article_id is not None:
            this = select(ArticleRevision.id).where(
                ArticleRevision.article_id == article_id, ArticleRevision.number == revision
            )
            query = query.where(ArticleRevision.id <= this.scalar_subquery())
        return self._one(query)

    def joined_at(self, member_id: int) -> datetime | None:
        """When the member came."""
        return self._one(select(Member.joined_at).where(Member.id == member_id))

    def minutes_to_answer(self, post_id: int) -> float:
        """How many minutes after its question an answer was posted: the one that it was written for."""
        written_in = func.coalesce(Post.moved_from_id, Post.topic_id)
        query = select(Topic.created_at, Post.created_at).join(Post, written_in == Topic.id)
        asked, answered = self.connection.execute(query.where(Post.id == post_id)).one()
        return (answered - asked).total_seconds() / 60

    def ticket_kind(self, ticket_id: int) -> str | None:
        """The kind of a ticket."""
        return self._one(select(Ticket.kind).where(Ticket.id == ticket_id))

    def _by_thing(self, member_id: int, rules: tuple[str, ...], upto: int | None):
        line = self.lines.c
        query = select(func.sum(self._voice()).label("voices")).where(line.member_id == member_id, line.rule.in_(rules))
        if upto is not None:
            query = query.where(line.fact_id <= upto)
        return query.group_by(line.subject_kind, line.subject_id)

    def _voice(self):
        return case((self.lines.c.points > 0, 1), else_=-1)

    def _one(self, query):
        return self.connection.execute(query).scalar()
