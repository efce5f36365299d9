# SPDX-License-Identifier: EUPL-1.2
"""Documents mention no name of Python and no path of the repository that is not there."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")) if path.name != "CHANGELOG.md"
)


@pytest.fixture(scope="module")
def missing():
    spec = importlib.util.spec_from_file_location("named", ROOT / "scripts/named_in_documents.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.missing


@pytest.fixture
def said(missing, tmp_path):
    """What is missing of what a made document mentions, in a repository with one module."""
    package = tmp_path / "src/gemengd/tables"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("from gemengd.tables.files import whole\n")
    (package / "__init__.pyi").write_text("from gemengd.tables.lazy import lazy as lazy\n")
    (package / "files.py").write_text("LARGEST: int = 1\nA, B = 1, 2\nclass Kind:\n    def name(self): ...\n")

    def found(text):
        document = tmp_path / "page.md"
        document.write_text(text)
        return missing(document, tmp_path)

    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_mentions_is_there(missing, document):
    assert missing(document, ROOT) == []


@pytest.mark.parametrize(
    "text",
    [
        "`gemengd.tables`, gemengd.tables.files and `gemengd.tables.files.Kind.name`",
        "`gemengd.tables.whole` and `gemengd.tables.lazy`, which are loaded when asked for",
        "`tables.files.LARGEST`, `tables.files.A` and `tables.files.B`",
        "```python\nfrom gemengd.tables.files import LARGEST\n```",
        "`src/gemengd/tables/files.py`, `gemengd/tables/` and `src/gemengd/*/files.py`",
        "`src/gemengd/tables/<table>.py` and `src/gemengd/<floor>/`",
        "`files.py`, `tables/files.py` and `*/files.py`",
        "`tables.csv`, https://site.example/src/nothing.py, me@gemengd.example.org and gemengd.service",
        "`src/gemengd/new.py`\n<!-- made by the reader: src/gemengd/new.py -->",
    ],
)
def test_what_is_there_is_found(said, text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("`gemengd.tables.moved`", "gemengd.tables.moved"),
        ("see gemengd.tables.files.smallest.", "gemengd.tables.files.smallest"),
        ("`gemengd.tables.files.Kind.title`", "gemengd.tables.files.Kind.title"),
        ("`tables.files.SMALLEST`", "gemengd.tables.files.SMALLEST"),
        ("```python\nimport gemengd.measures\n```", "gemengd.measures"),
        ("`src/gemengd/tables/moved.py`", "src/gemengd/tables/moved.py"),
        ("`moved.py`", "moved.py"),
        ("`figures/files.py`", "figures/files.py"),
        ("run `tests/tables`", "tests/tables"),
        ("`src/gemengd/*/moved.py`", "src/gemengd/*/moved.py"),
        ("`src/gemengd/moved/<table>.py`", "src/gemengd/moved/<table>.py"),
    ],
)
def test_what_is_gone_is_told(said, text, gone):
    assert said(text) == [gone]
