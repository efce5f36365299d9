# SPDX-License-Identifier: EUPL-1.2
"""The report of municipalities as self-contained HTML: a frame around the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from gemengd.language.language import LANGUAGES
from gemengd.monitor.protected import Protected, opened, store
from gemengd.monitor.published.published import Published
from gemengd.monitor.reporting.page import index_page, report_page
from gemengd.monitor.safety.protecting import protected
from gemengd.tables import Workspace
from gemengd.tables.files import write_whole

Progress = Callable[[str, int, int], None]

WORTH_A_PROCESS = 8
"""From this number of municipalities on, starting a second process pays."""
PROCESSES = 2


def report(
    workspace: Workspace,
    municipality_ids: Sequence[str],
    out: Path,
    languages: Sequence[str] = tuple(LANGUAGES),
    progress: Progress | None = None,
) -> list[Path]:
    """Write the report of municipalities, and an index of them.

    Args:
        workspace: a workspace with a built monitor.
        municipality_ids: codes such as `GM0363`.
        out: the folder; it is made when it does not exist. Every file appears whole or not at all.
        languages: codes of the languages; the first is that of `index.html`.
        progress: called with (what, done, total) after each municipality.

    Returns:
        The files written, the index first.

    Raises:
        KeyError: the monitor does not know a municipality; nothing is written.
        NoWorkspace: the monitor was not built yet.
    """
    safe = protected(workspace)
    published = Published(safe)
    codes = list(dict.fromkeys(municipality_ids))
    names = {code: published.names[code] for code in codes}
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for done, paths in enumerate(_pages(safe, published, codes, out, languages), start=1):
        written += paths
        if progress is not None:
            progress("report", done, len(codes))
    fictional = bool(published.manifest.get("fictional"))
    indexes = [
        _write(out / name, index_page(names, code, languages, fictional=fictional))
        for name, code in _indexes(languages)
    ]
    return [*indexes, *sorted(written)]


def _indexes(languages: Sequence[str]) -> list[tuple[str, str]]:
    return [("index.html" if i == 0 else f"index.{code}.html", code) for i, code in enumerate(languages)]


def _pages(
    safe: Protected, published: Published, codes: list[str], out: Path, languages: Sequence[str]
) -> Iterable[list[Path]]:
    if len(codes) < WORTH_A_PROCESS:
        yield from (_report_one(published, code, out, languages) for code in codes)
        return
    with TemporaryDirectory(prefix="gemengd-") as folder:
        shared = Path(folder) / "protected"
        store(safe, shared)
        # A pool of fresh processes: vl-convert draws with one thread per process.
        with ProcessPoolExecutor(
            PROCESSES, mp_context=get_context("spawn"), initializer=_open, initargs=(shared,)
        ) as pool:
            tasks = [pool.submit(_report_in_process, code, out, tuple(languages)) for code in codes]
            for task in as_completed(tasks):
                yield task.result()


_opened: list[Published] = []


def _open(folder: Path) -> None:
    _opened[:] = [Published(opened(folder))]


def _report_in_process(code: str, out: Path, languages: Sequence[str]) -> list[Path]:
    return _report_one(_opened[0], code, out, languages)


def _report_one(published: Published, code: str, out: Path, languages: Sequence[str]) -> list[Path]:
    view = published.view(code)
    return [
        _write(out / f"{code}.{language}.html", report_page(view, language, languages))
        for language in languages
    ]


def _write(path: Path, text: str) -> Path:
    # Several processes write reports, and two may have been asked for the same.
    write_whole(path, text, alone=False)
    return path
