# SPDX-License-Identifier: EUPL-1.2
"""Mails are sent by the worker: once, again when the server cannot now, and given up in the end."""

from __future__ import annotations

import email
import logging
import os
import subprocess
import sys
import threading
import time
from datetime import timedelta
from email.policy import default
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.utils import timezone

from gemengd.web.events.models import Event
from gemengd.web.mail import transport
from gemengd.web.mail.delivery import LEASE, PAUSES, Delivered, claim, deliver, keep_delivering
from gemengd.web.mail.models import Message
from gemengd.web.mail.services import FAILED_KEPT, SENT_KEPT, sweep
from mail_server import mail_server


def now(message):
    message.refresh_from_db()
    return message.state, message.problem, message.answer


def test_a_mail_arrives_as_plain_text_in_utf_8(server, written):
    written(subject="Uitnodiging – Scholen in ’s-Gravenhage", body="Beste José,\n\n.punt\nregel €\n")
    assert deliver() == Delivered(sent=1)
    [text] = server.taken
    mail = email.message_from_bytes(text.replace(b"\r\n..", b"\r\n."), policy=default)
    assert mail["Subject"] == "Uitnodiging – Scholen in ’s-Gravenhage"
    assert (mail.get_content_type(), mail.get_content_charset()) == ("text/plain", "utf-8")
    assert mail.get_content().splitlines() == ["Beste José,", "", ".punt", "regel €"]
    assert (mail["To"], mail["From"]) == ("jan@example.org", "gemengd@example.org")
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "nl")


def test_what_was_sent_is_not_sent_again_and_its_text_is_gone(server, written):
    message = written()
    deliver()
    assert deliver() == Delivered()
    assert len(server.taken) == 1
    assert now(message) == ("sent", "", None)
    assert message.sealed == ""


def test_many_go_over_one_connection(server, written):
    for number in range(5):
        written(f"a{number}@example.org")
    assert deliver() == Delivered(sent=5)
    assert server.visits == 1


def test_text_and_subject_are_not_readable_in_the_database(written):
    written(subject="Geheim onderwerp", body="https://example.org/geheim")
    assert "eheim" not in str(list(Message.objects.values()))


def test_with_another_key_it_is_given_up(server, written, settings):
    message = written()
    settings.SECRET_KEY = "another"
    assert deliver() == Delivered(given_up=1)
    assert now(message) == ("failed", "unreadable", None)


@pytest.mark.parametrize(
    ("behaviour", "problem", "answer"),
    [
        ("busy", "later", 451),
        ("closing", "later", 421),
        ("silent", "broken_off", None),
        ("breaks", "broken_off", None),
        ("unwelcoming", "unreachable", 554),
        ("sender", "refused", 530),
    ],
)
def test_what_the_server_cannot_take_now_is_tried_again_later(
    server, written, behaviour, problem, answer, settings
):
    settings.EMAIL_TIMEOUT = 1 if behaviour == "silent" else 20
    message = written()
    server.behaviour = behaviour
    assert deliver() == Delivered(postponed=1)
    assert now(message) == ("waiting", problem, answer)
    assert timedelta(seconds=50) < message.due - timezone.now() <= PAUSES[0]
    server.behaviour = ""
    assert deliver() == Delivered()
    assert deliver(message.due) == Delivered(sent=1)
    assert len(server.taken) == 1


def test_a_server_that_is_not_there_costs_one_connection_for_all(written, settings):
    with mail_server() as gone:
        settings.EMAIL_PORT = gone.port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    messages = [written(), written("piet@example.org")]
    assert deliver() == Delivered(postponed=2)
    assert {now(one) for one in messages} == {("waiting", "unreachable", None)}


def test_a_connection_that_breaks_does_not_take_the_other_mails_along(server, written):
    server.behaviour = "breaks"
    first = written()
    claimed = claim()
    assert claimed == first
    Message.objects.filter(pk=first.pk).update(state="waiting")
    deliver()
    server.behaviour = ""
    second = written("piet@example.org")
    assert deliver() == Delivered(sent=1)
    assert now(second)[0] == "sent"


def test_a_refused_address_is_given_up_at_once_and_does_not_stop_others(server, written):
    server.behaviour = "refuses"
    message = written()
    assert deliver() == Delivered(given_up=1)
    assert now(message) == ("failed", "refused", 550)
    server.behaviour = ""
    written("piet@example.org")
    assert deliver() == Delivered(sent=1)


def test_pauses_grow_and_end(server, written):
    server.behaviour = "busy"
    message = written()
    pauses = []
    for _ in PAUSES:
        assert deliver(message.due) == Delivered(postponed=1)
        message.refresh_from_db()
        pauses.append(message.due - timezone.now())
    assert pauses == sorted(pauses)
    assert pauses[-1] > timedelta(hours=23)
    assert deliver(message.due) == Delivered(given_up=1)
    assert now(message) == ("failed", "later", 451)
    assert message.tries == len(PAUSES) + 1


@pytest.mark.parametrize("slow", [False, True], ids=["hangs up", "does not answer in time"])
def test_a_mail_that_may_have_arrived_is_not_sent_again(server, written, slow, monkeypatch):
    monkeypatch.setattr(transport, "LAST_ANSWER", 0.2)
    message = written()
    server.behaviour = "breaks_after"
    if slow:
        monkeypatch.setattr("mail_server._Visit.finish", lambda _visit: server.over.wait(2))
    assert deliver() == Delivered(given_up=1)
    assert now(message) == ("failed", "unknown_end", None)
    server.behaviour = ""
    deliver(timezone.now() + timedelta(days=9))
    assert len(server.taken) == 1


def test_a_slow_answer_to_the_last_line_is_waited_for(server, written, monkeypatch, settings):
    settings.EMAIL_TIMEOUT = 1
    say = sys.modules["mail_server"]._Visit._say

    def slowly(visit, code, words):
        if words == "taken":
            time.sleep(2)  # twice the time that any other answer may take
        say(visit, code, words)

    monkeypatch.setattr("mail_server._Visit._say", slowly)
    written()
    assert deliver() == Delivered(sent=1)


def test_a_mail_of_a_process_that_is_gone_is_not_sent_again(server, written):
    message = written()
    assert claim() == message
    assert deliver() == Delivered()
    assert deliver(timezone.now() + LEASE) == Delivered(given_up=1)
    assert now(message) == ("failed", "unknown_end", None)
    assert server.taken == []


def test_a_link_that_stopped_working_is_not_sent(server, written):
    message = written(until=timezone.now() - timedelta(seconds=1))
    assert deliver() == Delivered(given_up=1)
    assert now(message)[1] == "too_late"
    assert server.taken == []


def test_no_address_and_no_text_reaches_the_log(server, written, caplog):
    server.behaviour = "busy"
    message = written("jan.jansen@example.org", subject="Onderwerp", body="Tekst")
    with caplog.at_level(logging.DEBUG):
        deliver()
        server.behaviour = "refuses"
        deliver(timezone.now() + timedelta(hours=1))
    assert f"mail {message.pk}" in caplog.text
    for word in ("jansen", "example.org", "Onderwerp", "Tekst"):
        assert word not in caplog.text
    failed = Event.objects.get(kind="mail_failed")
    assert (failed.subject, failed.detail) == (str(message.pk), {"about": "test", "problem": "refused"})


def test_what_ended_is_forgotten_after_a_while(server, written):
    sent, failed, waits = written(), written("piet@example.org"), None
    deliver()
    Message.objects.filter(pk=failed.pk).update(state="failed")
    waits = written("klaas@example.org")
    week = timezone.now() + SENT_KEPT
    assert sweep(week) == 1
    assert set(Message.objects.all()) == {failed, waits}
    assert sweep(week - SENT_KEPT + FAILED_KEPT) == 1
    assert not Message.objects.filter(pk=sent.pk).exists()
    assert list(Message.objects.all()) == [waits]


TWO_WORKERS = """
import os, sys, django
django.setup()
from django.core.management import call_command
if sys.argv[1] == "fill":
    call_command("migrate", verbosity=0)
    from gemengd.web.mail.services import send
    for number in range(60):
        send(f"a{number}@example.org", "x", "y", language="nl", about="test")
else:
    from gemengd.web.mail.delivery import deliver
    print(deliver().sent)
"""


def _three_workers(server, given):
    def process(what):
        command = [sys.executable, "-c", TWO_WORKERS, what]
        return subprocess.Popen(command, env=os.environ | given, stdout=subprocess.PIPE, text=True)

    filled = process("fill")
    filled.communicate()
    assert filled.returncode == 0
    workers = [process("deliver") for _ in range(3)]
    sent = [int(worker.communicate()[0]) for worker in workers]
    assert sum(sent) == 60
    assert len(server.taken) == 60
    assert len({text.split(b"\nTo: ")[1].split()[0] for text in server.taken}) == 60


def _environment(server, tmp_path, database):
    return {
        "DATABASE_URL": database,
        "GEMENGD_SITE_DATA": str(tmp_path / "site"),
        "GEMENGD_EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "GEMENGD_EMAIL_FROM": "gemengd@example.org",
    }


def test_workers_at_the_same_time_send_each_mail_once_on_sqlite(server, tmp_path):
    _three_workers(server, _environment(server, tmp_path, ""))


def test_workers_at_the_same_time_send_each_mail_once_on_postgresql(server, tmp_path, postgres_url):
    _three_workers(server, _environment(server, tmp_path, postgres_url))


def test_a_database_that_does_not_answer_is_tried_again(monkeypatch, caplog):
    tried = []

    def broken():
        tried.append(1)
        if len(tried) == 2:
            stopped.set()
        raise OperationalError("password=geheim")

    stopped = threading.Event()
    monkeypatch.setattr("gemengd.web.mail.delivery.deliver", broken)
    monkeypatch.setattr("gemengd.web.mail.delivery.connection", SimpleNamespace(close=lambda: None))
    monkeypatch.setattr("gemengd.web.mail.delivery.close_old_connections", lambda: None)
    keep_delivering(stopped, 0)
    assert len(tried) == 2
    assert "geheim" not in caplog.text
