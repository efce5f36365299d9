# SPDX-License-Identifier: EUPL-1.2
"""YAML as plain data, with the line of every value.

The text is read by the rules of YAML 1.2: only `true` and `false` are booleans, only plain digits are whole
numbers, dates and decimals stay text. A key that stands twice, an anchor or a tag is refused, so that what a
person reads is what the machine reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from gemengd.tables import Finding, InvalidTable

_WHOLE = re.compile(r"^[-+]?(0|[1-9][0-9]*)$")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class Document:
    """Data and the line on which each value stands.

    Attributes:
        data: maps, lists, text, whole numbers, true, false and null.
        lines: JSON pointer of each value to its line, from 1.
    """

    data: Any
    lines: Mapping[str, int]


def read_yaml(text: str, *, file: str = "rules.yaml") -> Document:
    """Read one YAML document.

    Raises:
        InvalidTable: the text is no YAML, or uses a key twice, an anchor or a tag.
    """
    _refuse_anchors(text, file)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise _broken(error, file) from error
    lines: dict[str, int] = {}
    data = None if node is None else _value(node, "", lines, file)
    return Document(data, lines)


def _refuse_anchors(text: str, file: str) -> None:
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken)):
                row = token.start_mark.line + 1
                expected = "the value itself, without anchor, alias or tag"
                raise InvalidTable(file, [Finding("", f"'{token.value}'", expected, row=row, file=file)])
    except yaml.YAMLError as error:
        raise _broken(error, file) from error


def _broken(error: yaml.YAMLError, file: str) -> InvalidTable:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    row = None if mark is None else mark.line + 1
    mend = "Look at the indentation and the colons on this line and the one before."
    return InvalidTable(file, [Finding("", problem, "well-formed YAML", row=row, file=file, mend=mend)])


def _value(node: yaml.Node, pointer: str, lines: dict[str, int], file: str) -> Any:
    lines[pointer] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, pointer, lines, file)
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, f"{pointer}/{index}", lines, file) for index, one in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: yaml.MappingNode, pointer: str, lines: dict[str, int], file: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in found or not isinstance(key, yaml.ScalarNode):
            row = key.start_mark.line + 1
            one = Finding(pointer, f"'{name}' a second time", "each key once", row=row, file=file)
            raise InvalidTable(file, [one])
        found[name] = _value(value, f"{pointer}/{name}", lines, file)
        # A block begins on the line after its key; the key is where a reader looks.
        lines[f"{pointer}/{name}"] = key.start_mark.line + 1
    return found


def _scalar(node: yaml.Node) -> Any:
    text = str(node.value)
    if node.style is not None:  # type: ignore[attr-defined]
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _WHOLE.match(text) else text
