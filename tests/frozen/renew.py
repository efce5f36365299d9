# SPDX-License-Identifier: EUPL-1.2
"""Renew what is kept of frozen outputs, on purpose and one by one.

python tests/frozen/renew.py                        says what differs; changes nothing
python tests/frozen/renew.py 'command_line/help*'   renews these
python tests/frozen/renew.py '*'                    renews all
python tests/frozen/renew.py --texts FOLDER NAME    writes the texts as they are now to a folder
python tests/frozen/renew.py --from TREE ...        does so with the program of another checkout
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Run the tests of the parts that are meant, with leave to renew; their exit code."""
    asked = _asked()
    tree = (asked.tree or HERE.parents[1]).resolve()
    here = tree / "tests" / "frozen"
    given = {"PYTHONPATH": str(tree / "src")}
    if asked.texts:
        given["FROZEN_TEXTS"] = str(asked.texts.resolve())
    elif asked.names:
        given["FROZEN_RENEW"] = json.dumps(asked.names)
    files = [str(file) for file in sorted(here.glob("test_*.py")) if _meant(file, asked.names)]
    if not files:
        print(f"No part has outputs of this name; the parts are the files {here}/test_PART.py")
        return 2
    command = [sys.executable, "-m", "pytest", "-q", "-rN", "--tb=short", "-p", "no:cacheprovider", *files]
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as told:
        given["FROZEN_TOLD"] = told.name
        ended = subprocess.run(command, cwd=tree, env=os.environ | given, check=False)
        print(told.read(), end="")
    return ended.returncode


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="names of outputs, or patterns such as 'site/*'")
    parser.add_argument("--texts", type=Path, metavar="FOLDER", help="write the texts there; keep nothing")
    parser.add_argument("--from", type=Path, dest="tree", metavar="TREE", help="another checkout")
    return parser.parse_args()


def _meant(file: Path, names: list[str]) -> bool:
    """Whether a file of tests may make one of these: the name of a part begins with that of its file."""
    stem = file.stem.removeprefix("test_")
    parts = [name.split("/")[0] for name in names]
    return not parts or any(part.startswith(stem) or fnmatch.fnmatch(stem, part) for part in parts)


if __name__ == "__main__":
    sys.exit(main())
