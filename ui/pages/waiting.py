"""What a page says while it waits for the engine, and when the engine cannot be prepared."""

from __future__ import annotations

from typing import Any

from tenfold.ui.engine import COMPILING, USUAL_SECONDS, engine

LOADING_SECONDS = 4.0
"""That loading compiled kernels usually takes."""


def preparing(stage: str, then: str) -> dict[str, Any]:
    """The message of a page that waits.

    Args:
        stage: of the engine.
        then: what happens when it is ready, such as 'your game begins by itself'.
    """
    if stage == COMPILING:
        title = "Compiling the engine"
        text = f"This happens once on this computer, and takes about a minute; then {then}."
    else:
        title, text = "Loading the engine", f"A few seconds; then {then}."
    usual = USUAL_SECONDS if stage == COMPILING else LOADING_SECONDS
    since = engine.seconds if stage == COMPILING else 0.0
    return {"title": title, "text": text, "waiting": True, "since": since, "usual": usual}


def broken() -> dict[str, Any]:
    """The message of a page whose engine cannot be prepared."""
    return {
        "title": "The engine could not be prepared",
        "text": f"{engine.problem} Stop the server and start it again.",
        "way": {"label": "Back to the start page", "href": "/"},
    }
