# SPDX-License-Identifier: EUPL-1.2
"""A stranger with everything that is published; loaded by the tests with `runpy`.

Every addition that can be known is written down as a linear constraint on counts of zero or more: pupils of
schools, of groups, of areas, of places, those who come and go, and the sums over all municipalities. Two
linear programmes per count find the lowest and the highest value that fit all of them at once. Numbers of the
country are made from the published ones and add nothing.
"""

from __future__ import annotations

import random

import numpy as np
import polars as pl
from scipy.optimize import linprog
from scipy.sparse import csr_array

THRESHOLD = 10
NEARLY = 1e-6
MOST_TURNS = 20
MADE = ("expected_from_area", "from_residents")
PLACE = ("municipality_id", "sector", "year")
NEAR_METRES = {"po": 1000.0, "so": 1000.0, "vo": 3000.0}


class Knowledge:
    """What is known of one sector and year: counts between bounds, and sums."""

    def __init__(self):
        self.bounds, self.sums, self.ranges, self.asked = {}, [], [], {}

    def count(self, name, value=None, *, low=0.0, high=None, most=THRESHOLD):
        """A count, known or not; of an unknown one an interval as wide as `most` is fine."""
        self.bounds[name] = (low, high) if value is None else (value, value)
        if value is None and most is not None:
            self.asked[name] = min(most, THRESHOLD)
        return name

    def equal(self, parts, others=(), more=0.0):
        """The sum of some counts is that of others, plus a number."""
        self.sums.append((_terms(parts, others), more))

    def between(self, parts, low, high, others=()):
        """The sum of some counts less others lies between two numbers."""
        self.ranges.append((_terms(parts, others), low, high))

    def exposed(self):
        """The counts that may be small and of which the interval is too narrow: name, lowest, highest."""
        solver = _Solver(self)
        solver.check()
        solver.widen(self.asked)
        for name, width in self.asked.items():
            low, high = solver.interval(name, width)
            if high - low < width - NEARLY and low < THRESHOLD:
                yield name, round(low, 3), round(high, 3)


def _terms(parts, others):
    terms = {}
    for sign, names in ((1.0, parts), (-1.0, others)):
        for name in names:
            terms[name] = terms.get(name, 0.0) + sign
    return terms


class _Solver:
    def __init__(self, known):
        self.place = {name: at for at, name in enumerate(known.bounds)}
        self.bounds = np.array(
            [(low, np.inf if high is None else high) for low, high in known.bounds.values()]
        )
        ranges = [(terms, high) for terms, _, high in known.ranges if high is not None]
        ranges += [
            ({n: -v for n, v in terms.items()}, -low) for terms, low, _ in known.ranges if low is not None
        ]
        self.equal, self.below = self._matrix(known.sums), self._matrix(ranges)
        self.least = np.full(len(self.bounds), np.inf)
        self.most = np.full(len(self.bounds), -np.inf)

    def _matrix(self, rows):
        if not rows:
            return None, None
        entries = [
            (row, self.place[name], value)
            for row, (terms, _) in enumerate(rows)
            for name, value in terms.items()
        ]
        at_row, at_column, values = zip(*entries, strict=True)
        matrix = csr_array((values, (at_row, at_column)), shape=(len(rows), len(self.bounds)))
        return matrix, [total for _, total in rows]

    def check(self):
        """Raise when no counts fit: the attacker believes something untrue."""
        self._solve(0, 0.0)
        assert self.least[0] <= self.most[0] < float("inf"), "no counts fit what is published"

    def widen(self, asked):
        """Find most intervals to be wide with few programmes: push all that are narrow, up or down by chance.

        What a solution shows is true of each count in it; what stays narrow is asked for by itself.
        """
        draw = random.Random(1)
        narrow = before = self._narrow(asked)
        for turn in range(MOST_TURNS):
            for sign in (1.0, -1.0):
                # First all together, and then against each other, because a sum holds them back.
                goal = np.zeros(len(self.bounds))
                for at in narrow:
                    goal[at] = sign * (draw.choice((1.0, -1.0)) if turn else 1.0)
                found = self._solved(goal)
                if found is not None:
                    self._seen(found)
            before, narrow = narrow, self._narrow(asked)
            if turn and len(narrow) > 0.9 * len(before):
                return

    def _narrow(self, asked):
        places = ((self.place[name], width) for name, width in asked.items())
        return [at for at, width in places if not self.most[at] - self.least[at] >= width]

    def interval(self, name, width):
        """Lowest and highest value; no programme is run when earlier solutions show that it is wide."""
        at = self.place[name]
        for sign in (1.0, -1.0):
            if self.most[at] - self.least[at] >= width:
                break
            self._solve(at, sign)
        return float(self.least[at]), float(self.most[at])

    def _solve(self, at, sign):
        goal = np.zeros(len(self.bounds))
        goal[at] = sign
        found = self._solved(goal)
        if found is None:
            (self.least if sign > 0 else self.most)[at] = -sign * float("inf")
            return
        self._seen(found)

    def _solved(self, goal):
        (a_eq, b_eq), (a_ub, b_ub) = self.equal, self.below
        return linprog(goal, A_ub=a_ub, b_ub=b_ub, A_eq=a_eq, b_eq=b_eq, bounds=self.bounds).x

    def _seen(self, solution):
        np.minimum(self.least, solution, out=self.least)
        np.maximum(self.most, solution, out=self.most)


def attack(frames, places=None):
    """The counts that follow from published frames.

    Args:
        frames: as `gemengd.monitor.safety.publishable.publishable` returns, or the same from the API.
        places: municipalities to attack; all of them when None, and then the areas as well.

    Returns:
        (sector, year), what is found out, and between which two numbers it lies.
    """
    chosen = {name: frame for name, frame in frames.items() if name != "peers"}
    if places is not None:
        chosen = {
            name: frame.filter(pl.col("municipality_id").is_in(places))
            for name, frame in chosen.items()
            if name != "areas"
        }
    keys = chosen["places"].select("sector", "year").unique().sort("sector", "year").rows()
    return [
        ((sector, year), *found)
        for sector, year in keys
        for found in knowledge({n: f.filter(sector=sector, year=year) for n, f in chosen.items()}).exposed()
    ]


def knowledge(frames):
    """What is known of one sector and year, as constraints."""
    known = Knowledge()
    rows = {name: frame.to_dicts() for name, frame in frames.items()}
    observed = {_cell(row) for row in rows["groups"] if row["basis"] == "observed"}
    bounded = {_cell(row) for row in rows["groups"] if row["status"] == "bounded"}
    bounded |= {_cell(row) for row in rows["schools"] if row["status"] == "bounded"}
    kinds = sorted({row["characteristic"] for row in rows["schools"]})
    for place in rows["places"]:
        code = place["municipality_id"]
        mine = {name: [r for r in part if r["municipality_id"] == code] for name, part in rows.items()}
        schools = _place(known, code, place, mine["schools"])
        for kind in kinds:
            if (code, kind) in bounded:
                continue
            listed = [r for r in mine["schools"] if r["characteristic"] == kind]
            split = (code, kind) in observed
            _schools(known, code, kind, listed, split=split)
            if split:
                _groups(known, code, kind, mine["groups"], listed)
            _behind(known, code, kind, mine["indicators"], listed, split=split)
        _flows(
            known, code, mine["indicators"], observed=any(cell[0] == code for cell in observed), some=schools
        )
    if "areas" in rows:
        for kind in kinds:
            _areas(known, kind, rows, bounded, observed)
    return known


def _cell(row):
    return row["municipality_id"], row["characteristic"]


def _place(known, code, place, schools):
    """The pupils of a place are those of its schools."""
    low, high = place["pupils"], place["pupils_high"]
    known.count(f"place {code}", low=low or 0, high=high, most=None)
    names = sorted({row["school_id"] for row in schools})
    for school in names:
        known.count(f"school {school}", most=None)
    parts = [f"school {school}" for school in names]
    if place["schools"] is None or place["schools"] > len(names):
        parts.append(known.count(f"other schools {code}", most=None))
    known.equal([f"place {code}"], parts)
    return names


def _schools(known, code, kind, schools, *, split):
    for row in schools:
        school, total, focal = f"{kind} {row['school_id']}", row["pupils"], row["focal_pupils"]
        known.count(f"size {school}", total)
        # Where compositions are expected nobody was found to be of unknown group.
        known.count(f"unknown {school}", most=THRESHOLD if split else None)
        known.equal([f"size {school}", f"unknown {school}"], [f"school {row['school_id']}"])
        if split:
            most = THRESHOLD if total is None else total
            other = None if focal is None or total is None else total - focal
            known.count(f"focal {school}", focal, most=most)
            known.count(f"other {school}", other, most=most)
            known.equal([f"focal {school}", f"other {school}"], [f"size {school}"])


def _groups(known, code, kind, groups, schools):
    mine = [row for row in groups if row["characteristic"] == kind]
    sides = {"focal": [], "other": [], "unknown": []}
    for row in mine:
        side = "unknown" if not row["known"] else "focal" if row["focal"] else "other"
        sides[side].append(known.count(f"group {code} {kind} {row['group']}", row["pupils"]))
    for side, parts in sides.items():
        if parts:
            known.equal(parts, [f"{side} {kind} {row['school_id']}" for row in schools])


def _behind(known, code, kind, indicators, schools, *, split):
    """The pupils behind indices: all of known group, and those whose home is known as well."""
    sizes = [f"size {kind} {row['school_id']}" for row in schools]
    rows = {r["indicator"]: r for r in indicators if r["characteristic"] == kind}
    total = next(
        (rows[n]["pupils"] for n in ("D", "H", "M") if rows.get(n, {}).get("pupils") is not None), None
    )
    if total is not None and sizes:
        known.equal(sizes, more=total)
    if not split or not sizes:
        return
    homes = next((rows[n]["pupils"] for n in ("M_total", "D_nearest") if rows.get(n, {}).get("pupils")), None)
    known.count(f"homes {code} {kind}", homes, most=None)
    without = known.count(f"no home {code} {kind}", most=None)
    known.equal([f"homes {code} {kind}", without], sizes)
    if homes is None:
        known.asked[without] = THRESHOLD
    for name, row in rows.items():
        group = f"group {code} {kind} {name.removeprefix('distance:')}"
        if name.startswith("distance:") and group in known.bounds:
            known.count(f"homes {group}", row["pupils"], most=None)
            known.count(f"no home {group}", most=None if row["pupils"] is not None else THRESHOLD)
            known.equal([f"homes {group}", f"no home {group}"], [group])
    parts = [name for name in known.bounds if name.startswith(f"no home group {code} {kind} ")]
    every = [n for n in known.bounds if n.startswith(f"group {code} {kind} ") and "unknown" not in n]
    if len(parts) == len(every) and "D_nearest" in rows:
        known.equal(parts, [without])


def _flows(known, code, indicators, *, observed, some):
    rows = {r["indicator"]: r for r in indicators if r["characteristic"] == "all"}
    # Who stays is known from either side; each part of either side may be few.
    for name in ("stays", "comes", "leaves"):
        known.count(f"{name} {code}")
    for share, part in (("share_outside_municipality", "comes"), ("share_leaving", "leaves")):
        row = rows.get(share)
        if row is None or row["pupils"] is None or row["status"] in ("bounded", "no_home_areas"):
            continue
        known.equal([f"stays {code}", f"{part} {code}"], more=row["pupils"])
        if row["estimate"] is not None:
            # A count of persons, from a share with at least six decimals.
            count, slack = row["estimate"] * row["pupils"], 1e-6 * row["pupils"] + 1e-3
            known.between([f"{part} {code}"], count - slack, count + slack)
    if observed and some:
        for name in ("share_outside_municipality", "share_outside_area", "share_nearest", "distance"):
            row = rows.get(name)
            if row is not None and row["pupils"] is not None:
                known.count(f"{name} {code}", row["pupils"], most=None)
                known.count(f"not in {name} {code}")
                known.equal([f"{name} {code}", f"not in {name} {code}"], [f"place {code}"])


def _areas(known, kind, rows, bounded, observed):
    """Pupils by home area, whatever school they attend: over all areas as many as over all schools."""
    areas = [r for r in rows["areas"] if r["characteristic"] == kind]
    if any(r["status"] == "from_residents" for r in areas):
        return  # residents are no pupils of these schools
    cells = {cell for cell in observed if cell[1] == kind}
    if not areas or not cells:
        return
    for row in areas:
        name, total, share = f"{kind} {row['area_id']}", row["pupils"], row["focal_share"]
        split = total is not None and share is not None
        most = THRESHOLD if total is None else total
        known.count(f"living {name}", total)
        known.count(f"living focal {name}", round(share * total) if split else None, most=most)
        known.count(f"living other {name}", round((1 - share) * total) if split else None, most=most)
        known.equal([f"living focal {name}", f"living other {name}"], [f"living {name}"])
    _near(known, kind, areas, rows["schools"])
    if any(cell[1] == kind for cell in bounded):
        return
    homes = [f"homes {code} {kind}" for code, _ in cells]
    known.equal([f"living {kind} {row['area_id']}" for row in areas], homes)
    # Of each side as many live somewhere as there are of known home.
    for side, inside in (("focal", True), ("other", False)):
        groups = [
            f"homes group {r['municipality_id']} {kind} {r['group']}"
            for r in rows["groups"]
            if r["characteristic"] == kind and r["known"] and r["focal"] == inside
        ]
        if groups and all(name in known.bounds for name in groups):
            known.equal([f"living {side} {kind} {row['area_id']}" for row in areas], groups)


def _near(known, kind, areas, schools):
    """The pupils near a school are those of the areas whose point is near, or in which it stands."""
    for row in schools:
        if row["characteristic"] != kind or row.get("near_pupils") is None or row["x"] is None:
            continue
        metres = NEAR_METRES[row["sector"]]
        inside = [
            area["area_id"]
            for area in areas
            if area["area_id"] == row["area_id"]
            or (
                area["x"] is not None
                and (area["x"] - row["x"]) ** 2 + (area["y"] - row["y"]) ** 2 <= metres**2
            )
        ]
        known.equal([f"living {kind} {area}" for area in inside], more=row["near_pupils"])
        if row["near_share"] is not None:
            focal, slack = row["near_share"] * row["near_pupils"], 0.005 * row["near_pupils"] + NEARLY
            known.between([f"living focal {kind} {area}" for area in inside], focal - slack, focal + slack)
