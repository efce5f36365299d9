# SPDX-License-Identifier: EUPL-1.2
"""Pages about work: for who asked for it, and for who looks after the site."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import make_user, signed_in
from gemengd.web.events.models import Event
from gemengd.web.work.models import SILENT, Job, Worker


@pytest.fixture
def owner(db):
    return make_user("eigenaar@example.org")


@pytest.fixture
def keeper(db):
    return make_user("beheer@example.org", is_superuser=True, is_staff=True)


def page(job, what="job"):
    return reverse(f"work:{what}", args=[job.pk])


def a_job(owner, state="running", **fields):
    return Job.objects.create(kind="build", owner=owner, state=state, **{"heard": timezone.now()} | fields)


def test_who_asked_sees_it_and_nobody_else_but_who_looks_after_the_site(owner, keeper):
    job = a_job(owner)
    assert signed_in(owner).get(page(job)).status_code == 200
    assert signed_in(keeper).get(page(job)).status_code == 200
    stranger = make_user("vreemd@example.org")
    for what in ("job", "progress"):
        assert signed_in(stranger).get(page(job, what)).status_code == 403
    for what in ("cancel", "retry"):
        assert signed_in(stranger).post(page(job, what)).status_code == 403
    assert Event.objects.filter(kind="refused", actor=stranger.pk).count() == 4


def test_one_sees_ones_own_work(owner, keeper):
    a_job(owner, "done")
    assert "Opbouwen" in signed_in(owner).get("/werk/").text
    assert "Opbouwen" not in signed_in(keeper).get("/werk/").text


def test_work_is_cancelled_and_tried_again_by_its_page(owner):
    job, client = a_job(owner, "waiting"), signed_in(owner)
    client.post(page(job, "cancel"))
    job.refresh_from_db()
    assert job.state == "cancelled"
    client.post(page(job, "retry"))
    assert Job.objects.get(follows=job).state == "waiting"
    client.post(page(job, "retry"))
    assert Job.objects.count() == 2


def test_the_page_of_all_work_says_what_waits_in_vain_and_what_died(keeper):
    long_ago = timezone.now() - SILENT - timedelta(hours=1)
    a_job(None, "waiting", asked=long_ago)
    a_job(None, heard=long_ago)
    Worker.objects.create(host="machine", pid=12, slots=2, heard=long_ago)
    text = signed_in(keeper).get("/werk/alles/").text
    assert "Start de werker" in text
    assert "Eén taak stopte halverwege" in text
    assert "machine, 12: weg" in text


def test_the_page_of_all_work_says_that_all_is_well(keeper):
    Worker.objects.create(host="machine", pid=12, slots=2)
    text = signed_in(keeper).get("/werk/alles/").text
    assert "Start de werker" not in text
    assert "Er wacht geen werk." in text
    assert "machine, 12: sinds" in text


def test_a_failure_is_told_with_its_reason_to_who_looks_after_the_site(keeper):
    a_job(None, "failed", ending=Job.Ending.MEMORY)
    assert "te veel geheugen" in signed_in(keeper).get("/werk/alles/").text


def test_work_of_an_app_that_is_gone_can_still_be_read(owner):
    job = Job.objects.create(kind="of_another_version", owner=owner)
    assert "of_another_version" in signed_in(owner).get(page(job)).text
