# SPDX-License-Identifier: EUPL-1.2
"""Rules from a file, and the library of schemes."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from gemengd.placement.rules.canonical import canonical, identity, normal
from gemengd.placement.rules.meaning import meaning_findings
from gemengd.placement.rules.model import Model, model_of, unset_in
from gemengd.placement.rules.schema import line_of, schema_findings
from gemengd.placement.rules.yaml_text import Document, read_yaml
from gemengd.tables import Finding, InvalidTable

RULES_FILE = "rules.yaml"


class RulesNotSet(InvalidTable):
    """Rules by which no round can run yet: the boards or the municipality must still decide something."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Checked rules.

    Attributes:
        data: the rules as data, shares written as fractions.
        file: name of the file they were read from.
        lines: JSON pointer to line.
    """

    data: Mapping[str, Any]
    file: str = RULES_FILE
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name of the scheme."""
        return str(self.data["name"])

    @property
    def identity(self) -> str:
        """SHA-256 of the canonical form: what is published before registration."""
        return identity(self.data)

    @property
    def canonical(self) -> bytes:
        """The canonical form itself."""
        return canonical(self.data)

    @property
    def unset(self) -> dict[str, str]:
        """JSON pointer to question, for everything that must still be decided."""
        return dict(unset_in(self.data))

    @property
    def model(self) -> Model:
        """The rules as objects.

        Raises:
            RulesNotSet: something is still to be set.
        """
        if self.unset:
            document = Document(self.data, self.lines)
            findings = [
                Finding(pointer, "to_be_set", question, row=line_of(document, pointer), file=self.file)
                for pointer, question in self.unset.items()
            ]
            raise RulesNotSet(self.file, findings)
        return model_of(self.data)


def parse_rules(text: str, *, file: str = RULES_FILE) -> Rules:
    """Rules from YAML text.

    Raises:
        InvalidTable: with a finding (line, JSON pointer, found, expected) for everything that is wrong.
    """
    return _checked(read_yaml(text, file=file), file)


def rules_from(data: Mapping[str, Any], *, file: str = RULES_FILE) -> Rules:
    """Rules from data, held against the same checks as a file.

    Raises:
        InvalidTable: as `parse_rules`, without lines.
    """
    return _checked(Document(copy.deepcopy(dict(data)), {}), file)


def _checked(document: Document, file: str) -> Rules:
    findings = schema_findings(document, file) or meaning_findings(document, file)
    if findings:
        raise InvalidTable(file, findings, len(findings))
    return Rules(normal(document.data), file, document.lines)


def read_rules(path: Path) -> Rules:
    """Rules from a file (UTF-8).

    Raises:
        InvalidTable: as `parse_rules`, or the file is not in UTF-8.
        OSError: the file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        mend = "Save the file as UTF-8."
        found = f"byte {error.start} that is no UTF-8"
        raise InvalidTable(path.name, [Finding("", found, "UTF-8", file=path.name, mend=mend)]) from error
    return parse_rules(text, file=path.name)


def with_settings(rules: Rules, settings: Mapping[str, Any]) -> Rules:
    """The rules with values filled in or replaced.

    Args:
        rules: the rules.
        settings: JSON pointer to value, for example `{"/seat_types/0/types/0/seats/share": "1/4"}`.

    Raises:
        InvalidTable: the result is not valid.
        KeyError: a pointer leads nowhere.
    """
    data = copy.deepcopy(dict(rules.data))
    for pointer, value in settings.items():
        *way, last = pointer.removeprefix("/").split("/")
        place: Any = data
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        if isinstance(place, list):
            place[int(last)] = value
        else:
            place[last] = value
    return rules_from(data, file=rules.file)


def _library() -> Traversable:
    return files("gemengd.placement").joinpath("schemes")


def scheme_names() -> list[str]:
    """Names of the schemes in the library."""
    return sorted(
        one.name.removesuffix(".yaml") for one in _library().iterdir() if one.name.endswith(".yaml")
    )


def scheme_text(name: str) -> str:
    """The file of a scheme, to be copied into a round.

    Raises:
        KeyError: the library has no such scheme.
    """
    if name not in scheme_names():
        raise KeyError(f"no scheme '{name}'; expected one of {', '.join(scheme_names())}")
    return _library().joinpath(f"{name}.yaml").read_text(encoding="utf-8")


def scheme(name: str) -> Rules:
    """A scheme of the library.

    Raises:
        KeyError: the library has no such scheme.
    """
    return parse_rules(scheme_text(name), file=f"{name}.yaml")
