# SPDX-License-Identifier: EUPL-1.2
"""The numbers of the measures on small tables, from the command line and from Python."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from frozen.doors import gemengd
from frozen.keeping import Output, check, output
from frozen.volatile import steady

GIVEN = Path(__file__).with_name("given") / "measure"
QUESTION = "--group parents --by year,municipality"
ASKED = {
    "list": "list",
    "indices": f"indices counts.csv {QUESTION} --focal low",
    "indices-reference": f"indices counts.csv {QUESTION} --focal low --reference high --confidence 0.8",
    "indices-many-groups": f"indices counts.csv {QUESTION} --index M,H",
    "indices-every": f"indices two.csv {QUESTION} --focal low --index EVERY",
    "local": f"local counts.csv {QUESTION} --focal low",
    "nested": "nested counts.csv --levels municipality,board,school --group parents --by year",
    "change": "change 2020.csv 2025.csv --group parents --by municipality",
    "ladder": f"ladder flows.csv --schools schools.csv --areas areas.csv {QUESTION} --focal low",
    "ladder-track": "ladder flows.csv --schools schools.csv --areas areas.csv --group parents --focal low "
    "--track track --capacity places --shapley",
    "profile": f"profile squares.csv --points points.csv {QUESTION} --focal low --neighbours 50,200 "
    "--bands 500",
    "bounds": f"bounds bounded.csv {QUESTION} --focal low",
    "protect": "protect counts.csv --columns parents --by year,municipality",
    "protect-audited": "protect counts.csv --columns parents --by year,municipality --threshold 20 --audited",
    "refused-a-missing-column": "indices counts.csv --group opleiding",
    "refused-a-word-among-counts": "indices words.csv --group parents --focal low",
    "refused-a-negative-count": "indices negative.csv --group parents --focal low",
    "refused-an-unclear-question": "indices counts.csv --group parents",
    "refused-an-unknown-index": "indices counts.csv --group parents --focal low --index Q",
    "refused-a-group-that-is-not-there": "indices counts.csv --group parents --focal laag",
    "refused-a-file-that-is-not-there": "indices nothing.csv",
}


def test_what_the_commands_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GIVEN)
    check("measure", _printed())


def _printed() -> Iterator[Output]:
    from gemengd import measure

    every = ",".join(name for name in measure.INDICES if name not in measure.ORDERED)
    for name, words in ASKED.items():
        ended = gemengd("measure", *shlex.split(words.replace("EVERY", every)))
        yield output(f"{name}.txt", steady(ended.told(f"gemengd measure {words}")))
