# SPDX-License-Identifier: EUPL-1.2
"""Importing, building, publishing and going back from the site; what is shown never suffers."""

from __future__ import annotations

import errno
import shutil
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gemengd.tables import Workspace
from gemengd.web.events.models import Event
from gemengd.web.organisations.models import User
from gemengd.web.published.selectors import shown
from gemengd.web.published.services import publish
from gemengd.web.work import queue, uploads
from gemengd.web.work.models import SILENT, Job
from working import do_what_waits


@pytest.fixture
def workspace(db, settings, tmp_path, workspace_folder):
    """A copy of the example workspace, published."""
    settings.GEMENGD_WORKSPACE = shutil.copytree(workspace_folder, tmp_path / "workspace")
    settings.MEDIA_ROOT = tmp_path / "uploads"
    workspace = Workspace(settings.GEMENGD_WORKSPACE)
    publish(workspace.version)
    return workspace


@pytest.fixture
def keeper(db):
    """Who looks after the site."""
    user = User.objects.create_superuser("beheer@example.org", "een-lang-wachtwoord-8")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    return user


@pytest.fixture
def client(keeper):
    client = Client()
    client.force_login(keeper, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def work_done(db):
    """Does what waits, here and now."""
    return do_what_waits


def _contents(folder):
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "lock"
    }


def _file(name="leerlingen.csv", content=b"not;a;known;file\n1;2;3;4\n"):
    return SimpleUploadedFile(name, content)


def test_a_build_makes_a_version_that_is_shown_only_after_publishing(client, workspace, work_done):
    before = shown().version
    client.post("/beheer/opbouwen/", {"publication_threshold": 15, "mirror_points": 20})
    work_done()
    job = Job.objects.get()
    version = job.result["version"]
    assert (job.state, version) == ("done", before + 1)
    assert shown().version == before
    answer = client.post(f"/beheer/versie/{version}/tonen/", follow=True)
    assert shown().version == before
    assert f"Versie {version} is gepubliceerd" not in answer.text
    work_done()
    assert shown().version == version
    assert shown().monitor.threshold == 15
    assert f"Versie {version} is gepubliceerd op" in client.get(answer.request["PATH_INFO"]).text
    client.post(f"/beheer/versie/{before}/tonen/")
    work_done()
    assert shown().version == before


def test_every_step_is_in_the_log(client, keeper, workspace, work_done):
    client.post("/beheer/opbouwen/", {"publication_threshold": 10, "mirror_points": 20})
    work_done()
    client.post(f"/beheer/versie/{Job.objects.get().result['version']}/tonen/")
    work_done()
    mine = Event.objects.filter(actor=keeper.pk).order_by("id").values_list("kind", flat=True)
    assert list(mine) == ["logged_in", "work_asked", "work_done", "work_asked", "published", "work_done"]


def test_a_file_that_is_not_known_is_refused_with_the_reason_and_nothing_changes(
    client, workspace, work_done
):
    before = _contents(workspace.folder)
    sent = client.post("/beheer/inlezen/", {"sent": _file()}, follow=True)
    job = Job.objects.get()
    assert sent.context["job"] == job
    work_done()
    job.refresh_from_db()
    assert (job.state, job.ending) == ("failed", "refused")
    assert "leerlingen.csv" in job.problem
    answer = client.get(f"/beheer/werk/{job.pk}/")
    assert "leerlingen.csv" in answer.text
    assert _contents(workspace.folder) == before
    assert not uploads.folder_of(job.pk).exists()


@pytest.mark.slow
def test_real_files_come_in_from_the_site(client, workspace, shared_data, work_done):
    before = shown().version
    names = ("duo/leerlingen-po-per-gemeente-postcode-2017-2018.tar.gz", "schools/bo_jan2013.csv.gz")
    files = [SimpleUploadedFile(name.split("/")[1], (shared_data / name).read_bytes()) for name in names]
    client.post("/beheer/inlezen/", {"sent": files})
    work_done()
    job = Job.objects.get()
    assert (job.state, job.problem) == ("done", "")
    assert shown().version == before
    client.post(f"/beheer/versie/{job.result['version']}/tonen/")
    work_done()
    assert "Amsterdam" in shown().monitor.names.values()


def test_names_of_files_lead_nowhere(client, workspace, settings):
    hostile = ["../../../etc/passwd", "..\\..\\x.csv", ".htaccess", "a/b/c.csv", "..", "con\x00.csv"]
    for name in hostile:
        safe = uploads.safe_name(name)
        assert "/" not in safe
        assert "\\" not in safe
        assert not safe.startswith(".")
    client.post("/beheer/inlezen/", {"sent": _file("../../evil.csv")})
    kept = uploads.folder_of(Job.objects.get().pk) / "0" / "evil.csv"
    assert list(settings.MEDIA_ROOT.parent.rglob("evil.csv")) == [kept]


def test_a_full_disk_while_sending_is_told_and_leaves_nothing(client, workspace, monkeypatch, work_done):
    def full(self, chunk_size=None):
        yield b"half of a fi"
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.core.files.uploadedfile.InMemoryUploadedFile.chunks", full)
    answer = client.post("/beheer/inlezen/", {"sent": _file()})
    assert answer.status_code == 507
    assert "schijf van de server is vol" in answer.text
    assert not Job.objects.exists()
    assert not [path for path in uploads.folder_of(1).parent.rglob("*") if path.is_file()]
    monkeypatch.undo()
    client.post("/beheer/opbouwen/", {"publication_threshold": 10, "mirror_points": 20})
    work_done()
    assert Job.objects.get().state == "done"


def test_a_full_disk_while_building_leaves_what_is_shown(client, workspace, monkeypatch, work_done):
    before = _contents(workspace.folder)

    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("polars.DataFrame.write_parquet", full)
    client.post("/beheer/opbouwen/", {"publication_threshold": 10, "mirror_points": 20})
    work_done()
    job = Job.objects.get()
    assert job.state == "failed"
    assert "schijf" in job.problem
    assert _contents(workspace.folder) == before
    assert Client().get("/gemeente/GM9901/").status_code == 200


def test_work_whose_process_is_gone_is_said_to_have_stopped_and_stands_in_nobodys_way(
    client, workspace, work_done
):
    old = timezone.now() - SILENT - timedelta(seconds=1)
    job = Job.objects.create(kind="build", state=Job.State.RUNNING, heard=old)
    assert "halverwege gestopt" in client.get(f"/beheer/werk/{job.pk}/").text
    client.post("/beheer/opbouwen/", {"publication_threshold": 10, "mirror_points": 20})
    work_done()
    assert Job.objects.first().state == "done"


def test_two_builds_at_a_time_are_refused(client, workspace, work_done):
    Job.objects.create(kind="build", state=Job.State.RUNNING, heard=timezone.now())
    answer = client.post("/beheer/opbouwen/", {"publication_threshold": 10, "mirror_points": 20})
    assert answer.status_code == 409
    assert Job.objects.count() == 1


def test_progress_is_told_to_the_page(client, workspace):
    job = Job.objects.create(
        kind="build",
        state=Job.State.RUNNING,
        heard=timezone.now(),
        doing="ladder",
        steps_done=3,
        steps=9,
    )
    told = client.get(f"/beheer/werk/{job.pk}/stand/").json()
    assert told == {"active": True, "doing": "ladder", "done": 3, "steps": 9}


def test_the_text_of_an_unforeseen_error_reaches_no_page_and_no_log(
    client, workspace, monkeypatch, work_done, caplog
):
    def broken(*_args, **_kwargs):
        # Backwards, as a log may show this line.
        raise KeyError("10-40-6102 nerobeg ,nesnaJ"[::-1])

    monkeypatch.setattr("gemengd.monitor.build", broken)
    client.post("/beheer/opbouwen/", {"publication_threshold": 10, "mirror_points": 20})
    work_done()
    job = Job.objects.get()
    assert (job.state, job.ending) == ("failed", "unforeseen")
    assert "KeyError" in job.problem
    assert "KeyError" in caplog.text
    assert "Jansen" not in job.problem + caplog.text


def test_an_import_is_taken_back_before_it_begins_and_its_files_go_when_it_is_swept(client, workspace):
    client.post("/beheer/inlezen/", {"sent": _file()})
    job = Job.objects.get()
    answer = client.post(f"/beheer/werk/{job.pk}/annuleren/", follow=True)
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert "Opnieuw proberen" in answer.text
    Job.objects.update(ended=timezone.now() - queue.FILES_KEPT - timedelta(seconds=1))
    queue.sweep()
    assert not uploads.folder_of(job.pk).exists()
    assert "Opnieuw proberen" not in client.get(f"/beheer/werk/{job.pk}/").text


def test_an_import_is_tried_again_with_its_files(client, workspace, work_done):
    client.post("/beheer/inlezen/", {"sent": _file()})
    job = Job.objects.get()
    client.post(f"/beheer/werk/{job.pk}/annuleren/")
    client.post(f"/beheer/werk/{job.pk}/opnieuw/")
    again = Job.objects.get(follows=job)
    assert again.files == ["leerlingen.csv"]
    work_done()
    again.refresh_from_db()
    assert "leerlingen.csv" in again.problem
    client.post(f"/beheer/werk/{job.pk}/opnieuw/")
    assert Job.objects.count() == 2


def test_a_wrong_setting_is_refused_beside_its_field(client, workspace):
    answer = client.post("/beheer/opbouwen/", {"publication_threshold": 1, "mirror_points": 20})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert not Job.objects.exists()


def test_what_is_too_large_is_refused_before_it_is_read(client, workspace, settings):
    settings.GEMENGD_LARGEST_BODY = 1024**2
    answer = client.post("/beheer/inlezen/", {"sent": _file(content=b"x" * (1024**2 + 1))})
    assert answer.status_code == 413
    assert "1 MB" in answer.text
    assert not Job.objects.exists()


def test_a_version_that_is_not_there_cannot_be_shown(client, workspace):
    before = shown().version
    answer = client.post("/beheer/versie/999/tonen/", follow=True)
    assert shown().version == before
    assert "999" in answer.text
    assert not Job.objects.exists()
