# SPDX-License-Identifier: EUPL-1.2
"""Weighted samples: point estimates, linearised errors, replicate weights."""

import numpy as np
import polars as pl
import pytest

from gemengd import measure
from gemengd.measure.certainty.survey.weighting import survey

COLUMNS = {"unit": "unit", "group": "group", "weight": "w"}


def gradient(function, counts):
    out = np.zeros(counts.shape)
    for place in zip(*np.nonzero(counts), strict=True):
        step = np.zeros(counts.shape)
        step[place] = 1e-5 * counts[place]
        out[place] = (function(counts + step) - function(counts - step)) / (2 * step[place])
    return out


@pytest.fixture(scope="module")
def sample():
    """400 pupils of 8 schools and 3 groups, in 24 classes that lie in 3 strata."""
    rng = np.random.default_rng(6)
    school = rng.integers(0, 8, 400)
    group = np.where(rng.uniform(size=400) < 0.2 + 0.06 * school, 0, rng.integers(1, 3, 400))
    room = rng.integers(0, 3, 400)
    columns = {
        "unit": school,
        "group": [f"g{g}" for g in group],
        "w": rng.uniform(0.5, 3.0, 400),
        "class": school * 3 + room,
        "stratum": school % 3,
    }
    return pl.DataFrame(columns)


def weighted(sample, column="w"):
    n = np.zeros((8, 3))
    place = sample["unit"].to_numpy(), np.array([int(g[1]) for g in sample["group"]])
    np.add.at(n, place, sample[column].to_numpy())
    return n


def by_hand(sample, slopes, cluster, stratum):
    """Variance over clusters in strata, in plain loops."""
    z = [
        w * slopes[u, int(g[1])] for u, g, w in zip(sample["unit"], sample["group"], sample["w"], strict=True)
    ]
    total = 0.0
    for h in set(stratum):
        sums = {}
        for value, c, s in zip(z, cluster, stratum, strict=True):
            if s == h:
                sums[c] = sums.get(c, 0.0) + value
        sums = np.array(list(sums.values()))
        total += sums.size / (sums.size - 1) * ((sums - sums.mean()) ** 2).sum()
    return total


def two(n):
    return np.column_stack([n[:, 0], n[:, 1:].sum(axis=1)])


DEFINITION = {
    **{
        name: (lambda plain, n, name=name: plain.index(name, two(n)))
        for name in ("D", "isolation", "eta2", "gini", "hutchens")
    },
    **{name: (lambda plain, n, name=name: plain.index(name, n)) for name in ("M", "H")},
}


@pytest.mark.parametrize("name", list(DEFINITION))
@pytest.mark.parametrize("design", ["rows", "clusters", "strata"])
def test_error_is_the_linearised_variance(plain, sample, name, design):
    options = {
        "rows": {},
        "clusters": {"cluster": "class"},
        "strata": {"cluster": "class", "strata": "stratum"},
    }
    row = survey(sample, **COLUMNS, index=name, focal="g0", **options[design]).to_dicts()[0]
    n = weighted(sample)
    slopes = gradient(lambda counts: DEFINITION[name](plain, counts), n)
    cluster = range(400) if design == "rows" else sample["class"]
    stratum = sample["stratum"] if design == "strata" else [0] * 400
    assert row["estimate"] == pytest.approx(DEFINITION[name](plain, n), rel=1e-12)
    assert row["se"] == pytest.approx(np.sqrt(by_hand(sample, slopes, cluster, stratum)), rel=1e-4)
    assert row["degrees"] == {"rows": 399, "clusters": 23, "strata": 21}[design]
    assert row["status"] == "ok"


def test_averages_of_several_groups_have_errors_too(sample):
    names = ("D_multigroup", "relative_diversity", "normalised_exposure")
    table = survey(sample, **COLUMNS, index=names)
    pairs = sample.with_columns(
        group=pl.when(pl.col("group") == "g0").then(pl.lit("a")).otherwise(pl.lit("b"))
    )
    same = survey(pairs, **COLUMNS, index=("relative_diversity", "eta2"), focal="a")
    assert (table["se"] > 0).all()
    assert same["se"][0] == pytest.approx(same["se"][1], rel=1e-10)


def test_equal_weights_give_the_delta_method(sample):
    even = sample.with_columns(w=pl.lit(2.0))
    found = survey(even, **COLUMNS, index=("D", "H"), focal="g0")
    census = measure.indices(
        even.with_columns(n=1), unit="unit", group="group", pupils="n", index=("D", "H"), focal="g0"
    )
    # The n/(n − 1) of a sample variance is the only difference.
    assert found["se"].to_numpy() == pytest.approx(census["se"].to_numpy() * np.sqrt(400 / 399), rel=1e-10)
    assert found["design_effect"].to_numpy() == pytest.approx(np.full(2, 400 / 399), rel=1e-10)
    assert found["pupils"].to_list() == [800.0, 800.0]


def test_weights_of_any_scale_give_the_same(sample):
    one = survey(sample, **COLUMNS, focal="g0", cluster="class")
    ten = survey(sample.with_columns(pl.col("w") * 10), **COLUMNS, focal="g0", cluster="class")
    for column in ("estimate", "se", "design_effect"):
        assert ten[column].to_numpy() == pytest.approx(one[column].to_numpy(), rel=1e-9)


def test_order_of_rows_does_not_matter(sample):
    options = {**COLUMNS, "focal": "g0", "cluster": "class", "strata": "stratum", "by": "stratum"}
    one = survey(sample, **options)
    other = survey(sample.sample(fraction=1.0, shuffle=True, seed=4), **options)
    assert other["se"].to_numpy() == pytest.approx(one["se"].to_numpy(), rel=1e-9)


def jackknife(sample):
    """One set of weights for each class left out, the rest of its stratum raised to make up for it."""
    columns, scales = {}, []
    for room, stratum in sample.select("class", "stratum").unique().sort("class").rows():
        size = sample.filter(stratum=stratum)["class"].n_unique()
        factor = pl.when(pl.col("class") == room).then(0.0).when(pl.col("stratum") == stratum)
        columns[f"r{room}"] = pl.col("w") * factor.then(size / (size - 1)).otherwise(1.0)
        scales.append((size - 1) / size)
    return sample.with_columns(**columns), list(columns), scales


def test_replicate_weights_by_hand(plain, sample):
    table, names, scales = jackknife(sample)
    options = {"replicate_weights": names, "scale": 1.0, "replicate_scales": scales}
    row = survey(table, **COLUMNS, index="H", **options).to_dicts()[0]
    values = np.array([plain.index("H", weighted(table, name)) for name in names])
    variance = (np.array(scales) * (values - plain.index("H", weighted(table))) ** 2).sum()
    assert row["se"] == pytest.approx(np.sqrt(variance), rel=1e-10)
    assert row["degrees"] == 23
    around_mean = survey(table, **COLUMNS, index="H", **options, centre="mean").to_dicts()[0]
    variance = (np.array(scales) * (values - values.mean()) ** 2).sum()
    assert around_mean["se"] == pytest.approx(np.sqrt(variance), rel=1e-10)


def test_jackknife_and_linearisation_agree(sample):
    table, names, scales = jackknife(sample)
    options = {"index": ("D", "isolation", "M", "H"), "focal": "g0"}
    replicated = survey(
        table, **COLUMNS, **options, replicate_weights=names, scale=1.0, replicate_scales=scales
    )
    linear = survey(table, **COLUMNS, **options, cluster="class", strata="stratum")
    assert (replicated["se"] / linear["se"]).to_numpy() == pytest.approx(np.ones(4), abs=0.12)


def test_errors_are_those_of_repeated_samples_of_classes():
    """A population of 400 classes in 10 schools; samples of 80 classes, drawn again and again."""
    rng = np.random.default_rng(2)
    school = np.repeat(np.arange(10), 40)
    share = np.clip(0.2 + 0.05 * school + rng.normal(0, 0.12, 400), 0.02, 0.95)
    focal = rng.binomial(25, share)
    drawn = [rng.choice(400, 80) for _ in range(400)]
    tables = [
        pl.DataFrame(
            {
                "draw": number,
                "unit": np.repeat(school[chosen], 2),
                "group": ["a", "b"] * 80,
                "w": np.column_stack([focal[chosen], 25 - focal[chosen]]).ravel().astype(float),
                "class": np.repeat(np.arange(80), 2),
            }
        )
        for number, chosen in enumerate(drawn)
    ]
    names = ("D", "eta2", "H")
    found = [survey(table, **COLUMNS, index=names, focal="a", cluster="class") for table in tables]
    estimates = np.array([table["estimate"] for table in found])
    errors = np.array([table["se"] for table in found])
    assert errors.mean(axis=0) / estimates.std(axis=0) == pytest.approx(np.ones(3), abs=0.12)


def test_pupils_drawn_by_the_class_are_worth_less_than_pupils_drawn_alone():
    rng = np.random.default_rng(2)
    share = rng.beta(2, 3, 60)
    columns = {"unit": np.repeat(np.arange(60) % 6, 20), "class": np.repeat(np.arange(60), 20), "w": 1.5}
    pupils = pl.DataFrame(
        columns | {"group": np.where(rng.uniform(size=1200) < np.repeat(share, 20), "a", "b")}
    )
    clustered = survey(pupils, **COLUMNS, index="H", focal="a", cluster="class").to_dicts()[0]
    alone = survey(pupils, **COLUMNS, index="H", focal="a").to_dicts()[0]
    assert alone["design_effect"] == pytest.approx(1.0, abs=0.002)
    assert clustered["design_effect"] == pytest.approx((clustered["se"] / alone["se"]) ** 2, rel=0.002)
    assert clustered["design_effect"] > 2.0


def test_a_cell_is_a_domain_of_the_whole_sample(plain, sample):
    """Clusters without pupils in the cell count: fewer classes would make the error another one."""
    table = sample.with_columns(sex=pl.Series(["m", "f"] * 200))
    row = survey(table, **COLUMNS, index="H", by="sex", cluster="class").filter(sex="m").to_dicts()[0]
    alone = sample.with_columns(w=pl.when(pl.Series([True, False] * 200)).then("w").otherwise(0.0))
    slopes = gradient(lambda n: plain.index("H", n), weighted(alone))
    assert row["se"] == pytest.approx(np.sqrt(by_hand(alone, slopes, sample["class"], [0] * 400)), rel=1e-4)


def test_degenerate_cells_have_a_status(sample):
    table = pl.concat(
        [
            sample.select("unit", "group", "w", "class", town=pl.lit("whole")),
            sample.filter(unit=0).select("unit", "group", "w", "class", town=pl.lit("one unit")),
            sample.filter(group="g0").select("unit", "group", "w", "class", town=pl.lit("one group")),
            sample.select("unit", "group", w=pl.lit(0.0), **{"class": "class"}, town=pl.lit("nothing")),
        ]
    )
    found = survey(table, **COLUMNS, by="town", index=("D", "H"), focal="g0", cluster="class")
    assert found.select("town", "index", "status").rows() == [
        ("nothing", "D", "no_pupils"),
        ("nothing", "H", "no_pupils"),
        ("one group", "D", "reference_absent"),
        ("one group", "H", "one_group"),
        ("one unit", "D", "one_unit"),
        ("one unit", "H", "one_unit"),
        ("whole", "D", "ok"),
        ("whole", "H", "ok"),
    ]
    assert found.filter(pl.col("town").is_in(["nothing", "one group"]))["se"].is_null().all()


def test_a_stratum_with_one_cluster_leaves_no_error(sample):
    table = sample.with_columns(stratum=pl.when(pl.col("class") == 0).then(9).otherwise("stratum"))
    row = survey(table, **COLUMNS, index="H", cluster="class", strata="stratum").to_dicts()[0]
    assert (row["status"], row["se"], row["low"]) == ("lone_cluster", None, None)
    assert row["estimate"] > 0


def test_a_replicate_without_the_index_leaves_no_error(sample):
    table = sample.with_columns(
        a=pl.when(pl.col("group") == "g0").then(0.0).otherwise("w"), b=pl.col("w"), c=pl.col("w")
    )
    row = survey(
        table, **COLUMNS, index="D", focal="g0", replicate_weights=["a", "b", "c"], scale=1 / 3
    ).to_dicts()[0]
    assert (row["status"], row["se"]) == ("lost_replicate", None)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"replicate_weights": ["w", "w"]}, "scale"),
        ({"replicate_weights": ["w"], "scale": 1.0}, "two or more"),
        ({"replicate_weights": ["w", "w"], "scale": 1.0, "cluster": "class"}, "not both"),
        ({"replicate_weights": ["w", "w"], "scale": 1.0, "replicate_scales": [1.0]}, "replicate_scales"),
        ({"scale": 1.0}, "without replicate_weights"),
        ({"cluster": "building"}, "building"),
        ({"index": "nothing"}, "nothing"),
    ],
)
def test_impossible_designs_are_refused(sample, options, message):
    with pytest.raises(ValueError, match=message):
        survey(sample, **COLUMNS, focal="g0", **options)


def test_an_empty_sample_gives_no_pupils(sample):
    assert survey(sample.head(0), **COLUMNS, index="H")["status"].to_list() == ["no_pupils"]
