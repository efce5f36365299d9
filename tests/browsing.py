# SPDX-License-Identifier: EUPL-1.2
"""Visiting pages in Chromium: what every browser test does and looks for."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from axe_playwright_python.sync_playwright import Axe

from postgres_server import absent

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENSHOTS = Path(__file__).resolve().parent.parent / "build" / "screenshots"
NOISE = ("GPU stall due to ReadPixels",)
"""What the software that draws WebGL says about itself."""


def chromium() -> str:
    """The path of Chromium; the test is skipped where there is none."""
    found = os.environ.get("GEMENGD_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        absent("Chromium is not installed (apt-get install chromium, or set GEMENGD_CHROMIUM)")
    return found


class Visits:
    """Pages of one site; at the end the test fails when the browser complained about anything.

    Args:
        browser: a running browser.
        address: where the site answers; a request to anywhere else is a complaint.
    """

    def __init__(self, browser: Any, address: str) -> None:
        self.browser, self.address = browser, address
        self.complaints: list[str] = []
        self.contexts: list[Any] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for context in self.contexts:
            context.close()
        if problem is None:
            assert self.complaints == []

    def open(self, path: str, width: int = 1280, height: int = 900, *, status: int = 200, **more: Any) -> Any:
        """A page of the site at the given width; it must answer with this status."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, **{"locale": "nl-NL", **more}
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self._complain(message.text, status))
        page.on("pageerror", lambda error: self._complain(str(error), status))
        page.on("request", lambda request: self._outside(request.url))
        response = page.goto(f"{self.address}/{path.removeprefix('/')}")
        assert response.status == status
        return page

    def _complain(self, text: str, status: int) -> None:
        expected = status != 200 and f"status of {status}" in text
        if not expected and not any(noise in text for noise in NOISE):
            self.complaints.append(text)

    def _outside(self, url: str) -> None:
        if self.address not in url and not url.startswith(("data:", "blob:")):
            self.complaints.append(url)


def violations(page: Any) -> list[str]:
    """What axe finds on a page, every rule with its first place."""
    page.evaluate(Axe().axe_script)
    # Only what is wrong is gathered, and no style sheet read once more: it takes half the time.
    asked = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("asked => axe.run(asked)", asked)
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found["violations"]]


def unfold(page: Any) -> None:
    """Open everything that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")


def overflow(page: Any) -> int:
    """By how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
