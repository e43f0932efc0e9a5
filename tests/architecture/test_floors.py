"""Imports go down, and never in a circle."""

import ast
import re
import tomllib
from graphlib import CycleError, TopologicalSorter

import grimp

from tests.architecture.reading import ROOT, modules

KNOWS_FLASK = re.compile(r"community\.((core|pages|api|admin|app|cli|serving)(\.|$)|.*\.views(\.|$))")


def test_every_package_has_a_floor():
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    floors = {name for layer in contract["layers"] for name in re.findall(r"\w+", layer)}
    there = {path.stem for path in (ROOT / "community").iterdir() if path.suffix == ".py" or any(path.glob("**/*.py"))}
    assert there - {"__init__", "__pycache__"} <= floors


def test_no_modules_import_each_other_in_a_circle():
    graph = grimp.build_graph("community", exclude_type_checking_imports=True, cache_dir=None)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    circle = []
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        circle = error.args[1]
    assert circle == []


def test_only_core_views_and_surfaces_know_flask():
    wrong = [
        f"{name} line {node.lineno}"
        for name, tree in modules()
        if not KNOWS_FLASK.match(name)
        for node in ast.walk(tree)
        if "flask" in _imported(node)
    ]
    assert wrong == []


def test_only_core_db_commits():
    wrong = [
        f"{name} line {node.lineno}"
        for name, tree in modules()
        if name != "community.core.db"
        for node in ast.walk(tree)
        if _is_commit(node)
    ]
    assert wrong == []


def _imported(node: ast.AST) -> set[str]:
    """The top-level packages that a statement imports."""
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and not node.level:
        return {node.module.partition(".")[0]}
    return set()


def _is_commit(node: ast.AST) -> bool:
    """A call of something's commit(); the search index has a `writer` that must be committed too."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"):
        return False
    return not (isinstance(node.func.value, ast.Name) and node.func.value.id == "writer")
