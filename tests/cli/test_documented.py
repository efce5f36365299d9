# SPDX-License-Identifier: EUPL-1.2
"""Every command and every option has a place on the reference page, and the page invents none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from gemengd.cli.app import app

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")


def commands(command: object, name: str = "gemengd") -> Iterator[tuple[str, object]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
    else:
        for word, child in inner.items():
            yield from commands(child, f"{name} {word}")


ALL = dict(commands(typer.main.get_command(app)))


def test_the_page_names_exactly_the_commands_there_are() -> None:
    assert sorted(re.findall(r"^## (gemengd .*)$", PAGE, re.MULTILINE)) == sorted(ALL)


@pytest.mark.parametrize("name", ALL)
def test_every_option_is_documented(name: str) -> None:
    section = re.search(rf"^## {name}$(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert section is not None
    options = {
        option
        for parameter in ALL[name].params  # type: ignore[attr-defined]
        for option in parameter.opts
        if option.startswith("--")
    }
    documented = set(re.findall(r"`(--[a-z-]+)`:", section[1]))
    assert documented == options - {"--workspace", "--help"}


@pytest.mark.parametrize("name", ALL)
def test_every_command_says_what_it_does(name: str) -> None:
    assert ALL[name].help  # type: ignore[attr-defined]
