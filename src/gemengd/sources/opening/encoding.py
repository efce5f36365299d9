# SPDX-License-Identifier: EUPL-1.2
"""In which encoding a text file with Dutch names was written, and its letters."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from gemengd.tables.findings import Finding, InvalidTable

BLOCK = 1 << 20
ENOUGH = 1 << 16
SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")
"""What Dutch offices used before UTF-8: Windows, Macintosh, DOS. In doubt the first."""

_COMMON = frozenset("éëïöüèáàêçóíôâñä")
_SHIFT = frozenset("ÉËÏÖÜÈÁÀÊÇÓÍÔÂÑÄ")
_SIGNS = frozenset("€–—…“”°½²•´")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_NO_LETTER = re.compile("(?<=[A-Za-z])\u0091|[\u0081-\u0090\u0093-\u0095\u0097-\u009f]")
"""Bytes that latin-1 has no letter for. Of Windows-1252 only quotes, dash and euro sign occur in Dutch names;
the others are accented letters of code page 850 or Mac Roman, as is an opening quote inside a word."""

_TWICE = re.compile("[\u00c2\u00c3][\u0080-\u00bf]")
"""UTF-8 that was once read as latin-1: `Ã©` for `é`. No Dutch word has these pairs; they are put right."""


def find_encoding(path: Path) -> str:
    """The encoding of a text file, judged by its non-ASCII characters wherever they stand.

    A byte order mark decides; then the zero bytes of UTF-16; then whether the bytes are UTF-8, which other
    text hardly ever is by accident; then under which of the old single-byte encodings the text reads as
    Dutch. What fits none of these is left to charset-normalizer.

    Args:
        path: the file.

    Returns:
        The name of a Python codec; `utf-8` for a file in plain ASCII.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    if start.count(0) * 4 > len(start):
        return "utf-16-le" if start[1::2].count(0) >= start[::2].count(0) else "utf-16-be"
    odd = odd_lines(path)
    return "utf-8" if not odd or _is(odd, "utf-8") else _single_byte(odd)


def odd_lines(path: Path) -> bytes:
    """The lines with non-ASCII bytes, from the whole file, until there are enough to judge by."""
    found = bytearray()
    rest = b""
    with path.open("rb") as file:
        while len(found) < ENOUGH and (block := file.read(BLOCK)):
            block, rest = _to_line_end(rest + block)
            if not block.isascii():
                found += b"\n".join(line for line in block.splitlines() if not line.isascii()) + b"\n"
    if not rest.isascii():
        found += rest
    return bytes(found)


def _to_line_end(block: bytes) -> tuple[bytes, bytes]:
    cut = max(block.rfind(b"\n"), block.rfind(b"\r")) + 1
    return (block[:cut], block[cut:]) if cut else (block, b"")


def _is(text: bytes, encoding: str) -> bool:
    try:
        text.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _single_byte(odd: bytes) -> str:
    scores = {name: plausibility(odd.decode(name, errors="replace")) for name in SINGLE_BYTE}
    best = max(SINGLE_BYTE, key=lambda name: scores[name])
    if scores[best] > 0:
        return best
    from charset_normalizer import from_bytes

    guess = from_bytes(odd).best()
    return guess.encoding if guess else SINGLE_BYTE[0]


def plausibility(text: str) -> float:
    """How much the non-ASCII characters of a text look Dutch: positive when they do."""
    padded = f" {text} "
    return sum(
        _weight(padded[at - 1], char, padded[at + 1]) for at, char in enumerate(padded) if not char.isascii()
    )


def _weight(before: str, char: str, after: str) -> float:
    if char in _COMMON:
        return 1.0 if before.islower() or after.islower() else -0.5
    if char in _SHIFT:
        return 1.0 if not before.islower() else -0.5
    if char == "’":
        # foto’s, and ’t and ’s at the start of a word.
        return 1.0 if before.isalpha() or after in "tsn" else -0.5
    if char == "‘":
        return 1.0 if not before.isalpha() else -0.5
    if char in _SIGNS:
        return 0.25
    return -0.25 if char.isalpha() and char != "\ufffd" else -1.0


def check_declared(path: Path, encoding: str) -> str:
    """The codec of the encoding that a mapping declares, when the file can be in it.

    Raises:
        InvalidTable: there is no such encoding, or the file is clearly in another one.
    """
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        expected = "one such as utf-8, utf-16, cp1252, latin-1 or mac_roman"
        raise _refusal(path, f"the encoding {encoding!r}", expected, None) from None
    found = find_encoding(path)
    if name == "utf-16" and found.startswith("utf-16-"):
        return found
    if _fits(path, name, found):
        return "utf-8-sig" if name == "utf-8" else name
    mend = f'Write encoding = "{found}" in the mapping, or leave the line out: it is found by itself.'
    raise _refusal(path, f"text that is not in {encoding}", f"{encoding}, as the mapping says", mend)


def _fits(path: Path, declared: str, found: str) -> bool:
    if found.startswith("utf-16") or declared.startswith("utf-16"):
        return found.split("-")[:2] == declared.split("-")[:2]
    odd = odd_lines(path)
    if not odd or declared == codecs.lookup(found).name:
        return True
    if declared in ("utf-8", "utf-8-sig"):
        return _is(odd, "utf-8")
    if found in ("utf-8", "utf-8-sig"):
        return False
    # Two single-byte encodings: only a text that reads as nonsense is refused.
    declared_text = odd.decode(declared, errors="replace").replace("\r", "\n")
    return plausibility(declared_text) > 0 or plausibility(odd.decode(found, errors="replace")) <= 0


def _refusal(path: Path, found: str, expected: str, mend: str | None) -> InvalidTable:
    return InvalidTable(path.name, [Finding("", found, expected, file=path.name, mend=mend)])


def decode(name: str, data: bytes, encoding: str) -> str:
    """The text of a file: UTF-8 where that is possible, otherwise the encoding of its kind.

    Raises:
        InvalidTable: letters were lost, or the bytes are no letters in the encoding.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decode_old(name, data, encoding)
    lost = text.find("\ufffd")
    if lost >= 0:
        raise _wrong_letters(name, text, lost, "letters that were lost")
    return _TWICE.sub(lambda twice: twice[0].encode("latin-1").decode(), text).replace("\ufeff", "")


def _decode_old(name: str, data: bytes, encoding: str) -> str:
    text = data.decode(encoding, errors="replace")
    strange = _NO_LETTER.search(text)
    if strange is not None:
        raise _wrong_letters(name, text, strange.start(), f"a byte that is no letter in {encoding}")
    is_windows = encoding == "latin-1" and re.search("[\u0080-\u009f]", text) is not None
    return data.decode("cp1252") if is_windows else text


def _wrong_letters(name: str, text: str, place: int, meaning: str) -> InvalidTable:
    row = len(re.findall(r"\r\n|\r|\n", text[:place])) + 1
    around = text[max(0, place - 10) : place + 10].splitlines()
    shown = next((part for part in around if text[place] in part), "")
    finding = Finding(
        "",
        f"{meaning} in {shown!r}",
        "text in UTF-8 or in the encoding of the publisher",
        row=row,
        file=name,
        mend="Download the file again; if you save it from a spreadsheet program, choose 'CSV UTF-8'.",
    )
    return InvalidTable(name, [finding])
