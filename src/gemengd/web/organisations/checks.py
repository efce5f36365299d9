# SPDX-License-Identifier: EUPL-1.2
"""System checks: every object says who may see it; what is of people can be downloaded and deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.db import models

from gemengd.web.organisations.models import Organisation
from gemengd.web.organisations.scope import Party, Personal, Scoped
from gemengd.web.site.registry import declared


def check_scopes(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Every model that refers to an organisation has `visible_to`, or says why it needs none."""
    return [_open(model) for model in apps.get_models() if _is_open(model)]


def check_personal(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Every app with objects of people says how they are downloaded and deleted."""
    saying = {one.app for one in declared() if one.personal}
    personal = [model for model in apps.get_models() if issubclass(model, Personal)]
    return [_kept(model) for model in personal if model._meta.app_label not in saying]  # noqa: SLF001


def _is_open(model: type[models.Model]) -> bool:
    refers = any(field.related_model is Organisation for field in model._meta.fields)  # noqa: SLF001
    guarded = issubclass(model, Party) or (issubclass(model, Scoped) and hasattr(model, "SEE"))
    return refers and not guarded and not getattr(model, "unscoped", "")


def _open(model: type[models.Model]) -> CheckMessage:
    return Error(
        f"{model.__name__} refers to an organisation, and nothing says who may see it",
        hint="Build it on `Owned` with an action `SEE`, or on `Party`; or say in `unscoped` what guards it.",
        obj=model,
        id="gemengd.E010",
    )


def _kept(model: type[models.Model]) -> CheckMessage:
    return Error(
        f"{model.__name__} is of people, and its app does not say how they download and delete it",
        hint="Add `PersonalData` to `personal` in the `DECLARED` of its app.",
        obj=model,
        id="gemengd.E011",
    )
