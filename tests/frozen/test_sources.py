# SPDX-License-Identifier: EUPL-1.2
"""What files the sources take and refuse, and in which words."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from frozen.doors import gemengd, standing_still
from frozen.keeping import Output, check, output
from frozen.tabular import csv_of
from frozen.volatile import steady

GIVEN = Path(__file__).with_name("given") / "own"
FLOWS = "INSTELLINGSCODE,VESTIGINGSCODE,TYPE_PO,PEILJAAR,POSTCODE4_DEELNEMER,AANTAL_LEERLINGEN"
MADE = {
    "flows.csv": f"{FLOWS}\n99AA,00,BO,2023,9001,12\n",
    "negative.csv": f"{FLOWS}\n99AA,00,BO,2023,9001,-3\n",
    "word.csv": f"{FLOWS}\n99AA,00,BO,2023,9001,veel\n",
    "twice.csv": f"{FLOWS}\n99AA,00,BO,2023,9001,12\n99AA,00,BO,2023,9001,13\n",
    "cut-off.csv": f"{FLOWS}\n99AA,00,BO,2023,90",
    "renamed.csv": f"{FLOWS.replace('PEILJAAR', 'JAARTAL')}\n99AA,00,BO,2023,9001,12\n",
    "empty.csv": "",
    "header-only.csv": f"{FLOWS}\n",
    "zip-that-is-none.zip": "PK no zip",
    "unknown.csv": "a;b\n1;2\n",
    "wrong.toml": "# SPDX-License-Identifier: EUPL-1.2\nlayout = 'rows'\n",
    "no-toml.toml": "layout = \n",
}
COMMANDS = (
    "kinds",
    "fetch cbs --year 2020 --list",
    "fetch duo --dataset po-background --list",
    "fetch cbs --year 1950",
    "list --workspace new",
    "example --workspace new",
    "list --workspace new",
    "remove nonesuch --workspace new",
    "remove example --workspace new",
    *(f"import {name} --workspace new" for name in MADE if not name.endswith(".toml")),
    "import absent.csv --workspace new",
    "import leerlingen-2023.csv --workspace new",
    "import leerlingen-2023.csv --mapping wrong.toml --workspace new",
    "import leerlingen-2023.csv --mapping no-toml.toml --workspace new",
    "import leerlingen-2023.csv --mapping leerlingen-2023.toml --workspace own",
    "count leerlingen-2023.csv --mapping leerlingen-2023.toml --workspace counted --threads 1",
    "count nowhere.parquet --mapping leerlingen-2023.toml --workspace counted --threads 1",
    "list --workspace own",
    *(
        f"import merger_{year}.csv --mapping merger.toml --workspace merged"
        for year in ("2021", "2022", "2023")
    ),
    "import merger_list.csv --workspace merged",
    "list --workspace merged",
)
CASES = (
    "excel_damaged_brin.csv",
    "merger_2021.csv",
    "merger_list.csv",
    "names_with_total.csv",
    "percentages.csv",
    "pivot_table.xlsx",
    "thousands_point.csv",
    "weights_long.csv",
    "leerlingen-2023.csv",
)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with the files."""
    for path in GIVEN.iterdir():
        shutil.copy(path, tmp_path)
    for name, text in MADE.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_the_commands_print(here):
    with standing_still():
        said = "\n".join(_told(words, here) for words in COMMANDS)
    check("sources", [output("said.txt", said)])


def test_a_file_of_a_town_and_the_mapping_that_is_drafted_for_it(here):
    with standing_still():
        check("sources_own", [output(f"{name}.txt", _drafted(name, here)) for name in CASES])


def test_the_tables_that_own_files_become(here):
    from gemengd import sources

    def tables() -> Iterator[Output]:
        for name in ("leerlingen-2023", "merger_2021"):
            mapping = here / ("merger.toml" if "merger" in name else f"{name}.toml")
            for one in sources.read([here / f"{name}.csv"], mapping=mapping):
                for table, frame in one.tables.items():
                    yield output(f"{name}-{table}.csv", csv_of(frame))

    check("sources_tables", tables())


def _told(words: str, folder: Path) -> str:
    ended = gemengd("sources", *shlex.split(words))
    return steady(ended.told(f"gemengd sources {words}"), {str(folder): "<here>"})


def _drafted(name: str, folder: Path) -> str:
    """The draft, and what an import says with the draft as it is and with nothing left to fill in."""
    said = [_told(f"map {name} --out draft.toml", folder)]
    draft = Path("draft.toml")
    if draft.exists():
        text = draft.read_text(encoding="utf-8")
        said += [steady(text), _told(f"import {name} --mapping draft.toml --workspace new", folder)]
        draft.write_text(text.replace('"?"', '"unknown"'), encoding="utf-8")
        said += [_told(f"import {name} --mapping draft.toml --workspace new", folder)]
        draft.unlink()
    shutil.rmtree("new", ignore_errors=True)
    return "\n".join(said)
