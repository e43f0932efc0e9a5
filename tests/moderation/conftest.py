"""The cast of moderation, and what they flag."""

import pytest

from community.moderation.flagging import flag_thing
from community.moderation.items import find_item
from community.moderation.models import ReviewItem
from tests import people
from tests.factories import a_question, an_answer


@pytest.fixture
def cast(app):
    """Who takes part, by name."""
    return {name: getattr(people, name)() for name in ("asha", "ben", "vera", "sam", "dora")}


@pytest.fixture
def post(cast):
    """An unkind answer by ben."""
    return an_answer(a_question(by=cast["asha"]), by=cast["ben"], body="Only fools use that gateway.")


@pytest.fixture
def item(post, cast) -> ReviewItem:
    """The matter of vera's flag on it, as sam finds it."""
    flag = flag_thing(post, "unkind", "It insults people.", by=cast["vera"])
    return find_item(flag.item_id, cast["sam"])
