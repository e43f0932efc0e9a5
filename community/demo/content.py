"""Reading what Northmere's people wrote."""

import tomllib
from pathlib import Path

HERE = Path(__file__).parent / "northmere"


def read(name: str) -> dict:
    """One file of the content, such as "people"."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def read_all(kind: str) -> list[dict]:
    """All entries of a kind that has a folder of its own, such as "question"; files in alphabetical order."""
    files = sorted((HERE / f"{kind}s").glob("*.toml"))
    return [entry for file in files for entry in read(f"{kind}s/{file.stem}")[kind]]
