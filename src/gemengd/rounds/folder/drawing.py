# SPDX-License-Identifier: EUPL-1.2
"""The steps from the frozen list to the draw: the notary's part, the decision, the public source."""

from __future__ import annotations

import json

from gemengd.rounds import lottery
from gemengd.rounds.folder import frozen, journal
from gemengd.rounds.folder.moments import Clock, step_moment
from gemengd.rounds.folder.notary_part import kept_part
from gemengd.rounds.folder.round_folder import RoundFolder
from gemengd.rounds.folder.telling import Progress, Telling
from gemengd.rounds.lottery import Refused, Transcript
from gemengd.rounds.lottery.beacon import DRILL
from gemengd.rounds.lottery.moments import stamp
from gemengd.rounds.lottery.stage import NEXT_SOURCE, NO_SECOND_DRAW, plan_of, refuse_repeat, source_of
from gemengd.tables.files import write_whole

DRILL_BEACON = "drill-beacon.json"


def reveal(folder: RoundFolder, part: bytes | None, clock: Clock) -> Transcript:
    """Open the notary's part.

    Args:
        folder: the round.
        part: the part; None in a drill that keeps its own.
        clock: time and chance.

    Raises:
        Refused: as `lottery.reveal`, or there is no part.
    """
    with folder.lock():
        transcript = folder.transcript()
        found = kept_part(folder) if part is None else part
        if found is None:
            raise Refused("no part of the notary", "the file with the part", "Ask the notary for it.")
        longer = _revealed(transcript, found, clock)
        journal.record(folder, longer)
    return longer


def decide(folder: RoundFolder, clock: Clock) -> Transcript:
    """Fix whether the notary's part counts.

    Raises:
        Refused: as `lottery.decide`.
    """
    with folder.lock():
        longer = _decided(folder.transcript(), clock)
        journal.record(folder, longer)
    return longer


def skip(folder: RoundFolder, reason: str, by: str, clock: Clock) -> Transcript:
    """Pass over a source that cannot be had.

    Raises:
        Refused: as `lottery.skip`.
    """
    with folder.lock():
        transcript = folder.transcript()
        longer = lottery.skip(transcript, reason, by, step_moment(transcript, "skipped", clock.now))
        journal.record(folder, longer)
    return longer


def draw(
    folder: RoundFolder, beacon: str | None, clock: Clock, progress: Progress | None = None
) -> Transcript:
    """Draw, once; a drill first reveals and decides by itself.

    Args:
        folder: the round.
        beacon: text of the file of the source; None in a drill makes one, once.
        clock: time and chance.
        progress: told how far it is.

    Raises:
        Refused: as `lottery.draw`, or tables or seats are not those frozen, or there is no beacon's file.
    """
    tell = Telling("Drawing", 3, progress)
    with folder.lock():
        transcript = folder.transcript()
        refuse_repeat(transcript, "drawn", NO_SECOND_DRAW)
        round_ = folder.round()
        tell.done()
        kept = frozen.frozen_list(folder, round_, transcript)
        tell.done()
        if plan_of(transcript).drill:
            transcript = _ready_to_draw(folder, transcript, clock)
        _refuse_undecided(transcript, clock)
        text = _beacon(folder, transcript, clock) if beacon is None else beacon
        longer = lottery.draw(
            transcript,
            lottery.read_published(text),
            kept,
            lottery.frame_of(round_),
            rules=round_.rules.identity,
            moment=step_moment(transcript, "drawn", clock.now),
        )
        if beacon is None:
            write_whole(folder.lottery / DRILL_BEACON, text.encode(), secret=False)
        journal.record(folder, longer)
        tell.done()
    return longer


def _revealed(transcript: Transcript, part: bytes, clock: Clock) -> Transcript:
    return lottery.reveal(transcript, part, step_moment(transcript, "revealed", clock.now))


def _decided(transcript: Transcript, clock: Clock) -> Transcript:
    return lottery.decide(transcript, step_moment(transcript, "decided", clock.now))


def _ready_to_draw(folder: RoundFolder, transcript: Transcript, clock: Clock) -> Transcript:
    """A drill reveals its own part and decides when nobody did."""
    if not transcript.of_kind("decided"):
        part = None if transcript.of_kind("revealed") else kept_part(folder)
        if part is not None:
            transcript = _revealed(transcript, part, clock)
        transcript = _decided(transcript, clock)
    return transcript


def _beacon(folder: RoundFolder, transcript: Transcript, clock: Clock) -> str:
    """The file of a drill that keeps its own, made on first use."""
    source = source_of(transcript)
    if source.kind != DRILL:
        raise Refused(
            "no file of the source",
            f"what {source.kind} {source.reference} published from {stamp(source.exists_from)} on",
            "Give it with --beacon FILE; `gemengd place status` says where drand publishes it.",
        )
    path = folder.lottery / DRILL_BEACON
    if path.is_file():
        return path.read_text(encoding="utf-8")
    return json.dumps({"kind": DRILL, "value": clock.random(32).hex()}) + "\n"


def _refuse_undecided(transcript: Transcript, clock: Clock) -> None:
    if transcript.of_kind("decided"):
        return
    early = clock.now < source_of(transcript).exists_from
    mend = "Decide first: gemengd place decide." if early else NEXT_SOURCE
    raise Refused("a round that was not decided yet", "whether the notary's part counts", mend)
