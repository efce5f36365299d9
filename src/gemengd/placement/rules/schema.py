# SPDX-License-Identifier: EUPL-1.2
"""Rules held against the published JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from gemengd.placement.rules.yaml_text import Document
from gemengd.tables import Finding

RULES_SCHEMA = "rules.schema.json"


@cache
def rules_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `rules.yaml`."""
    text = files("gemengd.placement.rules").joinpath(RULES_SCHEMA).read_text(encoding="utf-8")
    return dict(json.loads(text))


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(rules_schema())


def schema_findings(document: Document, file: str) -> list[Finding]:
    """What the schema has against the rules, in the order of the lines."""
    errors = sorted(_validator().iter_errors(document.data), key=_pointer)
    found = [_finding(one, document, file) for error in errors for one in _causes(error)]
    return sorted(set(found), key=lambda finding: (finding.row or 0, finding.column, finding.found))


def _causes(error: ValidationError) -> Iterator[ValidationError]:
    """The error itself, or the deepest ones behind an `anyOf` or `oneOf`."""
    if error.validator in ("oneOf", "anyOf") and error.context:
        deepest = max(len(one.absolute_path) for one in error.context)
        if deepest > len(error.absolute_path):
            for one in error.context:
                if len(one.absolute_path) == deepest:
                    yield from _causes(one)
            return
    yield error


def _pointer(error: ValidationError) -> str:
    return "".join(f"/{step}" for step in error.absolute_path)


def _finding(error: ValidationError, document: Document, file: str) -> Finding:
    pointer = _pointer(error)
    found, expected = _words(error)
    return Finding(pointer, found, expected, row=line_of(document, pointer), file=file)


def line_of(document: Document, pointer: str) -> int | None:
    """The line of a value, or of the nearest value around it."""
    while pointer not in document.lines and pointer:
        pointer = pointer.rpartition("/")[0]
    return document.lines.get(pointer)


def _words(error: ValidationError) -> tuple[str, str]:
    value: Any = error.instance
    rule: Any = error.validator_value
    validator = str(error.validator)
    known = dict(error.schema).get("properties", {}) if isinstance(error.schema, Mapping) else {}
    keys = ", ".join(value) if isinstance(value, dict) else ""
    if validator == "required":
        missing = next(name for name in rule if name not in value)
        return f"the keys {keys or 'none'}", f"also the key '{missing}'"
    if validator == "additionalProperties" and known:
        strange = next(name for name in value if name not in known)
        return f"the key '{strange}'", f"only {', '.join(known)}"
    if validator in ("maxProperties", "minProperties"):
        return f"the keys {keys or 'none'}", f"exactly one of {', '.join(known)}"
    return _short(value), _expected(validator, rule)


def _expected(validator: str, rule: Any) -> str:
    if validator in ("enum", "type"):
        return f"one of {', '.join([rule] if isinstance(rule, str) else map(str, rule))}"
    if validator == "anyOf":
        return " or ".join(f"the key '{name}'" for one in rule for name in one.get("required", ()))
    words = {
        "const": json.dumps(rule),
        "pattern": "lower-case letters, digits and _, beginning with a letter",
        "minItems": f"at least {rule} item(s)",
        "minimum": f"{rule} or more",
        "uniqueItems": "each item once",
        "minLength": "some text",
    }
    return words.get(validator, f"{validator} {json.dumps(rule)[:80]}")


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."
