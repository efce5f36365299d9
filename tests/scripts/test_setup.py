# SPDX-License-Identifier: EUPL-1.2
"""What the targets of the Makefile say and leave, with stand-ins for programs of the system."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
OLDEST = "3.11.0"
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


def pins(lock):
    lines = lock.read_text().splitlines()
    return [Requirement(line.rstrip("\\ ")) for line in lines if line and not line.startswith((" ", "#"))]


def program(folder, name, text):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/bash\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path):
    """A copy of the scripts in a folder with a space in its name."""
    folder = tmp_path / "my gemengd"
    for name in ("scripts", "requirements"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("pyproject.toml", "Makefile", "package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def machine(tmp_path):
    """An environment whose Python finds no library and no module, for somebody who is not root."""
    programs = tmp_path / "programs"
    program(programs, "id", "echo 1000")
    program(programs, "python3", f'case "$*" in *CDLL*) exit 1 ;; esac\nexec "{sys.executable}" "$@"')
    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    return {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(home)}


def run(checkout, machine, *command, **more):
    return subprocess.run(
        command, cwd=checkout, env=machine | more, capture_output=True, text=True, check=False, timeout=60
    )


def test_every_lock_pins_with_hashes_and_names_no_address():
    for lock in LOCKS:
        text = lock.read_text()
        assert pins(lock)
        assert all(str(pin.specifier).startswith("==") for pin in pins(lock))
        assert text.count("==") <= text.count("--hash=sha256:")
        assert "://" not in text


def test_what_is_installed_of_the_test_lock_takes_the_oldest_python():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert OLDEST in SpecifierSet(asked)
    seen = 0
    for pin in pins(ROOT / "requirements/dev.lock"):
        try:
            found = metadata.distribution(pin.name)
        except metadata.PackageNotFoundError:
            continue
        if found.version not in pin.specifier:
            continue
        seen += 1
        needed = found.metadata["Requires-Python"] or ""
        assert OLDEST in SpecifierSet(needed), f"{pin} needs Python {needed}"
    assert seen > 100


@pytest.mark.parametrize("python", ["3.11.2", "3.12.0", "3.13.0"])
def test_a_package_has_one_version_on_every_python(python):
    here = {"python_full_version": python, "python_version": python.rpartition(".")[0]}
    names = [
        pin.name
        for pin in pins(ROOT / "requirements/dev.lock")
        if pin.marker is None or Marker(str(pin.marker)).evaluate(here)
    ]
    assert len(names) == len(set(names))


def test_what_is_missing_of_the_system_is_one_sentence_with_the_command(checkout, machine):
    done = run(checkout, machine, "scripts/system", "run")
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert "no PDF for a council" in done.stderr
    assert re.search(r"sudo apt-get install .*libpango-1\.0-0", done.stderr)


def test_the_driver_of_the_browser_needs_libatomic(checkout, machine):
    done = run(checkout, machine, "scripts/system", "test")
    assert "no tests in a browser" in done.stderr
    assert "libatomic1" in done.stderr


def test_ci_does_not_go_on_without(checkout, machine):
    assert run(checkout, machine, "scripts/system", "test", CI="true").returncode == 1


def test_root_installs_what_is_missing(checkout, machine, tmp_path):
    programs = tmp_path / "programs"
    program(programs, "id", "echo 0")
    program(programs, "apt-get", f'echo "$*" >> "{tmp_path}/asked"')
    done = run(checkout, machine, "scripts/system", "run")
    assert done.returncode == 0, done.stderr
    assert "Installing Debian's libpango-1.0-0" in done.stdout
    assert "install -y" in (tmp_path / "asked").read_text()


def test_root_without_network_goes_on_and_says_what_is_missing(checkout, machine, tmp_path):
    programs = tmp_path / "programs"
    program(programs, "id", "echo 0")
    program(programs, "apt-get", "exit 100")
    done = run(checkout, machine, "scripts/system", "run")
    assert done.returncode == 0
    assert "no PDF for a council" in done.stderr


def test_set_up_says_beforehand_how_much_it_takes_and_waits_for_another(checkout, machine, tmp_path):
    shutil.rmtree(checkout / ".venv", ignore_errors=True)
    pip = '[ "$1" = install ] && sleep 0.5 && echo "$PIP_CACHE_DIR" >> asked && mkdir -p "$PIP_CACHE_DIR"'
    program(checkout / "bin", "pip", pip)
    (checkout / ".venv").mkdir()
    (checkout / "bin").rename(checkout / ".venv/bin")
    command = ("scripts/setup", ".venv", "run")
    with subprocess.Popen(
        command, cwd=checkout, env=machine, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as first:
        assert re.search(r"packages and \d+ MB in this folder, one to three minutes", first.stdout.readline())
        second = run(checkout, machine, *command)
        assert "done in" in first.stdout.read()
    assert first.returncode == second.returncode == 0, second.stdout + second.stderr
    assert "Another set-up is at work in this folder" in second.stdout
    # The second found all done, and what was fetched is gone again.
    assert (checkout / "asked").read_text().splitlines() == [str(checkout / "build/pip")] * 2
    assert not (checkout / "build/pip").exists()
    assert not list(Path(machine["HOME"]).iterdir())


def test_set_up_that_breaks_off_shows_why_and_keeps_what_it_fetched(checkout, machine):
    program(checkout / "bin", "pip", 'mkdir -p "$PIP_CACHE_DIR"; echo "no such line"; exit 1')
    (checkout / ".venv").mkdir()
    (checkout / "bin").rename(checkout / ".venv/bin")
    done = run(checkout, machine, "scripts/setup", ".venv", "run")
    assert done.returncode == 1
    assert "no such line" in done.stderr
    assert (checkout / "build/pip").exists()
    assert not (checkout / ".venv/.run").exists()


def test_clean_leaves_nothing(checkout, machine):
    for name in (
        ".venv/bin",
        ".venv-lock",
        ".venv-node",
        "build/pip",
        "src/gemengd/__pycache__",
        ".mypy_cache",
    ):
        (checkout / name).mkdir(parents=True)
    (checkout / "src/gemengd/__pycache__/kernel.nbi").touch()
    done = run(checkout, machine, "make", "clean")
    assert done.returncode == 0, done.stderr
    left = sorted(path.name for path in checkout.iterdir())
    assert left == [
        ".npmrc",
        "Makefile",
        "package-lock.json",
        "package.json",
        "pyproject.toml",
        "requirements",
        "scripts",
        "src",
    ]
    assert not list(checkout.rglob("__pycache__"))


def test_the_port_is_that_of_the_environment(checkout, machine):
    for lock in ("build", ".venv"):
        (checkout / lock).mkdir()
    told = run(checkout, machine, "make", "-n", "run", PORT="8001").stdout
    assert 'gemengd serve --workspace build/example --data build/site --port "8001"' in told
    assert "--port" not in run(checkout, machine, "make", "-n", "run").stdout


def test_a_bare_machine_that_cannot_be_built_is_said(checkout, machine):
    quick = run(checkout, machine, "scripts/bare", "--quick")
    assert quick.returncode == 0
    assert "NOT RUN" in quick.stdout
    assert run(checkout, machine, "scripts/bare").returncode == 1


def test_scripts_are_sound_bash():
    for path in sorted((ROOT / "scripts").iterdir()):
        if path.suffix != ".py":
            assert os.access(path, os.X_OK), path
            subprocess.run(["/bin/bash", "-n", path], check=True)
