# SPDX-License-Identifier: EUPL-1.2
"""Small random rounds for the tests of the engine."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt
import pytest

from gemengd.placement import Market, Placement, Unlisted
from gemengd.placement.market.keys import CATEGORY_SHIFT, UNACCEPTABLE
from gemengd.rounds.verify import verify

Assignment = tuple[int, ...]


@dataclass(frozen=True)
class Problem:
    """A small round in a form that tests can change: programmes as numbers, −1 = unplaced.

    `category` and `ticket` have shape (applicants, programmes); a negative category is unacceptable.
    """

    lists: tuple[tuple[int, ...], ...]
    category: npt.NDArray[np.int64]
    ticket: npt.NDArray[np.int64]
    seats: tuple[int, ...]
    lottery: str = "applicant"

    @property
    def key(self) -> npt.NDArray[np.int64]:
        packed = (self.category << CATEGORY_SHIFT) | self.ticket
        return np.where(self.category < 0, UNACCEPTABLE, packed)

    def market(self) -> Market:
        size = [len(one) for one in self.lists]
        pairs = [(who, place) for who, one in enumerate(self.lists) for place in one]
        rest = [pair for pair in np.ndindex(self.key.shape) if pair not in set(pairs)]
        slot = np.array([place for _, place in pairs], dtype=np.int32)
        return Market(
            start=np.concatenate(([0], np.cumsum(size))).astype(np.int64),
            slot=slot,
            key=np.array([self.key[pair] for pair in pairs], dtype=np.int64),
            rank=np.array([rank + 1 for one in size for rank in range(one)], dtype=np.int32),
            seats=np.array(self.seats, dtype=np.int64),
            programme=np.arange(len(self.seats), dtype=np.int32),
            lottery=self.lottery,
            family=np.arange(len(self.lists), dtype=np.int32),
            unlisted=Unlisted(
                np.array([place for _, place in rest], dtype=np.int32),
                np.array([who for who, _ in rest], dtype=np.int32),
                np.array([self.key[pair] for pair in rest], dtype=np.int64),
            ),
        )

    def with_list(self, applicant: int, one: tuple[int, ...]) -> Problem:
        return replace(self, lists=(*self.lists[:applicant], one, *self.lists[applicant + 1 :]))

    def place_of(self, applicant: int, programme: int) -> int:
        """How low the applicant ranks this outcome; unplaced comes after the list."""
        one = self.lists[applicant]
        return one.index(programme) if programme in one else len(one) + (programme >= 0)

    def acceptable(self) -> list[list[int]]:
        return [[p for p in one if self.category[who, p] >= 0] for who, one in enumerate(self.lists)]

    def feasible(self) -> list[Assignment]:
        """Every placement in acceptable programmes within the seats."""
        options = [[*one, -1] for one in self.acceptable()]
        return [a for a in product(*options) if all(a.count(p) <= s for p, s in enumerate(self.seats))]

    def blocked(self, placed: Assignment) -> bool:
        """Whether somebody wants a seat that is free or held by somebody of lower priority."""
        for who, one in enumerate(self.acceptable()):
            for programme in one:
                if self.place_of(who, programme) >= self.place_of(who, placed[who]):
                    break
                holders = [other for other, where in enumerate(placed) if where == programme]
                if len(holders) < self.seats[programme]:
                    return True
                if any(self.key[other, programme] > self.key[who, programme] for other in holders):
                    return True
        return False

    def stable(self) -> list[Assignment]:
        """Every stable placement, by trying them all."""
        return [placed for placed in self.feasible() if not self.blocked(placed)]

    def ranks(self, placed: Assignment) -> tuple[int, ...]:
        return tuple(self.place_of(who, where) for who, where in enumerate(placed))


def random_problem(
    seed: int,
    *,
    applicants: int = 5,
    programmes: int = 3,
    categories: int = 2,
    most_seats: int = 2,
    lottery: str = "applicant",
    unacceptable: float = 0.0,
) -> Problem:
    """A round drawn from a seed; with lottery "applicant" the applicants are numbered by their ticket."""
    rng = np.random.default_rng(seed)
    size = rng.integers(0 if programmes > 1 else 1, programmes + 1, applicants)
    lists = tuple(tuple(int(p) for p in rng.permutation(programmes)[:n]) for n in size)
    category = rng.integers(0, categories, (applicants, programmes))
    category[rng.random(category.shape) < unacceptable] = -1
    one = np.tile(np.arange(applicants)[:, None], (1, programmes))
    several = np.argsort(rng.random((applicants, programmes)), axis=0)
    ticket = one if lottery == "applicant" else several
    seats = tuple(int(s) for s in rng.integers(0, most_seats + 1, programmes))
    return Problem(lists, category, ticket.astype(np.int64), seats, lottery)


@pytest.fixture(scope="session")
def problem() -> Callable[..., Problem]:
    """Draw a small round: `problem(seed, applicants=5, …)`."""
    return random_problem


@pytest.fixture(scope="session")
def placed() -> Callable[[Placement], Assignment]:
    """The programmes of a placement as a tuple."""
    return lambda placement: tuple(int(p) for p in placement.programme)


@pytest.fixture
def check(tmp_path, capsys):
    """Write the files and run the verifier: exit code and what it said."""

    def run(transcript, receipt=None, *options):
        names = []
        for number, text in enumerate((transcript, receipt)):
            if text is not None:
                path = tmp_path / f"{number}.json"
                path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
                names.append(str(path))
        code = verify([*names, "--language", "en", *options])
        return code, capsys.readouterr().out

    return run
