# SPDX-License-Identifier: EUPL-1.2
"""Check the documents: dead links, names and paths that are gone, and files without a licence line."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from named_in_documents import missing

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)[^)]*\)|!\[[^\]]*\]\(([^)\s]+)[^)]*\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+\s+(.*?)\s*$", re.MULTILINE)
LICENSED = {".py", ".toml", ".yml", ".yaml", ".css", ".js", ".html", ".po", ".j2"}
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:work|farm|root)/")


def main() -> int:
    """Print what is wrong; 1 when anything is."""
    files = _tracked()
    problems = [problem for file in files if file.suffix == ".md" for problem in _dead_links(file)]
    problems += [f"{_short(file)}: mentions {name}, which is not there" for file, name in _gone(files)]
    problems += [f"{_short(file)}: no SPDX line" for file in files if _unlicensed(file)]
    problems += [f"{_short(file)}: names a path of one machine" for file in files if _names_a_machine(file)]
    print("\n".join(problems) or f"{len(files)} files: links, names, licence lines and paths are in order")
    return bool(problems)


def _tracked() -> list[Path]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603
    return [path for name in names.splitlines() if (path := ROOT / name).is_file()]


def _gone(files: list[Path]) -> list[tuple[Path, str]]:
    """What documents mention and is not there; the changelog tells of what was."""
    told = [file for file in files if file.suffix == ".md" and file.name != "CHANGELOG.md"]
    return [(file, name) for file in told for name in missing(file, ROOT)]


def _dead_links(file: Path) -> list[str]:
    text = FENCE.sub("", file.read_text(encoding="utf-8"))
    targets = [first or second for first, second in LINK.findall(text)]
    return [f"{_short(file)}: dead link {target}" for target in targets if not _alive(file, target)]


def _alive(file: Path, target: str) -> bool:
    if re.match(r"[a-z]+:", target):
        return True
    name, _, anchor = target.partition("#")
    path = (file.parent / name) if name else file
    if not path.exists():
        return False
    return not anchor or path.suffix != ".md" or anchor in _anchors(path)


@cache
def _anchors(path: Path) -> set[str]:
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text)}


def _unlicensed(file: Path) -> bool:
    if file.suffix not in LICENSED or not file.stat().st_size:
        return False
    return "SPDX-License-Identifier" not in file.read_text(encoding="utf-8")[:300]


def _names_a_machine(file: Path) -> bool:
    try:
        return MACHINE_PATH.search(file.read_text(encoding="utf-8")) is not None
    except UnicodeDecodeError:
        return False


def _short(file: Path) -> str:
    return str(file.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
