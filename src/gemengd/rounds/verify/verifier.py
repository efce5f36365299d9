# SPDX-License-Identifier: EUPL-1.2
"""Check the draw and the placement of a round yourself. One file; Python 3.11 or newer and nothing else.

    python verifier.py TRANSCRIPT [RECEIPT] [--language en] [--head HASH] [--rules FILE]

TRANSCRIPT  the published transcript, or the full one that a notary, auditor or court has.
RECEIPT     the receipt of your own child.
--language  nl (default) or en.
--head      a hash that you or somebody you trust kept earlier: it must be in the transcript.
--rules     the published rules in canonical form: they must be the rules of this round.

Exit code: 0 all is right; 1 something is wrong; 2 a file cannot be read; 3 right as far as checked, but the
outcome was not: this file does not know the way of placing, or only the full transcript can show it. It
shares no code with the program that placed. drand's signature needs a library and is not checked here;
anyone can compare it with drand's own publication.

To read it, begin at `_check`. Up to `_check_everything` it is about the list and the draw; from `Market` on
about the placement, one way of placing after the other; at the end about a receipt.
"""

from __future__ import annotations

import argparse
import bisect
import hashlib
import hmac
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

RIGHT, WRONG, UNREADABLE, PARTLY = range(4)
PARTS = {"format", "events", "applications", "placements"}
Data = dict[str, Any]
Key = tuple[Any, ...]  # rank, category, order, lottery number, child: where a child stands; lower is better
Wish = tuple[int, Key, int]  # kind of seat, where the child stands there, place of the programme on the list
Groups = tuple[str, ...]  # the reserves a child may use
Held = list[int | None]  # the kind of seat each child has
GENESIS, PERIOD = 1692803367, 3  # drand quicknet: Unix time of round 1, seconds between rounds
CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
FRAME = "gemengd-frame/2"
NO_ORDER = ("top_trading_cycles", "eada")  # here a seat can go past somebody who stands higher
NO_LIMIT, SHUT = (float("inf"),), (-1,)  # stand after and before everybody
MOVES = 100  # per family, after which nobody is pushed out any more where no stable placement exists
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
added=Opnieuw berekend: de {0} toegevoegde plaatsen volgen uit de regels.
Computed again: the {0} seats added follow from the rules.
method=Niet opnieuw berekend: dit programma kent deze manier van plaatsen niet ({0}).
Not computed again: this program does not know this way of placing ({0}).
indirect=Bij deze manier van plaatsen volgt de uitkomst niet uit de grenzen, wel uit het volledige verslag.
With this way of placing the outcome follows from the full transcript, not from the cut-offs.
code={0} liep met andere programmatuur dan de stap ervoor: {1}. Vraag de organisatie waarom.
{0} ran with other software than the step before it: {1}. Ask the organisers why.
later=Er is nog niet geplaatst: de rest volgt later.
Nothing was placed yet: the rest comes later.
public=Dit is het openbare verslag. Alles narekenen kan met het volledige verslag (notaris, auditor, rechter).
This is the public transcript. All can be computed from the full one (notary, auditor, court).
own=De aanmelding van {0} is meegeteld, met deze lijst: {1}.
The application of {0} was included, with this list: {1}.
ticket=Het lotnummer van {0} ({1}): {2}
The lottery number of {0} ({1}): {2}
got=Uitkomst: {0}.
Outcome: {0}.
higher={0} (keuze {1}): vol; de laatste die een plaats kreeg, stond hoger in de volgorde.
{0} (choice {1}): full; the last one admitted stood higher in the order.
family={0} (keuze {1}): geen plaats voor alle {2} kinderen samen, ook niet ten koste van wie lager staat.
{0} (choice {1}): no room for all {2} children together, not even at the expense of who stands lower.
unstable={0} (keuze {1}): hiervoor bestaat geen sluitende plaatsing; de organisatie moet u dit uitleggen.
{0} (choice {1}): no stable placement exists here; the organisers owe you an explanation.
fits=Deze uitkomst past bij de gepubliceerde grenzen.
This outcome fits the published cut-offs.
verdict0=ALLES KLOPT.
EVERYTHING IS RIGHT.
verdict1=ER KLOPT IETS NIET. Bewaar deze bestanden en vraag de organisatie of de notaris om uitleg.
SOMETHING IS WRONG. Keep these files and ask the organisers or the notary to explain.
verdict2=Dit bestand kan niet worden gelezen: {0}. Haal het opnieuw op.
This file cannot be read: {0}. Fetch it again.
verdict3=Wat is gecontroleerd, klopt; de uitkomst zelf is niet nagerekend.
What was checked is right; the outcome itself was not computed again.
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
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        report.code = WRONG if report.code == WRONG else UNREADABLE
        print(report.says["verdict2"].format(f"{type(error).__name__}: {error}"))
    if report.code != UNREADABLE:
        print(report.says[f"verdict{report.code}"])
    return report.code


def _check(asked: argparse.Namespace, report: Report) -> None:
    full = _read(asked.transcript)
    if full["format"] != "gemengd-transcript/1":
        raise ValueError(f"format {full['format']}")
    if strange := sorted(set(full) - PARTS):
        # A full transcript whose applications go by another name would pass for the public one.
        raise ValueError(f"{strange[0]} beside {', '.join(sorted(PARTS))}")
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
    _tell_software(said, report)
    if "drawn" in said:
        _check_draw(events, said, report)
    if "placed" not in said:
        report.note("later")
    if "applications" not in full:
        report.note("public")
    computed = "applications" in full and "frozen" in said and _check_everything(full, said, report)
    if asked.receipt:
        _check_receipt(_read(asked.receipt), said, report, computed)


def _tell_software(said: Data, report: Report) -> None:
    """Say which steps ran with other code than the one before; the placement is computed again anyway."""
    before: Data = {}
    for kind in ("opened", "frozen", "placed"):
        now = said.get(kind, {}).get("software") or {}
        if other := sorted(
            name for name in {*before, *now} if before.get(name) != now.get(name) and before and now
        ):
            report.note("code", kind, ", ".join(other))
        before = now or before


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


def _check_everything(full: Data, said: Data, report: Report) -> bool:
    """Hold the lists against their roots and place again; say whether the placement was computed."""
    people, frozen = full["applications"], said["frozen"]
    names = [one["application"]["applicant"] for one in people]
    found = root(leaf(one["salt"], one["application"]) for one in people)
    good = (found, len(names), len(set(names))) == (frozen["root"], frozen["count"], frozen["count"])
    report.check(good, "applications", len(names))
    if "placed" not in said:
        return False
    salts = {one["application"]["applicant"]: one["salt"] for one in people}
    placed, stated = said["placed"], full["placements"]
    same = root(leaf(salts[one["applicant"]], one) for one in stated) == placed["placements"]
    report.check(same and sorted(salts) == sorted(one["applicant"] for one in stated), "placements")
    if not _known(frozen["frame"], report):
        return False
    _check_placement(Market([one["application"] for one in people], said), stated, placed, report)
    return True


def _known(frame: Data, report: Report) -> bool:
    known = frame.get("format") == FRAME and frame["mechanism"] in WAYS
    if not known:
        report.note("method", f"{frame.get('format')}, {frame['mechanism']}")
        report.code = report.code or PARTLY
    return known


def _check_placement(market: Market, stated: list[Data], placed: Data, report: Report) -> None:
    held, added = place(market)
    outcome = {one["applicant"]: [one["programme"], one["seat_type"]] for one in stated}
    unstable = {one["applicant"]: one["blocking"] for one in stated if one.get("blocking")}
    pairs = zip(market.people, held, strict=True)
    slots = market.frame["slots"]
    same = outcome == {one["applicant"]: slots[n][:2] if n is not None else [None] * 2 for one, n in pairs}
    report.check(same and unstable == market.unstable, "placement", len(held))
    if market.frame["tail_repair"]:
        report.check(added == placed["seats_added"], "added", sum(added.values()))
    report.check(cutoffs(market, held) == placed["cutoffs"], "cutoffs")


def tickets(application: Data, programmes: Iterable[str], said: Data) -> dict[str, str]:
    """The child's lottery number at each programme."""
    text = "|".join([said["drawn"]["seed"], said["opened"]["round"], application["holder"]])
    if said["frozen"]["frame"]["numbers"] != "per_programme":
        return dict.fromkeys(programmes, sha(text.encode()).hex())
    return {name: sha(f"{text}|{name}".encode()).hex() for name in programmes}


def standing(entry: Sequence[Any], numbers: dict[str, str], said: Data) -> Key:
    """Where a child stands at a kind of seat; lower is better."""
    programme, kind, rank, category, order = entry
    if said["frozen"]["frame"]["mechanism"] == "serial_dictatorship":
        return (0, 0, 0, numbers[programme])
    return (rank if said["rank_first"][programme, kind] else 0, category, order, numbers[programme])


class Market:
    """What decides, in numbers: kinds of seats as the frame lists them, children in the order of their draw.

    Where every programme has numbers of its own, children stand in the order of their names.
    """

    def __init__(self, people: list[Data], said: Data) -> None:
        self.said, self.frame = said, said["frozen"]["frame"]
        rows = self.frame["slots"]
        self.slots = {(row[0], row[1]): slot for slot, row in enumerate(rows)}
        self.programme = [row[0] for row in rows]
        self.seats = [row[2] for row in rows]
        by_name = self.frame["numbers"] == "per_programme"
        first = {one["applicant"]: "" if by_name else tickets(one, [""], said)[""] for one in people}
        self.people = sorted(people, key=lambda one: (first[one["applicant"]], one["applicant"]))
        self.own = [self.list_of(who) for who in range(len(people))]
        self.wishes, self.units = list(self.own), [[who] for who in range(len(people))]
        if self.frame["together"]:
            self.bring_together()
        self.unstable: dict[str, list[str]] = {}

    def list_of(self, who: int) -> list[Wish]:
        """The kinds of seats this child may have, most wanted first."""
        one = self.people[who]
        numbers = tickets(one, {entry[0] for entry in one["entries"]}, self.said)
        return [
            (self.slots[entry[0], entry[1]], (*standing(entry, numbers, self.said), who), entry[2])
            for entry in one["entries"]
            if entry[3] is not None  # by the rules these seats are not for this child
        ]

    def bring_together(self) -> None:
        """Make units: children placed together share a list, and stand where the best of them stands."""
        number = {one["applicant"]: who for who, one in enumerate(self.people)}
        groups = [sorted(number[name] for name in one["together"]) for one in self.people]
        groups = [group or [who] for who, group in enumerate(groups)]
        if any(who not in group or groups[group[0]] != group for who, group in enumerate(groups)):
            raise ValueError("children who say differently who is placed together")
        self.units = [group for who, group in enumerate(groups) if group[0] == who]
        for unit in self.units:
            lists = [{slot: (key, rank) for slot, key, rank in self.own[who]} for who in unit]
            shared = [slot for slot in lists[0] if all(slot in one for one in lists)]
            wishes = [(slot, min(one[slot][0] for one in lists), lists[0][slot][1]) for slot in shared]
            for who in unit:
                self.wishes[who] = wishes


def place(market: Market) -> tuple[Held, dict[str, int]]:
    """Place by the rules; while these add seats for who fell off the end, add them and place again."""
    frame, rule = market.frame, market.frame["tail_repair"]
    added: Counter[str] = Counter()
    while True:
        held = together(market) if frame["together"] else WAYS[frame["mechanism"]](market)
        if not rule or not _grow(market, held, rule, added):
            return held, dict(added)


def _grow(market: Market, held: Held, rule: Data, added: Counter[str]) -> bool:
    """Give each child who is helped one more seat, at the highest programme that may still grow."""
    before = added.total()
    for wishes, slot in zip(market.own, held, strict=True):
        above = _above(wishes, slot)
        low = rule["rank_above"] is not None and slot is not None
        helped = wishes[len(above)][2] > rule["rank_above"] if low else slot is None and rule["unplaced"]
        for wanted, _, _ in above if helped else []:
            programme = market.programme[wanted]
            if programme in rule["programmes"] and added[programme] < rule["extra_seats"]:
                added[programme] += 1
                market.seats[wanted] += 1
                break
    return added.total() > before


def _above(wishes: list[Wish], slot: int | None) -> list[Wish]:
    """What the child wanted more than what it has."""
    return wishes[: next((place for place, wish in enumerate(wishes) if wish[0] == slot), len(wishes))]


def cutoffs(market: Market, held: Held) -> list[Data]:
    """What is published about each kind of seat: the last one admitted, if it is full.

    Where children are placed together also the last few and the seats left, as the largest family needs.
    """
    kept: list[list[Key]] = [[] for _ in market.seats]
    for who, slot in enumerate(held):
        if slot is not None:
            kept[slot].append(next(key for wanted, key, _ in market.wishes[who] if wanted == slot))
    most, found = max(map(len, market.units), default=1), []
    for slot, keys in enumerate(kept):
        last = [list(key[:4]) for key in sorted(keys, reverse=True)[:most]]
        full = _is_full(market, kept, slot)
        row = {"programme": market.programme[slot], "seat_type": market.frame["slots"][slot][1]}
        row |= {"full": full, "last": last[0] if full and last else None}
        left = {"free": min(market.seats[slot] - len(keys), most), "lasts": last}
        found.append(row | left if market.frame["together"] else row)
    return found


def _is_full(market: Market, kept: list[list[Key]], slot: int) -> bool:
    """Whether one more child, standing lowest, would be refused."""
    taken = [len(keys) + (other == slot) for other, keys in enumerate(kept)]
    return _one_too_many(market, taken, slot) == slot


def accept(market: Market, wishes: Any, asking: Iterable[int]) -> dict[int, int]:
    """Deferred acceptance: who is refused asks for the next kind of seat on the list, until nobody asks.

    Gives the place on the own list at which each child ends; the length of the list where it has no seat.
    """
    kept: list[list[Key]] = [[] for _ in market.seats]
    asking = list(asking)
    ends = dict.fromkeys(asking, 0)
    while asking:
        who = asking.pop()
        while ends[who] < len(wishes[who]):
            slot, key, _ = wishes[who][ends[who]]
            bisect.insort(kept[slot], key)
            refused = _refused(market, kept, slot)
            if refused is None:
                break
            ends[refused] += 1
            if refused != who:
                asking.append(refused)
                break
    return ends


def _refused(market: Market, kept: list[list[Key]], slot: int) -> int | None:
    """Who must go now that one more child asked for these seats, if anybody must."""
    if market.frame["reserves"] and len(kept[slot]) > market.seats[slot]:
        return _outside(market, kept[slot], market.programme[slot])
    if market.frame["regions"]:
        loser = _one_too_many(market, [len(keys) for keys in kept], slot)
        return None if loser is None else kept[loser].pop()[-1]
    return kept[slot].pop()[-1] if len(kept[slot]) > market.seats[slot] else None


def _one_too_many(market: Market, taken: list[int], slot: int) -> int | None:
    """The kind of seat that must let its last one go, because it is too full or because its region is.

    In a region the seats up to a programme's target are sure; beyond it programmes take turns in their order.
    The one too many is therefore where the last turn was.
    """
    regions = market.frame["regions"]
    if taken[slot] > market.seats[slot] or not regions or market.programme[slot] not in regions["programmes"]:
        return slot if taken[slot] > market.seats[slot] else None
    inside = [(n, regions["programmes"].get(name)) for n, name in enumerate(market.programme)]
    here = regions["programmes"][market.programme[slot]][0]
    beyond = [(taken[n] - own[1], n) for n, own in inside if own and own[0] == here]
    return max(beyond)[1] if sum(taken[n] for _, n in beyond) > regions["caps"][here] else None


def _outside(market: Market, keys: list[Key], programme: str) -> int:
    """Take out the last one, best first, whom the reserved seats do not need."""
    seats = market.frame["reserves"][programme]
    usable = [market.people[key[-1]]["reserves"].get(programme, ()) for key in keys]
    inside = _inside([tuple(filter(seats.__contains__, names)) for names in usable], seats)
    out: Key = keys.pop(max(place for place in range(len(keys)) if place not in inside))
    return int(out[-1])


def _inside(usable: list[Groups], seats: dict[str, int]) -> set[int]:
    """Who gets a reserved seat: best first, each who lets one more of them be used.

    A child may belong to several groups, so who came before may have to move to another reserve, never out.
    """
    free, given = dict(seats), {name: Counter[Groups]() for name in seats}
    inside, most = set[int](), sum(seats.values())
    for place, mine in enumerate(usable):
        if len(inside) == most:
            break
        if mine and _moved_up(mine, free, given):
            inside.add(place)
    return inside


def _moved_up(mine: Groups, free: dict[str, int], given: dict[str, Counter[Groups]]) -> bool:
    """Find a free seat, if need be by moving others on from reserve to reserve, and carry it out."""
    came_from = dict.fromkeys(mine, ("", mine))
    reach = list(mine)
    for here in reach:  # grows on the way
        if free[here]:
            free[here] -= 1
            _carry_out(here, came_from, given)
            return True
        for who in given[here]:
            new = [onward for onward in who if onward not in came_from and given[here][who]]
            came_from |= dict.fromkeys(new, (here, who))
            reach += new
    return False


def _carry_out(end: str, came_from: dict[str, tuple[str, Groups]], given: dict[str, Counter[Groups]]) -> None:
    while end:
        before, who = came_from[end]
        given[end][who] += 1
        if before:
            given[before][who] -= 1
        end = before


def student_proposing(market: Market) -> Held:
    """Deferred acceptance.

    Where the list comes before the priority it is Boston, where the number alone counts serial dictatorship.
    """
    ends = accept(market, market.wishes, range(len(market.people)))
    return [_at(wishes, ends[who]) for who, wishes in enumerate(market.wishes)]


def _at(wishes: list[Wish], end: int) -> int | None:
    return wishes[end][0] if end < len(wishes) else None


def school_proposing(market: Market) -> Held:
    """Schools offer their seats from the best child down; a child keeps the best offer so far."""
    wishes, left = market.wishes, list(market.seats)
    offers = _best_last(market, [])
    ends = [len(one) for one in wishes]
    offering = list(range(len(left)))
    while offering:
        slot = offering.pop()
        while left[slot] and offers[slot]:
            who = offers[slot].pop()[-1]
            offer, had = len(_above(wishes[who], slot)), _at(wishes[who], ends[who])
            if offer < ends[who]:
                ends[who], left[slot] = offer, left[slot] - 1
                if had is not None:
                    left[had] += 1
                    offering.append(had)
    return [_at(one, end) for one, end in zip(wishes, ends, strict=True)]


def _best_last(market: Market, others: Iterable[tuple[int, Key]]) -> list[list[Key]]:
    """Who may have each kind of seat, so that `pop` takes the best."""
    found: list[list[Key]] = [[] for _ in market.seats]
    for slot, key in (*((wish[0], wish[1]) for one in market.wishes for wish in one), *others):
        found[slot].append(key)
    for keys in found:
        keys.sort(reverse=True)
    return found


def top_trading_cycles(market: Market) -> Held:
    """Each child points to the best seat left, each seat to the best child left; who form a circle trade."""
    wishes, left, favoured = market.wishes, list(market.seats), _best_last(market, _elsewhere(market))
    ends, gone = [0] * len(wishes), set[int]()
    for first in range(len(wishes)):
        path: dict[int, None] = {}  # a map keeps the order and finds who is on it at once
        while first not in gone:
            who = next(reversed(path), first)
            path[who] = None
            while ends[who] < len(wishes[who]) and not left[wishes[who][ends[who]][0]]:
                ends[who] += 1
            slot = _at(wishes[who], ends[who])
            if slot is None:
                gone.add(path.popitem()[0])
                continue
            while favoured[slot][-1][-1] in gone:
                favoured[slot].pop()
            holder = favoured[slot][-1][-1]
            if holder not in path:
                path[holder] = None
                continue
            while holder not in gone:
                trader = path.popitem()[0]
                gone.add(trader)
                left[wishes[trader][ends[trader]][0]] -= 1
    return [_at(one, end) for one, end in zip(wishes, ends, strict=True)]


def _elsewhere(market: Market) -> Iterator[tuple[int, Key]]:
    """Where children stand at seats they did not ask for: they can trade that."""
    for who, one in enumerate(market.people):
        numbers = tickets(one, {entry[0] for entry in one["elsewhere"]}, market.said)
        for programme, kind, category, order in one["elsewhere"]:
            key = standing((programme, kind, 0, category, order), numbers, market.said)
            yield market.slots[programme, kind], (*key, who)


def efficiency_adjusted(market: Market) -> Held:
    """EADA: settle the seats that nobody is refused, take them out and place the others again.

    Who is settled and did not consent keeps a claim: where it would rather be, nobody lower is taken.
    """
    held: Held = [None] * len(market.people)
    limit: list[Key] = [NO_LIMIT] * len(market.seats)
    here = dict(enumerate(market.wishes))
    while here:
        here = {who: [wish for wish in one if wish[1] < limit[wish[0]]] for who, one in here.items()}
        ends = accept(market, here, here)
        wanted = {wish[0] for who, one in here.items() for wish in one[: ends[who]]}
        settled = [who for who, one in here.items() if _at(one, ends[who]) not in wanted]
        for who in settled:
            held[who] = slot = _at(here[who], ends[who])
            if slot is not None:
                limit[slot] = SHUT
            for missed, key, _ in here[who][: ends[who]] if not market.people[who]["consent"] else []:
                limit[missed] = min(limit[missed], key)
            del here[who]
    return held


def improvement_cycles(market: Market) -> Held:
    """Deferred acceptance, then exchanges that pass over nobody of a better group or order."""
    search = Exchanges(market, student_proposing(market))
    while cycle := search.first_cycle():
        search.carry_out(cycle)
    return [search.held.get(who) for who in range(len(market.people))]


class Exchanges:
    """Which holders of which seats could move where; the first circle found from the first seat on counts."""

    def __init__(self, market: Market, held: Held) -> None:
        self.wishes = market.wishes
        self.held = {who: slot for who, slot in enumerate(held) if slot is not None}
        self.holders: list[set[int]] = [set() for _ in market.seats]
        self.wanted: list[Counter[Key]] = [Counter() for _ in market.seats]
        for who, slot in enumerate(held):
            if slot is not None:
                self.holders[slot].add(who)
            for wanted, key, _ in _above(self.wishes[who], slot):
                self.wanted[wanted][key[:3]] += 1
        self.best = [min(found, default=NO_LIMIT) for found in self.wanted]
        self.finished: set[int] = set()

    def moves(self, slot: int) -> Iterator[tuple[int, int]]:
        """Child and seat it may move to: only where nobody who wants that seat stands higher."""
        for who in sorted(self.holders[slot]):
            for wanted, key, _ in _above(self.wishes[who], slot):
                if key[:3] == self.best[wanted]:
                    yield who, wanted

    def first_cycle(self) -> list[tuple[int, int]]:
        for first in range(len(self.holders)):
            path, ways, taken = [first], [self.moves(first)], list[tuple[int, int]]()
            while ways and path[-1] not in self.finished:
                move = next(ways[-1], None)
                if move is None:  # no circle goes through this seat
                    self.finished.add(path.pop())
                    ways.pop()
                    taken = taken[:-1]
                elif move[1] in path:
                    return [*taken[path.index(move[1]) :], move]
                elif move[1] not in self.finished:
                    path.append(move[1])
                    ways.append(self.moves(move[1]))
                    taken.append(move)
        return []

    def carry_out(self, cycle: list[tuple[int, int]]) -> None:
        for who, slot in cycle:
            before, after = (_above(self.wishes[who], one) for one in (self.held[who], slot))
            for wanted, key, _ in before[len(after) :]:
                self.wanted[wanted][key[:3]] -= 1
            self.holders[self.held[who]].discard(who)
            self.holders[slot].add(who)
            self.held[who] = slot
        best = [min((key for key, n in found.items() if n), default=NO_LIMIT) for found in self.wanted]
        if best != self.best:  # then seats from which no circle was possible may have one now
            self.best, self.finished = best, set()


def together(market: Market) -> Held:
    """Deferred acceptance in which children placed together get seats of one programme, or none of them."""
    families = Families(market)
    families.settle(MOVES * len(market.units))
    market.unstable = families.unstable()
    held: Held = [None] * len(market.people)
    for unit, wishes in zip(market.units, families.held, strict=True):
        for who, wish in zip(unit, wishes, strict=False):
            held[who] = wish[0]
    return held


class Families:
    """Who holds what, and the moves that families may make; most of them are one child."""

    def __init__(self, market: Market) -> None:
        self.market, self.seats = market, market.seats
        self.unit_of = {who: unit for unit, members in enumerate(market.units) for who in members}
        self.held: list[list[Wish]] = [[] for _ in market.units]
        self.kept: list[list[Key]] = [[] for _ in market.seats]
        lists = [market.wishes[members[0]] for members in market.units]
        self.lists = [[list(part) for _, part in groupby(one, lambda wish: wish[2])] for one in lists]

    def settle(self, most: int) -> None:
        """Let families move, in the order of their numbers, until nobody moves.

        A stable placement need not exist: after `most` moves nobody is pushed out any more.
        """
        moves, moved = 0, True
        while moved:
            push, moved = moves < most, False
            for unit in range(len(self.held)):
                asking = [unit]
                while asking:
                    out = self.move(asking.pop(), push)
                    if out is not None:
                        moves, moved = moves + 1, True
                        asking += out
                    if moves >= most:
                        break

    def move(self, unit: int, push: bool) -> list[int] | None:
        """Move to the best programme with room for all; who was pushed out, or None without a move."""
        for programme in self.better(unit):
            if seats := self.fit(unit, programme, push):
                self.leave(unit)
                return [out for wish in seats for out in self.take(unit, wish)]
        return None

    def better(self, unit: int) -> Iterator[list[Wish]]:
        """The programmes above the one held; one child may also move to another seat of its programme."""
        held = self.held[unit]
        for programme in self.lists[unit]:
            if held and programme[0][2] == held[0][2]:
                if len(self.market.units[unit]) == 1 and programme[0] != held[0]:
                    yield programme[: programme.index(held[0])]
                return
            yield programme

    def fit(self, unit: int, programme: list[Wish], push: bool) -> list[Wish]:
        """A seat for each child, in the order of the kinds of seat; empty where there is no room for all."""
        seats: list[Wish] = []
        size = len(self.market.units[unit])
        for wish in programme:
            kept = self.kept[wish[0]]
            stay = bisect.bisect_right(kept, wish[1]) if push else len(kept)
            seats += [wish] * min(self.seats[wish[0]] - stay, size - len(seats))
        return seats if len(seats) == size else []

    def take(self, unit: int, wish: Wish) -> list[int]:
        """Take a seat; where all are taken, the family that stands lowest leaves with all its children."""
        kept, out = self.kept[wish[0]], []
        if len(kept) == self.seats[wish[0]]:
            out = [self.unit_of[kept[-1][-1]]]
            self.leave(out[0])
        bisect.insort(kept, wish[1])
        self.held[unit].append(wish)
        return out

    def leave(self, unit: int) -> None:
        for slot, key, _ in self.held[unit]:
            del self.kept[slot][bisect.bisect_left(self.kept[slot], key)]
        self.held[unit] = []

    def unstable(self) -> dict[str, list[str]]:
        """By child the programmes above its own that still have room for its family: they should be told."""
        found: dict[str, list[str]] = {}
        for unit, members in enumerate(self.market.units):
            fits = [programme for programme in self.better(unit) if self.fit(unit, programme, True)]
            names = [self.market.programme[programme[0][0]] for programme in fits]
            found |= {self.market.people[who]["applicant"]: names for who in members if names}
        return found


WAYS: dict[str, Callable[[Market], Held]] = {
    "deferred_acceptance": student_proposing,
    "boston": student_proposing,
    "first_preference_first": student_proposing,
    "serial_dictatorship": student_proposing,
    "school_proposing": school_proposing,
    "top_trading_cycles": top_trading_cycles,
    "eada": efficiency_adjusted,
    "stable_improvement_cycles": improvement_cycles,
}


def _check_receipt(receipt: Data, said: Data, report: Report, computed: bool) -> None:
    """The receipt of a child; it also holds the applications of the children it is placed together with."""
    own, frozen = receipt["application"], said["frozen"]
    family = [receipt, *receipt.get("together", [])]
    names = sorted(one["application"]["applicant"] for one in family)
    whole = names == (own.get("together") or [own["applicant"]])
    whole = whole and receipt["format"] == "gemengd-receipt/1" and receipt["round"] == said["opened"]["round"]
    for one in family:
        found = root_by(leaf(one["salt"], one["application"]), one["proof"])
        good = whole and (found, one["proof"]["size"]) == (frozen["root"], frozen["count"])
        wishes = ", ".join(f"{rank}. {programme}" for rank, programme in one["application"]["preferences"])
        if not report.check(good, "own", one["application"]["applicant"], wishes):
            return
    for one in family if "drawn" in said else []:
        _tell_numbers(one["application"], said, report)
    if "placed" in said and "placement" in receipt:
        _check_outcome(receipt, said, report, computed)


def _tell_numbers(own: Data, said: Data, report: Report) -> None:
    each = said["frozen"]["frame"]["numbers"] == "per_programme"
    programmes = dict.fromkeys(one[0] for one in own["entries"]) if each else ["*"]
    for programme, number in tickets(own, programmes, said).items():
        report.note("ticket", own["applicant"], programme, number)


def _check_outcome(receipt: Data, said: Data, report: Report, computed: bool) -> None:
    own, got, frame = receipt["application"], receipt["placement"], said["frozen"]["frame"]
    found = root_by(leaf(receipt["salt"], got), receipt["placement_proof"])
    good = got["applicant"] == own["applicant"] and found == said["placed"]["placements"]
    good = good and receipt["placement_proof"]["size"] == said["frozen"]["count"]
    report.check(good, "got", got["programme"] or "-")
    if not _known(frame, report):
        return
    if frame["mechanism"] not in NO_ORDER and not frame["reserves"]:
        family = [one["application"] for one in (receipt, *receipt.get("together", []))]
        report.check(_fits(family, got, said, report), "fits")
        return
    report.note("indirect")
    report.code = report.code if computed else report.code or PARTLY


def _fits(family: list[Data], got: Data, said: Data, report: Report) -> bool:
    """Whether all that was wanted more had no room, and the seats held do."""
    cut = {(one["programme"], one["seat_type"]): one for one in said["placed"]["cutoffs"]}
    size, mine = len(family), (got["programme"], got["seat_type"])
    rows = zip(*(one["entries"] for one in family), strict=True)  # the same wish of each child
    for _, part in groupby(rows, lambda row: row[0][: 2 if size == 1 else 1]):
        wishes = list(part)
        slots = [(row[0][0], row[0][1]) for row in wishes]
        stands = [_stand(row, family, said) for row in wishes]
        if mine in slots:
            stand, limit = stands[slots.index(mine)], cut[mine]
            passed = limit["full"] and _passed(limit["last"], stand, said, mine=True)
            return stand is not None and not passed
        name, rank = slots[0][0], wishes[0][0][2]
        if name in got.get("blocking", []):
            report.note("unstable", name, rank)
            continue
        room = sum(_room(cut[slot], stand, said) for slot, stand in zip(slots, stands, strict=True))
        if size > 1:
            report.check(room < size, "family", name, rank, size)
        elif stands[0] is not None:  # by the rules these seats can be closed to this child
            report.check(not room, "higher", f"{name} ({slots[0][1]})", rank)
    return got["programme"] is None


def _stand(row: Sequence[list[Any]], family: list[Data], said: Data) -> Key | None:
    """Where a family stands: where the best of its children stands, if none of them is shut out."""
    if any(entry[3] is None for entry in row):
        return None
    numbers = [tickets(one, [row[0][0]], said) for one in family]
    return min(standing(entry, own, said) for entry, own in zip(row, numbers, strict=True))


def _room(limit: Data, stand: Key | None, said: Data) -> int:
    """Seats that are free or held by who stands lower, as far as the cut-offs tell."""
    if stand is None:
        return 0
    if "lasts" in limit:
        return int(limit["free"]) + sum(tuple(last) > stand for last in limit["lasts"])
    return int(not limit["full"] or not _passed(limit["last"], stand, said, mine=False))


def _passed(last: list[Any] | None, stand: Key | None, said: Data, *, mine: bool) -> bool:
    """Whether the last one admitted stands higher.

    Brothers and sisters with one number can stand equal; where children exchanged seats, it does not count.
    """
    frame = said["frozen"]["frame"]
    groups = frame["mechanism"] == "stable_improvement_cycles"
    depth = 3 if groups else 4
    if last is None or stand is None:
        return True
    if tuple(last[:depth]) == stand[:depth]:
        return not mine and (groups or frame["numbers"] == "per_family")
    return tuple(last[:depth]) < stand[:depth]


if __name__ == "__main__":
    sys.exit(main())
