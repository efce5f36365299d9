# SPDX-License-Identifier: EUPL-1.2
"""The mapping of a municipality's own file, in terms that every engine has.

It says the same as `gemengd.sources.own.keys` says in polars, value for value; the two are tested beside each
other. A particular with one value for the whole file is worked out there, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gemengd.sources.counting.categories import Categories
from gemengd.sources.counting.school_year import school_year
from gemengd.sources.own.keys import Rule, rules
from gemengd.sources.own.mapping import Field, Mapping
from gemengd.tables.findings import Finding, InvalidTable

if TYPE_CHECKING:
    import ibis

_BRIN = "^[0-9]{2}[A-Z]{2}$"
_LOCATION = "^[0-9]{2}[A-Z]{2}[ ._|-]?[A-Za-z0-9_]{2}$"
_DATES = (
    ("^[0-9]{1,2}[-/.][0-9]{1,2}[-/.]([0-9]{4})([ T].*)?$", "^[0-9]{1,2}[-/.]([0-9]{1,2})[-/.][0-9]{4}"),
    ("^([0-9]{4})[-/][0-9]{1,2}[-/][0-9]{1,2}([ T].*)?$", "^[0-9]{4}[-/]([0-9]{1,2})[-/]"),
    ("^([0-9]{4})[0-9]{4}$", "^[0-9]{4}([0-9]{2})[0-9]{2}$"),
)
_AREAS = {
    "pc4": ("^[0-9]{4}$", 4, ""),
    "pc6": ("^[0-9]{4}( ?[A-Za-z]{2})?$", 4, ""),
    "buurt": ("^(BU)?[0-9]{8}$", -8, "BU"),
    "wijk": ("^(WK)?[0-9]{6}$", -6, "WK"),
}
"""Kind of home area: its form, the characters kept (from the end where negative), what goes before them."""


@dataclass(frozen=True)
class Key:
    """One particular that the rows are grouped by.

    Attributes:
        rule: its name, its columns, and what is said of rows where it fails.
        value: what the row says; null when it says nothing.
        wrong: true for a row that is refused.
    """

    rule: Rule
    value: ibis.Value
    wrong: ibis.Value


def untranslatable(mapping: str, key: str, found: str, expected: str) -> InvalidTable:
    """The refusal of what only `gemengd sources import` can read."""
    mend = "To read it as it is: gemengd sources import FILE --mapping MAPPING."
    return InvalidTable(f"Mapping {mapping}", [Finding(key, found, expected, mend=mend)])


def keys(table: ibis.Table, mapping: Mapping) -> list[Key]:
    """Year, school, home area, track and stage, as far as they are mapped.

    Raises:
        InvalidTable: a column is of a type that cannot be read as a code.
    """
    return [_key(table, rule, mapping) for rule in rules(mapping)]


def _key(table: ibis.Table, rule: Rule, mapping: Mapping) -> Key:
    if not rule.columns:
        return _constant(rule)
    if rule.name == "year":
        return _known(rule, _year(table, mapping))
    if rule.name == "school_id":
        return _known(rule, _school(table, mapping))
    if rule.name == "area_id":
        return _home(table, rule, mapping)
    raw = text(table, mapping.pupils[rule.name], f"pupils.{rule.name}", mapping)
    value = _meaning(mapping.pupils[rule.name], raw)
    return Key(rule, value, raw.notnull() & value.isnull())


def _known(rule: Rule, value: ibis.Value) -> Key:
    return Key(rule, value, value.isnull())


def _constant(rule: Rule) -> Key:
    import ibis
    import polars as pl

    value, wrong = pl.select(value=rule.value, wrong=rule.wrong).row(0)
    dtype = "int32" if rule.name == "year" else "string"
    return Key(rule, ibis.literal(value, dtype), ibis.literal(bool(wrong)))


def text(table: ibis.Table, field: Field, key: str, mapping: Mapping) -> Any:
    """The text of a field without spaces around it, null when blank; several columns are joined.

    Raises:
        InvalidTable: a column holds neither text, whole numbers nor true and false.
    """
    parts = _parts(table, field, key, mapping)
    whole = parts[0]
    for part in parts[1:]:
        whole += part
    return whole


def _parts(table: ibis.Table, field: Field, key: str, mapping: Mapping) -> list[Any]:
    import ibis

    if field.value is not None:
        return [ibis.literal(field.value)]
    return [_stripped(table[column], key, mapping) for column in field.columns]


def _stripped(column: Any, key: str, mapping: Mapping) -> Any:
    dtype = column.type()
    if dtype.is_string():
        return column.strip().nullif("")
    if dtype.is_integer() or dtype.is_boolean():
        return column.cast("string")
    found = f"column '{column.get_name()}' of type {dtype}"
    raise untranslatable(mapping.name, key, found, "text or whole numbers")


def _meaning(field: Field, raw: Any) -> Any:
    import ibis

    if not field.values:
        return raw
    otherwise = ibis.null("string") if field.otherwise is None else ibis.literal(field.otherwise)
    named = [(value, ibis.literal(meaning)) for value, meaning in field.values.items()]
    return raw.fill_null("").lower().cases(*named, else_=otherwise)


def groups(table: ibis.Table, mapping: Mapping) -> dict[str, Categories]:
    """The characteristics, compared without regard to capitals and to spaces around the value."""
    found: dict[str, Categories] = {}
    for group in mapping.groups:
        field = group.field
        assert field is not None  # only the layout 'wide' is without
        raw = text(table, field, f"characteristics.{group.name}.column", mapping)
        named: dict[Any, str] = dict(field.values)
        missing = named.pop("", field.otherwise)
        found[group.name] = Categories(raw.lower(), named, field.otherwise, missing)
    return found


def without_group(one: Categories) -> ibis.Value:
    """True for rows whose value the value table does not name."""
    import ibis

    value: Any = one.column
    named = value.isin(list(one.groups or {}))
    known = ibis.literal(True) if one.otherwise is not None else named
    return ibis.ifelse(value.isnull(), ibis.literal(one.missing is None), ~known)


def _school(table: ibis.Table, mapping: Mapping) -> Any:
    import ibis

    field = mapping.school["id"]
    if len(field.columns) > 1:
        return _joined(_parts(table, field, "school.id", mapping))
    raw = _meaning(field, text(table, field, "school.id", mapping))
    code = raw.upper()
    bare = code.re_replace("[ ._|-]", "")
    return ibis.cases((code.re_search(_LOCATION), bare), (code.re_search(_BRIN), code), else_=raw)


def _joined(parts: Sequence[Any]) -> Any:
    import ibis

    brin, location, *more = (part.upper() for part in parts)
    for part in more:
        location += part
    padded = ibis.ifelse(location.length() < 2, ibis.literal("0") + location, location)
    short = ibis.ifelse(brin.re_search(_BRIN), padded, location)
    return ibis.ifelse(location.startswith(brin), location, brin + short)


def _home(table: ibis.Table, rule: Rule, mapping: Mapping) -> Key:
    import ibis

    home = mapping.home
    assert home is not None
    raw = text(table, home.field, "home.area", mapping)
    code = _area(raw, home.kind)
    if home.field.values:
        code = ibis.coalesce(_meaning(home.field, raw), code)
    unknown = raw.isnull() | raw.lower().isin(list(home.unknown)) if home.unknown else raw.isnull()
    value = ibis.ifelse(unknown, ibis.null("string"), code)
    return Key(rule, value, ~unknown & value.isnull())


def _area(raw: Any, kind: str) -> Any:
    import ibis

    if kind == "other":
        return raw
    form, kept, before = _AREAS[kind]
    code = raw.left(kept) if kept > 0 else ibis.literal(before) + raw.right(-kept)
    return ibis.ifelse(raw.re_search(form), code, ibis.null("string"))


def _year(table: ibis.Table, mapping: Mapping) -> Any:
    import ibis

    field = mapping.pupils["year"]
    column = table[field.columns[0]]
    if column.type().is_date() and len(field.columns) == 1 and not field.values:
        year = school_year(column)
    else:
        year = _year_of_text(_meaning(field, text(table, field, "pupils.year", mapping)))
    return ibis.ifelse(year.between(1900, 2100), year, ibis.null("int32"))


def _year_of_text(raw: Any) -> Any:
    import ibis

    single = _number(raw, "^([0-9]{4})([.]0+)?$")
    first = _number(raw, "^([0-9]{4}) *[-/] *([0-9]{2}|[0-9]{4})$")
    second = _number(raw, "^[0-9]{4} *[-/] *([0-9]{2}|[0-9]{4})$")
    span = ibis.ifelse(second.isin([first + 1, (first + 1) % 100]), first, ibis.null("int32"))
    return ibis.coalesce(single, span, *(_of_date(raw, *forms) for forms in _DATES)).cast("int32")


def _number(raw: Any, form: str) -> Any:
    # Where a form does not fit, some engines say null and others the empty text.
    return raw.re_extract(form, 1).nullif("").cast("int32")


def _of_date(raw: Any, year_form: str, month_form: str) -> Any:
    import ibis

    year, month = _number(raw, year_form), _number(raw, month_form)
    started = (month.between(8, 12), year)
    return ibis.cases(started, (month.between(1, 7), year - 1), else_=ibis.null("int32"))
