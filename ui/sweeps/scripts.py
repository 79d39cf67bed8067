"""The charting library that reports carry, found among the assets that the page server uses."""

from __future__ import annotations

from functools import cache
from pathlib import Path

LIBRARY = Path("echarts@5.4.0/dist/echarts.min.js")


class ChartLibraryError(ValueError):
    """The charting library is not installed; the message says what to install."""


@cache
def chart_library() -> str:
    """The text of ECharts.

    Raises:
        ChartLibraryError: it is not installed.
    """
    # Not at the top: the server's settings take a second to load, and charts need none of them.
    from solara.server.settings import assets

    for place in (Path(assets.proxy_cache_dir), *assets.extra_paths()):
        if (place / LIBRARY).is_file():
            return (place / LIBRARY).read_text(encoding="utf-8")
    raise ChartLibraryError(
        f"the charting library is missing ({LIBRARY.name}): install it with 'pip install"
        " solara-assets'"
    )
