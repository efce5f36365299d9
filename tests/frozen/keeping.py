# SPDX-License-Identifier: EUPL-1.2
"""What was kept of each output, how it is compared, and how a difference is told.

Small outputs are kept as they are (`outputs/<name>`); of large or many ones `index.tsv` keeps a line each:
name, SHA-256, bytes and how it begins. The text of those that were found the same is remembered in
`build/frozen` (not in the repository), so that a later difference is shown line by line.
"""

from __future__ import annotations

import difflib
import fnmatch
import gzip
import hashlib
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
OUTPUTS, INDEX = HERE / "outputs", HERE / "index.tsv"
REMEMBERED = REPOSITORY / "build" / "frozen"
RENEW, TEXTS, TOLD = "FROZEN_RENEW", "FROZEN_TEXTS", "FROZEN_TOLD"
"""Variables of `renew.py`: patterns to renew (JSON), a folder for every text, a file for what was done."""
SHOWN_WAYS, SHOWN_LINES, SHOWN_WIDTH = 8, 40, 240
"""How many ways to differ are shown, with how many lines of how many signs each."""


class Output(NamedTuple):
    """Something that the software gave, under a name that says how to get it."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256, 64 hexadecimal signs."""
        return hashlib.sha256(self.content).hexdigest()


class Line(NamedTuple):
    """What the index keeps of an output."""

    digest: str
    bytes: int
    begins: str


def output(name: str, content: str | bytes) -> Output:
    """An output; a text is kept as UTF-8."""
    return Output(name, content.encode() if isinstance(content, str) else content)


@dataclass
class Found:
    """What a comparison found, by name.

    Attributes:
        changed: outputs that differ, with what was kept (None where that is not at hand).
        added: outputs that were not kept.
        gone: names that were kept and are not made any more.
    """

    changed: dict[str, tuple[Output, bytes | None]] = field(default_factory=dict)
    added: dict[str, Output] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """True when nothing differs."""
        return not (self.changed or self.added or self.gone)

    def names(self) -> list[str]:
        """All names that differ."""
        return sorted([*self.changed, *self.added, *self.gone])


def check(part: str, outputs: Iterable[Output], *, listed: bool = False) -> None:
    """Compare the outputs of a part with what was kept of them.

    Args:
        part: what all their names begin with, before a slash.
        outputs: all outputs of the part.
        listed: True when only their hashes are kept.

    Something that differs ends the test, with words that say what.
    """
    made = _by_name(part, outputs)
    _write_texts(made)
    kept: Listed | Whole = Listed(part) if listed else Whole(part)
    found = kept.compare(made)
    if os.environ.get(RENEW):
        _renew(kept, found, made)
        return
    if not found.same:
        pytest.fail(_told(part, found, len(made)), pytrace=False)


def _by_name(part: str, outputs: Iterable[Output]) -> dict[str, Output]:
    made: dict[str, Output] = {}
    for one in outputs:
        name = f"{part}/{one.name}"
        assert name not in made, f"two outputs have the name {name}"
        made[name] = one._replace(name=name)
    assert made, f"nothing was made for {part}"
    return made


class Whole:
    """Outputs that are kept as they are."""

    def __init__(self, part: str) -> None:
        self.folder = OUTPUTS / part

    def compare(self, made: Mapping[str, Output]) -> Found:
        """What differs from the files."""
        found = Found()
        there = {path.relative_to(OUTPUTS).as_posix() for path in self.folder.rglob("*") if path.is_file()}
        for name, one in made.items():
            if name not in there:
                found.added[name] = one
            elif (before := (OUTPUTS / name).read_bytes()) != one.content:
                found.changed[name] = one, before
        found.gone = sorted(there - made.keys())
        return found

    def keep(self, one: Output) -> None:
        """Keep an output in place of what was kept."""
        path = OUTPUTS / one.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.content)

    def forget(self, name: str) -> None:
        """Keep an output no longer."""
        (OUTPUTS / name).unlink()


class Listed:
    """Outputs of which the index keeps a line."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.lines = read_index()

    def compare(self, made: Mapping[str, Output]) -> Found:
        """What differs from the index."""
        found = Found()
        there = {name for name in self.lines if name.startswith(f"{self.part}/")}
        for name, one in made.items():
            if name not in there:
                found.added[name] = one
            elif self.lines[name].digest != one.digest:
                found.changed[name] = one, remembered(self.lines[name].digest)
            else:
                remember(one)
        found.gone = sorted(there - made.keys())
        return found

    def keep(self, one: Output) -> None:
        """Keep an output in place of what was kept."""
        remember(one)
        self.lines[one.name] = Line(one.digest, len(one.content), _beginning(one.content))
        self._write()

    def forget(self, name: str) -> None:
        """Keep an output no longer."""
        del self.lines[name]
        self._write()

    def _write(self) -> None:
        rows = ("\t".join((name, *map(str, line))) for name, line in sorted(self.lines.items()))
        INDEX.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


def read_index() -> dict[str, Line]:
    """The lines of the index by name."""
    if not INDEX.exists():
        return {}
    rows = (row.split("\t") for row in INDEX.read_text(encoding="utf-8").split("\n") if row)
    return {name: Line(digest, int(size), begins) for name, digest, size, begins in rows}


def _beginning(content: bytes) -> str:
    title = re.search(rb"<title>(.*?)</title>", content[:4000], re.DOTALL)
    content = title[1] if title else content
    text = "".join(sign if sign.isprintable() else " " for sign in content[:200].decode("utf-8", "ignore"))
    return " ".join(text.split())[:50]


def remember(one: Output) -> None:
    """Put the text of an output where a later difference finds it."""
    path = _place(one.digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}")
        partial.write_bytes(gzip.compress(one.content, 1, mtime=0))
        partial.replace(path)


def remembered(digest: str) -> bytes | None:
    """The text with this hash, None where it was never made in this folder."""
    path = _place(digest)
    return gzip.decompress(path.read_bytes()) if path.exists() else None


def _place(digest: str) -> Path:
    return REMEMBERED / digest[:2] / f"{digest[2:]}.gz"


def _write_texts(made: Mapping[str, Output]) -> None:
    if folder := os.environ.get(TEXTS):
        for name, one in made.items():
            _write(Path(folder) / name, one.content)


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _renew(kept: Listed | Whole, found: Found, made: Mapping[str, Output]) -> None:
    patterns = json.loads(os.environ[RENEW])
    with Path(os.environ[TOLD]).open("a", encoding="utf-8") as told:
        for name in found.names():
            meant = any(fnmatch.fnmatch(name, pattern) for pattern in patterns)
            told.write(
                f"{_renewed(kept, found, made.get(name), name) if meant else 'not asked for:'} {name}\n"
            )


def _renewed(kept: Listed | Whole, found: Found, one: Output | None, name: str) -> str:
    if one is None:
        kept.forget(name)
        return "forgotten:"
    kept.keep(one)
    return "kept (new):" if name in found.added else "renewed:"


def _told(part: str, found: Found, many: int) -> str:
    changed, added, gone = len(found.changed), len(found.added), len(found.gone)
    lines = [f"{part}: of {many} outputs {changed} differ from what was kept, {added} new, {gone} gone."]
    lines += [f"  new: {name}" for name in sorted(found.added)]
    lines += [f"  gone: {name}" for name in found.gone]
    for name, (one, before) in found.changed.items():
        _write(REMEMBERED / "new" / name, one.content)
        if before is not None:
            _write(REMEMBERED / "old" / name, before)
    lines += _ways(found)
    lines += [
        "",
        f"All of it: diff -r build/frozen/old/{part} build/frozen/new/{part}",
        "Explain each difference, then renew it: python tests/frozen/renew.py 'NAME or PATTERN' ...",
    ]
    return "\n".join(lines)


def _ways(found: Found) -> list[str]:
    """The differences, those that are the same in several outputs once."""
    ways: dict[str, list[str]] = defaultdict(list)
    for name, (one, before) in sorted(found.changed.items()):
        ways["" if before is None else difference(before, one.content)].append(name)
    lines: list[str] = []
    for change, names in sorted(ways.items(), key=lambda way: -len(way[1]))[:SHOWN_WAYS]:
        lines += ["", *_named(names), *(_shown(change) if change else _to_get_the_old(names[0]))]
    if len(ways) > SHOWN_WAYS:
        lines += ["", f"And {len(ways) - SHOWN_WAYS} other ways to differ."]
    return lines


def _named(names: list[str]) -> list[str]:
    many = f"{len(names)} outputs differ in this way:" if len(names) > 1 else "differs:"
    more = [f"  and {len(names) - 5} more"] if len(names) > 5 else []
    return [many, *(f"  {name}" for name in names[:5]), *more]


def _shown(change: str) -> list[str]:
    lines = change.split("\n")
    left = [f"    … {len(lines) - SHOWN_LINES} more lines"] if len(lines) > SHOWN_LINES else []
    return [*(f"    {line[:SHOWN_WIDTH]}" for line in lines[:SHOWN_LINES]), *left]


def _to_get_the_old(name: str) -> list[str]:
    return [
        f"    new: build/frozen/new/{name}",
        "    old: not made in this folder before; make it from the commit that kept it, and compare:",
        "      git worktree add --detach build/before COMMIT",
        f"      python tests/frozen/renew.py --from build/before --texts build/frozen/old '{name}'",
        "      diff -r build/frozen/old build/frozen/new; git worktree remove --force build/before",
    ]


def difference(before: bytes, now: bytes) -> str:
    """The lines that differ, without their numbers; for what is no text, only the sizes."""
    try:
        texts = [content.decode() for content in (before, now)]
    except UnicodeDecodeError:
        return f"no text: {len(before)} bytes were kept, there are {len(now)} now"
    lines = difflib.unified_diff(*(_lines(text) for text in texts), n=0, lineterm="")
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def _lines(text: str) -> list[str]:
    """Lines, of which very long ones (a picture, a page on one line) are cut at their tags."""
    cut = (line.replace("><", ">\n<") if len(line) > SHOWN_WIDTH else line for line in text.split("\n"))
    return "\n".join(cut).split("\n")
