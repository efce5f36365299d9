# SPDX-License-Identifier: EUPL-1.2
"""What does not fit between the tables of a round, or between the tables and the rules."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from gemengd.placement.rules.conditions import expression
from gemengd.placement.rules.meaning import rules_of
from gemengd.placement.rules.model import ListLength, Model
from gemengd.placement.rules.pairs import (
    applicant_attributes,
    attributes,
    missing_columns,
    own_lists,
    same_cohort,
)
from gemengd.placement.rules.rounds import Round
from gemengd.placement.rules.schema import line_of
from gemengd.placement.rules.seats import ORDER_COLUMN, divisions, split_of, type_labels
from gemengd.placement.rules.yaml_text import Document
from gemengd.tables import Finding, InvalidTable

SAME_FAMILY = "the same family as the other children of the block"
CONDITIONS = ("when", "for", "programmes", "require", "consent")


def refuse_inconsistent(round_: Round) -> None:
    """Refuse a round that cannot be placed.

    Raises:
        InvalidTable: with everything that is wrong; `RulesNotSet` where rules are still to be set.
    """
    findings = round_errors(round_)
    if findings:
        raise InvalidTable("The round", findings, len(findings))


def round_errors(round_: Round) -> list[Finding]:
    """Everything for which the round is refused, tables first.

    Raises:
        RulesNotSet: something in the rules is still to be set.
    """
    model = round_.rules.model
    found = [
        *_absent_columns(round_),
        *_families(round_),
        *_unknown(round_),
        *_ranks(round_),
        *_seats_of_cohorts(round_),
    ]
    if found:
        return found
    found = [
        *_blocks(round_, model),
        *_seats(round_, model),
        *_orders(round_, model),
        *_regions(round_, model),
    ]
    for one in model.lists:
        found += _lengths(round_, one, short=one.refuse_short)
    return found


def round_warnings(round_: Round) -> list[Finding]:
    """What is allowed and still deserves a look; only for a round without errors."""
    model = round_.rules.model
    found = [*_without_list(round_), *_same_place(round_), *_households(round_, model)]
    for one in model.lists:
        if not one.refuse_short:
            found += [
                finding for finding in _lengths(round_, one, short=True) if "at least" in finding.expected
            ]
    return found


def _rows(
    frame: pl.DataFrame, column: str, expected: str, mend: str | None = None, show: str | None = None
) -> Iterator[Finding]:
    for row in frame.iter_rows(named=True):
        found = repr(row[show or column])
        yield Finding(column, found, expected, row=row.get("_row"), file=row.get("_file"), mend=mend)


def _absent_columns(round_: Round) -> Iterator[Finding]:
    document = Document(round_.rules.data, round_.rules.lines)
    for pointer, condition in _conditions(round_):
        for table, name in missing_columns(round_, condition):
            expected = f"a column of the table {table}"
            row = line_of(document, pointer)
            mend = f"Add the column '{name}' to {table}, or change the rule."
            yield Finding(pointer, f"'{name}'", expected, row=row, file=round_.rules.file, mend=mend)
    yield from _absent_numbers(round_)


def _conditions(round_: Round) -> Iterator[tuple[str, dict[str, object]]]:
    for pointer, rule in rules_of(round_.rules.data):
        for key in CONDITIONS:
            # The `when` of tail repair is no condition on pairs.
            if key in rule and not (pointer == "/tail_repair" and key == "when"):
                yield f"{pointer}/{key}", rule[key]
        for place, kind in enumerate(rule.get("types", ())):
            if "for" in kind:
                yield f"{pointer}/types/{place}/for", kind["for"]


def _absent_numbers(round_: Round) -> Iterator[Finding]:
    caps = round_.rules.data.get("regional_caps", {})
    asked = [("/regional_caps", caps[key]) for key in ("column", "target") if key in caps]
    for index, split in enumerate(round_.rules.data.get("seat_types", ())):
        for place, kind in enumerate(split["types"]):
            if "column" in kind["seats"]:
                asked.append((f"/seat_types/{index}/types/{place}/seats/column", kind["seats"]["column"]))
    for pointer, name in asked:
        if name not in round_.programmes.columns:
            yield Finding(pointer, f"'{name}'", "a column of the table programmes", file=round_.rules.file)


def _unknown(round_: Round) -> Iterator[Finding]:
    for frame in (round_.preferences, round_.claims):
        strange = frame.join(round_.applicants, on="applicant", how="anti")
        yield from _rows(strange, "applicant", "an applicant of the table applicants")
        strange = frame.join(round_.programmes, on="programme", how="anti")
        yield from _rows(strange, "programme", "a programme of the table programmes")


def _ranks(round_: Round) -> Iterator[Finding]:
    double = round_.preferences.filter(~pl.struct("applicant", "rank").is_first_distinct())
    yield from _rows(double, "rank", "each rank once per applicant")


def _seats_of_cohorts(round_: Round) -> Iterator[Finding]:
    pairs = attributes(round_.preferences, round_).filter(
        ~same_cohort(), pl.col("programmes:seats").is_not_null()
    )
    yield from _rows(pairs, "programme", "a programme of the applicant's own cohort")


def _lengths(round_: Round, rule: ListLength, *, short: bool) -> list[Finding]:
    """Lists that are too long, and with `short` those that are too short."""
    who = applicant_attributes(round_).filter(expression(rule.who)).select("applicant")
    length = own_lists(round_).group_by("applicant").len()
    rows = round_.applicants.select("applicant", "_file", "_row").join(who, on="applicant", how="semi")
    rows = rows.join(length, on="applicant", how="left").with_columns(pl.col("len").fill_null(0))
    rows = rows.with_columns(found=pl.format("{} with {} programmes", "applicant", "len"))
    found: list[Finding] = []
    if rule.most is not None:
        many = rows.filter(pl.col("len") > rule.most)
        found += _rows(many, "applicant", f"at most {rule.most} programmes (rule '{rule.id}')", show="found")
    if short:
        # An empty list is no application.
        few = rows.filter(pl.col("len").is_between(1, rule.least - 1))
        found += _rows(few, "applicant", f"at least {rule.least} programmes (rule '{rule.id}')", show="found")
    return found


def _families(round_: Round) -> Iterator[Finding]:
    """A child without a family is a family named after the child; no other may have that name."""
    alone = round_.applicants.filter(pl.col("family").is_null())
    taken = round_.applicants.filter(pl.col("family").is_in(alone["applicant"].implode()))
    yield from _rows(taken, "family", "a name that is no pseudonym of a child without a family")


def _blocks(round_: Round, model: Model) -> Iterator[Finding]:
    """Members of a block need one list and one group at the seat types."""
    if model.blocks is None:
        return
    lists = own_lists(round_).sort("applicant", "rank").group_by("applicant").agg("programme")
    people = round_.applicants.filter(pl.col("block").is_not_null())
    people = people.join(lists, on="applicant", how="left").join(type_labels(round_, model), on="applicant")
    same = pl.struct("programme", "type") == pl.struct("programme", "type").first().over("block")
    expected = "the same list and group as the other children of the block"
    mend = "Make the lists equal, or empty 'block' if the parents allow them to be split."
    yield from _rows(people.filter(~same), "block", expected, mend)
    if model.numbers == "per_family":
        yield from _rows(_of_another_family(people), "family", SAME_FAMILY)


def _of_another_family(people: pl.DataFrame) -> pl.DataFrame:
    """Children whose family is not that of the first of their block."""
    family = pl.coalesce("family", "applicant")
    return people.filter(family != family.first().over("block"))


def _households(round_: Round, model: Model) -> Iterator[Finding]:
    """A block is one household: the receipt of one child holds the applications of the others."""
    people = round_.applicants.filter(pl.col("block").is_not_null())
    if model.blocks is None or people["family"].null_count() == people.height:
        return
    expected = f"{SAME_FAMILY}, whose receipts show its application"
    mend = "Keep 'block' for children of one household; empty it, or mend 'family'."
    yield from _rows(_of_another_family(people), "family", expected, mend)


def _seats(round_: Round, model: Model) -> Iterator[Finding]:
    places = round_.programmes.select("programme", "_row", "_file")
    for one in divisions(round_, model):
        if min(one.seats.values()) < 0:
            row = places.filter(pl.col("programme") == one.programme)
            rest = min(one.seats.values())
            expected = f"no more seats in the types of '{one.split.id}' than the programme has"
            found = f"{one.programme}: {-rest} too many"
            yield from _rows(row.with_columns(seats=pl.lit(found)), "seats", expected)


def _orders(round_: Round, model: Model) -> Iterator[Finding]:
    """Seats that go by distance or by an order need one for everybody who lists the programme."""
    splits = split_of(round_, model)
    needed = sorted({(name, kind.order) for name, one in splits.items() for kind in one.types})
    pairs = attributes(round_.preferences, round_)
    for order, column in ORDER_COLUMN.items():
        names = [name for name, kind in needed if kind == order]
        missing = pairs.filter(pl.col("programme").is_in(names), pl.col(column).is_null())
        expected = f"a value in the column '{column.removeprefix('claims:')}' of claims for this pair"
        yield from _rows(missing, "programme", expected)


def _regions(round_: Round, model: Model) -> Iterator[Finding]:
    caps = model.regional_caps
    if caps is None:
        return
    inside = round_.programmes.filter(pl.col(caps.column).is_not_null())
    uncapped = inside.filter(~pl.col(caps.column).cast(pl.String).is_in(list(caps.caps)))
    yield from _rows(uncapped, caps.column, f"a region with a cap: {', '.join(caps.caps)}")
    high = inside.filter(pl.col(caps.target).fill_null(-1).is_between(0, pl.col("seats")).not_())
    yield from _rows(high, caps.target, "0 to the seats of the programme")
    for region, cap in caps.caps.items():
        sure = inside.filter(pl.col(caps.column).cast(pl.String) == region)[caps.target].sum()
        if sure > cap:
            expected = f"at least the targets of its programmes together, {sure}"
            yield Finding(f"/regional_caps/caps/{region}", f"{cap}", expected, file=round_.rules.file)


def _without_list(round_: Round) -> Iterator[Finding]:
    none = round_.applicants.join(round_.preferences, on="applicant", how="anti")
    yield from _rows(none, "applicant", "a list; without one this child gets no place")


def _same_place(round_: Round) -> Iterator[Finding]:
    near = round_.claims.filter(pl.col("nearest").is_not_null())
    double = near.filter(~pl.struct("applicant", "nearest").is_first_distinct())
    yield from _rows(double, "nearest", "each place once per applicant")
