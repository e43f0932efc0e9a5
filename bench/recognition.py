"""How long it takes to count a million facts again, and how much memory that takes.

`python -m bench.recognition [FACTS]` fills an empty database of each kind with members and facts in the proportions of
a busy community (80 votes in 100 facts), rebuilds the ledger and then checks it, each in a process of its own.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.imports import databases, keep

FACTS = 1_000_000

FILL = """
import json, random, sys
from datetime import datetime, timedelta
from community.app import create_app
from community.core.db import atomic, pour
from community.accounts.models import Member
from community.events.facts import FactRow
from flask_migrate import upgrade
number, chance = int(sys.argv[1]), random.Random(7)
begin, people = datetime(2020, 1, 1), 5_000
def facts():
    for step in range(number):
        at = str(begin + timedelta(seconds=150 * step)) + ".000000"
        post, voter, what = chance.randrange(1, number // 20), chance.randint(1, people), chance.random()
        author = post % people + 1
        if what < 0.8:
            kind, more = "PostVoted", {"post_kind": "answer", "old": 0, "new": 1 if chance.random() < 0.9 else -1}
        elif what < 0.9:
            kind, more = "AnswerPosted", {"asker_id": voter}
        elif what < 0.95:
            kind, more = "AnswerAccepted", {"asker_id": voter}
        else:
            kind, more = "CommentPosted", {"comment_id": step, "post_author_id": author}
        payload = {"topic_id": post, "post_id": post, "author_id": author, **more}
        yield kind, at, voter if voter != author else None, json.dumps(payload)
with create_app().app_context():
    upgrade()
    with atomic() as session:
        for ident in range(1, people + 1):
            session.add(Member(id=ident, name=f"m{ident}", display_name=f"M {ident}", fs_uniquifier=str(ident)))
        session.flush()
        chunk, columns = [], ("kind", "at", "by_id", "payload")
        for row in facts():
            chunk.append(row)
            if len(chunk) == 20_000:
                pour(session.connection(), FactRow.__table__, columns, chunk)
                chunk.clear()
        pour(session.connection(), FactRow.__table__, columns, chunk)
"""

RUN = """
import json, resource, sys, time
from community.app import create_app
from community.gamification.rebuild import rebuild_reputation
with create_app().app_context():
    wall, cpu = time.monotonic(), time.process_time()
    differences = rebuild_reputation(check=sys.argv[1] == "check")
    print(json.dumps({
        "seconds": round(time.monotonic() - wall, 1), "cpu_seconds": round(time.process_time() - cpu, 1),
        "differences": len(differences), "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }))
"""


def measure(number: int = FACTS) -> list[dict]:
    """Rebuild and check in each database that is there; one result for each."""
    results = []
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as kinds:
        for kind, another in kinds.items():
            print(f"{number:,} facts in {kind} ...", file=sys.stderr, flush=True)
            where = {**os.environ, "DATABASE_URL": another(), "DATA_DIR": folder}
            _run(FILL, str(number), where)
            for how in ("rebuild", "check"):
                found = json.loads(_run(RUN, how, where))
                results.append({"name": f"reputation {how}", "database": kind, "value": found["seconds"], "unit": "s",
                                "data": number, **found})  # fmt: skip
    return results


def _run(program: str, argument: str, where: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, "-c", program, argument], env=where, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr[-2_000:])
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def main(number: str | None = None) -> None:
    """Measure, keep and show."""
    found = measure(int(number) if number else FACTS)
    keep(found)
    print(f"{'what':20}{'database':12}{'facts':>12}{'seconds':>10}{'CPU s':>8}{'peak MB':>9}{'differ':>8}")
    for one in found:
        print(f"{one['name']:20}{one['database']:12}{one['data']:>12,}{one['seconds']:>10,}{one['cpu_seconds']:>8,}"
              f"{one['peak_mb']:>9,}{one['differences']:>8,}")  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:2])
