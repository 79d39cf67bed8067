"""The students' page as it is served: light, versioned, kept, and under the strictest headers."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import NamedTuple

import pytest

from tenfold.ui.charts.palette import stylesheet
from tenfold.ui.classroom.api.headers import STRICT
from tenfold.ui.classroom.phone import page
from tests.ui.classroom.phone.double import Double

MOST_BYTES = 150_000


class Got(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Client:
    def __init__(self, port: int) -> None:
        self._line = HTTPConnection("127.0.0.1", port, timeout=10)

    def get(self, address: str, **headers: str) -> Got:
        self._line.request(
            "GET", address, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        got = self._line.getresponse()
        return Got(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    served = Double()
    served.start()
    yield Client(served.port)
    served.stop()


def test_page_and_files_together_are_light() -> None:
    whole = len(page.page.plain) + sum(len(one.plain) for one in page.files.values())
    print(f"the phone's page: {whole / 1e3:.0f} kB, {len(page.files)} files")
    assert 30_000 < whole < MOST_BYTES


def test_every_file_of_the_folder_is_listed_and_every_import_is_served() -> None:
    there = {path.name for path in page.HERE.iterdir() if path.suffix in (".js", ".css")}
    assert there == {*page.STYLES, *page.SCRIPTS}
    for name in page.SCRIPTS:
        text = page.files[name].plain.decode()
        wanted = re.findall(r'from "\./([^"]+)"', text)
        assert set(wanted) <= set(page.SCRIPTS), name
        assert 'import "' not in text


def test_the_page_is_the_same_at_both_addresses_and_loads_the_files_of_now(client: Client) -> None:
    at_root, at_code = client.get("/"), client.get("/j/BCDFGH")
    assert at_root.body == at_code.body
    assert at_root.headers["cache-control"] == "no-cache"
    loaded = re.findall(r'(?:href|src)="(/[^"]+)"', at_root.body.decode())
    assert len(loaded) == len(page.files)
    for address in loaded:
        got = client.get(address)
        assert got.status == 200
        assert got.headers["cache-control"] == page.FOR_EVER
    again = client.get("/", if_none_match=at_root.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_an_old_address_gives_what_is_now_and_is_not_kept(client: Client) -> None:
    got = client.get("/phone/0123456789abcdef/main.js")
    assert got.body == page.files["main.js"].plain
    assert got.headers["cache-control"] == "no-cache"
    for name in ("page.py", "..%2Fpage.py", "nothing.js"):
        assert client.get(f"/phone/{page.version}/{name}").status == 404


def test_every_answer_is_under_the_strictest_headers(client: Client) -> None:
    for address in ("/", "/j/x", f"/phone/{page.version}/main.js", "/phone/x/nothing.js"):
        headers = client.get(address).headers
        assert {name: headers[name] for name in STRICT} == STRICT


def test_files_are_packed_for_who_can_unpack(client: Client) -> None:
    address = f"/phone/{page.version}/main.js"
    plain = client.get(address, accept_encoding="identity")
    assert "content-encoding" not in plain.headers
    packed = client.get(address, accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body


def test_the_page_names_no_other_host_writes_no_markup_and_has_no_script_in_it() -> None:
    for name, one in page.files.items():
        text = one.plain.decode().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|//[a-z]+\.", text), name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)
    html = page.page.plain.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|style=|\son\w+=", html)


def test_the_colours_are_those_of_the_game() -> None:
    assert page.files[page.COLOURS].plain.decode() == stylesheet()
    known = set(re.findall(r"--([\w-]+):", stylesheet()))
    own = {"thumb", "at", "before", "light", "dark"}
    used = set(re.findall(r"var\(--([\w-]+)", page.files["phone.css"].plain.decode()))
    assert used <= known | own
    assert not re.search(r"#[0-9a-f]{3,8}\b", page.files["phone.css"].plain.decode())
