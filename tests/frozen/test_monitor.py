# SPDX-License-Identifier: EUPL-1.2
"""What the monitor of the example region says, on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from frozen.doors import gemengd, standing_still
from frozen.keeping import Output, check, output
from frozen.visiting import words_of
from frozen.volatile import steady

PLACES = ("GM9901", "GM9902", "GM9903")
WRONG = (
    ("a-place-that-is-not-there", ("show", "Utrecht")),
    ("a-name-with-a-slip", ("show", "Oosterhavn")),
    ("no-place-and-not-all", ("report",)),
    ("a-place-and-all", ("report", "Oosterhaven", "--all")),
    ("another-language", ("show", "Oosterhaven", "--language", "fr")),
    ("a-threshold-of-two", ("build", "--threshold", "2")),
)


def test_what_the_commands_print(example_workspace: Path, tmp_path: Path) -> None:
    check("monitor", _printed(example_workspace, tmp_path))


def test_the_numbers_for_programs(example_workspace: Path) -> None:
    words = [("show", place, "--format", "json") for place in PLACES]
    told = (_ran(f"show-{one[1]}", one, example_workspace, {}) for one in words)
    check("monitor_json", told, listed=True)


def test_the_reports(example_workspace: Path, tmp_path: Path) -> None:
    ended = gemengd("monitor", "report", "--all", "--out", tmp_path, "--workspace", example_workspace)
    assert ended.code == 0, ended.err
    check("monitor_reports", _reports(tmp_path), listed=True)


def _printed(workspace: Path, folder: Path) -> Iterator[Output]:
    known = {str(workspace): "<workspace>", str(folder): "<folder>"}
    yield _ran("list", ("list",), workspace, known)
    for place in PLACES:
        for language in ("nl", "en"):
            yield _ran(f"show-{place}-{language}", ("show", place, "--language", language), workspace, known)
    for name, words in WRONG:
        yield _ran(f"refused-{name}", words, workspace, known)
    yield _ran("refused-an-empty-workspace", ("show", "Oosterhaven"), folder / "none", known)
    with standing_still():
        yield output("sources-list.txt", _told(("sources", "list"), workspace, known))


def _ran(name: str, words: tuple[str, ...], workspace: Path, known: dict[str, str]) -> Output:
    return output(f"{name}.txt", _told(("monitor", *words), workspace, known))


def _told(words: tuple[str, ...], workspace: Path, known: dict[str, str]) -> str:
    return steady(gemengd(*words, "--workspace", workspace).told(" ".join(words)), known)


def _reports(folder: Path) -> Iterator[Output]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            yield output(path.relative_to(folder).as_posix(), steady(text))
            if path.suffix == ".html":
                yield output(f"{path.relative_to(folder).as_posix()}.txt", steady(words_of(text)))
