# SPDX-License-Identifier: EUPL-1.2
"""The site with the example region, visited by its addresses only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.test import Client

from frozen.keeping import Output, output
from frozen.volatile import steady

LINK = re.compile(r'(?:href|src|action)="([^"]+)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
BREAKS = "p|h[1-6]|li|t[dhr]|dt|dd|div|caption|section|button|label|option|summary|main|nav|header|footer"
PICTURES = ("image/png", "application/pdf", "application/vnd.apache.parquet", "application/octet-stream")


def publish(version: int) -> None:
    """Show a version of the workspace, as the work that who looks after the site asks for does it."""
    from gemengd.web.published.services import publish as show

    keeper = make_user("beheer@example.org", pk=900, is_superuser=True, is_staff=True)
    signed_in(keeper)
    show(version, by=keeper)
    assert Client().get("/").status_code == 200


def model(label: str) -> Any:
    """A model by its label, which stays when its module moves."""
    from django.apps import apps

    return apps.get_model(label)


def make_user(email: str, *, second_factor: bool = True, **fields: Any) -> Any:
    """Somebody with an account."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.create_user(email, "een-lang-wachtwoord-8", **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if second_factor:
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    return user


def signed_in(user: Any) -> Client:
    """A browser in which somebody (None: nobody) is signed in."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def content(answer: Any) -> bytes:
    """The body of an answer, also of one that is streamed."""
    body: bytes = answer.getvalue() if answer.streaming else answer.content
    return body


def kind(answer: Any) -> str:
    """The media type of an answer without its parameters."""
    return str(answer.get("Content-Type", "")).partition(";")[0]


def named(address: str) -> str:
    """A name for the output of an address, fit for a file."""
    path, _, query = address.partition("?")
    return (path.strip("/") or "home").replace(":", "_") + (f"__{query}" if query else "")


def answered(address: str, answer: Any, known: Mapping[str, str] | None = None) -> Iterator[Output]:
    """What an address answered: of a page both its form and its words."""
    name, body = named(address), content(answer)
    if answer.status_code in (301, 302):
        yield output(f"{name}.to", steady(f"{answer.status_code} {answer['Location']}\n", known))
    elif kind(answer) == "text/html":
        page = steady(body.decode(), known)
        yield output(f"{name}.html", page)
        yield output(f"{name}.words", f"{answer.status_code}\n{words_of(page)}")
    elif kind(answer) in PICTURES:
        yield output(name, body)
    else:
        yield output(f"{name}.text", steady(body.decode(), known))


def words_of(page: str) -> str:
    """What a page says, without its pictures and its form: a paragraph, cell or heading a line."""
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    page = re.sub(rf"</?(?:{BREAKS})\b[^>]*>", "\n", page)
    lines = (" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in page.split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def links(address: str, answer: Any) -> Iterator[str]:
    """The addresses of this site to which a page points."""
    if answer.status_code != 200 or kind(answer) != "text/html":
        return
    for link in LINK.findall(content(answer).decode()):
        to = link.replace("&amp;", "&").partition("#")[0]
        if to.startswith("?"):
            to = address.partition("?")[0] + to
        if to.startswith("/") and not to.startswith("//"):
            yield to
