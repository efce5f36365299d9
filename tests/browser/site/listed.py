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
        dutch: what stands on it in Dutch.
        english: what stands on it in English.
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
        return f"{self.name or 'failure'}-{self.role}-{self.path.strip('/').replace('/', '-') or 'home'}"

    @property
    def file_name(self) -> str:
        """Name of its screenshots."""
        kept = "".join(sign if sign.isalnum() else "-" for sign in f"{self.name or 'mis'} {self.path} {self.role}")
        return "-".join(part for part in kept.split("-") if part)[:100]


CHOICE = "sector=po&kenmerk=parental_education&jaar=2025"
PLACE = "/gemeente/GM9901/"
PUBLIC = (
    Listed("pages:home", "/", "Wat is schoolsegregatie?", "What is school segregation?"),
    Listed("pages:find", "/zoeken/", "Zoek je gemeente, school of postcode", "Find your municipality"),
    Listed("pages:find", "/zoeken/?q=de", "Gevonden voor", "Found for"),
    Listed("pages:find", "/zoeken/?q=xyzzy", "Niets gevonden", "Nothing found"),
    Listed("pages:method", "/methode/", "Hoe we meten", "How we measure"),
    Listed("pages:glossary", "/methode/begrippen/", "Dissimilariteit", "Dissimilarity"),
    Listed("pages:accessibility", "/toegankelijkheid/", "axe-core", "axe-core"),
    Listed("pages:municipality", PLACE, "Gemeente Oosterhaven", "Municipality of Oosterhaven"),
    Listed(
        "pages:municipality",
        "/gemeente/GM9903/?sector=vo",
        "Gemeente Kwelderland",
        "Municipality of Kwelderland",
    ),
    Listed("pages:figure", f"{PLACE}figuur/trend/?{CHOICE}", "Delen of insluiten", "Share or embed"),
    Listed("pages:figure", f"{PLACE}figuur/schools/?{CHOICE}", "Delen of insluiten", "Share or embed"),
    Listed("pages:figure-embed", f"{PLACE}figuur/level/insluiten/?{CHOICE}", "van de 100", "of every 100"),
    Listed("pages:country-figure", f"/land/figuur/map/?{CHOICE}", "Delen of insluiten", "Share or embed"),
    Listed("pages:country-figure-embed", "/land/figuur/trend/insluiten/", "Gemengd", "Gemengd"),
    Listed("files", "/bestanden/", "Open data", "Open data"),
)
ACCOUNT = (
    Listed("account_login", "/account/login/", "Inloggen", "Sign in"),
    Listed("account_login", "/account/login/?reden=verlopen", "sessie", "session has ended"),
    Listed("account_signup", "/account/signup/", "uitnodiging", "invitation"),
    Listed("account_inactive", "/account/inactive/", "account", "account"),
    Listed("account_reset_password", "/account/password/reset/", "vergeten", "Forgotten"),
    Listed("account_reset_password_done", "/account/password/reset/done/", "mail", "Look in your mail"),
    Listed("account_reset_password_from_key", "/account/password/reset/key/{reset}/", "nieuw", "new password"),
    Listed("account_reset_password_from_key", "/account/password/reset/key/1-1/", "link", "This link"),
    Listed("account_reset_password_from_key_done", "/account/password/reset/key/done/", "wachtwoord", "password"),
    Listed("account_logout", "/account/logout/", "Uitloggen", "Sign out", "reader"),
    Listed("account_reauthenticate", "/account/reauthenticate/", "wachtwoord", "password", "reader"),
    Listed("account_email", "/account/email/", "Nieuw", "New mail address", "reader"),
    Listed("account_email_verification_sent", "/account/confirm-email/", "code", "code", "moving"),
    Listed("account_change_password", "/account/password/change/", "wachtwoord", "password", "reader"),
    Listed("account_set_password", "/account/password/set/", "wachtwoord", "password", "wordless"),
    Listed("mfa_authenticate", "/account/2fa/authenticate/", "code", "The second step", "halfway"),
    Listed("mfa_activate_totp", "/account/2fa/totp/activate/", "Scan", "Scan this picture", "newcomer"),
    Listed("mfa_index", "/account/2fa/", "tweede stap", "The second step", "coded"),
    Listed("mfa_index", "/account/2fa/", "tweede stap", "The second step", "reader"),
    Listed("mfa_reauthenticate", "/account/2fa/reauthenticate/", "code", "Is it you?", "editor"),
    Listed("mfa_deactivate_totp", "/account/2fa/totp/deactivate/", "tweede stap", "Remove", "editor"),
    Listed("mfa_view_recovery_codes", "/account/2fa/recovery-codes/", "codes", "codes", "coded"),
    Listed("mfa_generate_recovery_codes", "/account/2fa/recovery-codes/generate/", "codes", "codes", "coded"),
    Listed("socialaccount_login_cancelled", "/account/3rdparty/login/cancelled/", "log", "sign"),
    Listed("socialaccount_login_error", "/account/3rdparty/login/error/", "log", "sign", status=401),
    Listed("socialaccount_connections", "/account/3rdparty/", "organisatie", "organisation", "reader"),
    Listed("usersessions_list", "/account/sessions/", "ingelogd", "signed in", "reader"),
)
ORGANISATIONS = (
    Listed("organisations:home", "/organisatie/", "Stichting Oost", "Stichting Oost", "editor"),
    Listed("organisations:home", "/organisatie/", "Gegevens en publicatie", "Data and publication", "keeper"),
    Listed("organisations:new", "/organisatie/nieuw/", "organisatie", "Add an organisation", "keeper"),
    Listed("organisations:account", "/organisatie/account/", "Stichting Oost", "Stichting Oost", "editor"),
    Listed("organisations:account_delete", "/organisatie/account/verwijderen/", "account", "Delete", "reader"),
    Listed("organisations:log", "/organisatie/logboek/", "Ingelogd", "Signed in", "keeper"),
    Listed("organisations:invitation", "/organisatie/uitnodiging/{invitation}/", "uitgenodigd", "You are invited"),
    Listed("organisations:invitation", "/organisatie/uitnodiging/{invitation}/", "iemand", "somebody", "reader"),
    Listed("organisations:invitation", "/organisatie/uitnodiging/1/", "uitnodiging", "invitation", status=410),
    Listed("organisations:organisation", "/organisatie/{board}/", "Stichting Oost", "Members", "administrator"),
    Listed("organisations:organisation", "/organisatie/{board}/", "Stichting Oost", "Members", "reader"),
    Listed("organisations:change", "/organisatie/{board}/wijzigen/", "organisatie", "Change", "keeper"),
    Listed("organisations:schools", "/organisatie/{board}/scholen/", "De Weefspoel", "De Weefspoel", "editor"),
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
    Listed("control:job", "/beheer/werk/{job}/", "Versie 1", "Version 1", "keeper"),
    Listed("control:job", "/beheer/werk/{failed}/", "BRIN", "It did not work", "keeper"),
)
FAILURES = (
    Listed("", "/mis/400/", "verzoek", "This request cannot be understood", status=400),
    Listed("", "/beheer/", "niet bekijken", "You may not see this page", "reader", 403),
    Listed("", "/mis/csrf/", "formulier", "form", status=403),
    Listed("", "/gemeente/GM0001/", "GM9901 (Oosterhaven)", "This page is not here", status=404),
    Listed("", "/bestaat-niet/", "niet", "The address may hold a typing error", status=404),
    Listed("", "/mis/413/", "200 MB", "This is too large", status=413),
    Listed("", "/mis/429/", "15 minuten", "15 minutes", status=429),
    Listed("", "/mis/500/", "mis", "Something went wrong here", status=500),
    Listed("", "/mis/503/", "database", "The site cannot answer just now", status=503),
    Listed("", "/mis/507/", "schijf", "The disk of the server is full", status=507),
    Listed("", "/mis/empty/", "nog niets gepubliceerd", "Nothing is published yet", status=503),
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
