# SPDX-License-Identifier: EUPL-1.2
"""Check the draw and the placement of a round yourself. One file; Python 3.11 or newer and nothing else.

    python verifier.py TRANSCRIPT [RECEIPT] [--language en] [--head HASH] [--rules FILE]

TRANSCRIPT  the published transcript, or the full one that a notary, auditor or court has.
RECEIPT     the receipt of your own child.
--language  nl (default) or en.
--head      a hash that you or somebody you trust kept earlier: it must be in the transcript.
--rules     the published rules in canonical form: they must be the rules of this round.

Exit code: 0 all is right; 1 something is wrong; 2 a file cannot be read; 3 right as far as checked, but this
file does not know the way of placing. It shares no code with the program that placed. drand's signature
needs a library and is not checked here; anyone can compare it with drand's own publication.
"""

from __future__ import annotations

import argparse
import bisect
import hashlib
import hmac
import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

RIGHT, WRONG, UNREADABLE, PARTLY = range(4)
Data = dict[str, Any]
Keys = list[tuple[Any, ...]]
GENESIS, PERIOD = 1692803367, 3  # drand quicknet: Unix time of round 1, seconds between rounds
CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
MECHANISMS = ("deferred_acceptance", "boston", "first_preference_first", "serial_dictatorship")
NEEDS = {"opened": "", "frozen": "opened", "revealed": "frozen", "decided": "frozen"}
NEEDS |= {"skipped": "frozen", "drawn": "decided", "placed": "drawn"}  # every later event needs "placed"

SAYS = """
chain=Het verslag is een ongebroken keten van {0} stappen.
The transcript is an unbroken chain of {0} steps.
steps=De stappen zijn op tijd en in de goede volgorde gezet.
The steps were taken in time and in the right order.
head=De bewaarde hash staat in het verslag.
The hash that was kept is in the transcript.
rules=Dit zijn de regels van deze ronde.
These are the rules of this round.
notary=Of het deel van de notaris meetelt ({0}), stond vast voordat de bron bestond; het zegel klopt.
Whether the notary's part counts ({0}) was fixed before the source existed; the seal is right.
seed=Het startgetal volgt uit de openbare bron ({0} {1}).
The seed follows from the public source ({0} {1}).
compare=Niet gecontroleerd: vergelijk {0} {1} zelf met wat de bron publiceerde: {2}
Not checked: compare {0} {1} yourself with what the source published: {2}
drill=DIT IS EEN OEFENING. Niemand kan hier een plaats aan ontlenen.
THIS IS A DRILL. Nobody can derive a place from it.
skipped=Bron {0} is overgeslagen. {1} verklaarde: {2}. Controleer of die bron er echt niet was.
Source {0} was passed over. {1} stated: {2}. Check whether that source was really absent.
applications=De {0} aanmeldingen zijn die van voor de loting.
The {0} applications are those frozen before the draw.
placement=Opnieuw berekend: alle {0} kinderen hebben dezelfde uitkomst.
Computed again: all {0} children have the same outcome.
cutoffs=Opnieuw berekend: de gepubliceerde grenzen kloppen.
Computed again: the published cut-offs are right.
placements=De plaatsingen horen bij de gepubliceerde hash.
The placements belong to the published hash.
method=Niet opnieuw berekend: dit programma kent deze manier van plaatsen niet ({0}).
Not computed again: this program does not know this way of placing ({0}).
later=Er is nog niet geplaatst: de rest volgt later.
Nothing was placed yet: the rest comes later.
public=Dit is het openbare verslag. Alles narekenen kan met het volledige verslag (notaris, auditor, rechter).
This is the public transcript. All can be computed from the full one (notary, auditor, court).
own=De aanmelding van {0} is meegeteld, met deze lijst: {1}.
The application of {0} was included, with this list: {1}.
ticket=Het lotnummer ({0}): {1}
The lottery number ({0}): {1}
got=Uitkomst: {0}.
Outcome: {0}.
higher={0} (keuze {1}): vol; de laatste die een plaats kreeg, stond hoger in de volgorde.
{0} (choice {1}): full; the last one admitted stood higher in the order.
fits=Deze uitkomst past bij de gepubliceerde grenzen.
This outcome fits the published cut-offs.
verdict0=ALLES KLOPT.
EVERYTHING IS RIGHT.
verdict1=ER KLOPT IETS NIET. Bewaar deze bestanden en vraag de organisatie of de notaris om uitleg.
SOMETHING IS WRONG. Keep these files and ask the organisers or the notary to explain.
verdict2=Dit bestand kan niet worden gelezen: {0}. Haal het opnieuw op.
This file cannot be read: {0}. Fetch it again.
verdict3=Wat is gecontroleerd, klopt; de plaatsing zelf is niet nagerekend.
What was checked is right; the placement itself was not computed again.
"""  # each first in Dutch, then in English


class Report:
    """The findings, in one language."""

    def __init__(self, language: str) -> None:
        lines = SAYS.strip().splitlines()
        pairs = [(*one.split("=", 1), other) for one, other in zip(lines[::2], lines[1::2], strict=True)]
        self.english = language == "en"
        self.says = {key: english if self.english else dutch for key, dutch, english in pairs}
        self.code = RIGHT

    def check(self, good: bool, key: str, *values: object) -> bool:
        marks = ("WRONG", "right") if self.english else ("FOUT", "goed")
        print(f"[{marks[good]}] {self.says[key].format(*values)}")
        self.code = self.code if good else WRONG
        return good

    def note(self, key: str, *values: object) -> None:
        print(f"[  - ] {self.says[key].format(*values)}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check the draw and the placement of a round.")
    parser.add_argument("transcript")
    parser.add_argument("receipt", nargs="?")
    parser.add_argument("--head")
    parser.add_argument("--rules")
    parser.add_argument("--language", choices=("nl", "en"), default="nl")
    asked = parser.parse_args(arguments)
    report = Report(asked.language)
    try:
        _check(asked, report)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError) as error:
        report.code = WRONG if report.code == WRONG else UNREADABLE
        print(report.says["verdict2"].format(f"{type(error).__name__}: {error}"))
    if report.code != UNREADABLE:
        print(report.says[f"verdict{report.code}"])
    return report.code


def _check(asked: argparse.Namespace, report: Report) -> None:
    full = _read(asked.transcript)
    if full["format"] != "gemengd-transcript/1":
        raise ValueError(f"format {full['format']}")
    events = full["events"]
    if not report.check(bool(events) and _chained(events), "chain", len(events)):
        return
    said = {one["kind"]: one["data"] for one in events}
    slots = said["frozen"]["frame"]["slots"] if "frozen" in said else []
    said["rank_first"] = {(one[0], one[1]): one[3] for one in slots}
    _check_kept(asked, events, report)
    report.check(_in_order(events), "steps")
    if said["opened"]["drill"]:
        report.note("drill")
    if "drawn" in said:
        _check_draw(events, said, report)
    if "placed" not in said:
        report.note("later")
    if "applications" not in full:
        report.note("public")
    elif "frozen" in said:
        _check_everything(full, said, report)
    if asked.receipt:
        _check_receipt(_read(asked.receipt), said, report)


def _check_kept(asked: argparse.Namespace, events: list[Data], report: Report) -> None:
    if asked.head:
        report.check(asked.head in [one["hash"] for one in events], "head")
    if asked.rules:
        report.check(sha(Path(asked.rules).read_bytes()).hex() == events[0]["data"]["rules"], "rules")


def _read(name: str) -> Any:
    return json.loads(Path(name).read_text(encoding="utf-8"), object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> Data:
    """A map; a key that stands twice would let two readers read two things."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key that stands twice")
    return found


def canonical(value: Any) -> bytes:
    """Equal data as equal bytes: keys sorted, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def _chained(events: list[Data]) -> bool:
    previous = "0" * 64
    for number, event in enumerate(events, start=1):
        content = {name: value for name, value in event.items() if name != "hash"}
        known = number, previous, sha(canonical(content)).hex()
        if (event["number"], event["previous"], event["hash"]) != known:
            return False
        previous = event["hash"]
    return True


def _in_order(events: list[Data]) -> bool:
    """Whether each step came after the one it needs, when the plan allows it, and only once."""
    plan, seen, last, skips = events[0]["data"]["plan"], [""], "", 0
    for event in events:
        kind, moment = event["kind"], event["moment"]
        if kind in seen and kind in NEEDS and kind != "skipped":
            return False
        if NEEDS.get(kind, "placed") not in seen or _moment(moment) < _moment(last or moment):
            return False
        if not _in_time(event, plan, skips, seen):
            return False
        seen, last, skips = [*seen, kind], moment, skips + (kind == "skipped")
    return True


def _in_time(event: Data, plan: Data, skips: int, seen: list[str]) -> bool:
    moment, source, first = event["moment"], plan["sources"][skips], plan["sources"][0]["exists_from"]
    following = plan["sources"][skips + 1]["exists_from"] if event["kind"] == "skipped" else ""
    day_ahead = _moment(first) - _moment(moment) >= timedelta(hours=24)
    rules: dict[str, Callable[[], bool]] = {
        "opened": lambda: moment < plan["closes"],
        "frozen": lambda: plan["closes"] <= moment <= plan["reveal_from"] and day_ahead,
        "revealed": lambda: plan["reveal_from"] <= moment <= plan["reveal_by"] and "decided" not in seen,
        "decided": lambda: moment < source["exists_from"],
        "skipped": lambda: source["give_up"] <= moment < following and "drawn" not in seen,
        "drawn": lambda: moment >= source["exists_from"] and event["data"]["source"] == skips + 1,
    }
    return rules.get(event["kind"], lambda: True)()


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _check_draw(events: list[Data], said: Data, report: Report) -> None:
    drawn, opened = said["drawn"], said["opened"]
    part = said.get("revealed", {}).get("part")
    seal = sha(f"gemengd-notary/1|{opened['round']}|{part}".encode()).hex()
    counts = said["decided"]["notary_counts"]
    good = counts is (part is not None) and (part is None or seal == said["frozen"]["notary"])
    report.check(good, "notary", ("-", "+")[bool(counts)])
    for one in events:
        if one["kind"] == "skipped":
            report.note("skipped", one["data"]["source"], one["data"]["by"], one["data"]["reason"])
    source = opened["plan"]["sources"][drawn["source"] - 1]
    value = bytes.fromhex(drawn["value"])
    label = f"gemengd-seed/1|{opened['round']}|{drawn['kind']}".encode()
    good = [drawn["kind"], drawn["reference"]] == [source["kind"], source["reference"]]
    if good and drawn["kind"] == "drand":
        exists = _moment(source["exists_from"]).timestamp()
        good = exists == GENESIS + (int(drawn["reference"]) - 1) * PERIOD
    seed = hkdf(value + bytes.fromhex(part or ""), label)
    report.check(good and seed == drawn["seed"], "seed", drawn["kind"], drawn["reference"])
    if drawn["kind"] != "drill":
        chain = f"drand {CHAIN}" if drawn["kind"] == "drand" else drawn["kind"]
        report.note("compare", chain, drawn["reference"], drawn["value"])


def hkdf(material: bytes, info: bytes) -> str:
    key = hmac.new(bytes(32), material, hashlib.sha256).digest()
    return hmac.new(key, info + b"\x01", hashlib.sha256).hexdigest()


def leaf(salt: str, record: Any) -> bytes:
    return sha(b"\x00", bytes.fromhex(salt), canonical(record))


def root(leaves: Iterable[bytes]) -> str:
    """The root over leaves in the order of their hashes."""
    level = sorted(leaves)
    while len(level) > 1:
        above = [sha(b"\x01", level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = above + ([level[-1]] if len(level) % 2 else [])
    return level[0].hex()


def root_by(leaf_: bytes, proof: Data) -> str:
    """The root to which one leaf leads by its path; empty where the path has another length."""
    index, width, path = proof["index"], proof["size"], list(proof["path"])
    if type(index) is not int or not 0 <= index < width:
        return ""
    while width > 1:
        if index % 2 or index + 1 < width:
            if not path:
                return ""
            other = bytes.fromhex(path.pop(0))
            leaf_ = sha(b"\x01", other, leaf_) if index % 2 else sha(b"\x01", leaf_, other)
        index, width = index // 2, (width + 1) // 2
    return "" if path else leaf_.hex()


def _check_everything(full: Data, said: Data, report: Report) -> None:
    people, frozen = full["applications"], said["frozen"]
    names = [one["application"]["applicant"] for one in people]
    found = root(leaf(one["salt"], one["application"]) for one in people)
    good = (found, len(names), len(set(names))) == (frozen["root"], frozen["count"], frozen["count"])
    report.check(good, "applications", len(names))
    if "placed" not in said:
        return
    salts = {one["application"]["applicant"]: one["salt"] for one in people}
    placed, stated = said["placed"], full["placements"]
    same = root(leaf(salts[one["applicant"]], one) for one in stated) == placed["placements"]
    report.check(same and sorted(salts) == sorted(one["applicant"] for one in stated), "placements")
    if frozen["frame"]["beyond"] or frozen["frame"]["mechanism"] not in MECHANISMS:
        report.note("method", ", ".join([frozen["frame"]["mechanism"], *frozen["frame"]["beyond"]]))
        report.code = report.code or PARTLY
        return
    seats = place([one["application"] for one in people], said)
    held = {key[-1]: slot for slot, keys in seats.items() for key in keys}
    outcome = {one["applicant"]: (one["programme"], one["seat_type"]) for one in stated}
    same = outcome == {name: held.get(name, (None, None)) for name in names}
    report.check(same, "placement", len(names))
    cut = [_limit(slot, seats[slot[0], slot[1]]) for slot in frozen["frame"]["slots"]]
    report.check(cut == placed["cutoffs"], "cutoffs")


def _limit(slot: list[Any], keys: Keys) -> Data:
    """What is published about a kind of seat: the last one admitted, if it is full."""
    full = len(keys) >= slot[2]
    last = list(keys[-1][:4]) if keys and full else None
    return {"programme": slot[0], "seat_type": slot[1], "full": full, "last": last}


def ticket(application: Data, programme: str, said: Data) -> str:
    parts = [said["drawn"]["seed"], said["opened"]["round"], application["holder"]]
    if said["frozen"]["frame"]["numbers"] == "per_programme":
        parts.append(programme)
    return sha("|".join(parts).encode()).hex()


def standing(application: Data, entry: list[Any], said: Data) -> tuple[Any, ...]:
    """Where a child stands at a kind of seat; lower is better."""
    programme, kind, rank, category, order = entry
    number = ticket(application, programme, said)
    if said["frozen"]["frame"]["mechanism"] == "serial_dictatorship":
        return (0, 0, 0, number)
    return (rank if said["rank_first"][programme, kind] else 0, category, order, number)


def place(people: list[Data], said: Data) -> dict[tuple[str, str], Keys]:
    """Deferred acceptance: who asks and stands too low asks at the next seat on the list."""
    slots = {(one[0], one[1]): one[2] for one in said["frozen"]["frame"]["slots"]}
    seats: dict[tuple[str, str], Keys] = {slot: [] for slot in slots}
    wishes = {one["applicant"]: iter(one["entries"]) for one in people}
    asking = list(people)
    by_name = {one["applicant"]: one for one in people}
    while asking:
        one = asking.pop()
        for entry in wishes[one["applicant"]]:
            slot = (entry[0], entry[1])
            if entry[3] is None or not slots[slot]:
                continue
            bisect.insort(seats[slot], (*standing(one, entry, said), one["applicant"]))
            if len(seats[slot]) > slots[slot]:
                asking.append(by_name[seats[slot].pop()[-1]])
            break
    return seats


def _check_receipt(receipt: Data, said: Data, report: Report) -> None:
    own, frozen, proof = receipt["application"], said["frozen"], receipt["proof"]
    found = root_by(leaf(receipt["salt"], own), proof)
    good = receipt["format"] == "gemengd-receipt/1" and receipt["round"] == said["opened"]["round"]
    wishes = ", ".join(f"{rank}. {programme}" for rank, programme in own["preferences"])
    good = good and (found, proof["size"]) == (frozen["root"], frozen["count"])
    if not report.check(good, "own", own["applicant"], wishes) or "drawn" not in said:
        return
    each = frozen["frame"]["numbers"] == "per_programme"
    for programme in dict.fromkeys(one[0] for one in own["entries"]) if each else [""]:
        report.note("ticket", programme or "*", ticket(own, programme, said))
    if "placed" in said and "placement" in receipt:
        _check_outcome(receipt, said, report)


def _check_outcome(receipt: Data, said: Data, report: Report) -> None:
    own, got = receipt["application"], receipt["placement"]
    found = root_by(leaf(receipt["salt"], got), receipt["placement_proof"])
    good = got["applicant"] == own["applicant"] and found == said["placed"]["placements"]
    good = good and receipt["placement_proof"]["size"] == said["frozen"]["count"]
    report.check(good, "got", got["programme"] or "-")
    frame = said["frozen"]["frame"]
    if frame["mechanism"] not in MECHANISMS or set(frame["beyond"]) - {"tail_repair"}:
        report.note("method", ", ".join([frame["mechanism"], *frame["beyond"]]))
        report.code = report.code or PARTLY
        return
    cut = {(one["programme"], one["seat_type"]): one for one in said["placed"]["cutoffs"]}
    shared = frame["numbers"] == "per_family"
    for entry in own["entries"]:
        slot = (entry[0], entry[1])
        if entry[3] is None:
            continue  # by the rules these seats are not for this child
        mine, limit = standing(own, entry, said), cut[slot]
        last = None if limit["last"] is None else tuple(limit["last"])
        if slot == (got["programme"], got["seat_type"]):
            report.check(not limit["full"] or (last is not None and mine <= last), "fits")
            return
        barred = limit["full"] and (last is None or mine > last or (shared and mine == last))
        report.check(barred, "higher", f"{slot[0]} ({slot[1]})", entry[2])
    report.check(got["programme"] is None, "fits")


if __name__ == "__main__":
    sys.exit(main())
