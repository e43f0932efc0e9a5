"""A finding in words: what stands out, compared with what, and what speaks for an innocent reason."""

from community.gamification.fairplay.bursts import PACE
from community.gamification.fairplay.chance import chance_in_words
from community.gamification.fairplay.models import Finding

INNOCENT = {
    "reciprocal": "Two friends who read each other may look like this. Look whether the posts deserve the votes.",
    "ring": "A team that shares one corner of the hall may look like this. Look whether the posts deserve the votes, "
            "and whether anybody else ever voted for them.",
    "burst": "Somebody may have gone through all that a helpful author wrote. Look whether it came again and again.",
    "twins": "Two people at one desk may vote together. Look at when they came here, and what they wrote themselves.",
    "farming": "Short answers may be just what was needed. Look at a few of them.",
}  # fmt: skip


def sentences(finding: Finding) -> list[str]:
    """Two or three sentences for the page, and the one that asks to think of an innocent reason."""
    return [*_SAYING[finding.kind](finding.figures, len(finding.member_ids)), INNOCENT[finding.kind]]


def _ring(f: dict, people: int) -> list[str]:
    who = "These two accounts" if people == 2 else f"These {people} accounts"
    said = [
        f"{who} gave each other {f['inside']:,} votes in topics in which they had no part themselves. "
        f"From how much they vote and how many votes they get one would expect {_about(f['expected'])}.",
        f"That is {_share(f['inside'], f['given'])} of all such votes that they gave, and "
        f"{_share(f['inside'], f['got'])} of those that they got. By chance it happens {chance_in_words(f['chance'])}.",
    ]
    if f.get("prompted"):
        said.append(f"{f['prompted']:,} more votes went to each other in topics in which they took part.")
    return said


def _burst(f: dict, people: int) -> list[str]:
    if "runs" in f:
        return [
            f"On {f['days']} days one account gave the same author several votes at a stroke, each within "
            f"{PACE // 60} minutes of the one before and each in another topic: {f['votes']:,} votes in all.",
            f"That is {_share(f['votes'], f['given'])} of all votes that the account gave.",
        ]
    return [
        f"{f['followers']} accounts hardly vote for anybody but one author, and gave that author {f['votes']:,} of "
        f"{f['got']:,} votes. From how much they vote one would expect {_about(f['expected'])}.",
        f"By chance it happens {chance_in_words(f['chance'])}.",
    ]


def _twins(f: dict, people: int) -> list[str]:
    return [
        f"These {people} accounts voted for the same {f['posts']:,} posts, each within {f['minutes']} minutes of the "
        f"other, out of {f['given']:,} votes that they gave together.",
        "Only the later vote for each post is part of this; the first one stays.",
    ]


def _farming(f: dict, people: int) -> list[str]:
    voters = "one account" if f["few"] == 1 else f"{f['few']} accounts"
    return [
        f"{f['posts']:,} posts of fewer than {f['letters']} letters got {f['votes']:,} votes, and {f['by_few']:,} of "
        f"these come from {voters}.",
        f"That is {_share(f['votes'], f['got'])} of all votes that their author got.",
    ]


_SAYING = {"reciprocal": _ring, "ring": _ring, "burst": _burst, "twins": _twins, "farming": _farming}


def _about(number: float) -> str:
    return "less than one" if number < 1 else f"about {number:,.0f}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / max(1, whole):.0f} %"
