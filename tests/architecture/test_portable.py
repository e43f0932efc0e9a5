"""The repository stands on its own: nothing in it belongs to the machine or the tools of whoever wrote it."""

import re

from tests.architecture.reading import ROOT, own_files

HERE = "tests/architecture/test_portable.py"
FOREIGN = {
    "a path of one machine": re.compile(r"(?<![\w.~}/-])/(?:work|root|home/\w+|Users/\w+|tmp/gh)/"),
    "the host of a package index": re.compile(
        r"registry\.npmjs|registry\.yarnpkg|files\.pythonhosted|pypi\.org/simple"
    ),
    "an index or a folder of wheels": re.compile(r"^\s*--(?:index-url|extra-index-url|find-links|trusted-host)", re.M),
    "a tool's signature": re.compile(r"co-authored-by:|generated (?:by|with) \[|language model|copilot|chatgpt", re.I),
}


def test_no_file_speaks_of_where_it_was_written():
    found = []
    for path in own_files():
        name = path.relative_to(ROOT).as_posix()
        text = path.read_bytes().decode("utf-8", "ignore")
        if name != HERE and "\0" not in text:
            found += [f"{name}: {what}" for what, pattern in FOREIGN.items() if pattern.search(text)]
    assert found == []


def test_lock_files_pin_every_package_by_hash():
    for lock in ROOT.glob("requirements*.txt"):
        pinned = re.findall(r"^[a-z][\w.\[\]-]*.*?(?=^[a-z]|\Z)", lock.read_text(), re.M | re.S)
        assert pinned, lock.name
        assert [entry.splitlines()[0] for entry in pinned if "==" not in entry or "--hash=sha256:" not in entry] == []
