# SPDX-License-Identifier: EUPL-1.2
"""Which version is shown: the last one published, until another is."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest

from gemengd.tables import NoWorkspace, Workspace
from gemengd.web.published.selectors import NothingPublishedError, shown
from gemengd.web.published.services import publish

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def own_workspace(settings, tmp_path, workspace_folder):
    """A copy of the example workspace, to write in."""
    settings.GEMENGD_WORKSPACE = shutil.copytree(workspace_folder, tmp_path / "workspace")
    return Workspace(settings.GEMENGD_WORKSPACE)


def _build_again(workspace):
    frames = {path.stem: workspace.monitor(path.stem) for path in _monitor(workspace).glob("*.parquet")}
    workspace.store_monitor(frames, settings={}, now=NOW)
    return workspace.version


def _monitor(workspace):
    return workspace.folder / "versions" / str(workspace.version) / "monitor"


def test_nothing_is_shown_before_a_version_is_published(db, own_workspace):
    with pytest.raises(NothingPublishedError):
        shown()


def test_a_newer_version_is_not_shown_until_it_is_published(db, own_workspace):
    first = own_workspace.version
    publish(first)
    second = _build_again(own_workspace)
    assert shown().version == first
    publish(second)
    assert shown().version == second


def test_one_can_go_back(db, own_workspace):
    first = own_workspace.version
    publish(first)
    publish(_build_again(own_workspace))
    publish(first)
    assert shown().version == first
    assert "Oosterhaven" in shown().monitor.names.values()


def test_a_published_version_outlives_any_number_of_newer_ones(db, own_workspace):
    first = own_workspace.version
    publish(first)
    for _ in range(7):
        _build_again(own_workspace)
    assert first in own_workspace.versions
    assert len(own_workspace.versions) == 6


def test_a_version_without_a_monitor_is_refused(db, own_workspace):
    with pytest.raises(NoWorkspace, match="not there"):
        publish(99)


def test_a_version_opened_by_number_cannot_be_written(own_workspace):
    with pytest.raises(ValueError, match="reading only"):
        Workspace(own_workspace.folder, at=own_workspace.version).store_monitor({}, settings={}, now=NOW)
