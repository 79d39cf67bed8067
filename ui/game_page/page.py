"""Pages of a finished debrief: the one that the server shows, and the one file to keep."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from tenfold.sim.game.debrief.debriefing import Debrief
from tenfold.sim.game.debrief.yardstick import Yardstick
from tenfold.ui.charts.palette import stylesheet
from tenfold.ui.debrief_words import seat_name
from tenfold.ui.game_page.sections import Card, score, sections
from tenfold.ui.game_page.shell import PLACES, environment, render
from tenfold.ui.routes.styles import STYLES as FOLDER

KEPT = ("frame", "charts", "debrief")
"""Styles that the file to keep needs."""


def debrief_page(
    token: str, title: str, debrief: Debrief, yardstick: Yardstick | None, waiting: str = ""
) -> str:
    """The page of the server.

    Args:
        token: of the game.
        title: of its race.
        debrief: everything but the yardstick.
        yardstick: of the seat, once it is there.
        waiting: how far the yardstick is; empty once it is there.
    """
    return render(
        live=True, token=token, title=title, whole=True, waiting=waiting,
        s=sections(debrief, yardstick), again=seat_address(debrief, 0),
        next=seat_address(debrief, 1),
    )  # fmt: skip


def keepsake_page(debrief: Debrief, yardstick: Yardstick | None) -> str:
    """The whole debrief as one file: no network, no script, both themes."""
    played = debrief.played
    foot = (
        f"{debrief.view.title}, seat: {seat_name(debrief)}, seed {played.seed}. Made with Tenfold, "
        "a simulation: labs and figures of the race are invented."
    )
    return render(
        live=False, token="", title=debrief.view.title, whole=True, foot=foot,
        style=Markup(_kept_styles()), s=sections(debrief, yardstick),
        waiting="" if yardstick else "Seat and luck had not been measured when this was kept.",
    )  # fmt: skip


def section_html(
    debrief: Debrief, yardstick: Yardstick | None, waiting: str, whole: bool = True
) -> dict[str, str]:
    """The sections as HTML by their places on the page.

    Args:
        debrief: of the game.
        yardstick: of the seat, once it is there.
        waiting: how far the yardstick is.
        whole: all of them; else the score alone, which changes while the seat is measured.
    """
    parts: Any = environment().get_template("sections.html.j2").module
    if not whole:
        card = score(debrief, debrief.reckoned(yardstick))
        return {"score": str(parts.score(card, True, waiting))}
    made = sections(debrief, yardstick)
    found = {"story": str(parts.story(made["story"], True))}
    for name, place in PLACES:
        if name == "score":
            found[place] = str(parts.score(made["score"], True, waiting))
        elif name in ("race", "share"):
            found[place] = str(getattr(parts, name)(made["charts"], True))
        elif made[name] is not None:
            found[place] = str(getattr(parts, name)(made[name], True))
    return found


def trial_html(card: Card) -> str:
    """One what-if as HTML."""
    parts: Any = environment().get_template("sections.html.j2").module
    return str(parts.trial(card))


def seat_address(debrief: Debrief, further: int) -> str:
    """The start page with this race, this luck or the next."""
    view, seat = debrief.view, debrief.played.seat
    return (
        f"/?scenario={quote(view.scenario, safe='')}&seat={quote(seat.name, safe='')}"
        f"&quarters={view.turns}&seed={view.seed + further}"
    )


def _kept_styles() -> str:
    files = [(FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in KEPT]
    return "\n".join([stylesheet(), *files])
