# SPDX-License-Identifier: EUPL-1.2
"""A site from when each text of a board was a row; run as a program in a site of its own.

python before_moving.py make CASE   migrate to just before the move, and fill it
python before_moving.py tell        migrate all the way, and tell what is there, as JSON
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from decimal import Decimal

import django

BEFORE = [("organisations", "0002_kinds_of_organisation"), ("versions", "0001_initial")]
SAID = (
    ("99AA00", 0, "Een.", Decimal("45.5"), 2025),
    ("99AB00", 0, "Andere school.", None, None),
    ("99AA00", 0, "Twee, met een cafe\u0301.", None, None),
    ("99AA00", 0, "Twee, met een caf\u00e9.", None, None),
    ("99AA00", 1, "Andere organisatie.", None, None),
    ("99AA00", 0, "", None, None),
)
"""School, organisation, text, contribution and its year; the fourth looks like the third."""


def make(case):
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    apps = executor.loader.project_state(BEFORE).apps
    Organisation = apps.get_model("organisations", "Organisation")
    boards = [Organisation.objects.create(kind="board", name=f"B{code}", code=code) for code in ("1", "2")]
    if case != "nothing":
        _fill(apps.get_model("organisations", "Explanation"), boards, case)


def _fill(Row, boards, case):
    for day, (school, board, text, amount, year) in enumerate(SAID, start=1):
        row = Row.objects.create(
            school_id=school,
            organisation=boards[board],
            by=day,
            moment=datetime(2026, 1, day, tzinfo=UTC),
            text=text,
            contribution=amount,
            contribution_year=year,
        )
        row.refresh_from_db()
        if case == "both" or (case == "some" and day > 1):
            _revise(row)


def _revise(row):
    """As the site did it in the transaction in which it wrote the row."""
    from gemengd.web.versions import selectors, services
    from gemengd.web.versions.chain import Series

    amount = None if row.contribution is None else f"{row.contribution:.2f}"
    said = {
        "text": row.text,
        "policy_url": row.policy_url,
        "contribution": amount,
        "contribution_year": row.contribution_year,
    }
    series = Series("school-explanation", f"{row.school_id}-{row.organisation_id}")
    services.save(series, said, started_from=selectors.edition(series), by=row.by)


def tell():
    from django.core.management import call_command
    from django.db import connection

    from gemengd.web.explanations.models import Explanation
    from gemengd.web.explanations.services import history
    from gemengd.web.versions.chain import check
    from gemengd.web.versions.models import Revision

    call_command("migrate", verbosity=0)
    said = {}
    for one in Explanation.objects.select_related("organisation"):
        told = history(one.organisation, one.school_id)
        said[f"{one.school_id} {one.organisation}"] = [
            [row.revision.author, row.text, str(row.contribution), row.contribution_year, row.moment.year]
            for row in told
        ]
    return {
        "said": said,
        "checked": check(Revision.objects.order_by("id")),
        "old": "organisations_explanation" in connection.introspection.table_names(),
    }


if __name__ == "__main__":
    django.setup()
    done = make(sys.argv[2]) if sys.argv[1] == "make" else tell()
    print(json.dumps(done))
