# SPDX-License-Identifier: EUPL-1.2
"""A comparison as a web page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from gemengd.placement.compare.speech import COMPARE

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 "Noto Sans", system-ui, sans-serif; color: #1d2a33; background: #fff; margin: 0 }}
main {{ max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word }}
h1 {{ font-size: 1.6rem; line-height: 1.2 }} h2 {{ font-size: 1.15rem; margin: 2rem 0 .5rem }}
.wide {{ overflow-x: auto }}
table {{ border-collapse: collapse }}
th, td {{ padding: .3rem .8rem .3rem 0; text-align: right; border-bottom: 1px solid #d9dfe3 }}
th:first-child {{ text-align: left; font-weight: 400 }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{opening}
<div class="wide" role="region" aria-label="{chart}" tabindex="0">{svg}</div>
<div class="wide" role="region" aria-label="{numbers}" tabindex="0">{table}</div>
{rest}
</main>
</body>
</html>
"""


def page(
    parts: Sequence[tuple[str, Sequence[str]]],
    table: tuple[Sequence[str], Sequence[Sequence[str]]],
    svg: str,
    code: str,
) -> str:
    """The page.

    Args:
        parts: `words.sentences`.
        table: `words.table`.
        svg: the chart.
        code: language code.
    """
    lang = COMPARE.language(code)
    return _PAGE.format(
        language=code,
        title=escape(lang.say("Rules for placement compared")),
        chart=escape(lang.say("Chart")),
        numbers=escape(lang.say("Table")),
        opening=_section(*parts[0]),
        svg=svg,
        table=_table(*table),
        rest="\n".join(_section(*one) for one in parts[1:]),
    )


def _section(heading: str, sentences: Sequence[str]) -> str:
    top = f"<h2>{escape(heading)}</h2>\n" if heading else ""
    return top + "\n".join(f"<p>{escape(one)}</p>" for one in sentences)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(one)}</th>' for one in header)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(one)}</td>" for one in rest)}</tr>\n'
        for first, *rest in rows
    )
    return f"<table>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>"
