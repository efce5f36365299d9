# SPDX-License-Identifier: EUPL-1.2
"""A letter as text and as a web page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 "Noto Sans", system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0 }}
main {{ max-width: 40rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word }}
h1 {{ font-size: 1.5rem; line-height: 1.2 }} h2 {{ font-size: 1.15rem; margin: 1.6rem 0 .4rem }}
p {{ margin: 0 0 .35rem }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (empty for the opening) and its sentences."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter to one child's parents.

    Attributes:
        language: language code.
        title: the title.
        sections: the sections, in order.
    """

    language: str
    title: str
    sections: tuple[Section, ...]

    def text(self) -> str:
        """Plain text, one sentence per line."""
        parts = ["\n".join(filter(None, (one.heading, *one.sentences))) for one in self.sections]
        return "\n\n".join([self.title, *parts]) + "\n"

    def html(self) -> str:
        """A whole web page without scripts, pictures or addresses."""
        body = "\n".join(_section(one) for one in self.sections)
        return _PAGE.format(language=self.language, title=escape(self.title), body=body)


def _section(one: Section) -> str:
    heading = f"<h2>{escape(one.heading)}</h2>\n" if one.heading else ""
    body = "\n".join(f"<p>{escape(sentence)}</p>" for sentence in one.sentences)
    return f"<section>\n{heading}{body}\n</section>"
