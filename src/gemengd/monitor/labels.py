# SPDX-License-Identifier: EUPL-1.2
"""The names of indicators, statuses and sectors in words; each is a message of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from gemengd.language.language import Language, mark
from gemengd.tables import Characteristic

HIDDEN = "too_few_to_publish"
"""Status of a number that is left out because too few pupils stand behind it."""

EXPECTED = "expected_from_area"
"""Status of a number made from the composition that the home areas let expect."""

FROM_RESIDENTS = "from_residents"
"""Status of a number made from the residents of areas and not from the pupils of the schools."""

SECTORS = {
    "po": mark("Primary schools"),
    "so": mark("Special schools"),
    "vo": mark("Secondary schools"),
}

DENOMINATIONS = {
    "algemeen bijzonder": "non-denominational private",
    "antroposofisch": "anthroposophic",
    "evangelisch": "Evangelical",
    "evangelische broedergemeenscha": "Moravian",  # as DUO cuts it off
    "evangelische broedergemeenschap": "Moravian",
    "gereformeerd vrijgemaakt": "Reformed (Liberated)",
    "hindoeistisch": "Hindu",
    "hindoeïstisch": "Hindu",
    "interconfessioneel": "interdenominational",
    "islamitisch": "Islamic",
    "joods": "Jewish",
    "katholiek": "Catholic",
    "oecumenisch": "ecumenical",
    "openbaar": "public",
    "protestants-christelijk": "Protestant",
    "reformatorisch": "orthodox Reformed",
    "rooms-katholiek": "Roman Catholic",
    "samenwerking opb., pc": "public and Protestant together",
    "samenwerking opb., rk": "public and Roman Catholic together",
    "samenwerking pc, rk": "Protestant and Roman Catholic together",
    "samenwerking pc, rk, alg. bijz": "Protestant, Roman Catholic and non-denominational together",
}
"""Denomination as sources write it, in small letters, to its English words."""

STATUSES = {
    "ok": mark("known"),
    EXPECTED: mark("estimated from the neighbourhood"),
    HIDDEN: mark("too few pupils to publish"),
    "one_unit": mark("there is one school"),
    "one_area": mark("all pupils live in one area"),
    "one_group": mark("all pupils belong to one group"),
    "no_pupils": mark("there are no pupils in these groups"),
    "focal_absent": mark("the group has no pupils here"),
    "reference_absent": mark("the other groups have no pupils here"),
    "fractional_counts": mark("counts are estimates, so no margin is known"),
    "no_reference_area": mark("where the pupils live is not known"),
    "zero_share": mark("a share is zero, so no ratio exists"),
    "bounded": mark("some counts are known between two bounds only"),
    "too_few_pupils": mark("there are too few pupils"),
    "break_in_series": mark("the groups were counted in another way before"),
    "one_year": mark("there is one school year"),
    FROM_RESIDENTS: mark("made from the residents of the areas"),
    "no_home_areas": mark("where the pupils live is not known"),
    "no_points": mark("the places of schools or homes are not known"),
    "no_own_area": mark("in which area the schools stand is not known"),
    "no_catchment": mark("nothing is known about the area around the school"),
    "choice_unseen": mark("in this estimate all pupils of one area are alike, so choice cannot be seen"),
    "coarse_homes": mark("homes are known by areas that are larger than the distance between schools"),
    "level_unseen": mark("the level of education of the pupils is not known"),
    "same_by_construction": mark("the two things compared are the same by the way of estimating"),
    "too_coarse": mark("the figures of the neighbourhoods are rounded too coarsely for so small a group"),
    "too_little_known": mark("too little is known about the areas where pupils live"),
    "no_other_municipality": mark("these data hold no other municipality"),
}


@dataclass(frozen=True)
class Indicator:
    """An indicator in words.

    Attributes:
        name: its name.
        definition: what it is, in one or two sentences.
        kind: `index` (0-1, shown with three decimals), `share` (percentage) or `distance` (km).
    """

    name: str
    definition: str
    kind: str = "index"


INDICATORS = {
    "D": Indicator(
        mark("Dissimilarity (D)"),
        mark(
            "The part of one of the two groups that would have to move to another school, while the other "
            "group stays, before every school has the same mix. It is the same part for either group. "
            "0 is an even spread, 1 is full separation."
        ),
    ),
    "isolation": Indicator(
        mark("Isolation"),
        mark("The share of the group at the school of an average pupil of that group."),
    ),
    "exposure": Indicator(
        mark("Exposure"),
        mark("The share of other pupils at the school of an average pupil of the group."),
    ),
    "eta2": Indicator(
        mark("Variance ratio (eta²)"),
        mark("Isolation, corrected for the size of the group: 0 is an even spread, 1 full separation."),
    ),
    "gini": Indicator(
        mark("Gini"),
        mark(
            "The mean difference in the group's share between the schools of two pupils drawn at random, "
            "as a part of the largest difference possible."
        ),
    ),
    "hutchens": Indicator(
        mark("Hutchens' square root"),
        mark("1 minus the overlap of the two groups over the schools; it adds up over parts."),
    ),
    "M": Indicator(
        mark("Mutual information (M)"),
        mark("How much the school of a pupil tells about the group, over all groups, in nats."),
    ),
    "H": Indicator(
        mark("Theil's H"),
        mark("M as a part of the diversity of the municipality: 0 is an even spread, 1 full separation."),
    ),
    "M_total": Indicator(
        mark("M, total"), mark("Mutual information between school and group for pupils with a known home.")
    ),
    "M_housing": Indicator(
        mark("M, housing"), mark("The mutual information between home area and group: families live apart.")
    ),
    "M_sorting": Indicator(
        mark("M, sorting within areas"),
        mark("What is added because pupils of one area go to different schools by group."),
    ),
    "M_mixing": Indicator(
        mark("M, mixing across areas"),
        mark("What is taken away because pupils of different areas meet in one school."),
    ),
    "D_residence": Indicator(
        mark("D of the home areas"), mark("Dissimilarity of the areas in which the same pupils live.")
    ),
    "D_nearest": Indicator(
        mark("D if all went to the nearest school"),
        mark(
            "Dissimilarity if every pupil went to the nearest school, in a straight line and without regard "
            "for places, tracks or denomination."
        ),
    ),
    "D_choice": Indicator(
        mark("D, remainder for choice"),
        mark("Dissimilarity as it is, minus dissimilarity if all went to the nearest school."),
    ),
    "D_change": Indicator(
        mark("Change of D"), mark("D in the last school year minus D in the first of the series.")
    ),
    "H_change": Indicator(
        mark("Change of H"), mark("H in the last school year minus H in the first of the series.")
    ),
    "share_nearest": Indicator(
        mark("At the nearest school"),
        mark("Share of pupils whose school is the nearest one, in a straight line."),
        "share",
    ),
    "share_outside_area": Indicator(
        mark("School outside the own area"),
        mark("Share of pupils whose school stands in another area than their home."),
        "share",
    ),
    "share_outside_municipality": Indicator(
        mark("Pupils from another municipality"),
        mark("Share of the pupils of these schools who live in another municipality."),
        "share",
    ),
    "share_leaving": Indicator(
        mark("To school in another municipality"),
        mark("Share of the pupils living here who go to school in another municipality."),
        "share",
    ),
    "distance": Indicator(
        mark("Distance to school"),
        mark("Mean distance from home area to school, in a straight line."),
        "distance",
    ),
}


def sector_name(sector: str, lang: Language) -> str:
    """The sector in words."""
    return lang.say(SECTORS.get(sector, sector))


def denomination_name(denomination: str, lang: Language) -> tuple[str, str]:
    """The denomination in words, and the code of the language of these words.

    Sources write it in Dutch; a word that has no English here stays Dutch.
    """
    written = denomination.lower()
    english = DENOMINATIONS.get(written) if lang.code == "en" else None
    return (english, "en") if english else (written, "nl")


def reason(status: str, lang: Language) -> str:
    """The status in words; the status itself when it is a new one."""
    return lang.say(STATUSES.get(status, status))


def indicator_of(name: str) -> Indicator:
    """The indicator with this name; `distance:<group>` is a distance."""
    return INDICATORS.get(name.split(":", 1)[0], Indicator(name, ""))


def group_name(characteristic: Characteristic, group: str, lang: Language) -> str:
    """The group in words; an expected composition knows the focal group and the others only."""
    if group == "other" and group not in characteristic.groups:
        return lang.say("other pupils")
    return characteristic.group_label(group, lang.code)
