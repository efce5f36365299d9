# SPDX-License-Identifier: EUPL-1.2
"""The folder of a round: where everything is, and one command at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from gemengd.placement.rules import Round, Rules, read_round, read_rules
from gemengd.placement.rules.reading import RULES_FILE
from gemengd.rounds.lottery import Transcript, read_transcript

STAGES = ("opened", "frozen", "revealed", "decided", "skipped", "drawn", "placed")
"""The steps of a round as the transcript names them; what comes after `placed` does not change the stage."""


class NoRound(FileNotFoundError):  # noqa: N818 - said as the reader would say it
    """There is no such folder."""


class RoundBusy(RuntimeError):  # noqa: N818 - said as the reader would say it
    """Another command is at work on this round."""


@dataclass(frozen=True, slots=True)
class RoundFolder:
    """A round on disk.

    The transcript is the only record of how far the round is. A step writes everything else first and the
    transcript last, in one stroke; so a step that was cut off was not taken, and can be given again.

    Attributes:
        path: the folder with `rules.yaml` and the tables.
    """

    path: Path

    @property
    def lottery(self) -> Path:
        """Folder of the transcript and of what the draw needs."""
        return self.path / "lottery"

    @property
    def secret(self) -> Path:
        """Folder of salts and frozen applications."""
        return self.lottery / "secret"

    @property
    def result(self) -> Path:
        """Folder of the placement; it counts once the transcript says `placed`."""
        return self.path / "result"

    @property
    def transcript_file(self) -> Path:
        """The public transcript."""
        return self.lottery / "transcript.json"

    @property
    def rules_file(self) -> Path:
        """The rules as published, in canonical form."""
        return self.lottery / "rules.json"

    @property
    def full_transcript_file(self) -> Path:
        """The transcript with all applications and placements, for notary, auditor and court."""
        return self.result / "full-transcript.json"

    def round(self) -> Round:
        """The tables and rules as they are now.

        Raises:
            NoRound: there is no such folder.
            InvalidTable: a file is absent, unreadable or holds a wrong value.
        """
        self.require()
        return read_round(self.path)

    def rules(self) -> Rules:
        """The rules as they are now; the tables need not be there.

        Raises:
            NoRound: there is no such folder, or no `rules.yaml` in it.
            InvalidTable: the rules are wrong, or something in them is still to be decided (`RulesNotSet`).
        """
        self.require()
        path = self.path / RULES_FILE
        if not path.is_file():
            raise NoRound(
                f"{path}: no such file. Copy a scheme with `gemengd place schemes NAME` and fill it in."
            )
        rules = read_rules(path)
        _ = rules.model  # refuses what is still to be decided
        return rules

    def transcript(self) -> Transcript:
        """The transcript; one without events for a round that was not opened.

        Raises:
            NoRound: there is no such folder.
            Refused: the file is damaged or was altered.
        """
        self.require()
        try:
            text = self.transcript_file.read_bytes().decode(errors="replace")
        except FileNotFoundError:
            return Transcript()
        return read_transcript(text)

    @property
    def stage(self) -> str | None:
        """The last of `STAGES` that was recorded; None for a round that was not opened."""
        return stage_of(self.transcript())

    def require(self) -> None:
        """Refuse a folder that is not there.

        Raises:
            NoRound: there is no such folder.
        """
        if not self.path.is_dir():
            raise NoRound(
                f"{self.path}: no such folder. A round is a folder with rules.yaml and the tables; "
                "`gemengd place example FOLDER` makes one to try."
            )

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other commands from changing the round; the lock ends with the process and leaves no file.

        Raises:
            NoRound: there is no such folder.
            RoundBusy: another command holds it.
        """
        self.require()
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            raise RoundBusy(
                f"{self.path}: another command is at work on this round. Wait for it to end."
            ) from error
        finally:
            os.close(descriptor)


def stage_of(transcript: Transcript) -> str | None:
    """The last of `STAGES` that a transcript records."""
    kinds = [one["kind"] for one in transcript.events if one["kind"] in STAGES]
    return kinds[-1] if kinds else None


def file_name(pseudonym: str) -> str:
    """A pseudonym as part of the name of a file, whatever signs it holds."""
    return quote(pseudonym, safe="")
