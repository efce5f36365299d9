# SPDX-License-Identifier: EUPL-1.2
"""Which work may begin, what happens to work whose worker is gone, and what is swept."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gemengd.web.events.models import Event
from gemengd.web.organisations.models import Kind, Organisation, User
from gemengd.web.site import registry
from gemengd.web.site.declarations import Work
from gemengd.web.work import kinds, queue, uploads
from gemengd.web.work.models import SILENT, Job, Worker
from gemengd.web.work.services import JobStateError, ask, cancel, ended, note, retry


@pytest.fixture(autouse=True)
def declared(db, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    known = (
        Work("draw", "Draw", "math.sqrt"),
        Work("write", "Write", "math.sqrt", exclusive="pen"),
        Work("rewrite", "Rewrite", "math.sqrt", exclusive="pen"),
    )
    monkeypatch.setattr(registry, "work", lambda: {kind.name: kind for kind in known})


@pytest.fixture
def person():
    return User.objects.create_user("iemand@example.org")


@pytest.fixture
def boards():
    return [Organisation.objects.create(kind=Kind.BOARD, name=name) for name in ("A", "B")]


@pytest.fixture
def worker():
    return queue.register(4)


def fresh(job):
    return Job.objects.get(pk=job.pk)


def a_file(name="a.csv"):
    return SimpleUploadedFile(name, b"x")


def test_what_was_asked_first_begins_first(person, worker):
    asked = [ask("draw", person) for _ in range(3)]
    assert [queue.take(worker).pk for _ in asked] == [job.pk for job in asked]
    assert queue.take(worker) is None


def test_an_organisation_is_served_once_at_a_time_and_holds_up_nobody(person, worker, boards):
    first, second, other = (ask("draw", person, organisation=boards[one]) for one in (0, 0, 1))
    assert queue.take(worker) == first
    assert queue.take(worker) == other
    assert queue.take(worker) is None
    ended(first, Job.State.DONE)
    assert queue.take(worker) == second


def test_kinds_that_need_the_same_for_themselves_take_turns(person, worker):
    first, second, other = ask("write", person), ask("rewrite", person), ask("draw", person)
    assert queue.take(worker) == first
    assert queue.take(worker) == other
    ended(first, Job.State.FAILED)
    assert queue.take(worker) == second


def test_work_of_an_app_that_is_gone_waits_and_does_not_stop_the_worker(worker):
    Job.objects.create(kind="of_another_version")
    assert queue.take(worker) is None


def test_a_kind_that_nobody_declares_cannot_be_asked_for(person):
    with pytest.raises(kinds.UnknownKindError, match="expected one of: draw, rewrite, write"):
        ask("dance", person)
    assert not Job.objects.exists()


def test_the_first_end_counts(person, worker):
    job = ask("draw", person)
    queue.take(worker)
    assert ended(job, Job.State.DONE)
    assert not ended(job, Job.State.FAILED)
    assert not note(job, doing="still here")
    assert (fresh(job).state, fresh(job).doing) == ("done", "")


def test_what_waits_is_cancelled_at_once_and_what_runs_by_its_worker(person, worker):
    runs, waits = ask("draw", person), ask("draw", person)
    queue.take(worker)
    cancel(runs, person)
    cancel(waits, person)
    assert (fresh(runs).state, fresh(waits).state) == ("running", "cancelled")
    assert fresh(runs).cancel_asked is not None
    with pytest.raises(JobStateError):
        cancel(runs, person)
    assert queue.take(worker) is None


def test_every_step_is_in_the_log_of_the_organisation(person, worker, boards):
    job = ask("draw", person, organisation=boards[0])
    cancel(job, person)
    retry(fresh(job), person)
    told = Event.objects.filter(organisation=boards[0].pk).order_by("id").values_list("kind", "actor")
    assert list(told) == [(f"work_{what}", person.pk) for what in ("asked", "cancelled", "asked")]


def test_a_try_names_the_one_before_it_and_takes_its_files(person):
    job = ask("draw", person, files=[a_file()])
    cancel(job, person)
    again = retry(fresh(job), person)
    assert again.follows == job
    assert [path.name for path in uploads.kept(again.pk)] == ["a.csv"]
    assert not uploads.folder_of(job.pk).exists()
    with pytest.raises(JobStateError):
        retry(fresh(job), person)


@pytest.mark.parametrize(
    ("state", "ending", "so"),
    [
        ("waiting", "", False),
        ("running", "", False),
        ("done", "", False),
        ("cancelled", "", True),
        ("failed", "refused", False),
        ("failed", "crash", True),
        ("failed", "worker", True),
    ],
)
def test_only_what_broke_off_can_be_tried_again(state, ending, so):
    assert Job.objects.create(kind="draw", state=state, ending=ending).can_be_tried_again == so


def test_work_without_its_files_cannot_be_tried_again():
    assert not Job.objects.create(kind="draw", state="cancelled", files=["a.csv"]).can_be_tried_again


def test_work_of_a_worker_that_went_silent_is_ended_and_can_be_tried_again(person, worker):
    job = ask("draw", person)
    queue.take(worker)
    late = timezone.now() - SILENT - timedelta(seconds=1)
    Worker.objects.update(heard=late)
    Job.objects.update(heard=late)
    assert fresh(job).silent
    assert queue.bury() == [job]
    assert (fresh(job).state, fresh(job).ending) == ("failed", "worker")
    assert fresh(job).can_be_tried_again
    assert not Worker.objects.exists()


def test_work_that_was_being_cancelled_when_its_worker_went_is_cancelled(person, worker):
    job = ask("draw", person)
    queue.take(worker)
    cancel(job, person)
    Worker.objects.update(heard=timezone.now() - 2 * SILENT)
    queue.bury()
    assert fresh(job).state == "cancelled"


def test_a_worker_of_this_machine_whose_process_is_gone_is_seen_at_once(person, worker):
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    other = Worker.objects.create(host=worker.host, pid=process.pid, slots=1)
    elsewhere = Worker.objects.create(host="elsewhere", pid=process.pid, slots=1)
    job = ask("draw", person)
    queue.take(other)
    assert queue.bury(worker) == [job]
    assert set(Worker.objects.all()) == {worker, elsewhere}


def test_a_worker_with_the_number_of_this_process_was_before_it(person, worker):
    before = Worker.objects.create(host=worker.host, pid=os.getpid(), slots=1)
    queue.bury(worker)
    assert not Worker.objects.filter(pk=before.pk).exists()
    assert Worker.objects.filter(pk=worker.pk).exists()


def test_a_worker_that_lives_keeps_its_work_however_quiet_that_is(person, worker):
    job = ask("draw", person)
    queue.take(worker)
    Job.objects.update(heard=timezone.now() - 2 * SILENT)
    queue.beat(worker, [job.pk])
    assert queue.bury(worker) == []
    assert not fresh(job).silent


def test_a_worker_that_was_taken_for_gone_comes_back(worker):
    Worker.objects.all().delete()
    queue.beat(worker, [])
    assert Worker.objects.get().alive


def test_files_of_work_that_broke_off_are_kept_for_a_day(person):
    job = ask("draw", person, files=[a_file()])
    cancel(job, person)
    queue.sweep()
    assert uploads.kept(job.pk)
    Job.objects.update(ended=timezone.now() - queue.FILES_KEPT - timedelta(seconds=1))
    queue.sweep()
    assert not uploads.folder_of(job.pk).exists()


def test_files_of_work_that_waits_runs_or_is_done_are_swept_only_in_the_end(person, worker):
    runs, waits, done = (ask("draw", person, files=[a_file()]) for _ in range(3))
    Job.objects.filter(pk=done.pk).update(state="done", ended=timezone.now())
    queue.take(worker)
    queue.sweep()
    assert uploads.kept(runs.pk)
    assert uploads.kept(waits.pk)
    assert not uploads.folder_of(done.pk).exists()


def test_files_without_work_go_when_they_are_old(settings):
    uploads.keep(77, [a_file()])
    queue.sweep()
    assert uploads.kept(77)
    os.utime(uploads.folder_of(77), (1000, 1000))
    queue.sweep()
    assert not uploads.folder_of(77).exists()


def test_work_that_ended_long_ago_goes(person):
    old = Job.objects.create(kind="draw", state="done", ended=timezone.now() - 2 * queue.JOBS_KEPT)
    new = Job.objects.create(kind="draw", state="done", ended=timezone.now(), follows=old)
    queue.sweep()
    assert list(Job.objects.all()) == [new]
