# SPDX-License-Identifier: EUPL-1.2
"""The mark on a view that says what guards it; a system check refuses a view that has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from gemengd.web.site.declarations import Action

MARK = "gemengd_access"
"""Name of the attribute of a view that holds its mark."""
V = TypeVar("V", bound=Callable[..., Any])


class Guard(StrEnum):
    """What stands between a visitor and a view."""

    NOTHING = "nothing"
    """It is public: the same for everybody, with or without an account."""
    ACCOUNT = "account"
    """One has to be signed in."""
    ACTION = "action"
    """One has to be allowed an action."""
    LIBRARY = "library"
    """The library that brings the view guards it itself."""


@dataclass(frozen=True)
class Access:
    """What guards a view.

    Attributes:
        guard: the kind of guard.
        action: the action that is asked, for `Guard.ACTION`.
    """

    guard: Guard
    action: Action | None = None


def marked(view: V, access: Access) -> V:
    """The view with its mark; decorators around it pass the mark on."""
    setattr(view, MARK, access)
    return view


def public(view: V) -> V:
    """Everybody may ask for this view, with or without an account."""
    return marked(view, Access(Guard.NOTHING))


def access_of(view: Callable[..., Any]) -> Access | None:
    """What guards a view; None when nobody said."""
    return getattr(view, MARK, None)
