# SPDX-License-Identifier: EUPL-1.2
"""A site with everything that a back-up has to bring back; run as a program in a site of its own.

python kept_site.py make      migrate, and fill it
python kept_site.py tell      what a visitor and a check of the log find, as JSON; changes nothing
python kept_site.py sign-in   sign in with password and code; prints the address where one ends
"""

from __future__ import annotations

import base64
import hmac
import json
import struct
import sys
import time

import django

EMAIL, PASSWORD, SECRET = "site@example.org", "een-lang-wachtwoord-8", "JBSWY3DPEHPK3PXP"
SCHOOL = "99AA00"


def make():
    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal.auth import TOTP
    from django.core.management import call_command
    from django.utils import timezone

    from gemengd.tables import Workspace
    from gemengd.web.explanations.said import NOTHING
    from gemengd.web.explanations.services import School, explain
    from gemengd.web.organisations.models import Kind, Organisation, User
    from gemengd.web.published.services import publish

    call_command("migrate", verbosity=0)
    user = User.objects.create_superuser(EMAIL, PASSWORD)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    TOTP.activate(user, SECRET)
    board = Organisation.objects.create(kind=Kind.BOARD, name="Stichting Oost", code="99101")
    text = "Wij liggen naast de haven. Iedereen is welkom."
    school = School(SCHOOL, "De Weefspoel", board.code, "GM9901")
    explain(board, school, {**NOTHING, "text": text}, by=user, started_from=0)
    workspace = Workspace(_workspace())
    first = workspace.version
    workspace.store_monitor(
        {name: workspace.monitor(name) for name in _frames(workspace)}, settings={}, now=timezone.now()
    )
    for version in (first, workspace.version, first):
        publish(version, by=user)


def tell():
    from django.db import IntegrityError, connection, transaction
    from django.test import Client

    from gemengd.web.events.chain import check
    from gemengd.web.events.models import Event
    from gemengd.web.explanations import services as explanations
    from gemengd.web.published.models import Publication
    from gemengd.web.published.selectors import shown

    checked = check(Event.objects.order_by("id").iterator())
    page = Client().get("/gemeente/GM9901/")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE events_event SET kind = 'logged_in'")
        protected = False
    except IntegrityError:
        protected = True
    return {
        "shown": [shown().version, shown().monitor.manifest["created"]],
        "publications": list(Publication.objects.values_list("version", flat=True)),
        "events": checked.events,
        "head": checked.head,
        "protected": protected,
        "explanation": explanations.of_school(SCHOOL).text,
        "page": [page.status_code, page.text.count("Oosterhaven")],
        "health": Client().get("/gezond/").text,
    }


def sign_in():
    from django.test import Client

    client = Client()
    client.post("/account/login/", {"login": EMAIL, "password": PASSWORD})
    answer = client.post("/account/2fa/authenticate/", {"code": _code()})
    assert client.get("/beheer/").status_code == 200
    return answer["Location"]


def _code():
    counter = struct.pack(">Q", int(time.time()) // 30)
    mac = hmac.digest(base64.b32decode(SECRET), counter, "sha1")
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def _workspace():
    from django.conf import settings

    return settings.GEMENGD_WORKSPACE


def _frames(workspace):
    folder = workspace.folder / "versions" / str(workspace.version) / "monitor"
    return sorted(path.stem for path in folder.glob("*.parquet"))


def _plain():
    """No collected static files: this is about data."""
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.ALLOWED_HOSTS.append("testserver")


if __name__ == "__main__":
    django.setup()
    _plain()
    said = {"make": make, "tell": tell, "sign-in": sign_in}[sys.argv[1]]()
    print(json.dumps(said))
