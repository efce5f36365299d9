# SPDX-License-Identifier: EUPL-1.2
"""The entrance: files of any known kind to contributions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gemengd.sources.opening.archive import Progress, members
from gemengd.sources.opening.content import Content, look
from gemengd.sources.publishers.kind import Kind, kind_of
from gemengd.sources.publishers.registry import KINDS
from gemengd.tables import TABLES, Contribution, Finding, InvalidTable, validate


def read(
    paths: Sequence[Path],
    *,
    year: int | None = None,
    mapping: Path | None = None,
    progress: Progress | None = None,
) -> list[Contribution]:
    """Files, folders and archives to checked canonical tables; the kind of file is found by its columns.

    Args:
        paths: what to read. Files of one kind become one contribution per year.
        year: the year in which the school year starts (residents: the calendar year), for files without one.
        mapping: a mapping file (`gemengd sources map`) for files of one's own; all paths are then read by it.
        progress: called with what is being done, how much is done, and how much there is.

    Returns:
        Contributions whose tables passed `tables.validate`.

    Raises:
        FileNotFoundError: a path does not exist.
        UnknownFile: a file is of no known kind, for example because a column has another name.
        InvalidTable: a file is damaged, or its content cannot be right.
    """
    if mapping is not None:
        from gemengd.sources import own

        return [own.read(path, mapping, progress=progress) for path in paths]
    groups = _by_kind([look(member) for member in members(paths, progress)])
    contributions: list[Contribution] = []
    for done, (kind, contents) in enumerate(groups, start=1):
        contributions += [_checked(contribution) for contribution in kind.read(contents, year)]
        if progress is not None:
            progress(kind.name, done, len(groups))
    _refuse_repeats(contributions)
    return contributions


def recognise(path: Path) -> list[Kind]:
    """The kinds of the files at a path, found by their columns; nothing is read further.

    Raises:
        FileNotFoundError: the path does not exist.
        UnknownFile: a file is of no known kind.
        InvalidTable: a file is damaged.
    """
    return [kind for kind, _ in _by_kind([look(member) for member in members([path], None)])]


def _by_kind(contents: Sequence[Content]) -> list[tuple[Kind, list[Content]]]:
    groups: dict[str, list[Content]] = {}
    for content in contents:
        groups.setdefault(kind_of(content, KINDS).name, []).append(content)
    return [(kind, groups[kind.name]) for kind in KINDS if kind.name in groups]


def _checked(contribution: Contribution) -> Contribution:
    tables = {
        name: validate(TABLES[name], frame, what=f"{contribution.title}, table '{name}'")
        for name, frame in contribution.tables.items()
    }
    return replace(contribution, tables=tables)


def _refuse_repeats(contributions: Sequence[Contribution]) -> None:
    seen: dict[str, Contribution] = {}
    for contribution in contributions:
        first = seen.setdefault(contribution.source_id, contribution)
        if first is not contribution:
            file = contribution.files[0].name
            other = first.files[0].name
            found = f"a second file of '{contribution.source_id}' (the first is {other})"
            finding = Finding(
                "", found, "one file of this kind and year", None, file, "Import one of the two."
            )
            raise InvalidTable("The import", [finding])
