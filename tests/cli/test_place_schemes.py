# SPDX-License-Identifier: EUPL-1.2
"""The library of schemes from the command line."""

from __future__ import annotations

from gemengd.placement.rules import scheme_names, scheme_text


def test_the_schemes_are_listed_with_their_titles_and_what_is_still_open(run):
    code, out, _ = run("place", "schemes")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == scheme_names()
    assert "Utrecht, primary schools" in out
    assert "ghent_basis" in next(line for line in out.splitlines() if "3 values still to be set" in line)


def test_a_scheme_is_printed_to_be_copied(run):
    assert run("place", "schemes", "utrecht_po").out == scheme_text("utrecht_po")


def test_an_unknown_scheme_names_those_there_are(run):
    code, out, err = run("place", "schemes", "eindhoven_po")
    assert (code, out) == (4, "")
    assert "eindhoven_po" in err
    assert "utrecht_po" in err
