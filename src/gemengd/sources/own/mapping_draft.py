# SPDX-License-Identifier: EUPL-1.2
"""The draft of a mapping: a commented TOML file with the best guess for every column."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from gemengd.sources.opening.file import OwnFile, batches, look
from gemengd.sources.own.columns import is_personal
from gemengd.sources.own.mapping_words import DEFINITIONS

if TYPE_CHECKING:
    from gemengd.sources.own.mapping_guess import Guesser

LOOKED_AT = 20_000
"""Rows that the draft looks at; values that only occur later are named when the file is read."""

GUESS = "# GUESS, please check: "


def draft(path: Path) -> str:
    """Write the first version of a mapping for a file, by looking at its columns.

    The draft holds no datum about a person: of columns with names, numbers, dates of birth or addresses only
    the name of the column is written, and values only of columns that hold a few groups.

    Args:
        path: CSV, Parquet, Excel or ODS.

    Returns:
        The text of a TOML file. `?` stands where only the reader knows; reading with it is refused.

    Raises:
        InvalidTable: the file cannot be opened or has no header.
    """
    from gemengd.sources.own.mapping_guess import Guesser

    file = look(path)
    guesser = Guesser(file, _sample(file, LOOKED_AT))
    return Draft(file, guesser).text()


class Draft:
    """The parts of the text, one method for each table of the mapping."""

    def __init__(self, file: OwnFile, guesser: Guesser) -> None:
        self.file, self.guesser, self.guess = file, guesser, guesser.guess()

    def text(self) -> str:
        """The whole draft."""
        parts = [self._head(), self._source(), self._form(), self._pupils(), self._school(), self._home()]
        parts += [self._group(name) for name in self.guess.groups] + [
            self._wide(name) for name in self.guess.wide
        ]
        parts += [self._left()]
        return "\n".join(part for part in parts if part)

    def _head(self) -> str:
        meant = {"pupils": "one row per pupil", "counts": "one row per group with a count",
                 "wide": "one column of counts per group"}  # fmt: skip
        return (
            f"# Mapping for {self.file.path.name}, drafted from its columns and first {LOOKED_AT:,} rows.\n"
            "# Only the columns named here are read. Replace every ? before use.\n\n"
            f'layout = "{self.guess.layout}"  {GUESS}{meant[self.guess.layout]}\n'
        )

    def _source(self) -> str:
        name = re.sub(r"[^a-z0-9]+", "-", self.file.path.stem.lower()).strip("-") or "file"
        return (
            "[source]  # what the monitor says of this file\n"
            f"id = {_quoted(f'own-{name}')}  # a later import with the same id takes the place of this one\n"
            f"title = {_quoted(self.file.path.stem)}\n"
            'publisher = "not stated"\nlicence = "not stated"\nattribution = "Source: own data"\n'
            "# reference_date = 2023-10-01\n"
        )

    def _form(self) -> str:
        lines = ["[file]  # found by itself; write a line without # to fix it"]
        if self.file.kind == "csv":
            lines += [
                f"# delimiter = {_quoted(self.file.delimiter)}",
                f"# encoding = {_quoted(self.file.encoding)}",
            ]
        if self.file.sheet:
            other = f"  # the sheets are: {', '.join(self.file.sheets)}" if len(self.file.sheets) > 1 else ""
            lines.append(f"sheet = {_quoted(self.file.sheet)}{_one_line(other)}")
        lines += [f"# header_row = {self.file.header_row}"] if self.file.header_row else []
        if self.guess.personal:
            lines.append("# These columns hold data about persons. They are NOT read:")
            lines.append(f"not_read = [{', '.join(map(_quoted, self.guess.personal))}]")
        return "\n".join(lines) + "\n"

    def _pupils(self) -> str:
        lines = ["[pupils]", self._year()]
        lines += [
            self._line(name) for name in ("count", "total", "track", "stage") if name in self.guess.columns
        ]
        if self.guess.markers:
            marks = ", ".join(f"{_quoted(cell)} = [0, 4]" for cell in self.guess.markers)
            lines.append(f"{GUESS}these cells are no numbers; which counts do they stand for?")
            lines.append(f"markers = {{ {marks} }}")
        elif self.guess.layout != "pupils":
            lines.append('# <5 is known to be 0 to 4. Another mark: markers = { "-1" = [0, 4] }')
        return "\n".join(lines) + "\n"

    def _year(self) -> str:
        if "year" in self.guess.columns:
            return f"year = {_quoted(self.guess.columns['year'])}  # the school year, or a date in it"
        in_name = re.search(r"(?<!\d)(20\d\d)(?!\d)", self.file.path.stem)
        if in_name:
            return f'year = {{ value = "{in_name[1]}" }}  {GUESS}from the name of the file'
        return 'year = { value = "?" }  # the year in which the school year starts, for the whole file'

    def _line(self, name: str, key: str | None = None) -> str:
        unsure = f"  {GUESS}is this the right column?" if name in self.guess.unsure else ""
        return f"{key or name} = {_quoted(self.guess.columns[name])}{unsure}"

    def _school(self) -> str:
        columns = self.guess.columns
        lines = ["[school]"]
        if "brin" in columns:
            pair = f"{_quoted(columns['brin'])}, {_quoted(columns['location'])}"
            lines.append(f"id = [{pair}]  # joined to six characters, such as 00AB01")
        elif "school_id" in columns:
            lines.append(self._line("school_id", "id"))
        else:
            lines.append('id = "?"  # the column with the code of the school')
        lines += [self._line(name) for name in ("name", "board", "denomination") if name in columns]
        lines.append(
            self._valued(
                "municipality", '# municipality = { value = "GM0000" }  # the code, for the whole file'
            )
        )
        lines.append(
            self._valued("sector", '# sector = { value = "po" }  # po, so or vo, for the whole file')
        )
        return "\n".join(lines) + "\n"

    def _valued(self, name: str, absent: str) -> str:
        if name not in self.guess.columns:
            return absent
        values = self.guess.values.get(name)
        if values is None:
            return self._line(name)
        column = _quoted(self.guess.columns[name])
        table = ", ".join(f"{_quoted(value)} = {_quoted(meant)}" for value, meant in values.items())
        hint = "codes such as GM0363" if name == "municipality" else "po, so or vo"
        return f"{name} = {{ column = {column}, values = {{ {table} }} }}  # fill in {hint}"

    def _home(self) -> str:
        from gemengd.sources.own.mapping_guess import home_kind

        if "home" not in self.guess.columns:
            return "# [home]  # no column with the home area was found\n"
        kind = home_kind(self.guesser.values_of(self.guess.columns["home"]))
        note = "  # full postcodes: only the four digits are kept" if kind == "pc6" else ""
        unknown = '# unknown = ["0000"]  # codes that mean: not known'
        return f"[home]\n{self._line('home', 'area')}\nkind = {_quoted(kind)}{note}\n{unknown}\n"

    def _group(self, name: str) -> str:
        lines = [f"[characteristics.{name}]", f"column = {_quoted(self.guess.groups[name])}"]
        lines.append('# otherwise = "unknown"  # for values not in the table; without it they are refused')
        lines += [f"{GUESS}value in the file = group", f"[characteristics.{name}.values]"]
        lines += [f"{_quoted(value)} = {_quoted(meant)}" for value, meant in self.guess.values[name].items()]
        return "\n".join(lines) + "\n" + self._definition(name)

    def _wide(self, name: str) -> str:
        lines = [f"[characteristics.{name}]"]
        if f"characteristics.{name}" in self.guess.unsure:
            lines.append(f"{GUESS}the columns do not say of what they are low or high")
        if "total" in self.guess.columns and "unknown" not in self.guess.wide[name].values():
            lines.append('# rest = "unknown"  # the group of the pupils that the columns leave of the total')
        lines += [f"{GUESS}column in the file = group", f"[characteristics.{name}.columns]"]
        lines += [f"{_quoted(column)} = {_quoted(group)}" for column, group in self.guess.wide[name].items()]
        return "\n".join(lines) + "\n" + self._definition(name)

    def _definition(self, name: str) -> str:
        return f"[characteristics.{name}.definition]\n{DEFINITIONS[name]}" if name in DEFINITIONS else ""

    def _left(self) -> str:
        return _one_line(f"# Not used: {', '.join(self.guess.unused)}") + "\n" if self.guess.unused else ""


def _quoted(text: str) -> str:
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0a-\x1f\x7f]+", " ", text)


def _sample(file: OwnFile, rows: int) -> pl.DataFrame:
    """The first rows of all columns that are not about persons, as text, for the draft of a mapping."""
    once = [name for name in file.columns if name and file.columns.count(name) == 1 and not is_personal(name)]
    for batch in batches(file, once):
        return batch.head(rows)
    return pl.DataFrame(schema={"_row": pl.Int64} | dict.fromkeys(once, pl.String))
