# SPDX-License-Identifier: EUPL-1.2
"""What every test may ask for."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from gemengd.numeric.machine_code import PACKAGE, forget_stale
from once import compile_once, made_once
from postgres_server import VARIABLE, absent, server

# How busy the machine is says nothing about the code.
hypothesis_settings.register_profile("gemengd", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("gemengd")
REPOSITORY = Path(__file__).resolve().parent.parent
SITE = tempfile.mkdtemp(prefix="gemengd-site-")
atexit.register(shutil.rmtree, SITE, ignore_errors=True)
# Before Django reads them: the site of the tests has a folder of its own, and never who runs the tests' own.
os.environ |= {"DJANGO_SETTINGS_MODULE": "gemengd.web.settings", "GEMENGD_SITE_DATA": SITE}
os.environ["DATABASE_URL"] = os.environ.get(VARIABLE, "")
django.setup()
# A thread that answered a browser must not keep its connection, or the database cannot be dropped.
django_settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
forget_stale()  # before the workers start, so that none removes what another one has just compiled
if "PYTEST_XDIST_WORKER" in os.environ:
    compile_once(PACKAGE)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SHARED = Path(os.environ.get("GEMENGD_SHARED", REPOSITORY.parent / "shared"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with the real open data; the test is skipped where that folder is absent."""
    return _shared("data")


@pytest.fixture(scope="session")
def golden() -> Path:
    """The folder with the reference results; the test is skipped where that folder is absent."""
    return _shared("golden")


def _shared(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        absent(f"the shared folder '{name}' is not beside this checkout (set GEMENGD_SHARED)")
    return folder


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL server that was started for the tests."""
    with server() as url:
        yield url


@pytest.fixture(scope="session")
def example_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the built example region, in protected form too; tests that write make a copy."""
    from gemengd.monitor import Settings, build
    from gemengd.monitor.safety.protecting import store_protected
    from gemengd.sources.example import contribution
    from gemengd.tables import Workspace
    from gemengd.web.published.storing import stored_folder

    def make(folder: Path) -> None:
        workspace = Workspace(folder)
        workspace.add([contribution()], now=NOW)
        settings = Settings()
        workspace.store_monitor(build(workspace, settings), settings=settings.as_dict(), now=NOW)
        version = Workspace(folder).version or 0
        store_protected(folder, version, stored_folder(folder, version))

    return made_once(tmp_path_factory, "example", make)


@pytest.fixture
def plain_site(settings: Any, tmp_path: Path) -> None:
    """Settings of the site for tests: plain static files, a folder of its own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.CACHES = {
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": f"{tmp_path}{name}"}
        for name in settings.CACHES
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.GEMENGD_SITE_DATA = tmp_path
    # A request to an English address leaves English active in its thread, which here is that of the tests.
    translation.activate("nl")
    # WhiteNoise warns where the folder is absent.
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()


@pytest.fixture(scope="session", autouse=True)
def emptying_past_the_log() -> Iterator[None]:
    """Tests that empty the database between them lift the protection of its log for that moment."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    from gemengd.web.events.append_only import lifted

    empty = BaseDatabaseOperations.execute_sql_flush

    def flush(operations: Any, statements: Any) -> None:
        with lifted(operations.connection):
            empty(operations, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """At the end, also the connection of a request that a browser broke off is closed."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
