# SPDX-License-Identifier: EUPL-1.2
"""The chain of events: nothing can be changed, left out, inserted or put in another order."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemengd.rounds.lottery import Refused, Transcript, read_transcript

START = datetime(2026, 1, 1, tzinfo=UTC)


def chain(length=4):
    found = Transcript()
    for number in range(length):
        found = found.record(f"step_{number}", START + timedelta(hours=number), {"number": number, "x": "é"})
    return found


def test_a_transcript_reads_back_as_it_was_written():
    assert read_transcript(chain().text()) == chain()
    assert read_transcript(chain().text(applications=[])).head == chain().head


def test_recording_leaves_the_transcript_as_it_was():
    before = chain()
    after = before.record("more", START + timedelta(days=1), {})
    assert len(before.events) == 4
    assert after.events[:4] == before.events
    assert after.events[4]["previous"] == before.head


def test_an_event_before_the_last_one_is_refused():
    with pytest.raises(Refused, match="clock of this computer"):
        chain().record("more", START, {})


@given(st.data())
def test_every_altered_character_is_detected(data):
    text = chain().text()
    position = data.draw(st.integers(0, len(text) - 1))
    character = data.draw(st.characters(min_codepoint=32, max_codepoint=126))
    altered = text[:position] + character + text[position + 1 :]
    try:
        same = json.loads(altered) == json.loads(text)
    except ValueError:
        same = False
    if not same:
        with pytest.raises(Refused):
            read_transcript(altered)


@given(st.permutations(range(5)), st.integers(0, 5))
def test_events_left_out_or_put_in_another_order_are_detected(order, keep):
    events = chain(5).events
    found = [events[one] for one in order][:keep]
    if found != list(events[:keep]):
        with pytest.raises(Refused, match="Restore the transcript"):
            read_transcript(Transcript(tuple(found)).text())


def test_cutting_off_the_end_leaves_another_head():
    """A chain cannot show by itself that its end is missing; whoever kept the head can."""
    shorter = Transcript(chain().events[:3])
    assert read_transcript(shorter.text()).head != chain().head


@pytest.mark.parametrize("text", ["", "[]", '{"events": []}', '{"format": "other/1", "events": []}'])
def test_another_file_is_refused(text):
    with pytest.raises(Refused):
        read_transcript(text)


def test_data_without_one_spelling_are_refused():
    with pytest.raises(ValueError, match="decimal"):
        Transcript().record("step", START, {"share": 0.25})
