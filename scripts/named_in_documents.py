# SPDX-License-Identifier: EUPL-1.2
"""Names of Python and paths of this repository that documents mention and that are not there.

A document that has its reader make something, or names a file of somebody else, says so in a comment, which
is not shown: `<!-- made by the reader: src/new.py -->` or `<!-- in another repository: a/b.py -->`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FLOORS = "cli|web|monitor|rounds|sources|placement|measure|figures|tables|language|numeric"
FULL = re.compile(r"(?<![\w/.@-])gemengd(?:\.[A-Za-z_]\w*)+")
SHORT = re.compile(rf"`((?:{FLOORS})(?:\.[A-Za-z_]\w*)+)(?:\(\))?`")
PLACES = "src|docs|tests|scripts|benchmarks|requirements|gemengd"
PATH = re.compile(rf"(?<![\w./-])(?:{PLACES})/[\w./*<>{{}}-]*[\w/*>}}]")
LOOSE = re.compile(r"`((?:[\w*-]+/)*[\w*-]+\.py)`")
"""A file of Python by the end of its path, such as `versions/chain.py`."""
MADE = re.compile(r"<!-- (?:made by the reader|in another repository): (.*?) -->", re.DOTALL)
FILES = (".csv", ".json", ".toml", ".yaml", ".service")
"""Ends of names that are files and no Python."""
HOSTS = {"gemengd.gemeente.example"}


def missing(document: Path, root: Path) -> list[str]:
    """What a document mentions and is not there.

    Args:
        document: in Markdown.
        root: of the repository.

    Returns:
        Names and paths, in order.
    """
    text = document.read_text(encoding="utf-8")
    made = {name for found in MADE.findall(text) for name in found.split()}
    text = MADE.sub("", text)
    names = {name for name in _names(text) if not _is_name(name, root / "src")}
    paths = {path for path in PATH.findall(text) if not _is_path(path, root)}
    loose = {path for path in LOOSE.findall(text) if not _ends_so(path, root)}
    return sorted((names | paths | loose) - made)


def _names(text: str) -> Iterator[str]:
    for name in (*FULL.findall(text), *(f"gemengd.{short}" for short in SHORT.findall(text))):
        if name not in HOSTS and not name.endswith(FILES):
            yield name


def _is_path(path: str, root: Path) -> bool:
    # What stands between < and > is for the reader to choose; what stands before it is there.
    known = path.split("<", maxsplit=1)[0].rpartition("/")[0] if "<" in path else path.rstrip("/")
    folder = root / "src" if known.startswith("gemengd") else root
    return any(folder.glob(known))


def _ends_so(path: str, root: Path) -> bool:
    places = [root / place for place in ("src", "tests", "scripts", "benchmarks")]
    return any(root.glob(path)) or any(any(place.glob(f"**/{path}")) for place in places)


def _is_name(name: str, source: Path) -> bool:
    module, rest = source, name.split(".")
    while rest and ((module / rest[0]).is_dir() or (module / f"{rest[0]}.py").is_file()):
        module /= rest.pop(0)
    if not rest:
        return True
    return any(_has(tree.body, rest) for tree in _trees(module))


@cache
def _trees(module: Path) -> tuple[ast.Module, ...]:
    """The sources of a module or package, also what only says which names are loaded when asked for."""
    there = (module.with_suffix(".py"), module / "__init__.py", module / "__init__.pyi")
    return tuple(ast.parse(file.read_text(encoding="utf-8")) for file in there if file.is_file())


def _has(body: list[ast.stmt], names: list[str]) -> bool:
    for one in body:
        if names[0] not in _defined(one):
            continue
        if len(names) == 1 or not isinstance(one, ast.ClassDef):
            return True
        return _has(one.body, names[1:])
    return False


def _defined(one: ast.stmt) -> set[str]:
    if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {one.name}
    if isinstance(one, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name for alias in one.names}
    if isinstance(one, (ast.Assign, ast.AnnAssign)):
        targets = one.targets if isinstance(one, ast.Assign) else [one.target]
        return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
    return set()
