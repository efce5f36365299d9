# SPDX-License-Identifier: EUPL-1.2
"""The year of files that do not name one."""

from __future__ import annotations

from collections.abc import Sequence

from gemengd.sources.opening.content import Content
from gemengd.tables import Finding, InvalidTable


def stated_year(contents: Sequence[Content], year: int | None) -> int:
    """The year that was given for files that do not name one.

    Raises:
        InvalidTable: none was given.
    """
    if year is not None:
        return year
    file = contents[0].member.name
    finding = Finding(
        "",
        "no year in the file",
        "the year in which the school year starts (for residents the calendar year)",
        file=file,
        mend="Give it with the import, for example --year 2019; the publisher's page names it.",
    )
    raise InvalidTable(file, [finding])
