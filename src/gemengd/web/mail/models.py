# SPDX-License-Identifier: EUPL-1.2
"""Mails that wait to be sent, and notices that wait to be read."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Problem(models.TextChoices):
    """Why a mail was not sent, in words that hold no address and no text of another server."""

    UNREACHABLE = "unreachable", _("The mail server does not answer.")
    SIGN_IN = "sign_in", _("The mail server does not accept our name and password.")
    LATER = "later", _("The mail server asks us to try again later.")
    REFUSED = "refused", _("The mail server refuses this e-mail.")
    BROKEN_OFF = "broken_off", _("The mail server broke off before the e-mail was handed over.")
    UNKNOWN_END = (
        "unknown_end",
        _(
            "It broke off just after the e-mail was handed over. "
            "It may have been sent, so we do not send it again."
        ),
    )
    MALFORMED = "malformed", _("The address cannot be written in a way that mail servers read.")
    UNREADABLE = "unreadable", _("The e-mail cannot be read any more: the key of the site was changed.")
    TOO_LATE = "too_late", _("What the e-mail was for is over, such as a link that works for an hour.")


class Message(models.Model):
    """One mail to one address.

    The row is written in the transaction of what the mail is about, so that both happen or neither does. Text
    and subject hold links that only the reader may use: they are encrypted, and go as soon as they are sent.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not sent")
        DISCARDED = "discarded", _("Thrown away")

    # Tells the mail server and the reader's program that two copies are one mail.
    identity = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.EmailField(blank=True)
    # Subject and text, encrypted (`sealing`); empty once sent.
    sealed = models.TextField(blank=True)
    language = models.CharField(max_length=8)
    # What sort of mail it is, as a code: `organisations/invitation`.
    about = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made = models.DateTimeField(default=timezone.now)
    # Not before this moment.
    due = models.DateTimeField(default=timezone.now)
    # Of no use after this moment.
    until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # When a process took it to send it; also tells that process from a later one.
    claimed = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    # One of `Problem`; its words are not part of the table.
    problem = models.CharField(max_length=12, blank=True)
    # The number with which the mail server answered, such as 550.
    answer = models.PositiveSmallIntegerField(null=True)

    class Meta:
        """Oldest first; looked up by what is to be done now."""

        ordering: ClassVar[list[str]] = ["due", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "due"], name="mail_to_do")]

    def __str__(self) -> str:
        return f"mail {self.pk} ({self.about}): {self.state}"

    @property
    def problem_words(self) -> str:
        """Why it was not sent, for people; empty where nothing went wrong."""
        return str(Problem(self.problem).label) if self.problem else ""


class Notice(models.Model):
    """One thing that a person is told on the site.

    What it says is made when it is read, in the language of the reader, from its kind and its blanks.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    # A number and no reference, as in the log: an organisation may go.
    organisation = models.PositiveBigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    # The page where it can be seen: name of the address and what fills it in.
    page = models.CharField(max_length=80, blank=True)
    page_args = models.JSONField(default=list)
    made = models.DateTimeField(default=timezone.now)
    read = models.DateTimeField(null=True)

    class Meta:
        """Newest first; counted per person on every page."""

        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "read"], name="mail_unread")]

    def __str__(self) -> str:
        return f"notice {self.pk}: {self.kind}"
