# SPDX-License-Identifier: EUPL-1.2
"""Collect from `node_modules` the files that the site serves, with the licence of every package.

Usage: collect_assets.py NODE_MODULES TARGET
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

UTRECHT = (
    "body",
    "document",
    "page-header",
    "page-footer",
    "nav-bar",
    "breadcrumb-nav",
    "separator",
    "form-label",
    "form-field",
    "form-field-description",
    "form-field-error-message",
    "form-fieldset",
    "textbox",
    "textarea",
    "select",
    "checkbox",
    "radio-button",
    "table",
    "data-list",
    "link-list",
    "ordered-list",
    "unordered-list",
    "alert",
    "pagination",
    "status-badge",
    "code",
)
CANDIDATE = (
    "heading",
    "paragraph",
    "link",
    "button",
    "skip-link",
    "mark",
    "data-badge",
    "number-badge",
)

COMPONENTS = [
    *((f"@utrecht/{name}-css", "dist/index.css") for name in UTRECHT),
    *((f"@nl-design-system-candidate/{name}-css", f"dist/{name}.css") for name in CANDIDATE),
]
"""Joined to one stylesheet, in this order."""

THEME = ("@nl-design-system-unstable/voorbeeld-design-tokens", "dist/theme.css")
THEME_PREFIXES = ("basis", "nl", "utrecht", "voorbeeld")
"""The tokens that our components and our own styles use; those of other libraries make half of the file."""

FILES = {
    "noto-sans/latin.woff2": ("@fontsource-variable/noto-sans", "files/noto-sans-latin-wght-normal.woff2"),
    "noto-sans/latin-ext.woff2": (
        "@fontsource-variable/noto-sans",
        "files/noto-sans-latin-ext-wght-normal.woff2",
    ),
    "maplibre/maplibre-gl.mjs": ("maplibre-gl", "dist/maplibre-gl.mjs"),
    "maplibre/maplibre-gl-worker.mjs": ("maplibre-gl", "dist/maplibre-gl-worker.mjs"),
    "maplibre/maplibre-gl.css": ("maplibre-gl", "dist/maplibre-gl.css"),
}
"""Taken as they are: name under the target to package and file."""

# A storage with hashed names looks for the source map that such a line names; it is not there.
_SOURCE_MAP = re.compile(rb"(?m)^[ \t]*//[#@] sourceMappingURL=.*$|/\*[#@] sourceMappingURL=[^*]*\*/")
_TOKEN = re.compile(r"^ *--(?P<prefix>[a-z]+)-")


def collect(modules: Path, target: Path) -> None:
    """Write the files of the site, and `licences.json` about the packages they came from.

    Args:
        modules: the `node_modules` of a finished `npm ci`.
        target: the folder of the collected files; it is replaced as a whole.
    """
    beside = target.with_name(f".{target.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    for name, content in _contents(modules).items():
        path = beside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    shutil.rmtree(target, ignore_errors=True)
    beside.rename(target)


def _contents(modules: Path) -> dict[str, bytes]:
    contents = {name: _read(modules, *origin) for name, origin in FILES.items()}
    contents["nlds/components.css"] = b"\n".join(_read(modules, *origin) for origin in COMPONENTS)
    contents["nlds/voorbeeld.css"] = _own_tokens(_read(modules, *THEME).decode()).encode()
    packages = {package for package, _ in (*COMPONENTS, *FILES.values(), THEME)}
    contents["licences.json"] = _licences(modules, sorted(packages)).encode()
    return contents


def _licences(modules: Path, packages: list[str]) -> str:
    """Most packages have the same licence, so each text stands there once."""
    texts = {package: _licence_text(modules / package) for package in packages}
    keys = {text: hashlib.sha256(text.encode()).hexdigest()[:12] for text in texts.values()}
    about = [_about(modules, package) | {"text": keys[texts[package]]} for package in packages]
    told = {"packages": about, "texts": {key: text for text, key in keys.items()}}
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _read(modules: Path, package: str, name: str) -> bytes:
    content = (modules / package / name).read_bytes()
    return content if name.endswith(".woff2") else _SOURCE_MAP.sub(b"", content)


def _own_tokens(theme: str) -> str:
    return "".join(line for line in theme.splitlines(keepends=True) if _is_ours(line))


def _is_ours(line: str) -> bool:
    token = _TOKEN.match(line)
    return token is None or token["prefix"] in THEME_PREFIXES


def _about(modules: Path, package: str) -> dict[str, object]:
    about = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
    files = [name for other, name in (*COMPONENTS, *FILES.values(), THEME) if other == package]
    hashes = {name: hashlib.sha256((modules / package / name).read_bytes()).hexdigest() for name in files}
    return {"name": package, "version": about["version"], "licence": about["license"], "sha256": hashes}


def _licence_text(package: Path) -> str:
    found = sorted(path for path in package.iterdir() if path.name.upper().startswith("LICEN"))
    if not found:
        raise SystemExit(f"{package}: found no licence text, expected a file LICENSE; leave this package out")
    return found[0].read_text(encoding="utf-8")


if __name__ == "__main__":
    collect(Path(sys.argv[1]), Path(sys.argv[2]))
