# SPDX-License-Identifier: EUPL-1.2
"""A round of a dozen children in a folder, for the tests of folder and commands."""

from __future__ import annotations

from pathlib import Path

PROGRAMMES = "programme,school,seats\nBeuk,b,3\nEik,e,4\nIep,i,3\n"
CHILDREN = ("ada", "bo", "cas", "dina", "eef", "fem", "gijs", "hana", "ilse", "joep", "kim", "lou")
LISTS = ("Beuk Eik", "Beuk Eik Iep", "Beuk", "Eik Beuk", "Eik Iep Beuk", "Beuk Iep")
RULES = """\
format: gemengd-rules/1
name: small
title: {en: Small}
sources: {here: {title: Made up, kind: own, read: whole}}
mechanism: {name: deferred_acceptance, source: here, certain: true}
lottery: {numbers: single, source: here, certain: true}
priorities:
  - {id: sibling, when: {claim: sibling}, source: here, certain: true}
"""
GUARANTEE = "guarantees:\n  - {id: kin, when: {claim: sibling}, source: here, certain: true}\n"


def write_round(folder: Path, rules: str = RULES) -> Path:
    """Write the tables and the rules."""
    folder.mkdir(parents=True)
    wishes = [
        f"{child},{rank},{programme}"
        for number, child in enumerate(CHILDREN)
        for rank, programme in enumerate(LISTS[number % len(LISTS)].split(), start=1)
    ]
    texts = {
        "programmes.csv": PROGRAMMES,
        "applicants.csv": "\n".join(["applicant", *CHILDREN, ""]),
        "preferences.csv": "\n".join(["applicant,rank,programme", *wishes, ""]),
        "claims.csv": "applicant,programme,sibling\ncas,Beuk,yes\nlou,Iep,yes\n",
        "rules.yaml": rules,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder, to compare before and after."""
    return {str(path): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}
