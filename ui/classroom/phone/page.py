"""The students' page and its files, each kept by browsers under the address of its content."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tenfold.ui.charts.palette import PAGE, stylesheet
from tenfold.ui.classroom.addresses import JOIN, PHONE
from tenfold.ui.classroom.api.headers import STRICT

HERE = Path(__file__).parent
FILES = "/phone"
"""The page's files are at /phone/VERSION/NAME."""
COLOURS = "colours.css"
"""The palette of all pages, made where it is kept."""
STYLES = ("phone.css",)
SCRIPTS = (
    "main.js", "app.js", "api.js", "stream.js", "outbox.js", "drafting.js", "deeds.js", "kept.js",
    "clock.js", "dom.js", "words.js", "figures.js", "levers.js", "asked.js", "forecast.js",
    "bet.js", "charts.js", "lags.js", "frame.js", "team.js", "join.js", "lobby.js", "thinking.js",
    "revealed.js", "voting.js", "closing.js", "keepsake.js",
)  # fmt: skip
"""The first is what the page starts; it brings the others along."""
FOR_EVER = "public, max-age=31536000, immutable"
KINDS = {".css": "text/css", ".js": "text/javascript"}
MISSING, SAME = 404, 304


@dataclass(frozen=True)
class Served:
    """A file as it is sent."""

    plain: bytes
    packed: bytes
    """The same, as browsers take it that can unpack."""
    kind: str


def _served(text: str, kind: str) -> Served:
    plain = text.encode()
    return Served(plain, gzip.compress(plain, mtime=0), kind)


def _read() -> dict[str, Served]:
    found = {COLOURS: _served(stylesheet(), KINDS[".css"])}
    for name in (*STYLES, *SCRIPTS):
        path = HERE / name
        found[name] = _served(path.read_text(encoding="utf-8"), KINDS[path.suffix])
    return found


def _page(files: Mapping[str, Served], version: str) -> Served:
    """The page, told where its files are now."""
    root = f"{FILES}/{version}"
    links = [f'<link rel="stylesheet" href="{root}/{name}">' for name in (COLOURS, *STYLES)]
    links += [f'<link rel="modulepreload" href="{root}/{name}">' for name in SCRIPTS[1:]]
    links.append(f'<script type="module" src="{root}/{SCRIPTS[0]}"></script>')
    links += [
        f'<meta name="theme-color" content="{shade}" media="(prefers-color-scheme: {theme})">'
        for theme, shade in PAGE._asdict().items()
    ]
    text = (HERE / "page.html").read_text(encoding="utf-8")
    return _served(text.replace("<!-- files -->", "\n".join(links)), "text/html")


files = _read()
"""Name to content of everything that the page loads."""
version = hashlib.sha256(b"\0".join(one.plain for one in files.values())).hexdigest()[:16]
page = _page(files, version)
page_tag = f'"{hashlib.sha256(page.plain).hexdigest()[:16]}"'


async def show(request: Request) -> Response:
    """The page; it reads the join code from its address itself."""
    headers = {"Cache-Control": "no-cache", "ETag": page_tag}
    if page_tag in request.headers.get("if-none-match", ""):
        return Response(status_code=SAME, headers={**STRICT, **headers})
    return _answer(request, page, headers)


async def give(request: Request) -> Response:
    """One of its files; under an old address, the one of now, which nobody keeps."""
    found = files.get(request.path_params["name"])
    if found is None:
        return Response(status_code=MISSING, headers=STRICT)
    current = request.path_params["version"] == version
    return _answer(request, found, {"Cache-Control": FOR_EVER if current else "no-cache"})


def _answer(request: Request, served: Served, headers: Mapping[str, str]) -> Response:
    headers = {**STRICT, **headers, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(served.packed, media_type=served.kind, headers=headers)
    return Response(served.plain, media_type=served.kind, headers=headers)


routes = [
    Route(PHONE, show, methods=["GET"]),
    Route(f"{JOIN}/{{code}}", show, methods=["GET"]),
    Route(f"{FILES}/{{version}}/{{name}}", give, methods=["GET"]),
]
