"""How fast a Stack Exchange dump comes in on each database, and that memory does not grow with it.

`python -m bench.imports [PATH]` prints a table and appends the results to `.bench/results.json`. Without PATH the
dump that STACKEXCHANGE_DUMP names is used; without that an invented site, and the same once more ten times as large.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import quoteattr

import psycopg

from tests.services import postgresql
from tests.services.postgresql import for_psycopg

RESULTS = Path(__file__).parents[1] / ".bench" / "results.json"
QUESTIONS = 100  # of the small invented site; about 2,000 posts and votes
LARGER = 10  # times, to see whether memory grows
WORDS = ("lamp", "wick", "oil", "glass", "brass", "flame", "soot", "vent", "burner", "chimney", "cotton", "solder")

RUN = """
import io, json, resource, sys, time
from community.app import create_app
from flask_migrate import upgrade
from community.imports.stackexchange import import_dump
with create_app().app_context():
    upgrade()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.monotonic(), time.process_time()
    summary = import_dump(sys.argv[1], out=io.StringIO())
    print(json.dumps({
        "seconds": time.monotonic() - wall,
        "cpu_seconds": time.process_time() - cpu,
        "posts": summary.new("question") + summary.new("answer"),
        "votes": summary.new("vote"),
        "rows": sum(number for (_, how), number in summary.counts.items() if how == "new"),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "before_mb": before / 1024,
    }))
"""


def measure(path: str | None = None) -> list[dict]:
    """Import each dump into each database that is there, in a process of its own; one result per import."""
    given = path or os.environ.get("STACKEXCHANGE_DUMP")
    results = []
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as kinds:
        dumps = [Path(given)] if given else [_invented(Path(folder), times) for times in (1, LARGER)]
        for dump in dumps:
            for database in kinds:
                print(f"{dump.name} into {database} ...", file=sys.stderr, flush=True)
                results.append(_one(dump, database, kinds[database](), folder))
    return results


def _one(dump: Path, database: str, url: str, folder: str) -> dict:
    environ = {**os.environ, "DATABASE_URL": url, "DATA_DIR": f"{folder}/data", "EMBEDDED_WORKER": "0"}
    run = subprocess.run([sys.executable, "-c", RUN, str(dump)], env=environ, stdout=subprocess.PIPE, check=True)
    told = json.loads(run.stdout.splitlines()[-1])
    return {
        "what": "import of a Stack Exchange dump",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "dump": dump.name,
        "database": database,
        **{name: round(value, 1) for name, value in told.items()},
        "posts_and_votes_per_second": round((told["posts"] + told["votes"]) / told["seconds"]),
        "rows_per_second": round(told["rows"] / told["seconds"]),
    }


@contextmanager
def databases(folder: Path) -> Iterator[dict]:
    """For each kind of database a function that makes an empty one and gives its address."""
    count = iter(range(1000))
    found = {"sqlite": lambda: f"sqlite:///{folder}/bench-{next(count)}.sqlite3"}
    service, process = postgresql.find()
    made: list[str] = []

    def another() -> str:
        made.append(f"guildhall_bench_{os.getpid()}_{next(count)}")
        _run(service.url, f"CREATE DATABASE \"{made[-1]}\" TEMPLATE template0 ENCODING 'UTF8'")
        address, mark, query = service.url.partition("?")
        return f"{address.rpartition('/')[0]}/{made[-1]}{mark}{query}"

    if service.url:
        found["postgresql"] = another
    else:
        print(service.line(), file=sys.stderr)
    try:
        yield found
    finally:
        for name in made:
            _run(service.url, f'DROP DATABASE IF EXISTS "{name}"')
        if process:
            process.close()


def _run(url: str, statement: str) -> None:
    with psycopg.connect(for_psycopg(url), autocommit=True) as connection:
        connection.execute(statement)


def _invented(folder: Path, times: int) -> Path:
    """A dump of an invented site with proportions like a real one: 1.6 answers, 19 votes, 5 comments per question."""
    chance, place = random.Random(times), folder / f"invented-{times}x"
    place.mkdir()
    begin, questions, members = datetime(2015, 1, 1), QUESTIONS * times, 6 * QUESTIONS * times  # noqa: DTZ001

    def when(step: int, minutes: float = 0) -> str:
        return (begin + timedelta(hours=step, minutes=minutes)).isoformat(timespec="milliseconds")

    def text(number: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(number))

    posts, history, votes, comments, number = [], [], [], [], 0
    for step in range(questions):
        question = None
        for place_in_topic in range(1 + chance.choice((0, 1, 1, 2, 3))):
            number += 1
            score = 0
            for _ in range(chance.choice((3, 6, 9))):
                value = chance.choice((2, 2, 2, 2, 3))
                score += 5 - 2 * value
                votes.append(
                    {"Id": len(votes) + 1, "PostId": number, "VoteTypeId": value, "CreationDate": when(step, 20)}
                )
            values = {
                "Id": number, "PostTypeId": 2 if question else 1, "CreationDate": when(step, place_in_topic),
                "Score": score, "Body": f"<p>{text(80)}</p>", "OwnerUserId": chance.randint(1, members),
            }  # fmt: skip
            if question:
                values["ParentId"] = question
            else:
                question = number
                values |= {"Title": text(8), "Tags": f"<{chance.choice(WORDS)}><{chance.choice(WORDS)}>"}
            posts.append(values)
            for kind, words in (
                (2, text(80)),
                *(() if "ParentId" in values else ((1, values["Title"]), (3, values["Tags"]))),
            ):
                history.append({
                    "Id": len(history) + 1, "PostHistoryTypeId": kind, "PostId": number, "RevisionGUID": f"g{number}",
                    "CreationDate": values["CreationDate"], "UserId": values["OwnerUserId"], "Text": words,
                })  # fmt: skip
            for _ in range(2):
                comments.append({
                    "Id": len(comments) + 1, "PostId": number, "Score": 0, "Text": text(20),
                    "CreationDate": when(step, 25), "UserId": chance.randint(1, members),
                })  # fmt: skip
    users = [
        {"Id": ident, "CreationDate": when(0), "DisplayName": f"{text(1)} {ident}", "AccountId": ident}
        for ident in (-1, *range(1, members + 1))
    ]
    files = {"Users": users, "Posts": posts, "Votes": votes, "Comments": comments, "PostHistory": history}
    for name, rows in files.items():
        with open(place / f"{name}.xml", "w", encoding="utf-8") as out:
            out.write(f"<{name.lower()}>\n")
            for row in rows:
                out.write(f"  <row {' '.join(f'{key}={quoteattr(str(value))}' for key, value in row.items())} />\n")
            out.write(f"</{name.lower()}>\n")
    return place


def keep(results: list[dict]) -> None:
    """Append results to the file of all measurements."""
    RESULTS.parent.mkdir(exist_ok=True)
    before = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    RESULTS.write_text(json.dumps(before + results, indent=1))


def show(results: list[dict]) -> None:
    """Print results as a table."""
    heads = ("posts+votes/s", "rows/s", "seconds", "CPU s", "peak MB", "before")
    print(f"{'dump':28}{'database':12}" + "".join(f"{head:>14}" for head in heads))
    keys = ("posts_and_votes_per_second", "rows_per_second", "seconds", "cpu_seconds", "peak_mb", "before_mb")
    for one in results:
        print(f"{one['dump'][:27]:28}{one['database']:12}" + "".join(f"{one[key]:>14,}" for key in keys))


def main(path: str | None = None) -> None:
    """Measure, keep and show."""
    found = measure(path)
    keep(found)
    show(found)


if __name__ == "__main__":
    main(*sys.argv[1:2])
