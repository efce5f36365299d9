# SPDX-License-Identifier: EUPL-1.2
"""Every page of the site: its address, who may see it, and what stands on it."""

from __future__ import annotations

from dataclasses import dataclass


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
        said = f"{self.name or 'mis'} {self.path.split('/', 2)[-1]} {self.role}"
        signs = "".join(sign if sign.isalnum() else " " for sign in said)
        return "-".join(signs.split())


CHOICE = "sector=po&kenmerk=parental_education&jaar=2025"
PLACE = "/gemeente/GM9901/"
PLACES = "gemeente=GM9901&gemeente=GM9902"
PUBLIC = (
    Listed(
        "pages:home",
        "/",
        "Komen kinderen met alle achtergronden elkaar op school tegen?",
        "Do children of all backgrounds meet at school?",
    ),
    Listed(
        "pages:find",
        "/zoeken/",
        "Zoek uw gemeente, school of postcode",
        "Find your municipality, school or postcode",
    ),
    Listed("pages:find", "/zoeken/?q=montessori", "Gevonden voor ‘montessori’", "Found for ‘montessori’"),
    Listed("pages:find", "/zoeken/?q=xyzzy", "Niets gevonden voor ‘xyzzy’", "Nothing found for ‘xyzzy’"),
    Listed("pages:method", "/methode/", "Hoe we meten", "How we measure"),
    Listed("pages:glossary", "/methode/begrippen/", "Begrippen uitgelegd", "Words explained"),
    Listed(
        "pages:accessibility", "/toegankelijkheid/", "Toegankelijkheidsverklaring", "Accessibility statement"
    ),
    Listed("pages:municipality", PLACE, "Gemeente Oosterhaven", "Municipality of Oosterhaven"),
    Listed(
        "pages:municipality",
        "/gemeente/GM9903/?sector=vo",
        "Gemeente Kwelderland",
        "Municipality of Kwelderland",
    ),
    Listed(
        "pages:figure",
        f"{PLACE}figuur/schools/?{CHOICE}",
        "Scholen en hun wijk",
        "Schools and their catchment",
    ),
    Listed("pages:figure", f"{PLACE}figuur/trend/", "Gaat het vooruit?", "Is it getting better?"),
    Listed("pages:figure-embed", f"{PLACE}figuur/level/insluiten/?{CHOICE}", "Hoe gemengd?", "How mixed?"),
    Listed(
        "pages:country-figure",
        f"/land/figuur/map/?{CHOICE}",
        "Kaart: alle gemeenten",
        "Map: every municipality",
    ),
    Listed(
        "pages:country-figure-embed",
        "/land/figuur/trend/insluiten/",
        "Gaat het vooruit?",
        "Is it getting better?",
    ),
    Listed("pages:school", "/school/99AA00/", "De Weefspoel", "De Weefspoel"),
    Listed(
        "pages:school-figure",
        "/school/99AA00/figuur/beside/",
        "De school en haar wijk",
        "The school and its catchment",
    ),
    Listed(
        "pages:school-figure-embed",
        "/school/99AA00/figuur/beside/insluiten/",
        "De school en haar wijk",
        "The school and its catchment",
    ),
    Listed("pages:compare", "/vergelijken/", "Gemeenten vergelijken", "Compare municipalities"),
    Listed(
        "pages:compare", f"/vergelijken/?{PLACES}", "Oosterhaven en Lindermeer", "Oosterhaven and Lindermeer"
    ),
    Listed(
        "pages:compare-figure",
        f"/vergelijken/figuur/differences/?{PLACES}",
        "Verschillen tussen gemeenten",
        "Differences between places",
    ),
    Listed(
        "pages:compare-figure-embed",
        f"/vergelijken/figuur/trends/insluiten/?{PLACES}",
        "Door de jaren heen",
        "Over the years",
    ),
    Listed("pages:map", "/kaart/", "Kaart van alle gemeenten", "Map of all municipalities"),
    Listed("pages:map", f"/kaart/?{CHOICE}&gemeente=GM9901", "Kaart van Oosterhaven", "Map of Oosterhaven"),
    Listed("files", "/bestanden/", "Open data", "Open data"),
)
ACCOUNT = (
    Listed("account_login", "/account/login/", "Inloggen", "Sign in"),
    Listed("account_login", "/account/login/?reden=verlopen", "Inloggen", "Sign in"),
    Listed(
        "account_signup", "/account/signup/", "Je hebt een uitnodiging nodig", "You come in by invitation"
    ),
    Listed(
        "account_inactive",
        "/account/inactive/",
        "Dit account kan niet meer gebruikt worden",
        "This account cannot be used any more",
    ),
    Listed(
        "account_reset_password",
        "/account/password/reset/",
        "Wachtwoord vergeten?",
        "Forgotten your password?",
    ),
    Listed(
        "account_reset_password_done", "/account/password/reset/done/", "Kijk in je mail", "Look in your mail"
    ),
    Listed(
        "account_reset_password_from_key",
        "/account/password/reset/key/{reset}/",
        "Kies een nieuw wachtwoord",
        "Choose a new password",
    ),
    Listed(
        "account_reset_password_from_key",
        "/account/password/reset/key/1-1/",
        "Deze link werkt niet meer",
        "This link does not work any more",
    ),
    Listed(
        "account_reset_password_from_key_done",
        "/account/password/reset/key/done/",
        "Je wachtwoord is veranderd",
        "Your password was changed",
    ),
    Listed("account_logout", "/account/logout/", "Uitloggen", "Sign out", "reader"),
    Listed("account_reauthenticate", "/account/reauthenticate/", "Ben jij het?", "Is it you?", "reader"),
    Listed(
        "account_email", "/account/email/", "Je mailadres veranderen", "Change your mail address", "reader"
    ),
    Listed(
        "account_email_verification_sent",
        "/account/confirm-email/",
        "Bevestig je mailadres",
        "Confirm your mail address",
        "moving",
    ),
    Listed(
        "account_change_password",
        "/account/password/change/",
        "Je wachtwoord veranderen",
        "Change your password",
        "reader",
    ),
    Listed(
        "account_set_password",
        "/account/password/set/",
        "Kies een wachtwoord",
        "Choose a password",
        "wordless",
    ),
    Listed("mfa_authenticate", "/account/2fa/authenticate/", "De tweede stap", "The second step", "halfway"),
    Listed(
        "mfa_activate_totp",
        "/account/2fa/totp/activate/",
        "Stel de tweede stap in",
        "Set up the second step",
        "newcomer",
    ),
    Listed("mfa_index", "/account/2fa/", "De tweede stap", "The second step", "coded"),
    Listed("mfa_index", "/account/2fa/", "De tweede stap", "The second step", "reader"),
    Listed("mfa_reauthenticate", "/account/2fa/reauthenticate/", "Ben jij het?", "Is it you?", "editor"),
    Listed(
        "mfa_deactivate_totp",
        "/account/2fa/totp/deactivate/",
        "De tweede stap verwijderen",
        "Remove the second step",
        "editor",
    ),
    Listed(
        "mfa_view_recovery_codes",
        "/account/2fa/recovery-codes/",
        "Je herstelcodes",
        "Your recovery codes",
        "coded",
    ),
    Listed(
        "mfa_generate_recovery_codes",
        "/account/2fa/recovery-codes/generate/",
        "Nieuwe herstelcodes",
        "New recovery codes",
        "coded",
    ),
    Listed(
        "socialaccount_login_cancelled",
        "/account/3rdparty/login/cancelled/",
        "Je bent niet ingelogd",
        "You did not sign in",
    ),
    Listed(
        "socialaccount_login_error",
        "/account/3rdparty/login/error/",
        "Inloggen is niet gelukt",
        "Signing in did not work",
        status=401,
    ),
    Listed(
        "socialaccount_connections",
        "/account/3rdparty/",
        "Inloggen via je organisatie",
        "Signing in by your organisation",
        "reader",
    ),
    Listed(
        "usersessions_list",
        "/account/sessions/",
        "Waar je bent ingelogd",
        "Where you are signed in",
        "reader",
    ),
)
INVITED = "/organisatie/uitnodiging/{invitation}/"
ORGANISATIONS = (
    Listed("organisations:home", "/organisatie/", "Je organisaties", "Your organisations", "editor"),
    Listed("organisations:home", "/organisatie/", "Je organisaties", "Your organisations", "keeper"),
    Listed(
        "organisations:new",
        "/organisatie/nieuw/",
        "Voeg een organisatie toe",
        "Add an organisation",
        "keeper",
    ),
    Listed("organisations:account", "/organisatie/account/", "Je account", "Your account", "editor"),
    Listed(
        "organisations:account_delete",
        "/organisatie/account/verwijderen/",
        "Je account verwijderen",
        "Delete your account",
        "reader",
    ),
    Listed("organisations:log", "/organisatie/logboek/", "Wat er gebeurde", "What happened", "keeper"),
    Listed("organisations:invitation", INVITED, "Je bent uitgenodigd", "You are invited"),
    Listed(
        "organisations:invitation",
        INVITED,
        "Deze uitnodiging is voor iemand anders",
        "This invitation is for somebody else",
        "reader",
        403,
    ),
    Listed(
        "organisations:invitation",
        "/organisatie/uitnodiging/1/",
        "Deze uitnodiging werkt niet meer",
        "This invitation does not work any more",
        status=410,
    ),
    Listed(
        "organisations:organisation",
        "/organisatie/{board}/",
        "Stichting Oost",
        "Stichting Oost",
        "administrator",
    ),
    Listed(
        "organisations:organisation", "/organisatie/{board}/", "Stichting Oost", "Stichting Oost", "reader"
    ),
    Listed(
        "organisations:change",
        "/organisatie/{board}/wijzigen/",
        "De organisatie wijzigen",
        "Change the organisation",
        "keeper",
    ),
    Listed("organisations:schools", "/organisatie/{board}/scholen/", "Je scholen", "Your schools", "editor"),
    Listed(
        "organisations:explain",
        "/organisatie/{board}/scholen/99AA00/",
        "De Weefspoel",
        "De Weefspoel",
        "editor",
    ),
)
CONTROL = (
    Listed("control:home", "/beheer/", "Gegevens en publicatie", "Data and publication", "keeper"),
    Listed("control:job", "/beheer/werk/{job}/", "Opbouwen", "Build", "keeper"),
    Listed("control:job", "/beheer/werk/{failed}/", "Opbouwen", "Build", "keeper"),
    Listed("control:job", "/beheer/werk/{waiting}/", "Opbouwen", "Build", "keeper"),
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
        "Je hebt te vaak geprobeerd in te loggen",
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
PAGES = (*PUBLIC, *ACCOUNT, *ORGANISATIONS, *CONTROL, *FAILURES)

NO_PAGES = {
    "health": "/gezond/",
    "pages:council": f"{PLACE}raad.pdf",
    "pages:figure-svg": f"{PLACE}figuur/level.svg",
    "pages:figure-png": f"{PLACE}figuur/level.png",
    "pages:figure-csv": f"{PLACE}figuur/level.csv",
    "pages:country-figure-svg": "/land/figuur/map.svg",
    "pages:country-figure-png": "/land/figuur/map.png",
    "pages:country-figure-csv": "/land/figuur/map.csv",
    "pages:map-data": "/kaart/vlakken.json",
    "pages:school-figure-svg": "/school/99AA00/figuur/beside.svg",
    "pages:school-figure-png": "/school/99AA00/figuur/beside.png",
    "pages:school-figure-csv": "/school/99AA00/figuur/beside.csv",
    "pages:compare-figure-svg": f"/vergelijken/figuur/levels.svg?{PLACES}",
    "pages:compare-figure-png": f"/vergelijken/figuur/levels.png?{PLACES}",
    "pages:compare-figure-csv": f"/vergelijken/figuur/levels.csv?{PLACES}",
    "account_confirm_login_code": "/account/login/code/confirm/",
    "mfa_download_recovery_codes": "/account/2fa/recovery-codes/download/",
    "socialaccount_signup": "/account/3rdparty/signup/",
    "openid_connect_login": "/account/oidc/x/login/",
    "openid_connect_callback": "/account/oidc/x/login/callback/",
    "organisations:account_data": "/organisatie/account/gegevens.json",
    "organisations:invite": "/organisatie/1/uitnodigen/",
    "organisations:withdraw": "/organisatie/1/uitnodiging/1/intrekken/",
    "organisations:change_role": "/organisatie/1/lid/1/rol/",
    "organisations:remove": "/organisatie/1/lid/1/verwijderen/",
    "control:import": "/beheer/inlezen/",
    "control:build": "/beheer/opbouwen/",
    "control:show": "/beheer/versie/1/tonen/",
    "control:progress": "/beheer/werk/1/stand/",
}
"""Names of addresses where no page stands: files, other forms of a figure, and what is only sent."""
