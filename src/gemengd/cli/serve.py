# SPDX-License-Identifier: EUPL-1.2
"""`gemengd serve`: the site on this machine."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from gemengd.cli.options import DEFAULT_FOLDER, WorkspaceFolder
from gemengd.cli.outcome import UNREACHABLE, stop


def serve(
    workspace: WorkspaceFolder = DEFAULT_FOLDER,
    data: Annotated[
        Path | None,
        typer.Option(
            envvar="GEMENGD_SITE_DATA",
            help="Folder of the site itself: accounts, cache, secret key.",
            show_default="~/.local/share/gemengd-site",
        ),
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(
            help="Port to listen on.", min=1, max=65535, show_default="8000, or the next that is free"
        ),
    ] = None,
    workers: Annotated[int, typer.Option(help="Processes that answer.", min=1)] = 2,
) -> None:
    """Serve the site; an empty workspace gets the fictional example region."""
    try:
        from gemengd.web.control.answering import Server
        from gemengd.web.control.serving import FIRST_PORT, PortTakenError, listen, serve
    except ImportError:
        stop("The site needs more packages. Install them with: pip install 'gemengd[web]'", UNREACHABLE)
    try:
        listening = listen(host, port)
    except PortTakenError as problem:
        stop(str(problem), UNREACHABLE)
    found = listening.getsockname()[1]
    if port is None and found != FIRST_PORT:
        print(f"Port {FIRST_PORT} is taken; this site gets {found}.", flush=True)
    os.environ["GEMENGD_WORKSPACE"] = str(workspace)
    if data is not None:
        os.environ["GEMENGD_SITE_DATA"] = str(data)
    os.environ.setdefault("GEMENGD_ADDRESS", f"http://localhost:{found}")
    serve(Server(host, found, workers, held=listening.detach()), say=partial(print, flush=True))
