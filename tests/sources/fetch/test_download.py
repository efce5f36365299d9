# SPDX-License-Identifier: EUPL-1.2
"""Downloads from a local server that serves the real files, and misbehaves as servers do."""

from __future__ import annotations

import hashlib
import socket
import tarfile
import threading
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from gemengd.sources.fetch import FetchFailed, download, own_address

FLOWS = "duo/leerlingen-po-per-gemeente-postcode-2017-2018.tar.gz"
CBS = "cbs/cbs_pc4_2020_v1.xlsx"


@dataclass
class Served:
    """What the server does, and what it was asked."""

    body: bytes = b""
    etag: str = '"first"'
    ranges: bool = True
    break_after: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    asked: list[str | None] = field(default_factory=list)
    answered: list[int] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Answers from `server.served`: whole, from a byte on, broken off, or with an error."""

    def do_GET(self):
        served = self.server.served
        asked = self.headers.get("Range")
        served.asked.append(asked)
        if served.statuses:
            self.send_error(served.statuses.pop(0))
            return
        fresh = served.ranges and asked and self.headers.get("If-Range") == served.etag
        start = int(asked.removeprefix("bytes=").rstrip("-")) if fresh else 0
        body = served.body[start:]
        served.answered.append(206 if fresh else 200)
        self.send_response(served.answered[-1])
        if fresh:
            self.send_header("Content-Range", f"bytes {start}-{len(served.body) - 1}/{len(served.body)}")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", served.etag)
        self.end_headers()
        if served.break_after:
            self.wfile.write(body[: served.break_after.pop(0)])
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.served = Served()
        running.handle_error = lambda *_: None
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def flows(server, shared_data):
    server.served.body = (shared_data / FLOWS).read_bytes()
    return address(server, "flows.tar.gz")


def address(server, name):
    return own_address(f"http://127.0.0.1:{server.server_port}/data/{name}")


def fetch(*args, **how):
    return download(*args, pause=lambda _: None, **how)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_real_flows_arrive_byte_for_byte_with_their_checksum_beside_them(server, flows, tmp_path):
    path = fetch(flows, tmp_path)
    assert path.read_bytes() == server.served.body
    assert names(tmp_path) == ["flows.tar.gz", "flows.tar.gz.sha256"]
    digest = hashlib.sha256(server.served.body).hexdigest()
    assert (tmp_path / "flows.tar.gz.sha256").read_text() == f"{digest}  flows.tar.gz\n"
    with tarfile.open(path) as archive:
        assert len([one for one in archive.getnames() if one.endswith(".csv")]) == 386


def test_the_real_postcode_table_can_be_opened_after_the_download(server, shared_data, tmp_path):
    import fastexcel

    server.served.body = (shared_data / CBS).read_bytes()
    path = fetch(address(server, "cbs_pc4_2020_v1.xlsx"), tmp_path, check=fastexcel.read_excel)
    assert fastexcel.read_excel(path).sheet_names == ["PC4_2020_v1"]


def test_progress_ends_at_the_size_of_the_file(server, flows, tmp_path):
    told = []
    fetch(flows, tmp_path, progress=lambda *step: told.append(step))
    size = len(server.served.body)
    assert told[-1] == ("flows.tar.gz", size, size)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


def test_a_transfer_broken_halfway_goes_on_where_it_stopped(server, flows, tmp_path):
    half = len(server.served.body) // 2
    server.served.break_after = [half]
    path = fetch(flows, tmp_path)
    assert path.read_bytes() == server.served.body
    first, second = server.served.asked
    assert first is None
    assert server.served.answered == [200, 206]
    assert 0 < int(second.removeprefix("bytes=").rstrip("-")) <= half


def test_a_part_of_an_earlier_run_is_taken_up_by_the_next_run(server, flows, tmp_path):
    server.served.break_after = [300_000]
    with pytest.raises(FetchFailed, match=r"broke off.*bytes that came are kept.*same command again"):
        fetch(flows, tmp_path, attempts=1)
    part = (tmp_path / "flows.tar.gz.part").stat().st_size
    assert names(tmp_path) == ["flows.tar.gz.part", "flows.tar.gz.part.json"]
    path = fetch(flows, tmp_path, attempts=1)
    assert server.served.asked == [None, f"bytes={part}-"]
    assert path.read_bytes() == server.served.body


def test_a_server_that_ignores_ranges_sends_the_whole_again(server, flows, tmp_path):
    server.served.ranges = False
    server.served.break_after = [300_000]
    path = fetch(flows, tmp_path)
    assert server.served.asked[1] is not None
    assert server.served.answered == [200, 200]
    assert path.read_bytes() == server.served.body


def test_a_file_that_changed_between_attempts_is_not_glued_to_the_old_part(server, flows, tmp_path):
    server.served.break_after = [300_000]
    with pytest.raises(FetchFailed):
        fetch(flows, tmp_path, attempts=1)
    server.served.etag = '"second"'
    server.served.body = server.served.body[::-1]
    assert fetch(flows, tmp_path).read_bytes() == server.served.body


def test_an_overloaded_server_is_asked_again(server, flows, tmp_path):
    server.served.statuses = [503, 503]
    assert fetch(flows, tmp_path).read_bytes() == server.served.body


def test_a_transfer_that_keeps_breaking_stops_after_so_many_attempts(server, flows, tmp_path):
    server.served.ranges = False
    server.served.break_after = [1000] * 9
    waited = []
    with pytest.raises(FetchFailed, match="broke off"):
        download(flows, tmp_path, attempts=3, pause=waited.append)
    assert waited == [1.0, 2.0]
    assert not (tmp_path / "flows.tar.gz").exists()


def test_a_missing_file_is_said_at_once_and_leaves_nothing(server, flows, tmp_path):
    server.served.statuses = [404]
    with pytest.raises(FetchFailed, match=r"answers 404: there is no such file .* --base-url"):
        fetch(flows, tmp_path)
    assert names(tmp_path) == []
    assert len(server.served.asked) == 1


def test_without_a_connection_it_says_what_is_safe_and_what_to_try(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = own_address(f"http://127.0.0.1:{taken.getsockname()[1]}/flows.tar.gz")
        with pytest.raises(
            FetchFailed, match=r"No connection to 127\.0\.0\.1 .*Nothing was changed.*by hand"
        ):
            fetch(nobody, tmp_path)
    assert names(tmp_path) == []


def test_an_address_that_nobody_tried_says_so_when_it_fails(server, flows, tmp_path):
    server.served.statuses = [404]
    with pytest.raises(FetchFailed, match="not tried by the makers of gemengd; it was found in somewhere"):
        fetch(replace(flows, checked=False, found_in="somewhere"), tmp_path)


def test_a_wrong_checksum_is_refused_and_thrown_away(flows, tmp_path):
    with pytest.raises(FetchFailed, match="wrong checksum"):
        fetch(replace(flows, sha256="0" * 64), tmp_path)
    assert names(tmp_path) == []


def test_a_later_download_must_be_the_file_of_the_first(server, flows, tmp_path):
    first = fetch(flows, tmp_path).read_bytes()
    server.served.body, server.served.etag = first + b"more", '"second"'
    with pytest.raises(FetchFailed, match=r"new version.*remove flows\.tar\.gz\.sha256"):
        fetch(flows, tmp_path, again=True)
    assert (tmp_path / "flows.tar.gz").read_bytes() == first
    (tmp_path / "flows.tar.gz.sha256").unlink()
    assert fetch(flows, tmp_path, again=True).read_bytes() == server.served.body


def test_a_file_that_is_here_is_not_downloaded_again(server, flows, tmp_path):
    fetch(flows, tmp_path)
    fetch(flows, tmp_path)
    assert len(server.served.asked) == 1


def test_a_file_that_is_here_but_was_changed_is_refused(flows, tmp_path):
    fetch(flows, tmp_path).write_bytes(b"something else")
    with pytest.raises(FetchFailed, match="checksum differs"):
        fetch(flows, tmp_path)


def test_a_web_page_instead_of_data_is_refused(server, tmp_path):
    server.served.body = b"\n<!DOCTYPE html><html><body>Please log in</body></html>"
    with pytest.raises(FetchFailed, match="a web page instead of data"):
        fetch(address(server, "table.csv"), tmp_path)
    assert names(tmp_path) == []


def test_a_changed_header_leaves_nothing_under_the_final_name(server, tmp_path):
    def header_is_known(path):
        assert path.name == "table.csv"
        if not path.read_bytes().startswith(b"PEILDATUM;"):
            raise ValueError("found column PEILDAG, expected PEILDATUM.")

    server.served.body = b"PEILDAG;TOTAAL\r\n20171001;5\r\n"
    with pytest.raises(FetchFailed, match=r"not the file that was expected: found column PEILDAG"):
        fetch(address(server, "table.csv"), tmp_path, check=header_is_known)
    assert names(tmp_path) == []


def test_a_changed_header_does_not_disturb_the_file_that_was_there(server, tmp_path):
    server.served.body = b"PEILDATUM;TOTAAL\r\n"
    good = fetch(address(server, "table.csv"), tmp_path)
    (tmp_path / "table.csv.sha256").unlink()
    server.served.body = b"PEILDAG;TOTAAL\r\n"

    def refuse(path):
        raise ValueError("another header")

    with pytest.raises(FetchFailed):
        fetch(address(server, "table.csv"), tmp_path, check=refuse, again=True)
    assert good.read_bytes() == b"PEILDATUM;TOTAAL\r\n"


def test_a_name_in_an_address_cannot_leave_the_folder(server, tmp_path):
    server.served.body = b"a;b\n1;2\n"
    folder = tmp_path / "inner"
    path = fetch(address(server, "..%2F..%2Fescape.csv"), folder)
    assert path == folder / "escape.csv"


def test_an_address_that_is_none_is_refused(tmp_path):
    with pytest.raises(FetchFailed, match="no usable address"):
        fetch(own_address("ftp://127.0.0.1/x.csv"), tmp_path)
