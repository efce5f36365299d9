# SPDX-License-Identifier: EUPL-1.2
"""`gemengd place schemes`: the library of rules."""

from __future__ import annotations

from typing import Annotated

import typer

from gemengd.cli.outcome import NOT_FOUND, stop
from gemengd.cli.place.group import app


@app.command("schemes", epilog="Example: gemengd place schemes utrecht_po > round/rules.yaml")
def schemes(
    name: Annotated[str | None, typer.Argument(help="Name of a scheme, to print its rules.yaml.")] = None,
) -> None:
    """List the schemes of the library, or print the rules.yaml of one of them to copy into a round."""
    from gemengd.placement.rules import scheme_names, scheme_text

    if name is None:
        _list(scheme_names())
        return
    if name not in scheme_names():
        stop(f"There is no scheme '{name}'; there are {', '.join(scheme_names())}.", NOT_FOUND)
    print(scheme_text(name), end="")


def _list(names: list[str]) -> None:
    from gemengd.placement.rules import scheme

    width = max(map(len, names))
    for name in names:
        rules = scheme(name)
        todo = f" ({len(rules.unset)} values still to be set)" if rules.unset else ""
        print(f"{name:<{width}}  {rules.data['title']['en']}{todo}")
