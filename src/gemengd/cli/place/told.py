# SPDX-License-Identifier: EUPL-1.2
"""What the commands of a round say about where it stands."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gemengd.cli.place.clock import clock, local

if TYPE_CHECKING:
    from gemengd.rounds.folder import NextStep
    from gemengd.rounds.lottery import Transcript

EXERCISE = "THIS IS A DRILL. Nobody can derive a place from it."


def say_done(done: str, round_: Path, transcript: Transcript) -> None:
    """Say what was done, the head of the transcript, and what comes next."""
    from gemengd.rounds.folder import next_step

    if (transcript.data_of("opened") or {}).get("drill"):
        print(EXERCISE)
    print(done)
    print(f"Head of the transcript: {transcript.head}")
    print("\n".join([*code_lines(transcript), *next_lines(round_, next_step(transcript, clock().now))]))


def code_lines(transcript: Transcript) -> Iterator[str]:
    """Which steps ran with other code than the one before; none where all ran with the same."""
    from gemengd.rounds.folder.software import differing

    for kind, names in differing(transcript).items():
        named = ", ".join(names)
        yield f"Note: '{kind}' ran with other code than the step before it: {named}. Say why in public."


def next_lines(round_: Path, step: NextStep) -> Iterator[str]:
    """The next step: the command, from when and until when, and what to know."""
    when = [f"from {local(step.not_before)}"] if step.not_before else []
    when += [f"before {local(step.before)}"] if step.before else []
    yield f"Next: {command(step.command, round_)}" + (f" ({', '.join(when)})" if when else "")
    if step.note:
        yield step.note


def command(name: str, round_: Path) -> str:
    """The command as it can be typed."""
    return f"gemengd place {name} {shlex.quote(str(round_))}"
