# SPDX-License-Identifier: EUPL-1.2
"""Publishing as work: the request answers at once, and what fails or is taken back changes nothing."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from threading import Thread

import pytest

from accounts import make_user, signed_in
from gemengd.tables import Workspace
from gemengd.web.events.models import Event
from gemengd.web.published.models import Publication
from gemengd.web.published.selectors import shown
from gemengd.web.published.services import publish
from gemengd.web.published.storing import one_at_a_time, stored_versions
from gemengd.web.work import queue, services
from gemengd.web.work.models import Job
from working import do_what_waits

PROTECT = "gemengd.monitor.safety.protecting.store_protected"


@pytest.fixture
def workspace(db, settings, tmp_path, workspace_folder):
    """A copy of the example workspace: the first version is published, the second is built."""
    settings.GEMENGD_WORKSPACE = shutil.copytree(workspace_folder, tmp_path / "workspace")
    settings.MEDIA_ROOT = tmp_path / "uploads"
    workspace = Workspace(settings.GEMENGD_WORKSPACE)
    publish(workspace.version)
    build_again(workspace)
    return workspace


@pytest.fixture
def keeper(db):
    return make_user("beheer@example.org", is_superuser=True, is_staff=True)


@pytest.fixture
def client(keeper):
    return signed_in(keeper)


def build_again(workspace):
    folder = workspace.folder / "versions" / str(workspace.version) / "monitor"
    frames = {path.stem: workspace.monitor(path.stem) for path in folder.glob("*.parquet")}
    workspace.store_monitor(frames, settings={}, now=datetime(2026, 1, 1, tzinfo=UTC))


def ask(client, version):
    return client.post(f"/beheer/versie/{version}/tonen/", follow=True)


def publications():
    return list(Publication.objects.order_by("id").values_list("version", flat=True))


def test_the_request_only_asks_and_leads_to_the_page_that_shows_how_far_it_is(client, workspace, monkeypatch):
    def protecting(*_args, **_kwargs):
        raise AssertionError("protected within the request")

    monkeypatch.setattr(PROTECT, protecting)
    before, version = shown().version, workspace.version
    answer = ask(client, version)
    job = Job.objects.get()
    assert (job.kind, job.state, job.payload) == ("publish", "waiting", {"version": version})
    assert answer.redirect_chain[-1][0] == f"/beheer/werk/{job.pk}/"
    assert f'data-progress="/beheer/werk/{job.pk}/stand/"' in answer.text
    assert shown().version == before


def test_the_job_tells_how_far_it_is(workspace, keeper):
    told = []
    publish(workspace.version, by=keeper, progress=lambda *step: told.append(step))
    assert told == [("read", 0, 3), ("protect", 1, 3), ("write", 2, 3)]


def test_a_failing_protection_leaves_what_is_shown(client, workspace, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ValueError("10-40-6102"[::-1])

    before, shown_before = publications(), shown().version
    monkeypatch.setattr(PROTECT, broken)
    ask(client, workspace.version)
    do_what_waits()
    job = Job.objects.get()
    assert (job.state, job.ending) == ("failed", "unforeseen")
    assert "2016" not in job.problem
    assert (publications(), shown().version) == (before, shown_before)
    assert not Event.objects.filter(kind="published", subject=str(workspace.version)).exists()
    page = client.get(f"/beheer/werk/{job.pk}/").text
    assert "voor bezoekers is er niets veranderd" in page
    monkeypatch.undo()
    client.post(f"/beheer/werk/{job.pk}/opnieuw/")
    do_what_waits()
    assert shown().version == workspace.version


def test_two_asked_at_once_are_done_in_their_order_and_the_last_one_is_shown(client, workspace):
    first, second = shown().version, workspace.version
    ask(client, second)
    ask(client, first)
    one, other = queue.register(1), queue.register(1)
    job = queue.take(one)
    assert job.payload == {"version": second}
    assert queue.take(other) is None
    job.state = Job.State.WAITING
    job.save()
    do_what_waits()
    assert publications() == [first, second, first]
    assert [job.state for job in Job.objects.all()] == ["done", "done"]


def test_the_same_version_asked_twice_is_published_once(client, workspace):
    ask(client, workspace.version)
    again = ask(client, workspace.version)
    job = Job.objects.get()
    assert again.redirect_chain[-1][0] == f"/beheer/werk/{job.pk}/"


def test_the_last_decision_counts_also_when_it_was_taken_before(client, workspace):
    first, second = shown().version, workspace.version
    for version in (second, first, second):
        ask(client, version)
    do_what_waits()
    assert shown().version == second


def test_going_back_does_not_wait_for_an_import(client, workspace):
    Job.objects.create(kind="import")
    worker = queue.register(2)
    assert queue.take(worker).kind == "import"
    ask(client, shown().version)
    assert queue.take(worker).kind == "publish"


def test_it_is_taken_back_before_it_begins(client, workspace):
    before = publications()
    ask(client, workspace.version)
    client.post(f"/beheer/werk/{Job.objects.get().pk}/annuleren/")
    do_what_waits()
    assert Job.objects.get().state == "cancelled"
    assert publications() == before


def test_taken_back_while_it_goes_on_it_changes_nothing(client, keeper, workspace, monkeypatch):
    before = publications()

    def cancelled_meanwhile(*_args, **_kwargs):
        services.cancel(Job.objects.get(), keeper)

    monkeypatch.setattr("gemengd.web.published.services.protect_version", cancelled_meanwhile)
    ask(client, workspace.version)
    do_what_waits()
    assert publications() == before
    assert Job.objects.get().state != "done"


def test_what_fails_after_it_is_shown_does_not_undo_it(client, workspace, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError("full")

    monkeypatch.setattr("gemengd.web.published.services.let_go", full)
    ask(client, workspace.version)
    do_what_waits()
    assert (Job.objects.get().state, shown().version) == ("done", workspace.version)


def test_a_process_that_dies_after_it_is_shown_leaves_the_work_done(client, workspace, monkeypatch):
    def dies(*_args, **_kwargs):
        raise RuntimeError("after the transaction")

    monkeypatch.setattr("gemengd.web.published.services._let_others_go", dies)
    ask(client, workspace.version)
    do_what_waits()
    assert (Job.objects.get().state, shown().version) == ("done", workspace.version)


def test_who_lost_the_right_meanwhile_publishes_nothing_also_from_the_page_of_own_work(
    client, keeper, workspace
):
    before = publications()
    ask(client, workspace.version)
    keeper.is_superuser = False
    keeper.save()
    do_what_waits()
    job = Job.objects.get()
    assert (job.state, job.ending) == ("failed", "refused")
    Job.objects.update(state="cancelled", ending="")
    client.post(f"/werk/{job.pk}/opnieuw/")
    do_what_waits()
    assert Job.objects.filter(ending="refused").count() == 1
    assert publications() == before


def test_a_version_that_went_meanwhile_is_refused_in_words(client, workspace):
    ask(client, workspace.version)
    shutil.rmtree(workspace.folder / "versions" / str(workspace.version))
    do_what_waits()
    job = Job.objects.get()
    assert (job.ending, job.problem) == (
        "refused",
        f"Versie {job.payload['version']} kan niet worden getoond.",
    )


def test_two_processes_that_publish_take_turns(workspace):
    order = []

    def other():
        with one_at_a_time(workspace.folder):
            order.append("other")

    with one_at_a_time(workspace.folder):
        thread = Thread(target=other)
        thread.start()
        thread.join(timeout=0.2)
        order.append("first")
    thread.join()
    assert order == ["first", "other"]


def test_what_a_broken_off_publication_left_goes_at_the_next(workspace):
    left = workspace.folder / "published" / "9.new"
    left.mkdir(parents=True)
    publish(workspace.version)
    assert not left.exists()
    assert workspace.version in stored_versions(workspace.folder)
