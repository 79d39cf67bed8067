"""Three ways to begin a first game: invent, copy, or serve customers."""

from __future__ import annotations

from tenfold.sim.game.telling.view import Opening

OPENINGS = (
    Opening(
        "Invent",
        "Look for ideas nobody has.",
        {"experiments": 0.68, "training": 0.14, "serving": 0.18, "copying": 0.15},
    ),
    Opening(
        "Copy",
        "Rebuild what rivals show.",
        {"experiments": 0.58, "training": 0.20, "serving": 0.22, "copying": 0.80},
    ),
    Opening(
        "Serve customers",
        "Earn first, grow later.",
        {"experiments": 0.36, "training": 0.14, "serving": 0.50, "copying": 0.45},
    ),
)
