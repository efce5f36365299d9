# SPDX-License-Identifier: EUPL-1.2
"""Collecting the files of others that the site serves."""

import hashlib
import importlib.util
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts/collect_assets.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("collect_assets", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def modules(script, tmp_path):
    """A `node_modules` with every file that is asked for."""
    folder = tmp_path / "node_modules"
    for package, name in (*script.COMPONENTS, *script.FILES.values(), script.THEME):
        path = folder / package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f".{package[-5:-1]} {{}}\n/*# sourceMappingURL=x.map */\n//# sourceMappingURL=y.map\n"
        )
        (folder / package / "LICENSE").write_text("The terms.")
        (folder / package / "package.json").write_text('{"version": "1.2.3", "license": "MIT"}')
    theme = folder.joinpath(*script.THEME)
    theme.write_text(".t {\n  --basis-a: 1;\n  --utrecht-b: 2;\n  --denhaag-c: 3;\n}\n")
    return folder


def test_source_maps_are_not_named_any_more(script, modules, tmp_path):
    script.collect(modules, tmp_path / "vendor")
    files = [path for path in (tmp_path / "vendor").rglob("*.*") if path.suffix in (".css", ".mjs")]
    assert files
    assert not any("sourceMappingURL" in path.read_text() for path in files)


def test_only_the_tokens_that_we_use_stay(script, modules, tmp_path):
    script.collect(modules, tmp_path / "vendor")
    theme = (tmp_path / "vendor/nlds/voorbeeld.css").read_text()
    assert theme == ".t {\n  --basis-a: 1;\n  --utrecht-b: 2;\n}\n"


def test_every_package_has_its_licence_and_the_hashes_of_its_files(script, modules, tmp_path):
    script.collect(modules, tmp_path / "vendor")
    told = json.loads((tmp_path / "vendor/licences.json").read_text())
    maplibre = next(each for each in told["packages"] if each["name"] == "maplibre-gl")
    assert (maplibre["version"], maplibre["licence"]) == ("1.2.3", "MIT")
    assert told["texts"][maplibre["text"]] == "The terms."
    name = "dist/maplibre-gl.css"
    assert (
        maplibre["sha256"][name] == hashlib.sha256((modules / "maplibre-gl" / name).read_bytes()).hexdigest()
    )


def test_a_package_without_a_licence_is_refused_and_what_was_there_stays(script, modules, tmp_path):
    target = tmp_path / "vendor"
    script.collect(modules, target)
    before = (target / "licences.json").read_bytes()
    (modules / "maplibre-gl/LICENSE").unlink()
    with pytest.raises(SystemExit, match="maplibre-gl: found no licence text"):
        script.collect(modules, target)
    assert (target / "licences.json").read_bytes() == before


def test_every_package_is_asked_for_with_an_exact_version(script):
    asked = json.loads((ROOT / "package.json").read_text())["dependencies"]
    collected = {package for package, _ in (*script.COMPONENTS, *script.FILES.values(), script.THEME)}
    assert set(asked) == collected
    assert all(version[0].isdigit() for version in asked.values())


def test_the_lock_names_hashes_and_no_address():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert all("integrity" in each for each in packages.values())
    assert not any("resolved" in each for each in packages.values())
