"""Dumps to import: the tiny one beside this file, and changed copies of it."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from community.imports.stackexchange import import_dump
from community.imports.stackexchange.summary import Summary

TINY = Path(__file__).parent / "tiny"


def bring_in(path: Path, name: str | None = None, rules: str | None = None) -> Summary:
    """Import without printing."""
    return import_dump(path, name, rules=rules, out=io.StringIO())


def copy_of_tiny(folder: Path, **changes: Callable) -> Path:
    """A copy of the tiny dump in a folder; `Posts=function` gets the outer element of that file to change."""
    shutil.copytree(TINY, folder, dirs_exist_ok=True)
    for name, change in changes.items():
        file = folder / f"{name}.xml"
        tree = ElementTree.parse(file)
        change(tree.getroot())
        tree.write(file, encoding="utf-8", xml_declaration=True)
    return folder


def row(root, number: int):
    """The row with this Id."""
    return root.find(f"row[@Id='{number}']")


def add(root, **values) -> None:
    """One more row."""
    ElementTree.SubElement(root, "row", {key: str(value) for key, value in values.items()})


def without(root, number: int) -> None:
    """One row less."""
    root.remove(row(root, number))
