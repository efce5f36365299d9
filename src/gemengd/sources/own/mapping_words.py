# SPDX-License-Identifier: EUPL-1.2
"""Dutch (and English) words by which a column or a value is recognised. Data, no more."""

from __future__ import annotations

import re

PERSONAL = frozenset({
    "bsn", "burgerservicenummer", "sofinummer", "onderwijsnummer", "onderwijsnr", "pgn", "geboortedatum",
    "geboortedag", "geboorteplaats", "geboren", "birthdate", "dob", "voornaam", "voornamen",
    "achternaam", "tussenvoegsel", "tussenvoegsels", "roepnaam", "familienaam", "voorletters",
    "initialen", "leerlingnaam", "leerlingnummer", "leerlingnr", "leerlingid", "straat", "straatnaam",
    "huisnummer", "huisnr", "huisletter", "adres", "woonadres", "thuisadres", "telefoon",
    "telefoonnummer", "mobiel", "email", "mail", "emailadres", "firstname", "lastname", "surname",
    "street",
})  # fmt: skip
"""Words that make a column one about a person: it is never read."""

PERSONAL_PAIRS = (
    frozenset({"naam", "leerling"}),
    frozenset({"naam", "ouder"}),
    frozenset({"naam", "kind"}),
    frozenset({"id", "leerling"}),
    frozenset({"nummer", "leerling"}),
    frozenset({"datum", "geboorte"}),
    frozenset({"name", "pupil"}),
    frozenset({"id", "pupil"}),
    frozenset({"e", "mail"}),
)

COLUMNS: dict[str, tuple[str, ...]] = {
    "year": ("schooljaar", "peildatum", "peiljaar", "teldatum", "jaar", "year", "datum"),
    "brin": ("brin", "brinnummer", "instellingscode", "brinnr"),
    "location": ("vestigingsnummer", "vestiging", "vestigingscode", "vestnr", "locatienummer"),
    "school_id": ("brin6", "schoolcode", "schoolid", "schoolnummer", "brinvest", "brinvestiging"),
    "name": ("schoolnaam", "vestigingsnaam", "instellingsnaam", "school", "naam"),
    "municipality": ("gemeentecode", "gemeentenummer", "gemeente", "gemeentenaam", "municipality"),
    "sector": ("soort", "sector", "onderwijssoort", "onderwijstype", "schoolsoort"),
    "board": ("bestuursnummer", "bestuur", "bevoegd"),
    "denomination": ("denominatie", "richting", "grondslag"),
    "home": (
        "postcode",
        "pc4",
        "pc6",
        "woonpostcode",
        "postcode4",
        "postcode6",
        "buurtcode",
        "buurt",
        "wijkcode",
    ),
    "count": ("aantal", "leerlingen", "count", "pupils", "n", "aantallen"),
    "total": ("totaal", "total", "aantal_totaal"),
    "track": ("leerweg", "niveau", "track", "advies"),
    "stage": ("leerjaar", "groep", "klas", "stage"),
}
"""Particular to the words that name its column, the surest first."""

CHARACTERISTICS: dict[str, tuple[str, ...]] = {
    "parental_education": ("opleiding", "opleidingsniveau", "opl", "onderwijsniveau", "education"),
    "income": ("inkomen", "inkomensgroep", "income"),
    "origin": ("herkomst", "herkomstgroep", "origin"),
    "migration_background": ("migratieachtergrond", "migratie", "etniciteit"),
    "pupil_weight": ("gewicht", "leerlinggewicht", "weging"),
    "disadvantage": ("achterstand", "achterstandsleerling", "doelgroep", "doelgroepleerling", "vve"),
}

GROUPS: dict[str, dict[str, str]] = {
    "parental_education": {
        "laag": "low", "l": "low", "low": "low", "basisonderwijs": "low", "bo": "low",
        "praktijkonderwijs": "low", "pro": "low", "lbo": "low", "vbo": "low", "vmbo": "low",
        "laagopgeleid": "low",
        "midden": "middle", "middelbaar": "middle", "m": "middle", "middle": "middle", "mbo": "middle",
        "havo": "middle", "vwo": "middle", "havo/vwo": "middle", "middelbaar opgeleid": "middle",
        "hoog": "high", "h": "high", "high": "high", "hbo": "high", "wo": "high", "hbo/wo": "high",
        "universiteit": "high", "hoogopgeleid": "high",
    },
    "income": {"laag": "low", "low": "low", "l": "low", "midden": "middle", "middle": "middle", "m": "middle",
               "modaal": "middle", "hoog": "high", "high": "high", "h": "high"},
    "origin": {
        "nederland": "netherlands_dutch", "nederlands": "netherlands_dutch",
        "nederlandse herkomst": "netherlands_dutch",
        "geboren in nederland, nederlandse herkomst": "netherlands_dutch",
        "geboren in nederland, europese herkomst": "netherlands_europe",
        "geboren in nederland, herkomst buiten europa": "netherlands_other",
        "geboren in europa": "abroad_europe", "geboren buiten europa": "abroad_other",
    },
    "migration_background": {
        "nederlands": "dutch", "nederlandse achtergrond": "dutch", "geen": "dutch", "autochtoon": "dutch",
        "westers": "western", "westerse migratieachtergrond": "western",
        "niet-westers": "non_western", "niet westers": "non_western", "nietwesters": "non_western",
        "niet-westerse migratieachtergrond": "non_western",
    },
    "pupil_weight": {"0": "none", "0.0": "none", "0,0": "none", "geen": "none", "0.3": "w03", "0,3": "w03",
                     ".3": "w03", "1.2": "w12", "1,2": "w12"},
    "disadvantage": {"ja": "yes", "j": "yes", "yes": "yes", "1": "yes", "true": "yes", "nee": "no", "n": "no",
                     "no": "no", "0": "no", "false": "no"},
}  # fmt: skip
"""Characteristic to what values (in lower case) mean; a guess that the draft marks as one."""

UNKNOWN_WORDS = frozenset(
    {"", "onbekend", "unknown", "onb", "nb", "nvt", "n.v.t.", "-", "?", "geen gegevens", "99", "9"}
)

DEFINITIONS: dict[str, str] = {
    "pupil_weight": """\
label = { nl = "leerlinggewicht (oude gewichtenregeling)", en = "pupil weight (old scheme)" }
focal = ["w03", "w12"]
unknown = ["unknown"]
ordered = true
focal_label = { nl = "leerlingen met een gewicht", en = "weighted pupils" }
groups.none = { nl = "geen gewicht", en = "no weight" }
groups.w03 = { nl = "gewicht 0,3", en = "weight 0.3" }
groups.w12 = { nl = "gewicht 1,2", en = "weight 1.2" }
groups.unknown = { nl = "onbekend", en = "unknown" }
""",
    "disadvantage": """\
label = { nl = "achterstand (eigen indeling)", en = "disadvantage (own classes)" }
focal = ["yes"]
unknown = ["unknown"]
focal_label = { nl = "leerlingen met een achterstand", en = "disadvantaged pupils" }
groups.yes = { nl = "ja", en = "yes" }
groups.no = { nl = "nee", en = "no" }
groups.unknown = { nl = "onbekend", en = "unknown" }
""",
}
"""Definitions of characteristics that the built-in list does not have, as TOML."""

SECTORS = {
    "po": "po", "bo": "po", "bao": "po", "basisonderwijs": "po", "primair onderwijs": "po",
    "so": "so", "sbo": "so", "sbao": "so", "vso": "so", "speciaal basisonderwijs": "so",
    "speciaal onderwijs": "so",
    "vo": "vo", "voortgezet onderwijs": "vo", "vmbo": "vo", "havo": "vo", "vwo": "vo",
}  # fmt: skip
"""Words for the sector of a school."""


def words(name: str) -> tuple[str, ...]:
    """The words of a column name, in lower case: `AantalLeerlingen_LAAG 2` has four."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return tuple(word for word in re.split(r"[\W_]+", apart.lower()) if word)
