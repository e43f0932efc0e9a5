"""All detectors over the same votes, each finding once."""

from community.gamification.fairplay.bursts import bursts
from community.gamification.fairplay.farming import farming
from community.gamification.fairplay.groups import rings
from community.gamification.fairplay.suspicion import Suspicion
from community.gamification.fairplay.twins import twins
from community.gamification.fairplay.votes import Ballot

DETECTORS = (rings, twins, farming, bursts)  # what tells most comes first
COVERED = 0.8  # of its votes: then an earlier finding tells of it already


def detect(ballots: list[Ballot]) -> list[Suspicion]:
    """What stands out among these votes."""
    found: list[Suspicion] = []
    for detector in DETECTORS:
        for each in detector(ballots):
            if not any(len(each.votes & other.votes) >= COVERED * len(each.votes) for other in found):
                found.append(each)
    return found
