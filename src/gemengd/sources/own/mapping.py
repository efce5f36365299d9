# SPDX-License-Identifier: EUPL-1.2
"""The mapping file: what each column of a municipality's own file means."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gemengd.sources.opening.file import FileForm
from gemengd.sources.own.mapping_keys import MappingKeys
from gemengd.tables.findings import InvalidTable

LAYOUTS = ("pupils", "counts", "wide")
"""One row per pupil; one row per school and group with a count; one column of counts per group."""

HOME_KINDS = ("pc4", "pc6", "buurt", "wijk", "other")
"""What the home area column holds. Of a full postcode (`pc6`) only the four digits are kept."""


def normal(value: str) -> str:
    """A value as it is compared with a value table: without spaces around it, in lower case."""
    return value.strip().lower()


@dataclass(frozen=True)
class Field:
    """Where one particular comes from: a column (or two, joined), or one value for the whole file.

    Attributes:
        columns: names of the columns, joined in this order; empty when `value` is given.
        value: the value of every row.
        values: value in the file (as `normal` writes it) to value in the table; empty when taken as it is.
        otherwise: where values go that `values` does not name; None when they are refused.
    """

    columns: tuple[str, ...] = ()
    value: str | None = None
    values: Dictionary[str, str] = dataclasses.field(default_factory=dict)
    otherwise: str | None = None


@dataclass(frozen=True)
class Home:
    """The home area: where it stands, what kind of code it is, and which codes mean 'not known'."""

    field: Field
    kind: str
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """One characteristic.

    Attributes:
        name: as in the column `characteristic`.
        field: the column with its value table (layouts `pupils` and `counts`).
        columns: column of counts to group (layout `wide`).
        rest: the group of the pupils that the columns leave (layout `wide` with a total).
        definition: as in `characteristics.toml`, for a characteristic the built-in list does not know.
    """

    name: str
    field: Field | None = None
    columns: Dictionary[str, str] = dataclasses.field(default_factory=dict)
    rest: str | None = None
    definition: dict[str, object] | None = None


@dataclass(frozen=True)
class Particulars:
    """What the manifest says of the source."""

    source_id: str
    title: str
    publisher: str
    licence: str
    attribution: str
    reference_date: date | None


@dataclass(frozen=True)
class Mapping:
    """A whole mapping file, checked for itself (not yet against the data file)."""

    name: str
    layout: str
    source: Particulars
    file: FileForm
    pupils: Dictionary[str, Field]
    school: Dictionary[str, Field]
    home: Home | None
    groups: tuple[Group, ...]
    markers: Dictionary[str, tuple[int, int]]
    rounded_to: int | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file that are read, in order and once; no other column ever is."""
        fields = [*self.pupils.values(), *self.school.values()]
        fields += [self.home.field] if self.home else []
        fields += [group.field for group in self.groups if group.field]
        names = [name for one in fields for name in one.columns]
        names += [name for group in self.groups for name in group.columns]
        return tuple(dict.fromkeys(names))


def load(path: Path) -> Mapping:
    """Read and check a mapping file.

    Args:
        path: the TOML file.

    Raises:
        InvalidTable: it is no TOML, or a key is unknown, missing or of the wrong kind.
    """
    return parse(path.read_text(encoding="utf-8-sig"), path.name)


def parse(text: str, name: str) -> Mapping:
    """As `load`, from the text of the file; `name` is how findings call it."""
    keys = MappingKeys(name)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        keys.find("", f"text that is no TOML ({error})", "a mapping file", "Correct that line.")
        raise InvalidTable(f"Mapping {name}", keys.findings) from None
    mapping = _mapping(document, name, keys)
    for column in set(mapping.columns) & set(mapping.file.not_read):
        keys.find("file.not_read", f"column '{column}', which is mapped too", "one of the two")
    if keys.findings:
        raise InvalidTable(f"Mapping {name}", keys.findings)
    return mapping


def _mapping(document: dict[str, Any], name: str, keys: MappingKeys) -> Mapping:
    keys.known(document, "")
    layout = keys.choice(document, "layout", LAYOUTS)
    pupils, school = keys.table(document, "pupils"), keys.table(document, "school")
    keys.required(pupils, "pupils.year")
    keys.required(school, "school.id")
    if layout == "counts":
        keys.required(pupils, "pupils.count")
    return Mapping(
        name=name,
        layout=layout,
        source=_particulars(keys.table(document, "source"), keys),
        file=_form(keys.table(document, "file"), keys),
        pupils=_fields(pupils, "pupils", ("year", "count", "total", "track", "stage"), keys),
        school=_fields(school, "school", tuple(school), keys),
        home=_home(document, keys),
        groups=_groups(keys.table(document, "characteristics"), layout, keys),
        markers=_markers(pupils, keys),
        rounded_to=keys.number(pupils, "pupils.rounded_to"),
    )


def _particulars(table: dict[str, Any], keys: MappingKeys) -> Particulars:
    texts = {
        key: keys.text(table, f"source.{key}", required=True)
        for key in ("id", "title", "publisher", "licence", "attribution")
    }
    day = table.get("reference_date")
    if day is not None and type(day) is not date:
        keys.find("source.reference_date", repr(day), "a date without quotes such as 2023-10-01")
        day = None
    return Particulars(
        texts["id"], texts["title"], texts["publisher"], texts["licence"], texts["attribution"], day
    )


def _form(table: dict[str, Any], keys: MappingKeys) -> FileForm:
    row = keys.number(table, "file.header_row")
    texts = {key: keys.text(table, f"file.{key}") or None for key in ("encoding", "sheet")}
    delimiter = keys.delimiter(table)
    not_read = keys.texts(table, "file.not_read")
    return FileForm(delimiter, texts["encoding"], texts["sheet"], row, not_read)


def _fields(table: dict[str, Any], where: str, names: tuple[str, ...], keys: MappingKeys) -> dict[str, Field]:
    return {name: _field(table[name], f"{where}.{name}", keys) for name in names if name in table}


def _field(given: Any, where: str, keys: MappingKeys) -> Field:
    if isinstance(given, str | list):
        given = {"column": given}
    if not isinstance(given, dict):
        keys.find(where, repr(given), "a column name, or { column = ... } or { value = ... }")
        return Field()
    keys.known(given, where, kind="field")
    if ("column" in given) == ("value" in given):
        keys.find(where, "both or neither of 'column' and 'value'", "one of the two")
    columns = keys.texts(given, f"{where}.column")
    value = str(given["value"]) if "value" in given else None
    if "?" in (value, *columns) or "" in (value, *columns):
        keys.find(where, "'?' or an empty text", "a column or a value", "Fill it in.")
    otherwise = keys.text(given, f"{where}.otherwise") or None
    return Field(columns, value, _values(given, where, keys), otherwise)


def _values(given: dict[str, Any], where: str, keys: MappingKeys) -> dict[str, str]:
    values = keys.table(given, "values", where)
    for found, meaning in values.items():
        if not isinstance(meaning, str) or meaning in ("", "?"):
            keys.find(
                f"{where}.values", f"{found!r} = {meaning!r}", "the meaning of that value", "Fill it in."
            )
    return {normal(found): str(meaning) for found, meaning in values.items()}


def _home(document: dict[str, Any], keys: MappingKeys) -> Home | None:
    table = keys.table(document, "home")
    if "area" not in table:
        if table:
            keys.find("home.area", "nothing", "the column with the home area")
        return None
    kind = keys.choice(table, "home.kind", HOME_KINDS)
    unknown = keys.texts(table, "home.unknown")
    return Home(_field(table["area"], "home.area", keys), kind, tuple(normal(code) for code in unknown))


def _groups(table: dict[str, Any], layout: str, keys: MappingKeys) -> tuple[Group, ...]:
    return tuple(_group(name, keys.table(table, name, "characteristics"), layout, keys) for name in table)


def _group(name: str, table: dict[str, Any], layout: str, keys: MappingKeys) -> Group:
    where = f"characteristics.{name}"
    keys.known(table, where, kind="wide" if layout == "wide" else "characteristic")
    definition = keys.table(table, "definition", where) or None
    if layout == "wide":
        columns = keys.table(table, "columns", where)
        if not columns:
            keys.find(f"{where}.columns", "nothing", 'a table such as { "aantal laag" = "low" }')
        group = Group(name, None, columns, keys.text(table, f"{where}.rest") or None, definition)
    else:
        own = {key: value for key, value in table.items() if key != "definition"}
        group = Group(name, _field(own, where, keys), {}, None, definition)
        if not group.field or not group.field.values:
            keys.find(f"{where}.values", "nothing", 'a table such as { laag = "low", hoog = "high" }')
    keys.groups(name, _targets(group), definition)
    return group


def _targets(group: Group) -> tuple[str, ...]:
    named = list(group.field.values.values()) if group.field else [str(one) for one in group.columns.values()]
    named += [group.field.otherwise] if group.field and group.field.otherwise else []
    named += [group.rest] if group.rest else []
    return tuple(dict.fromkeys(named))


def _markers(table: dict[str, Any], keys: MappingKeys) -> dict[str, tuple[int, int]]:
    markers = {}
    for cell, bounds in keys.table(table, "markers", "pupils").items():
        if _is_interval(bounds):
            markers[cell.strip()] = (bounds[0], bounds[1])
        else:
            keys.find("pupils.markers", f"{cell!r} = {bounds!r}", "two counts, lowest first, such as [0, 4]")
    return markers


def _is_interval(bounds: Any) -> bool:
    whole = isinstance(bounds, list) and len(bounds) == 2 and all(type(one) is int for one in bounds)
    return whole and 0 <= bounds[0] <= bounds[1]
