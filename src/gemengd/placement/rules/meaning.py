# SPDX-License-Identifier: EUPL-1.2
"""What a schema cannot say: names that must exist, and rules that do not go together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from gemengd.placement.rules.canonical import share
from gemengd.placement.rules.conditions import OF_APPLICANTS, OF_PROGRAMMES, kinds
from gemengd.placement.rules.schema import line_of
from gemengd.placement.rules.yaml_text import Document
from gemengd.tables import Finding

Problem = tuple[str, str, str]
"""JSON pointer, what was found, what was expected."""

SECTIONS = ("lists", "eligibility", "guarantees", "priorities", "seat_types")
CONSTRAINTS = ("regional_caps", "families")


def meaning_findings(document: Document, file: str) -> list[Finding]:
    """What is wrong with rules that passed the schema."""
    data = document.data
    checks = (_sources, _names, _places, _chosen_priorities, _numbers, _rests, _together, _mechanism, _walks)
    problems = [problem for check in checks for problem in check(data)]
    return [
        Finding(pointer, found, expected, row=line_of(document, pointer), file=file)
        for pointer, found, expected in problems
    ]


def rules_of(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """JSON pointer and body of every rule that carries a source."""
    for name, value in data.items():
        if name in SECTIONS:
            yield from ((f"/{name}/{index}", one) for index, one in enumerate(value))
        elif isinstance(value, Mapping) and "source" in value:
            yield f"/{name}", value


def _sources(data: Mapping[str, Any]) -> Iterator[Problem]:
    known = data["sources"]
    for pointer, rule in rules_of(data):
        names = [rule["source"]] if isinstance(rule["source"], str) else rule["source"]
        for name in names:
            if name not in known:
                yield f"{pointer}/source", f"'{name}'", f"one of the sources {', '.join(known)}"


def _names(data: Mapping[str, Any]) -> Iterator[Problem]:
    for section in SECTIONS:
        yield from _repeated(f"/{section}", data.get(section, ()))
    for index, split in enumerate(data.get("seat_types", ())):
        yield from _repeated(f"/seat_types/{index}/types", split["types"])


def _repeated(pointer: str, rules: Any) -> Iterator[Problem]:
    seen = Counter(one["id"] for one in rules)
    for index, one in enumerate(rules):
        if seen[one["id"]] > 1:
            yield f"{pointer}/{index}/id", f"'{one['id']}' more than once", "a name for each"


def _places(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Conditions that may look at programmes only, or at applicants only."""
    for pointer, rule in rules_of(data):
        if "programmes" in rule:
            yield from _only(f"{pointer}/programmes", rule["programmes"], OF_PROGRAMMES)
    for index, one in enumerate(data.get("lists", ())):
        yield from _only(f"/lists/{index}/for", one.get("for", {"always": True}), OF_APPLICANTS)
    consent = data["mechanism"].get("consent", {"always": True})
    yield from _only("/mechanism/consent", consent, OF_APPLICANTS)


def _only(pointer: str, condition: Mapping[str, Any], allowed: frozenset[str]) -> Iterator[Problem]:
    strange = sorted(kinds(condition) - allowed)
    if strange:
        yield pointer, f"a condition on {strange[0]}", f"only {', '.join(sorted(allowed - {'to_be_set'}))}"


def _chosen_priorities(data: Mapping[str, Any]) -> Iterator[Problem]:
    known = [one["id"] for one in data.get("priorities", ())]
    for pointer, kind in _seat_types(data):
        for index, name in enumerate(kind.get("priorities", ())):
            if name not in known:
                expected = f"one of the priority groups {', '.join(known) or '(none)'}"
                yield f"{pointer}/priorities/{index}", f"'{name}'", expected


def _seat_types(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for index, split in enumerate(data.get("seat_types", ())):
        for place, kind in enumerate(split["types"]):
            yield f"/seat_types/{index}/types/{place}", kind


def _numbers(data: Mapping[str, Any]) -> Iterator[Problem]:
    for pointer, kind in _seat_types(data):
        value = kind["seats"].get("share")
        if value is None or isinstance(value, Mapping):
            continue
        try:
            wrong = not 0 <= share(value) <= 1
        except ValueError:
            wrong = True
        if wrong:
            yield f"{pointer}/seats/share", f"{value!r}", "a share from 0 to 1, such as 1/4, 25% or 0.25"
    for index, one in enumerate(data.get("lists", ())):
        least, most = one.get("least", 0), one.get("most")
        if isinstance(least, int) and isinstance(most, int) and most < max(least, 1):
            yield f"/lists/{index}/most", f"{most}", f"at least {max(least, 1)}"


def _rests(data: Mapping[str, Any]) -> Iterator[Problem]:
    for index, split in enumerate(data.get("seat_types", ())):
        rests = [kind["id"] for kind in split["types"] if "rest" in kind["seats"]]
        if len(rests) != 1:
            expected = "exactly one seat type with `rest: true`, so that the seats always add up"
            yield f"/seat_types/{index}/types", f"{len(rests)} with the rest of the seats", expected
    for pointer, kind in _seat_types(data):
        if "share_of" in kind["seats"]:
            yield from _only(f"{pointer}/for", kind.get("for", {"always": True}), OF_APPLICANTS)


def _together(data: Mapping[str, Any]) -> Iterator[Problem]:
    walks = {split.get("walk", "as_listed") for split in data.get("seat_types", ())}
    overlap = "maximal_use" in walks
    used = [name for name in CONSTRAINTS if name in data] + (["maximal_use"] if overlap else [])
    if len(used) > 1:
        yield f"/{used[0]}", f"together with {used[1]}", "one of regional caps, families and maximal use"
    if overlap and walks != {"maximal_use"}:
        yield "/seat_types", "maximal_use beside another walk", "one of them for all programmes"
    if "regional_caps" in data and data.get("seat_types"):
        yield "/regional_caps", "together with seat types", "regional caps or seat types"
    if used and data["mechanism"]["name"] != "deferred_acceptance":
        found = f"{used[0]} with {data['mechanism']['name']}"
        yield "/mechanism/name", found, "deferred_acceptance, the only one that can keep such a rule"


def _mechanism(data: Mapping[str, Any]) -> Iterator[Problem]:
    mechanism = data["mechanism"]
    name = mechanism["name"]
    for key, owner in (("programmes", "first_preference_first"), ("consent", "eada")):
        if key in mechanism and name != owner:
            yield f"/mechanism/{key}", f"'{key}' with {name}", f"only with {owner}"
    if name != "serial_dictatorship":
        return
    if data["lottery"]["numbers"] == "per_programme":
        yield "/lottery/numbers", "per_programme with serial dictatorship", "single or per_family"
    for section in ("guarantees", "priorities"):
        if data.get(section):
            found = f"{section} with serial dictatorship"
            yield f"/{section}", found, "no such rules: this mechanism looks at numbers only"


def _walks(data: Mapping[str, Any]) -> Iterator[Problem]:
    for index, split in enumerate(data.get("seat_types", ())):
        for place, kind in enumerate(split["types"]):
            pointer = f"/seat_types/{index}/types/{place}"
            if split.get("walk") == "own_first":
                yield from _only(f"{pointer}/for", kind.get("for", {"always": True}), OF_APPLICANTS)
            if split.get("walk") == "maximal_use":
                yield from _overlap(pointer, kind)


def _overlap(pointer: str, kind: Mapping[str, Any]) -> Iterator[Problem]:
    if kind.get("others", "after") != "after" or kind.get("order", "lottery") != "lottery":
        yield pointer, "hard seats or an order of their own", "soft seats by lottery under maximal_use"
    if "priorities" in kind:
        yield f"{pointer}/priorities", "priority groups of their own", "none under maximal_use"
    if "rest" in kind["seats"] and "for" in kind:
        yield f"{pointer}/for", "the rest of the seats for a group", "the rest for everybody"
