"""What helpers keep ready, and drafts that wait."""

from collections.abc import Iterator

from community.composer.drafting import save_draft
from community.demo.content import read
from community.demo.stage import Scene, Stage
from community.forum.canning import keep_canned
from community.services.keeping import find_service


def scenes(stage: Stage) -> Iterator[Scene]:
    """Canned answers are written; somebody begins a question and is called away."""
    content = read("writing")
    for canned in content["canned"]:
        yield Scene(stage.at(canned["at"]), f"canned {canned['title']}", lambda canned=canned: _keep(stage, canned))
    for draft in content["draft"]:
        yield Scene(stage.at(draft["at"]), f"draft {draft['key']}", lambda draft=draft: _begin(stage, draft))


def _keep(stage: Stage, canned: dict) -> None:
    service = find_service(canned["service"]) if "service" in canned else None
    keep_canned(canned["title"], canned["text"], service=service, by=stage.member(canned["by"]))


def _begin(stage: Stage, draft: dict) -> None:
    fields, who = draft["fields"], stage.member(draft["by"])
    save_draft(draft["key"], fields, revision=0, window="demo", title=fields["title"], path=draft["path"], by=who)
