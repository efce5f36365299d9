# SPDX-License-Identifier: EUPL-1.2
"""Every page of the site: its address, who may see it, and what stands on it."""

from __future__ import annotations

from dataclasses import dataclass

from browser.site.listed_members import MEMBERS


@dataclass(frozen=True)
class Listed:
    """A page.

    Attributes:
        name: name of its address; empty for a page that stands for a failure.
        path: its address, Dutch; `Visitors.path` fills in what is in braces.
        dutch: its heading in Dutch.
        english: its heading in English.
        role: who visits, an attribute of `Visitors`.
        status: what it answers with.
    """

    name: str
    path: str
    dutch: str
    english: str
    role: str = "visitor"
    status: int = 200

    def __str__(self) -> str:
        said = f"{self.name} {self.path.split('/', 2)[-1]}" if self.name else f"failure {self.path}"
        signs = "".join(sign if sign.isalnum() else " " for sign in f"{said} {self.role}")
        return "-".join(signs.split())


CHOICE = "sector=po&kenmerk=parental_education&jaar=2025"
PLACE = "/gemeente/GM9901/"
PLACES = "gemeente=GM9901&gemeente=GM9902"
PUBLIC = (
    Listed(
        "monitor:home",
        "/",
        "Komen kinderen met alle achtergronden elkaar op school tegen?",
        "Do children of all backgrounds meet at school?",
    ),
    Listed(
        "monitor:find",
        "/zoeken/",
        "Zoek uw gemeente, school of postcode",
        "Find your municipality, school or postcode",
    ),
    Listed("monitor:find", "/zoeken/?q=montessori", "Gevonden voor ‘montessori’", "Found for ‘montessori’"),
    Listed("monitor:find", "/zoeken/?q=xyzzy", "Niets gevonden voor ‘xyzzy’", "Nothing found for ‘xyzzy’"),
    Listed("monitor:method", "/methode/", "Hoe we meten", "How we measure"),
    Listed("monitor:glossary", "/methode/begrippen/", "Begrippen uitgelegd", "Words explained"),
    Listed(
        "monitor:accessibility",
        "/toegankelijkheid/",
        "Toegankelijkheidsverklaring",
        "Accessibility statement",
    ),
    Listed("monitor:municipality", PLACE, "Gemeente Oosterhaven", "Municipality of Oosterhaven"),
    Listed(
        "monitor:municipality",
        "/gemeente/GM9903/?sector=vo",
        "Gemeente Kwelderland",
        "Municipality of Kwelderland",
    ),
    Listed(
        "monitor:figure",
        f"{PLACE}figuur/schools/?{CHOICE}",
        "Scholen en hun wijk",
        "Schools and their catchment",
    ),
    Listed("monitor:figure", f"{PLACE}figuur/trend/", "Gaat het vooruit?", "Is it getting better?"),
    Listed("monitor:figure-embed", f"{PLACE}figuur/level/insluiten/?{CHOICE}", "Hoe gemengd?", "How mixed?"),
    Listed(
        "monitor:country-figure",
        f"/land/figuur/map/?{CHOICE}",
        "Kaart: alle gemeenten",
        "Map: every municipality",
    ),
    Listed(
        "monitor:country-figure-embed",
        "/land/figuur/trend/insluiten/",
        "Gaat het vooruit?",
        "Is it getting better?",
    ),
    Listed("monitor:school", "/school/99AA00/", "De Weefspoel", "De Weefspoel"),
    Listed(
        "monitor:school-figure",
        "/school/99AA00/figuur/beside/",
        "De school en haar wijk",
        "The school and its catchment",
    ),
    Listed(
        "monitor:school-figure-embed",
        "/school/99AA00/figuur/beside/insluiten/",
        "De school en haar wijk",
        "The school and its catchment",
    ),
    Listed("monitor:compare", "/vergelijken/", "Gemeenten vergelijken", "Compare municipalities"),
    Listed(
        "monitor:compare",
        f"/vergelijken/?{PLACES}",
        "Oosterhaven en Lindermeer",
        "Oosterhaven and Lindermeer",
    ),
    Listed(
        "monitor:compare-figure",
        f"/vergelijken/figuur/differences/?{PLACES}",
        "Verschillen tussen gemeenten",
        "Differences between places",
    ),
    Listed(
        "monitor:compare-figure-embed",
        f"/vergelijken/figuur/trends/insluiten/?{PLACES}",
        "Door de jaren heen",
        "Over the years",
    ),
    Listed("monitor:map", "/kaart/", "Kaart van alle gemeenten", "Map of all municipalities"),
    Listed("monitor:map", f"/kaart/?{CHOICE}&gemeente=GM9901", "Kaart van Oosterhaven", "Map of Oosterhaven"),
    Listed("files", "/bestanden/", "Open data", "Open data"),
    Listed("versions:check", "/versie/", "Controleer deze versie", "Check this version"),
    Listed(
        "versions:version",
        f"/versie/{64 * 'a'}/",
        "Deze versie is hier niet bekend",
        "This version is not known here",
        status=404,
    ),
)
FAILURES = (
    Listed(
        "", "/mis/400/", "Deze aanvraag is niet te begrijpen", "This request cannot be understood", status=400
    ),
    Listed("", "/beheer/", "U mag deze pagina niet zien", "You may not see this page", "reader", 403),
    Listed(
        "", "/mis/csrf/", "Dit formulier stond te lang open", "This form was open for too long", status=403
    ),
    Listed("", "/gemeente/GM0001/", "Deze pagina is er niet", "This page is not here", status=404),
    Listed("", "/bestaat-niet/", "Deze pagina is er niet", "This page is not here", status=404),
    Listed("", "/mis/413/", "Dit is te groot", "This is too large", status=413),
    Listed(
        "",
        "/mis/429/",
        "U hebt te vaak geprobeerd in te loggen",
        "You tried to sign in too often",
        status=429,
    ),
    Listed("", "/mis/500/", "Hier ging iets mis", "Something went wrong here", status=500),
    Listed(
        "", "/mis/503/", "De site kan nu even niet antwoorden", "The site cannot answer just now", status=503
    ),
    Listed("", "/mis/507/", "De schijf van de server is vol", "The disk of the server is full", status=507),
    Listed("", "/mis/empty/", "Er is nog niets gepubliceerd", "Nothing is published yet", status=503),
)
PAGES = (*PUBLIC, *(Listed(*values) for values in MEMBERS), *FAILURES)

NO_PAGES = {
    "health": "/gezond/",
    "monitor:council": f"{PLACE}raad.pdf",
    "monitor:figure-svg": f"{PLACE}figuur/level.svg",
    "monitor:figure-png": f"{PLACE}figuur/level.png",
    "monitor:figure-csv": f"{PLACE}figuur/level.csv",
    "monitor:country-figure-svg": "/land/figuur/map.svg",
    "monitor:country-figure-png": "/land/figuur/map.png",
    "monitor:country-figure-csv": "/land/figuur/map.csv",
    "monitor:map-data": "/kaart/vlakken.json",
    "monitor:school-figure-svg": "/school/99AA00/figuur/beside.svg",
    "monitor:school-figure-png": "/school/99AA00/figuur/beside.png",
    "monitor:school-figure-csv": "/school/99AA00/figuur/beside.csv",
    "monitor:compare-figure-svg": f"/vergelijken/figuur/levels.svg?{PLACES}",
    "monitor:compare-figure-png": f"/vergelijken/figuur/levels.png?{PLACES}",
    "monitor:compare-figure-csv": f"/vergelijken/figuur/levels.csv?{PLACES}",
    "versions:file": f"/versie/{64 * 'a'}/versie.json",
    "versions:numbered": "/versie/none/none/1/",
    "account_confirm_login_code": "/account/login/code/confirm/",
    "mfa_download_recovery_codes": "/account/2fa/recovery-codes/download/",
    "socialaccount_signup": "/account/3rdparty/signup/",
    "openid_connect_login": "/account/oidc/x/login/",
    "openid_connect_callback": "/account/oidc/x/login/callback/",
    "accounts:data": "/organisatie/account/gegevens.json",
    "mail:open": "/berichten/1/",
    "mail:read_all": "/berichten/gelezen/",
    "mail:retry": "/berichten/e-mail/1/opnieuw/",
    "mail:discard": "/berichten/e-mail/1/weggooien/",
    "documents:download": "/documenten/00000000-0000-4000-8000-000000000000/",
    "organisations:log_document": "/organisatie/logboek/logboek.pdf",
    "organisations:invite": "/organisatie/1/uitnodigen/",
    "organisations:withdraw": "/organisatie/1/uitnodiging/1/intrekken/",
    "organisations:change_role": "/organisatie/1/lid/1/rol/",
    "organisations:remove": "/organisatie/1/lid/1/verwijderen/",
    "control:import": "/beheer/inlezen/",
    "control:build": "/beheer/opbouwen/",
    "control:show": "/beheer/versie/1/tonen/",
    "control:progress": "/beheer/werk/1/stand/",
    "control:cancel": "/beheer/werk/1/annuleren/",
    "control:retry": "/beheer/werk/1/opnieuw/",
    "work:progress": "/werk/1/stand/",
    "work:cancel": "/werk/1/annuleren/",
    "work:retry": "/werk/1/opnieuw/",
}
"""Names of addresses where no page stands: files, other forms of a figure, and what is only sent."""
