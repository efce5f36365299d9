# SPDX-License-Identifier: EUPL-1.2
"""Rules, and rounds from the first step to the last, at moments and with a chance that are fixed.

The hash of the software stands in the first step of a transcript and so in the hash of every later one. It
is left out, and the hash of a step is named after its number; all else in a transcript counts to the byte.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from frozen.doors import Ended, gemengd, standing_still
from frozen.keeping import Output, check, output
from frozen.volatile import steady

GIVEN = Path(__file__).with_name("given") / "round"
OPEN = (
    "open round --id 2023-ronde1 --closes 2023-08-31T18:00+02:00 --reveal-from 2023-09-13T09:00+02:00 "
    "--reveal-by 2023-09-14T12:00+02:00 --source-not-before 2023-09-15T13:00:01+02:00"
)
REAL = (
    (
        "2023-06-01T12:00",
        OPEN,
    ),
    ("2023-06-01T13:00", "status round"),
    ("2023-08-01T12:00", "commit round"),
    ("2023-09-01T12:00", "check round"),
    ("2023-09-01T12:00", "seal 2023-ronde1"),
    ("2023-09-01T12:00", "commit round --notary-seal SEAL"),
    ("2023-09-01T12:10", "commit round --notary-seal SEAL"),
    ("2023-09-01T12:20", "receipt round --applicant ada"),
    ("2023-09-01T12:30", "draw round --beacon drand.json"),
    ("2023-09-13T10:00", "decide round"),
    ("2023-09-13T10:00", "reveal round"),
    ("2023-09-13T10:00", "reveal round notary-part.hex"),
    ("2023-09-14T13:00", "decide round"),
    ("2023-09-14T13:00", "draw round --beacon drand.json"),
    ("2023-09-15T11:05", "draw round"),
    ("2023-09-15T11:05", "draw round --beacon drand.json"),
    ("2023-09-15T11:06", "draw round --beacon drand.json"),
    ("2023-09-15T11:06", "skip round --reason none --by me"),
    ("2023-09-15T11:06", "withdraw round --applicant ada --by boards --reason moved"),
    ("2023-09-15T11:06", "audit round"),
    ("2023-09-15T11:10", "run round"),
    ("2023-09-15T11:11", "run round"),
    ("2023-09-15T11:12", "audit round"),
    ("2023-09-15T11:12", "verify round"),
    ("2023-09-15T11:12", "verify round --language en"),
    ("2023-09-15T11:12", "verify round/lottery/transcript.json --language en"),
    ("2023-09-15T11:12", "status round"),
)
"""A round with a notary and a public source: moment (UTC) and command."""
SCHEMES = "--scheme weesp_po_2022 --scheme den_haag_po --scheme amsterdam_po"
DRILL = (
    f"example round --children 60 --programmes 6 --seed 3 {SCHEMES}",
    "check round",
    "chances round --language en",
    "chances round --applicant c07",
    "chances round --applicant c07 --list s1,s2 --next-year --language en",
    "compare round --rules den_haag_po --draws 5 --language en",
    "compare round --rules den_haag_po amsterdam_po --draws 5 --out compared",
    "commit round --drill",
    "status round",
    "draw round",
    "run round",
    "audit round",
    "verify round --language en",
    "explain round --all",
    "explain round --all --language en --objection Object. --contact Ask. --out letters-en",
    "explain round --applicant c07",
    "explain round --applicant c07 --language en",
    "receipt round --all",
    "verify round/lottery/transcript.json round/result/receipts/c07.json --language en",
    "verify round/lottery/transcript.json round/result/receipts/c07.json",
    'withdraw round --applicant c07 --by "the boards" --reason "moved away"',
    'late round late --by "the boards" --reason "moved here"',
    'override round --applicant c09 --to s2 --extra-seat --by "appeals" --reason "decision 14"',
    'rematch round --by "the boards" --reason "given back" --extra-seats s1=1',
    "explain round --applicant c09 --language en",
    "audit round",
    "verify round --language en",
    "status round",
)
REFUSED = (
    "check nowhere",
    "schemes eindhoven_po",
    "example full",
    "example new --scheme eindhoven_po",
    "compare full",
    "compare full --rules ghent_basis",
    "compare full --rules haarlem_po",
    "compare full --rules den_haag_po den_haag_po",
    "compare full --rules den_haag_po --group rich",
    "open full --id x",
    "open full --id x --closes tomorrow",
    "explain full --applicant ada",
    "explain full",
    "receipt full --all",
    "override full --applicant ada --by x --reason y",
    "rematch full --by x --reason y --extra-seats s1",
    "verify nowhere.json",
    "run full",
    "commit full --drill",
    "commit full --id x",
)
"""What cannot be done with the small round, of which nothing was done yet; `commit --drill` at last can."""
TAMPERED = (
    ("preferences.csv", "ada,1,Beuk\nada,2,Eik", "ada,1,Eik\nada,2,Beuk"),
    ("preferences.csv", "ada,2,Eik\n", ""),
    ("claims.csv", "cas,Beuk,yes", "cas,Beuk,no"),
    ("applicants.csv", "lou\n", "lou\nmia\n"),
    ("programmes.csv", "Beuk,b,3", "Beuk,b,4"),
    ("rules.yaml", "numbers: single", "numbers: per_programme"),
    ("lottery/secret/salts.json", '"ada": "', '"ada": "00'),
    ("lottery/transcript.json", '"count": 12', '"count": 11'),
)
"""Files of a drawn drill that somebody changed."""


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every test works in an empty folder."""
    monkeypatch.chdir(tmp_path)


def test_the_canonical_rules_of_every_scheme():
    from gemengd.placement import rules

    def outputs() -> Iterator[Output]:
        yield output("list.txt", gemengd("place", "schemes").told("gemengd place schemes"))
        for name in rules.scheme_names():
            one = rules.scheme(name)
            yield output(f"{name}.json", one.canonical)
            yield output(f"{name}.identity", f"{one.identity}\n")
            yield output(f"{name}.yaml.txt", gemengd("place", "schemes", name).out)

    check("placement_rules", outputs(), listed=True)


def test_a_real_round():
    _small_round("round")
    shutil.copy(GIVEN / "drand.json", "drand.json")
    told, seal = [], ""
    with standing_still() as still:
        for moment, words in REAL:
            still.moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
            ended = _place(words.replace("SEAL", seal))
            told.append(ended.told(f"[{moment}] gemengd place {words}"))
            seal = seal or "".join(re.findall(r"--notary-seal (\w{64})", ended.out)[:1])
    check("placement_real", _folder("round", told))


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The folder of the drill after its last step, and what each command said."""
    with pytest.MonkeyPatch.context() as patch, standing_still():
        patch.chdir(tmp_path_factory.mktemp("drill"))
        _late("late")
        return Path.cwd(), [_place(words).told(f"gemengd place {words}") for words in DRILL]


def test_a_drill_and_what_came_after_it(drill, monkeypatch):
    monkeypatch.chdir(drill[0])
    check("placement_drill", _folder("round", drill[1], few=True))


def test_all_files_of_the_drill(drill, monkeypatch):
    monkeypatch.chdir(drill[0])
    known = _hashes(Path("round"))
    files = sorted(path for path in Path().rglob("*") if path.is_file())
    texts = (output(path.as_posix(), _without_software(_read(path), known)) for path in files)
    check("placement_files", texts, listed=True)


def test_an_example_round_of_every_scheme():
    check("placement_schemes", _of_every_scheme(), listed=True)


def test_what_is_refused():
    def outputs() -> Iterator[Output]:
        _small_round("full")
        told = "".join(_place(words).told(f"gemengd place {words}") + "\n" for words in REFUSED)
        yield output("before.txt", _without_software(told, _hashes(Path("full"))))
        _place("draw full")
        told = "".join(_tampered("run", *change) for change in TAMPERED)
        yield output("tampered-after-the-draw.txt", _without_software(told, _hashes(Path("full"))))
        _place("run full")
        told = "".join(_tampered(name, *change) for name in ("audit", "verify") for change in TAMPERED)
        told += "".join(_forged(*change) for change in FORGED)
        yield output("tampered-after-placing.txt", _without_software(told, _hashes(Path("full"))))

    with standing_still():
        check("placement_refused", outputs())


def test_what_the_transcript_says_of_the_software():
    """The verifier is one file whose hash families note; a change of it is meant and told."""
    _small_round("round")
    with standing_still():
        _place("commit round --drill")
    software = _events(Path("round/lottery/transcript.json"))[0]["data"]["software"]
    said = {name: value if name == "verifier.py" else "<hash>" for name, value in software.items()}
    check("placement_software", [output("software.json", json.dumps(said, indent=1) + "\n")])


def _place(words: str) -> Ended:
    return gemengd("place", *shlex.split(words))


def _small_round(folder: str) -> None:
    shutil.copytree(GIVEN / "tables", folder)


def _late(folder: str) -> None:
    Path(folder).mkdir()
    Path(folder, "applicants.csv").write_text("applicant,target_group\nlate1,no\n", encoding="utf-8")
    rows = "".join(f"late1,{rank},s{rank}\n" for rank in (1, 2, 3, 4))
    Path(folder, "preferences.csv").write_text(f"applicant,rank,programme\n{rows}", encoding="utf-8")


def _folder(name: str, told: list[str], *, few: bool = False) -> Iterator[Output]:
    """What was said, and the files of a round that people read."""
    folder = Path(name)
    known = _hashes(folder)
    yield output("said.txt", _without_software("\n".join(told), known))
    chosen = ("lottery/transcript.json", "result/placement.csv", "result/cutoffs.csv", "result/audit.json")
    more = ("lottery/rules.json", "result/full-transcript.json", "result/reserve_lists.csv")
    for path in (*chosen, *(() if few else more)):
        if (folder / path).exists():
            yield output(Path(path).name, _without_software(_read(folder / path), known))


def _of_every_scheme() -> Iterator[Output]:
    from gemengd.placement import rules

    for name in rules.scheme_names():
        with standing_still():
            steps = (
                f"example {name} --children 40 --programmes 6 --seed 5 --scheme {name}",
                f"check {name} --lists 3",
                f"commit {name} --drill",
                f"draw {name}",
                f"run {name}",
                f"explain {name} --applicant c11 --language en",
            )
            told = [_place(words).told(f"gemengd place {words}") for words in steps]
        known = _hashes(Path(name))
        yield output(f"{name}/said.txt", _without_software("\n".join(told), known))
        for path in sorted(Path(name).rglob("*.csv")):
            yield output(path.as_posix(), _read(path))


def _tampered(command: str, name: str, old: str, new: str) -> str:
    """What a command says of a round in which a file was changed; the file is put back."""
    path = Path("full") / name
    before = path.read_text(encoding="utf-8")
    assert old in before, name
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    words = f"{command} full"
    told = _place(words).told(f"({name}: {old!r} became {new!r}) gemengd place {words}")
    path.write_text(before, encoding="utf-8")
    return told + "\n"


FORGED = (
    ("lottery/transcript.json", '"kind": "drill"', '"kind": "drand"'),
    ("result/full-transcript.json", '"Beuk"', '"Berk"'),
    ("result/full-transcript.json", '"checked": "drill"', '"checked": "yes"'),
    ("result/full-transcript.json", '"programme": "Eik"', '"programme": "Iep"'),
)


def _forged(name: str, old: str, new: str) -> str:
    told = ""
    for language in ("nl", "en"):
        path = Path("full") / name
        before = path.read_text(encoding="utf-8")
        assert old in before, name
        path.write_text(before.replace(old, new, 1), encoding="utf-8")
        words = f"verify {path} --language {language}"
        told += _place(words).told(f"({name}: {old!r} became {new!r}) gemengd place {words}") + "\n"
        path.write_text(before, encoding="utf-8")
    return told


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _events(transcript: Path) -> list[dict[str, Any]]:
    if not transcript.exists():
        return []
    events: list[dict[str, Any]] = json.loads(transcript.read_text(encoding="utf-8"))["events"]
    return events


def _hashes(folder: Path) -> dict[str, str]:
    """The hashes of the steps of a round, and its software, with what stands instead."""
    known = {}
    events = _events(folder / "lottery" / "transcript.json")
    for event in events:
        known[event["hash"]] = f"<hash of step {event['number']}>"
        known |= {value: f"<{name}>" for name, value in event["data"].get("software", {}).items()}
    return known


def _without_software(text: str, known: dict[str, str]) -> str:
    text = re.sub(r'"software": ?\{[^}]*\}', '"software": "<software>"', text)
    return steady(text, known | {str(Path.cwd()): "<here>"})
