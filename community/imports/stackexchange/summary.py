"""What came of an import: a table, what was left out and why, and whether the result equals the dump."""

from collections import Counter
from collections.abc import Iterator

from community.core.db import db
from community.imports.models import ImportedSite
from community.imports.stackexchange.batch import Batch
from community.imports.stackexchange.stage import Stage

LINES = {  # kind of step: its words, and where the dump has them
    "member": ("members", "users"),
    "question": ("questions", "posts WHERE type = 1"),
    "answer": ("answers", "posts WHERE type = 2"),
    "comment": ("comments", "comments"),
    "vote": ("votes", "votes"),
    "acceptance": ("accepted answers", "posts WHERE type = 1 AND accepted IS NOT NULL"),
    "tag": ("tags", "tags"),
    "edit": ("edits", "edits WHERE first = 0"),
    "link": ("links", "links"),
    "closing": ("closed questions", "closings"),
}


class Summary:
    """Counts of one run. `stage` and site are read at once, so that it can be used after both are gone."""

    def __init__(self, stage: Stage, site_id: int):
        site = db.session.get(ImportedSite, site_id)
        self.site_name = site.name
        self.in_dump = {kind: stage.one(f"SELECT count(*) FROM {where}") for kind, (_, where) in LINES.items()}  # noqa: S608
        self.left = Counter({(what, why): number for what, why, number in stage.left_out()})
        duplicates = stage.one("SELECT count(*) FROM closings WHERE duplicate_of IS NOT NULL")
        self.notes = [f"{duplicates:,} of the closed questions repeat another one."] if duplicates else []
        self.counts: Counter[tuple[str, str]] = Counter()
        self.findings: list[str] = []

    def add(self, batch: Batch) -> None:
        """Add what a committed batch did."""
        self.counts.update(batch.tally)
        for (kind, why), number in batch.refused.items():
            self.leave_out(kind, why, number)

    def leave_out(self, kind: str, why: str, number: int = 1) -> None:
        """Note things that could not be brought in."""
        self.left[LINES.get(kind, (kind, ""))[0], why] += number

    def find(self, sentence: str) -> None:
        """Note what the comparison with the dump found."""
        self.findings.append(sentence)

    def new(self, kind: str) -> int:
        """How many things of a kind this run brought in."""
        return self.counts[kind, "new"]

    def write(self, out) -> None:
        """Write everything to a text stream."""
        parts = ("", self.site_name, "", *self._table(), *self._left_out(), "", *self.notes, *self.findings, "")
        out.write("\n".join(parts))

    def _table(self) -> Iterator[str]:
        yield f"{'':20}{'in the dump':>14}{'brought in':>14}{'known before':>14}{'left out':>12}"
        for kind, (words, _) in LINES.items():
            left = sum(number for (what, _), number in self.left.items() if what == words)
            cells = (self.in_dump[kind], self.new(kind), self.counts[kind, "known"], left)
            yield f"{words:20}{cells[0]:>14,}{cells[1]:>14,}{cells[2]:>14,}{cells[3]:>12,}"

    def _left_out(self) -> Iterator[str]:
        if self.left:
            yield from ("", "Left out, and why")
        for (what, why), number in self.left.most_common():
            yield f"{number:>9,}  {what}: {why}"
