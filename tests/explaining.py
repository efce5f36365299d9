# SPDX-License-Identifier: EUPL-1.2
"""What boards said about their schools, put there without a form."""

from __future__ import annotations

from typing import Any

SCHOOL = "99AA00"


def say(board: Any, *, school: str = SCHOOL, by: int = 1, **said: Any) -> Any:
    """Let a board say something about a school; gives the revision."""
    from gemengd.web.explanations.models import Explanation
    from gemengd.web.explanations.said import NOTHING, content
    from gemengd.web.explanations.services import series_of
    from gemengd.web.versions import selectors, services

    Explanation.objects.get_or_create(school_id=school, organisation=board)
    series = series_of(board, school)
    seen = selectors.edition(series)
    return services.save(series, content({**NOTHING, **said}), started_from=seen, by=by)
