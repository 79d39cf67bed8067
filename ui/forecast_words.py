"""The forecast in words: what its panel is told before any figure has come."""

from __future__ import annotations

from typing import Any

from tenfold.sim.game.telling.view import View

TITLE = "If you end the turn"
FUTURES = 320
"""As sim.game.belief has it (a test holds them together): pages must not load the engine for it."""
EXPLAIN = (
    f"{FUTURES} futures of the coming year are run with these levers: chance falls anew in each, "
    "and the others play as autopilots. Four in five lie within the range. Nothing goes in that "
    "you could not know: others' books, secret ideas and coming events are guessed."
)
GONE = "Your lab has left the race: no lever moves anything any more."
LAB = (
    {"name": "capability", "title": "Capability", "kind": "points",
     "hint": "Capability index of your best model on sale"},
    {"name": "share", "title": "Share", "kind": "share", "hint": "Your share of all use"},
    {"name": "cash", "title": "Cash", "kind": "dollars", "hint": "Your money at hand"},
)  # fmt: skip
GOVERNMENT = (
    {"name": "lead", "title": "Lead, months", "kind": "months",
     "hint": "Months by which the best home lab leads the labs that you watch"},
    {"name": "price", "title": "Price", "kind": "price",
     "hint": "Cheapest model as good as the best of the start, per million tokens"},
    {"name": "money", "title": "Public money", "kind": "dollars",
     "hint": "Fees earned since the start, less what the state has spent"},
)  # fmt: skip


def panel(view: View) -> dict[str, Any]:
    """What the panel needs: where to ask, the rows it will show, why it shows none.

    Args:
        view: of a game that is being decided.
    """
    return {
        "title": TITLE,
        "explain": EXPLAIN,
        "running": f"{FUTURES} futures are being run …",
        "url": f"/game/{view.token}/forecast",
        "turn": view.turn,
        "key": f"{view.token} {view.version} {view.mode}",
        "rows": list(LAB if view.seat >= 0 else GOVERNMENT),
        "over": GONE if view.seat >= 0 and not view.standing.active else "",
    }
