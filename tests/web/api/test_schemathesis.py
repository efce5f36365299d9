# SPDX-License-Identifier: EUPL-1.2
"""Whatever is asked, sense or nonsense, the API answers as its description says."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from gemengd.web.api.data.resources import RESOURCES

PATHS = sorted(
    [f"/{one.name}" for one in RESOURCES] + [f"/{one.name}/{{value}}" for one in RESOURCES if one.detail]
)


@pytest.fixture
def kept_connection():
    """The application closes connections after an answer; here that would end the transaction of the test."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.fixture
def operations(site, settings, kept_connection):
    """Path to operation, from the description that the application itself gives."""
    settings.ALLOWED_HOSTS = ["localhost", "gemengd.example"]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    return {one.ok().path: one.ok() for one in schema.get_all_operations()}


def bounded(examples):
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def test_every_path_is_tried(operations):
    # The tool leaves out the description itself, which it has read already.
    assert sorted(operations) == PATHS


@pytest.mark.parametrize("path", PATHS)
def test_sense_is_answered_as_described(operations, path):
    @bounded(15)
    @given(case=operations[path].as_strategy(generation_mode=GenerationMode.POSITIVE))
    def ask(case):
        case.call_and_validate()

    ask()


@pytest.mark.parametrize("path", [path for path in PATHS if "{" not in path])
def test_nonsense_is_refused_as_described(operations, path):
    @bounded(15)
    @given(case=operations[path].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def ask(case):
        case.call_and_validate()

    ask()
