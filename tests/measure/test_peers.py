# SPDX-License-Identifier: EUPL-1.2
"""Agreement with PySAL `segregation` on random tables, for each index both have.

Run in the environment of the benchmarks; elsewhere the tests are skipped.
"""

import importlib
import warnings

import numpy as np
import polars as pl
import pytest

from gemengd import measure

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils"}
TABLES = 25

TWO_GROUP = {
    "D": "Dissim",
    "isolation": "Isolation",
    "exposure": "Interaction",
    "eta2": "CorrelationR",
    "gini": "Gini",
    "atkinson": "Atkinson",
    "H": "Entropy",
}
MULTIGROUP = {
    "M": "MultiDivergence",
    "H": "MultiInfoTheory",
    "D_multigroup": "MultiDissim",
    "gini_multigroup": "MultiGini",
    "normalised_exposure": "MultiNormExposure",
    "relative_diversity": "MultiRelativeDiversity",
    "squared_variation": "MultiSquaredCoefVar",
    "entropy": "MultiDiversity",
    "simpson_interaction": "SimpsonsInteraction",
    "simpson_concentration": "SimpsonsConcentration",
}


@pytest.fixture(scope="module")
def peer():
    pytest.importorskip(
        "segregation",
        reason="PySAL segregation is not installed: install the extra 'test' to compare with it",
    )
    with warnings.catch_warnings(), np.errstate():
        warnings.simplefilter("ignore")
        yield lambda family: importlib.import_module(f"segregation.{family}")


def random_tables(groups, seed):
    """Tables of all sorts: small and large units, rare groups, units without some groups."""
    rng = np.random.default_rng(seed)
    for _ in range(TABLES):
        units = rng.integers(2, 40)
        shares = rng.dirichlet(np.full(groups, rng.uniform(0.3, 3.0)), units)
        table = rng.poisson(shares * rng.lognormal(4, 1, (units, 1)))
        table[0] += 1
        yield table[table.sum(axis=1) > 0]


def wide(table):
    """The pandas frame PySAL takes."""
    import pandas as pd

    frame = pd.DataFrame(table, columns=[f"g{g}" for g in range(table.shape[1])])
    return frame.assign(total=table.sum(axis=1))


def ours(plain, tables, name, **options):
    frame = pl.concat([plain.long(table, draw=number) for number, table in enumerate(tables)])
    table = measure.indices(frame, **COLUMNS, by="draw", index=name, focal="g0", chance=False, **options)
    return table["estimate"].to_numpy()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", TWO_GROUP)
def test_two_group_indices(plain, peer, name):
    tables = list(random_tables(2, seed=1))
    theirs = getattr(peer("singlegroup"), TWO_GROUP[name])
    expected = [theirs(wide(table), "g0", "total").statistic for table in tables]
    assert ours(plain, tables, name) == pytest.approx(expected, abs=1e-10)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("b", [0.2, 0.5, 0.8])
def test_atkinson_with_its_parameter(plain, peer, b):
    tables = list(random_tables(2, seed=2))
    # The class takes b and leaves it at 0.5; the function behind it listens.
    theirs = peer("singlegroup.atkinson")._atkinson
    expected = [theirs(wide(table), "g0", "total", b)[0] for table in tables]
    assert ours(plain, tables, "atkinson", b=b) == pytest.approx(expected, abs=1e-10)


@pytest.mark.filterwarnings("ignore")
def test_concentration_profile_up_to_the_grid_of_the_peer(plain, peer):
    tables = list(random_tables(2, seed=3))[:8]
    theirs = peer("singlegroup.conprof")._conprof
    expected = [theirs(wide(table), "g0", "total", 20_001)[0] for table in tables]
    assert ours(plain, tables, "concentration_profile") == pytest.approx(expected, abs=5e-4)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", MULTIGROUP)
def test_multigroup_indices(plain, peer, name):
    tables = list(random_tables(4, seed=4))
    theirs = getattr(peer("multigroup"), MULTIGROUP[name])
    expected = [theirs(wide(table), [f"g{g}" for g in range(4)]).statistic for table in tables]
    assert ours(plain, tables, name) == pytest.approx(expected, abs=1e-10)


@pytest.mark.filterwarnings("ignore")
def test_location_quotient(plain, peer):
    theirs = peer("local").MultiLocationQuotient
    for table in list(random_tables(3, seed=5))[:5]:
        expected = theirs(wide(table), ["g0", "g1", "g2"]).statistics
        for g in range(3):
            found = measure.local(plain.long(table), **COLUMNS, focal=f"g{g}")["location_quotient"]
            assert found.to_numpy() == pytest.approx(np.asarray(expected)[:, g], abs=1e-10)
