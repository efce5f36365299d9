# SPDX-License-Identifier: EUPL-1.2
"""The page about running the site says what the program does."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from gemengd.web.site.environment import read_environment

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "deploy.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


class Asked(dict):
    """An environment that notes what it was asked for."""

    def __init__(self, given):
        super().__init__(given)
        self.names = set()

    def get(self, name, default=None):
        self.names.add(name)
        return super().get(name, default)

    def __getitem__(self, name):
        self.names.add(name)
        return super().__getitem__(name)


def block(kind, word):
    """The block of this kind that holds a word."""
    return next(text for found, text in BLOCKS if found == kind and word in text)


@pytest.fixture
def environment(tmp_path):
    """The environment of the page, with folders of this test in the place of those of a server."""
    lines = block("ini", "GEMENGD_ADDRESS=").splitlines()
    given = dict(line.split("=", 1) for line in lines)
    given = {name: value.strip('"') for name, value in given.items()}
    places = {"GEMENGD_WORKSPACE": str(tmp_path / "workspace"), "GEMENGD_SITE_DATA": str(tmp_path / "site")}
    own = {name: value for name, value in os.environ.items() if not name.startswith(("GEMENGD_", "DJANGO_"))}
    return own | given | places


def run(environment, *command):
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_every_variable_is_described_and_none_is_invented(tmp_path):
    asked = Asked(
        {
            "GEMENGD_SITE_DATA": str(tmp_path),
            "GEMENGD_OIDC_ISSUER": "https://login.example.org",
            "GEMENGD_OIDC_CLIENT_ID": "site",
            "GEMENGD_OIDC_CLIENT_SECRET": "secret",
        }
    )
    read_environment(asked)
    described = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert sorted(described) == sorted(asked.names)


def test_the_documented_environment_passes_the_check_for_servers(environment):
    check = ("check", "--deploy", "--fail-level", "WARNING")
    done = run(environment, sys.executable, "-W", "error", "-m", "django", *check)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_the_check_for_servers_can_fail(environment):
    environment["GEMENGD_ADDRESS"] = "http://gemengd.gemeente.example"
    check = ("check", "--deploy", "--fail-level", "WARNING")
    done = run(environment, sys.executable, "-m", "django", *check)
    assert done.returncode == 1
    assert "SECURE_SSL_REDIRECT" in done.stderr


def test_gunicorn_understands_its_line(environment):
    unit = block("ini", "gunicorn").replace("\\\n", " ")
    line = shlex.split(re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)[1])
    program = str(Path(sys.executable).with_name("gunicorn"))
    done = run(environment, program, "--check-config", *line[1:])
    assert done.returncode == 0, done.stderr


def test_every_command_exists():
    named = set(re.findall(r"gemengd-site (\w+)", PAGE))
    assert {"backup", "restore", "migrate", "check_events", "invite"} <= named
    assert named <= set(get_commands())


def test_the_proxy_takes_as_much_as_the_site():
    megabytes = re.search(r"client_max_body_size (\d+)m;", block("nginx", "server {"))[1]
    assert int(megabytes) * 1024**2 == settings.GEMENGD_LARGEST_BODY


def test_the_access_log_holds_no_query():
    proxy = block("nginx", "server {")
    format_ = re.search(r"log_format without_query '(.*)';", proxy)[1]
    assert set(re.findall(r"\$\w+", format_)).isdisjoint(
        {"$request", "$request_uri", "$args", "$query_string", "$http_referer"}
    )
    assert proxy.count("access_log") == proxy.count("without_query;") == proxy.count("server {")


def test_the_environment_gives_the_mails_a_sender():
    given = {"GEMENGD_EMAIL_FROM": "site@example.org", "GEMENGD_SECRET_KEY": "k" * 60}
    assert read_environment(given).email["DEFAULT_FROM_EMAIL"] == "site@example.org"
