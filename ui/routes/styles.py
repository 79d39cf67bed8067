"""The look of every page: the files of ui/styles as one stylesheet, kept by browsers by content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tenfold.ui.charts.palette import stylesheet

STYLES = Path(__file__).parents[1] / "styles"
FIRST = ("frame", "start", "room", "charts", "debrief", "sweep")
"""Files whose order matters where two say something of one thing; others follow by name."""
PATH = "/styles/tenfold.css"


def sheet() -> str:
    """The colours of both themes, then every file, in a fixed order."""
    names = sorted(path.stem for path in STYLES.glob("*.css"))
    names.sort(key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))
    return "\n".join([stylesheet(), *(_read(name) for name in names)])


def address() -> str:
    """Where the page finds the sheet as it is now: another content has another address."""
    return f"{PATH}?v={_version(sheet())}"


async def styles(request: Request) -> Response:
    """The sheet; browsers may keep it for ever under the address of its content."""
    text = sheet()
    current = request.query_params.get("v") == _version(text)
    kept = "public, max-age=31536000, immutable" if current else "no-cache"
    return Response(text, media_type="text/css", headers={"Cache-Control": kept})


def _read(name: str) -> str:
    return (STYLES / f"{name}.css").read_text(encoding="utf-8")


def _version(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


routes = [Route(PATH, styles)]
