"""What can be set is written down."""

import re

from tests.architecture.reading import ROOT


def test_the_example_lists_every_setting_that_is_read():
    source = (ROOT / "community/core/settings.py").read_text("utf-8")
    read = set(re.findall(r"""environ(?:\.get\(|, )["']([A-Z_]+)["']""", source))
    listed = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.M))
    assert read
    assert listed == read
