"""Stories about recognition alone: what other packages owe for the same facts is left out."""

import pytest

from tests.gamification.ledger import owe_only_awards


@pytest.fixture
def deliver(deliver):
    """`deliver()`: run what recognition owes until nothing is."""

    def run(**how) -> int:
        owe_only_awards()
        return deliver(**how)

    return run
