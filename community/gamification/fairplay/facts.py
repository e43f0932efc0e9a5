"""Facts of fair play."""

from community.events import fact


@fact
class FairPlayLooked:
    """The votes were looked at: so many findings are new. The next look is due the night after."""

    found: int


@fact
class FindingLeft:
    """Staff looked at a finding and left everything as it is."""

    finding_id: int
