"""Putting the laid-out dump in order: what is brought in, when each step happens, and what is left out and why.

Members come first, then tags, then everything else in one stream by time. A vote has only a day, and a moved post may
be older than the question it answers: a step never comes before the one it stands on.
"""
# ruff: noqa: S608 (all these statements are made of words of this file)

from community.imports.stackexchange.rows import tags_of
from community.imports.stackexchange.stage import Stage
from community.imports.stackexchange.words import CLOSE_REASONS, HISTORY_KINDS, POST_KINDS, VOTE_KINDS

MEMBERS, TAGS, STREAM, CHANGES = range(4)
RANKS = {
    "question": 0, "answer": 1, "wiki": 2, "edit": 3, "suggestion": 3, "comment": 4, "vote": 5, "acceptance": 6,
    "bounty": 7, "link": 8, "closing": 9,
}  # fmt: skip
DELETED = "their post is not in the dump, so it was deleted"


def put_in_order(stage: Stage) -> None:
    """Fill `steps`, `closings` and `left_out` from the other tables."""
    for part in (_posts, _tags, _edits, _comments, _votes, _acceptances, _links, _closings):
        stage.run("BEGIN")
        part(stage)
        stage.run("COMMIT")


def _posts(stage: Stage) -> None:
    """`sort` becomes the place of a post in the stream, or null for posts that are not brought in."""
    stage.run(f"INSERT INTO steps SELECT {MEMBERS}, id, 0, id, 'member' FROM users")
    stage.run(
        "UPDATE posts SET sort = (SELECT max(posts.at, q.at) FROM posts q WHERE q.id = posts.parent AND q.type = 1)"
        " WHERE type = 2"
    )
    _leave_out(stage, "answers", "their question is not in the dump", "FROM posts WHERE type = 2 AND sort IS NULL")
    stage.run("UPDATE posts SET sort = NULL WHERE type NOT IN (1, 2)")
    for kind, number in stage.run("SELECT type, count(*) FROM posts WHERE type NOT IN (1, 2, 4) GROUP BY 1").fetchall():
        words = POST_KINDS.get(kind, f"posts of kind {kind}")
        stage.run("INSERT INTO left_out VALUES (?, 'they have no place here', ?)", (words, number))
    _add(stage, "question", "sort", "id", "FROM posts WHERE type = 1")
    _add(stage, "answer", "sort", "id", "FROM posts WHERE type = 2 AND sort IS NOT NULL")
    _add(stage, "wiki", "max(wiki, sort)", "id", "FROM posts WHERE wiki IS NOT NULL AND sort IS NOT NULL")


def _tags(stage: Stage) -> None:
    """Tags.xml may be missing, or lack a tag that posts carry."""
    known = {row["name"].lower() for row in stage.run("SELECT name FROM tags")}
    for (text,) in stage.run("SELECT DISTINCT tags FROM posts WHERE tags IS NOT NULL AND sort IS NOT NULL").fetchall():
        for name in tags_of(text):
            if name.lower() not in known:
                known.add(name.lower())
                stage.run("INSERT INTO tags (name) VALUES (?)", (name,))
    stage.run("UPDATE tags SET description = (SELECT body FROM posts WHERE id = tags.excerpt AND type = 4)")
    _leave_out(
        stage, "tag descriptions", "no tag refers to them",
        "FROM posts WHERE type = 4 AND id NOT IN (SELECT excerpt FROM tags WHERE excerpt IS NOT NULL)",
    )  # fmt: skip
    stage.run(f"INSERT INTO steps SELECT {TAGS}, id, 0, id, 'tag' FROM tags")


def _edits(stage: Stage) -> None:
    events = "SELECT CAST(reason AS INTEGER), count(*) FROM edits WHERE first = -1 GROUP BY 1"
    for kind, number in stage.run(events).fetchall():
        words = HISTORY_KINDS.get(kind, f"kind {kind}")
        stage.run("INSERT INTO left_out VALUES ('history entries', ?, ?)", (f"not an edit: {words}", number))
    there = "FROM edits e LEFT JOIN posts p ON p.id = e.post WHERE e.first = 0 AND "
    begun = "EXISTS (SELECT 1 FROM edits f WHERE f.post = e.post AND f.first = 1 AND f.body IS NOT NULL)"
    _leave_out(stage, "edits", DELETED, there + "p.id IS NULL")
    _leave_out(stage, "edits", "of tag descriptions and the like only the latest text is kept",
               there + "p.id IS NOT NULL AND p.sort IS NULL")  # fmt: skip
    _leave_out(stage, "edits", "the first wording of the post is not in the dump, so its latest text was taken",
               there + f"p.sort IS NOT NULL AND NOT {begun}")  # fmt: skip
    _add(stage, "edit", "max(e.at, p.sort)", "e.id", there + f"p.sort IS NOT NULL AND {begun}")
    _add(stage, "suggestion", "e.at", "e.id", there + f"e.suggested = 1 AND p.id IS NOT NULL"
         f" AND e.editor IS NOT NULL AND (p.sort IS NULL OR NOT {begun})")  # fmt: skip
    stage.run(
        "UPDATE edits SET last = 1 WHERE id IN (SELECT ref FROM (SELECT s.ref, row_number() OVER"
        " (PARTITION BY e.post ORDER BY s.sort DESC, s.ref DESC) AS place FROM steps s JOIN edits e ON e.id = s.ref"
        f" WHERE s.phase = {STREAM} AND s.kind = 'edit') WHERE place = 1)"
    )


def _comments(stage: Stage) -> None:
    there = "FROM comments c LEFT JOIN posts p ON p.id = c.post WHERE "
    _leave_out(stage, "comments", DELETED, there + "p.id IS NULL")
    _leave_out(stage, "comments", "their post is not brought in", there + "p.id IS NOT NULL AND p.sort IS NULL")
    _add(stage, "comment", "max(c.at, p.sort)", "c.id", there + "p.sort IS NOT NULL")


def _votes(stage: Stage) -> None:
    there = "FROM votes v LEFT JOIN posts p ON p.id = v.post WHERE "
    _leave_out(stage, "votes", DELETED, there + "p.id IS NULL")
    others = "v.type NOT IN (1, 2, 3) AND NOT (v.type IN (8, 9) AND coalesce(v.amount, 0) > 0)"
    kinds = f"SELECT v.type, count(*) {there} p.id IS NOT NULL AND {others} GROUP BY 1"
    for kind, number in stage.run(kinds).fetchall():
        words = VOTE_KINDS.get(kind, f"kind {kind}")
        stage.run("INSERT INTO left_out VALUES ('votes', ?, ?)", (f"of a kind that is not kept: {words}", number))
    _leave_out(stage, "votes", "their post is not brought in",
               there + "p.id IS NOT NULL AND p.sort IS NULL AND v.type IN (1, 2, 3)")  # fmt: skip
    _add(stage, "vote", "max(v.at, p.sort)", "v.id", there + "p.sort IS NOT NULL AND v.type IN (2, 3)")
    _add(stage, "bounty", "max(v.at, p.sort)", "v.id",
         there + "p.sort IS NOT NULL AND v.type IN (8, 9) AND v.amount > 0")  # fmt: skip


def _acceptances(stage: Stage) -> None:
    stage.run("CREATE INDEX accepting ON votes (post, at) WHERE type = 1")
    there = (
        "FROM posts q LEFT JOIN posts a ON a.id = q.accepted AND a.parent = q.id AND a.type = 2"
        " WHERE q.type = 1 AND q.accepted IS NOT NULL AND "
    )
    _leave_out(stage, "accepted answers", "the answer is not in the dump", there + "a.id IS NULL")
    day = "coalesce((SELECT max(at) FROM votes v WHERE v.type = 1 AND v.post = a.id), a.sort)"
    _add(stage, "acceptance", f"max({day}, a.sort)", "q.id", there + "a.id IS NOT NULL")
    _leave_out(
        stage, "votes", "acceptances that the question no longer names",
        "FROM votes v JOIN posts a ON a.id = v.post LEFT JOIN posts q ON q.id = a.parent"
        " WHERE v.type = 1 AND a.sort IS NOT NULL AND (q.accepted IS NOT a.id OR EXISTS"
        " (SELECT 1 FROM votes w WHERE w.type = 1 AND w.post = v.post AND (w.at, w.id) > (v.at, v.id)))",
    )  # fmt: skip


def _links(stage: Stage) -> None:
    there = "FROM links l LEFT JOIN posts p ON p.id = l.post LEFT JOIN posts r ON r.id = l.related WHERE "
    _leave_out(stage, "links", "of an unknown kind", there + "l.type NOT IN (1, 3)")
    _leave_out(stage, "links", "one of the two posts is not in the dump, so it was deleted",
               there + "l.type IN (1, 3) AND (p.sort IS NULL OR r.sort IS NULL)")  # fmt: skip
    _add(stage, "link", "max(l.at, p.sort, r.sort)", "l.id",
         there + "l.type = 1 AND p.sort IS NOT NULL AND r.sort IS NOT NULL")  # fmt: skip


def _closings(stage: Stage) -> None:
    """Closed questions and those that repeat another one; what they repeat is always a question here."""
    stage.run(
        "INSERT INTO closings SELECT q.id, coalesce(q.closed, min(l.at)), NULL,"
        " (SELECT coalesce(CASE r.type WHEN 2 THEN r.parent END, r.id) FROM links d JOIN posts r ON r.id = d.related"
        "  WHERE d.post = q.id AND d.type = 3 AND r.sort IS NOT NULL AND r.id <> q.id"
        "  ORDER BY d.id DESC LIMIT 1) AS target"
        " FROM posts q LEFT JOIN links l ON l.post = q.id AND l.type = 3"
        " WHERE q.type = 1 GROUP BY q.id HAVING q.closed IS NOT NULL OR target IS NOT NULL"
    )
    said = (
        "SELECT post, reason FROM edits WHERE first = -1 AND reason LIKE '10 %'"
        " AND post IN (SELECT post FROM closings) ORDER BY at, id"
    )
    for post, reason in stage.run(said).fetchall():
        words = CLOSE_REASONS.get(reason.removeprefix("10 ").strip())
        stage.run("UPDATE closings SET reason = ? WHERE post = ?", (words, post))
    there = "FROM closings c JOIN posts q ON q.id = c.post LEFT JOIN posts t ON t.id = c.duplicate_of WHERE TRUE"
    _add(stage, "closing", "max(c.at, q.sort, coalesce(t.sort, 0))", "q.id", there)


def _leave_out(stage: Stage, what: str, why: str, where: str) -> None:
    if number := stage.one(f"SELECT count(*) {where}"):
        stage.run("INSERT INTO left_out VALUES (?, ?, ?)", (what, why, number))


def _add(stage: Stage, kind: str, sort: str, ref: str, where: str) -> None:
    stage.run(f"INSERT INTO steps SELECT {STREAM}, {sort}, {RANKS[kind]}, {ref}, '{kind}' {where}")
