# SPDX-License-Identifier: EUPL-1.2
"""Setting the site up before it is served."""

from __future__ import annotations

import os

from gemengd.web.control import serving


def test_style_sheets_are_collected_again_only_when_they_changed(settings, tmp_path, monkeypatch):
    ours = tmp_path / "ours"
    ours.mkdir()
    sheet = ours / "site.css"
    sheet.write_text("a{}", encoding="utf-8")
    os.utime(sheet, (1000, 1000))
    monkeypatch.setattr(serving, "_sheets", ours.iterdir)
    assert not serving._collected()
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    manifest.write_text("{}", encoding="utf-8")
    os.utime(manifest, (2000, 2000))
    assert serving._collected()
    os.utime(sheet, (3000, 3000))
    assert not serving._collected()
