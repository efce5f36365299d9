# SPDX-License-Identifier: EUPL-1.2
"""Pages that say what went wrong, what is safe, and what to try."""

from __future__ import annotations

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """The request cannot be understood."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Not allowed."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page; what could have been meant is said where it is known."""
    return render(request, "404.html", {"reason": _reason(exception)}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Something went wrong on our side; a lost database and a full disk are told by name."""
    problem = sys.exc_info()[1]
    if is_full(problem):
        return render(request, "507.html", status=507)
    if isinstance(problem, (OperationalError, InterfaceError)):
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "30"
        return response
    return render(request, "500.html", status=500)


def is_full(problem: BaseException | None) -> bool:
    """Whether this says that the disk is full; databases say it in their own words."""
    if isinstance(problem, OSError):
        return problem.errno in (errno.ENOSPC, errno.EDQUOT)
    full = ("database or disk is full", "No space left on device")
    return isinstance(problem, OperationalError) and any(words in str(problem) for words in full)


def _reason(exception: Exception | None) -> str:
    reason = exception.args[0] if exception is not None and exception.args else ""
    return reason if isinstance(reason, str) else ""
