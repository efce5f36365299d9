# SPDX-License-Identifier: EUPL-1.2
"""The columns of the open data: Dutch name and meaning, unit and an example, for the API and the files alike.

What a column says in English stands with the frames of the monitor and is not written again here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "whole", "number", "year", "flag"]


@dataclass(frozen=True)
class Column:
    """A column of the open data.

    Attributes:
        name: Dutch name, in the API and in the files.
        source: the column of the monitor's frame.
        kind: what its values are.
        meaning: what it says, in Dutch.
        example: a value that could stand there.
        unit: unit in Dutch, empty where there is none.
        values: all values it can have, empty where they are open.
        pattern: regular expression of its values, empty for none.
        english: what it says in English, where the monitor's frames do not say it.
    """

    name: str
    source: str
    kind: Kind
    meaning: str
    example: str | float | bool | None
    unit: str = ""
    values: tuple[str, ...] = ()
    pattern: str = ""
    english: str = ""


CODE = "^[A-Za-z0-9_.:-]{1,40}$"
GEMEENTE = Column(
    "gemeente", "municipality_id", "text", "code van de gemeente", "GM0363", pattern="^GM[0-9]{4}$"
)
SECTOR = Column(
    "sector",
    "sector",
    "text",
    "po (basisonderwijs), so (speciaal onderwijs) of vo (voortgezet onderwijs)",
    "po",
    values=("po", "so", "vo"),
)
JAAR = Column("jaar", "year", "year", "jaar waarin het schooljaar begint", 2017)
KENMERK = Column(
    "kenmerk",
    "characteristic",
    "text",
    "waaraan leerlingen worden onderscheiden; `all` als het cijfer daar niet van afhangt",
    "migration_background",
    pattern=CODE,
)
STATUS = Column(
    "status", "status", "text", "`ok`, of waarom een cijfer er niet of anders is", "ok", pattern=CODE
)
CELL = (GEMEENTE, SECTOR, JAAR, KENMERK)

NAAM = Column("naam", "name", "text", "naam van de gemeente", "Amsterdam")
FICTIEF = Column("fictief", "fictional", "flag", "waar als de gegevens verzonnen zijn", False)
MAAT = Column("maat", "indicator", "text", "de maat; zie de lijst `maten`", "D", pattern=CODE)
WAARDE = Column("waarde", "estimate", "number", "het cijfer", 0.2805)
ESTIMATE = (
    WAARDE,
    Column("standaardfout", "se", "number", "standaardfout", 0.004),
    Column("ondergrens", "low", "number", "ondergrens van het betrouwbaarheidsinterval (95%)", 0.273),
    Column("bovengrens", "high", "number", "bovengrens van het betrouwbaarheidsinterval (95%)", 0.288),
    Column("niveau", "level", "number", "D met toeval erin meegerekend", 0.276),
    Column("niveauOndergrens", "level_low", "number", "ondergrens van `niveau` (95%)", 0.268),
    Column("niveauBovengrens", "level_high", "number", "bovengrens van `niveau` (95%)", 0.284),
    Column(
        "pWaarde",
        "p_value",
        "number",
        "bij D: hoe vaak een loting even ongelijk is; bij een verandering: tweezijdig, van geen verandering",
        0.0,
    ),
    Column("stap", "step", "number", "waarop het cijfer is afgerond als bescherming", 0.005),
)
CHANCE = (
    Column("toeval", "expected", "number", "wat een loting al zou geven", 0.05),
    Column("toevalsfout", "expected_error", "number", "rekenfout van `toeval`; 0 als het exact is", 0.0),
    Column("bovenToeval", "excess", "number", "(waarde - toeval) / (1 - toeval)", 0.243),
    Column(
        "laagstMogelijk", "bound_low", "number", "laagste waarde die past bij tellingen tussen grenzen", None
    ),
    Column(
        "hoogstMogelijk", "bound_high", "number", "hoogste waarde die past bij tellingen tussen grenzen", None
    ),
)
BEHIND = (
    Column(
        "eenheden", "units", "whole", "scholen of gebieden waarop het rust (bij een verandering: jaren)", 214
    ),
    Column("leerlingen", "pupils", "number", "leerlingen waarop het rust", 62015.0, "leerlingen"),
)

PLACES = (
    Column("leerlingen", "pupils", "whole", "leerlingen op scholen in de gemeente", 62015, "leerlingen"),
    Column(
        "leerlingenHoogst",
        "pupils_high",
        "whole",
        "hoogste aantal dat past; gelijk aan `leerlingen` als niets verborgen is",
        62015,
        "leerlingen",
    ),
    Column("scholen", "schools", "whole", "vestigingen van scholen", 214),
    Column(
        "adressendichtheid",
        "address_density",
        "number",
        "adressen rond de woningen van de leerlingen, gewogen naar leerlingen",
        6120.5,
        "adressen per km2",
    ),
)
BASIS = Column(
    "grondslag",
    "basis",
    "text",
    "`observed`: geteld op school; `expected`: verwacht naar de buurten",
    "expected",
    values=("observed", "expected"),
)
BEWONERSJAAR = Column(
    "bewonersjaar", "residents_year", "year", "jaar van de bewoners achter een verwachte samenstelling", 2020
)
GROEP = Column("groep", "group", "text", "de groep; zie de lijst `kenmerken`", "non_western", pattern=CODE)
GROUPS = (
    GROEP,
    Column(
        "leerlingen", "pupils", "number", "leerlingen; een breuk als het verwacht is", 24310.2, "leerlingen"
    ),
    Column("minstens", "low", "number", "laagste aantal dat past", 24310.2, "leerlingen"),
    Column("hoogstens", "high", "number", "hoogste aantal dat past", 24310.2, "leerlingen"),
    Column("aandeel", "share", "number", "aandeel in de leerlingen van bekende groepen, 0 tot 1", 0.392),
    Column("bekend", "known", "flag", "onwaar voor leerlingen van onbekende samenstelling", True),
    Column("focus", "focal", "flag", "waar voor de groepen waarvan de scheiding wordt gemeten", True),
    BASIS,
    BEWONERSJAAR,
)
COVERAGE = (
    BASIS,
    BEWONERSJAAR,
    Column(
        "aandeel",
        "share",
        "number",
        "aandeel van de leerlingen waarop de cijfers rusten, 0 tot 1",
        0.973,
        english="share of the pupils that the figures rest on, 0-1",
    ),
    Column(
        "bijnaAllen",
        "nearly_all",
        "flag",
        "waar als te weinig leerlingen ontbreken om het aandeel te noemen",
        False,
        english="True when too few pupils are missing to name the share",
    ),
)

SCHOOL = Column("school", "school_id", "text", "code van de vestiging", "06NH00", pattern=CODE)
GEBIED = Column("gebied", "area_id", "text", "gebied waarin de school staat", "1012", pattern=CODE)
POINT = (
    Column("x", "x", "number", "oost-west, stelsel EPSG:28992 (RD)", 121500.0, "meter"),
    Column("y", "y", "number", "zuid-noord, stelsel EPSG:28992 (RD)", 487400.0, "meter"),
)
ABOUT_SCHOOL = (
    SCHOOL,
    Column("naam", "name", "text", "naam van de vestiging", "De Citer"),
    GEMEENTE,
    SECTOR,
    Column(
        "bestuur", "board_id", "text", "code van het schoolbestuur (bevoegd gezag)", "41558", pattern=CODE
    ),
    Column("denominatie", "denomination", "text", "zoals in de bron", "Openbaar"),
    GEBIED,
    *POINT,
    Column("plaatsbepaling", "located", "text", "hoe de plek gevonden is", "address", pattern=CODE),
)
FOCUS = (
    Column("leerlingen", "pupils", "number", "leerlingen van bekende groepen", 205.0, "leerlingen"),
    Column(
        "focusLeerlingen",
        "focal_pupils",
        "number",
        "leerlingen in de focusgroepen",
        25.1,
        "leerlingen",
        english="pupils in the focal groups",
    ),
    Column("focusAandeel", "focal_share", "number", "focusLeerlingen / leerlingen, 0 tot 1", 0.1226),
)
SCHOOL_FIGURES = (
    *FOCUS,
    Column(
        "afwijking", "local", "number", "hoe ver de samenstelling van die van de gemeente ligt", 0.0007, "nat"
    ),
    Column("bijdrageM", "contribution_M", "number", "deel van M van de gemeente", 0.0002, "nat"),
    Column("bijdrageD", "contribution_D", "number", "deel van D van de gemeente", 0.0134),
    Column("eigenAandeel", "own_share", "number", "focusaandeel waar de eigen leerlingen wonen", None),
    Column("buurtAandeel", "near_share", "number", "focusaandeel van wie dichtbij de school woont", 0.13),
    Column("buurtScholen", "near_schools", "whole", "andere scholen dichtbij", 1),
    Column("buurtDenominaties", "near_kinds", "whole", "verschillende denominaties daarvan", 1),
    Column(
        "vergeleken",
        "reference",
        "text",
        "waarmee `verschil` vergelijkt: `own` (eigen) of `near` (buurt)",
        "near",
        values=("own", "near"),
    ),
    Column("verschil", "difference", "number", "focusaandeel min het vergeleken aandeel, -1 tot 1", -0.01),
    Column("logVerhouding", "log_ratio", "number", "log2(focusaandeel / vergeleken aandeel)", -0.1),
    Column("kans", "probability", "number", "kans op zo'n verschil door toeval, tweezijdig", None),
    Column(
        "oordeel",
        "verdict",
        "text",
        "spiegel van de omgeving (`mirror`), of niet",
        "mirror",
        values=("mirror", "no_mirror", "no_mirror_few_schools", "unknown"),
    ),
)
ABOUT_AREA = (
    Column("gebied", "area_id", "text", "code van het gebied", "1012", pattern=CODE),
    Column("naam", "name", "text", "naam van het gebied", "Binnenstad", english="name of the area"),
    Column("niveau", "level", "text", "soort gebied: pc4, buurt, wijk, ...", "pc4", pattern=CODE),
    GEMEENTE,
    *POINT,
)
PEER = (
    GEMEENTE,
    SECTOR,
    Column("rang", "rank", "whole", "1 is het best vergelijkbaar", 1),
    Column(
        "vergelijkbaar",
        "peer_id",
        "text",
        "code van de vergelijkbare gemeente",
        "GM0599",
        pattern="^GM[0-9]{4}$",
    ),
    Column("afstand", "distance", "number", "afstand", 0.52, "standaarddeviaties"),
)
CHARACTERISTIC = (
    Column(
        "kenmerk",
        "characteristic",
        "text",
        "het kenmerk",
        "migration_background",
        pattern=CODE,
        english="the characteristic",
    ),
    Column(
        "naam",
        "name",
        "text",
        "het kenmerk in woorden",
        "migratieachtergrond",
        english="the characteristic in words",
    ),
    Column("groep", "group", "text", "de groep", "non_western", pattern=CODE, english="the group"),
    Column(
        "groepsnaam",
        "group_name",
        "text",
        "de groep in woorden",
        "niet-westers",
        english="the group in words",
    ),
    Column(
        "focus",
        "focal",
        "flag",
        "waar als de scheiding van deze groep wordt gemeten",
        True,
        english="True when the separation of this group is measured",
    ),
    Column(
        "bekend",
        "known",
        "flag",
        "onwaar als leerlingen van deze groep buiten de maten blijven",
        True,
        english="False when pupils of this group are in no index",
    ),
)
INDICATOR = (
    Column("maat", "indicator", "text", "de maat", "D", pattern=CODE, english="the indicator"),
    Column(
        "naam", "name", "text", "de maat in woorden", "Dissimilariteit (D)", english="the indicator in words"
    ),
    Column(
        "omschrijving",
        "definition",
        "text",
        "wat de maat is",
        "Het deel van een van de twee groepen ...",
        english="what it is",
    ),
    Column(
        "soort",
        "kind",
        "text",
        "`index` (0 tot 1), `share` (aandeel) of `distance` (km)",
        "index",
        values=("index", "share", "distance"),
        english="index (0-1), share or distance (km)",
    ),
)
