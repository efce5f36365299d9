# SPDX-License-Identifier: EUPL-1.2
"""Files are kept privately, counted, scanned where that is set up, and go with what they belong to."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import make_member
from clamd_server import clamd_server
from gemengd.web.documents import services
from gemengd.web.documents.checking.refusal import RefusedError
from gemengd.web.documents.models import Upload
from gemengd.web.documents.purposes import UnknownPurposeError
from gemengd.web.events.models import Event
from gemengd.web.organisations.models import Kind, Organisation, Role
from gemengd.web.site.environment import read_environment
from office_files import docx, pdf, png

CSV = b"school;leerlingen\nDe Weefspoel;231\n"


@pytest.fixture
def keep(board, editor):
    """Sends a file."""

    def sent(content=CSV, name="a.csv", **fields):
        given = {"purpose": "test", "owner": "1", "organisation": board, "by": editor, **fields}
        return services.keep(SimpleUploadedFile(name, content, "text/html"), **given)

    return sent


def _on_disk(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_what_is_kept_can_be_read_again(keep, settings):
    upload = keep()
    assert services.content_of(upload) == CSV
    assert (upload.kind, upload.size, upload.scanned) == ("csv", len(CSV), False)
    assert upload.checksum == hashlib.sha256(CSV).hexdigest()
    [path] = _on_disk(settings)
    assert path.stat().st_mode & 0o077 == 0
    assert path.name == upload.identity.hex


def test_a_file_goes_to_who_may_have_it_and_can_do_nothing(keep, editor, browser):
    upload = keep(name='verslag "2026" – één.csv')
    answer = browser(editor).get(reverse("documents:download", args=[upload.identity]))
    assert answer.content == CSV
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''verslag%202026")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer["Cache-Control"]


def test_for_all_others_there_is_no_such_file(keep, browser):
    upload = keep()
    address = reverse("documents:download", args=[upload.identity])
    other = Organisation.objects.create(kind=Kind.BOARD, name="Stichting West", code="99102")
    stranger = make_member(other, Role.ADMINISTRATOR)
    assert browser(None).get(address).status_code == 404
    assert browser(stranger).get(address).status_code == 404
    refused = Event.objects.get(kind="refused", actor=stranger.pk)
    assert (refused.subject, refused.detail) == (str(upload.identity), {"action": "read_file"})


def test_a_file_of_an_app_that_is_gone_is_nobodys(keep, editor, browser):
    upload = keep()
    Upload.objects.update(purpose="gone")
    assert browser(editor).get(reverse("documents:download", args=[upload.identity])).status_code == 404


def test_nothing_in_the_folder_of_files_is_served_by_its_path(keep, browser, editor, settings):
    keep()
    [path] = _on_disk(settings)
    for prefix in ("/uploads/", "/media/", "/static/", "/documenten/"):
        assert browser(editor).get(prefix + str(path.relative_to(settings.MEDIA_ROOT))).status_code == 404


def test_an_undeclared_purpose_is_refused(keep):
    with pytest.raises(UnknownPurposeError):
        keep(purpose="nonsense")


def test_what_is_too_large_is_refused_and_leaves_nothing(keep, settings):
    settings.GEMENGD_LARGEST_UPLOAD = 1024**2
    with pytest.raises(RefusedError, match="groter dan 1 MB"):
        keep(b"a;b\n" * 300_000)
    assert not Upload.objects.exists()
    assert not _on_disk(settings)


def test_an_organisation_has_its_own_room(keep, board, settings):
    settings.GEMENGD_QUOTA = 2 * len(CSV)
    keep()
    second = keep()
    with pytest.raises(RefusedError, match="Verwijder eerst een bestand"):
        keep()
    other = Organisation.objects.create(kind=Kind.BOARD, name="Stichting West", code="99102")
    keep(organisation=other)
    assert services.used(board.pk) == 2 * len(CSV)
    services.remove(second, by=None)
    keep()


def test_a_file_that_cannot_be_written_leaves_no_row(keep, monkeypatch, settings):
    def full(_path, _content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(services, "_write", full)
    with pytest.raises(OSError, match="No space"):
        keep()
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\map\\a.csv", "a.csv"),
        ("a\u202evsc.exe.csv", "avsc.exe.csv"),
        ("a\r\nSet-Cookie: x.csv", "aSet-Cookie x.csv"),
        (".htaccess.csv", "htaccess.csv"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
        ("Één – school.csv", "Één – school.csv"),
    ],
)
def test_names_lead_nowhere_and_hide_nothing(name, kept):
    assert services.file_name(name) == kept


def test_a_file_without_a_name_gets_one():
    assert services.file_name("\u202e\x00/") == "bestand"


def test_a_file_that_is_damaged_is_not_given_out(keep, settings):
    upload = keep()
    [path] = _on_disk(settings)
    path.write_bytes(CSV.replace(b"231", b"213"))
    with pytest.raises(services.DamagedError, match="back-up"):
        services.content_of(upload)
    path.unlink()
    with pytest.raises(services.DamagedError):
        services.content_of(upload)


def test_files_go_with_what_they_belong_to(keep, alive, settings, django_capture_on_commit_callbacks):
    keep()
    stays = keep(owner="1")
    alive.add("2")
    keep(owner="2")
    alive.remove("2")
    with django_capture_on_commit_callbacks(execute=True):
        assert services.sweep() == 1
    assert len(_on_disk(settings)) == 2
    alive.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert services.sweep() == 2
    assert not _on_disk(settings)
    assert not Upload.objects.filter(pk=stays.pk).exists()


def test_a_file_whose_removal_is_rolled_back_stays(keep, settings, django_capture_on_commit_callbacks):
    upload = keep()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        services.remove(upload, by=None)
        transaction.set_rollback(True)
    assert _on_disk(settings)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove(upload, by=None)
    assert not _on_disk(settings)


def test_what_a_process_that_died_left_is_swept_after_a_day(keep, settings):
    keep()
    [path] = _on_disk(settings)
    for name in ("0" * 32, "1.partial"):
        path.with_name(name).write_bytes(b"x")
    assert services.sweep() == 0
    old = (timezone.now() - timedelta(days=2)).timestamp()
    for stray in _on_disk(settings):
        os.utime(stray, (old, old))
    assert services.sweep() == 2
    assert _on_disk(settings) == [path]


def test_keeping_and_removing_stand_in_the_log_without_the_name(keep, editor):
    upload = keep(name="jan-jansen.csv")
    services.remove(upload, by=editor)
    kinds = Event.objects.filter(subject=str(upload.identity)).order_by("id")
    assert [one.kind for one in kinds] == ["file_kept", "file_removed"]
    assert "jansen" not in str(list(Event.objects.values()))


@pytest.mark.parametrize("over", ["socket", "port"])
def test_a_scanner_looks_at_each_file(keep, settings, tmp_path, over):
    with clamd_server(tmp_path / "clamd" if over == "socket" else None) as address:
        settings.GEMENGD_CLAMD = address
        assert keep().scanned
        assert keep(docx({"word/media/x.png": os.urandom(300_000)}), "a.docx").scanned
        with pytest.raises(RefusedError, match="gevonden"):
            keep(CSV + b"VIRUS;1\n")
        with pytest.raises(RefusedError, match="kon dit bestand niet nakijken"):
            keep(CSV + b"MUTE;1\n")
    assert Upload.objects.count() == 2


@pytest.mark.parametrize("address", ["unix:/nonexistent/clamd", "tcp:127.0.0.1:1", "nonsense"])
def test_without_an_answer_of_the_scanner_nothing_is_taken(keep, settings, address):
    settings.GEMENGD_CLAMD = address
    with pytest.raises(RefusedError, match="nakijken op virussen"):
        keep()
    assert not Upload.objects.exists()


def test_a_wrong_address_of_the_scanner_stops_the_site_with_the_reason(tmp_path):
    given = {"GEMENGD_SITE_DATA": str(tmp_path)}
    assert read_environment({**given, "GEMENGD_CLAMD": "unix:/run/clamd"}).clamd == "unix:/run/clamd"
    assert read_environment(given).clamd == ""
    with pytest.raises(ValueError, match="GEMENGD_CLAMD"):
        read_environment({**given, "GEMENGD_CLAMD": "/run/clamd"})


def test_the_sort_of_a_file_is_what_is_in_it_and_not_what_the_browser_says(keep):
    assert keep(png(), "a.png").kind == "png"
    assert services.media_type_of(keep(pdf(), "b.pdf")) == "application/pdf"
    with pytest.raises(RefusedError):
        keep(pdf(), "b.png")
