"""What the end of a game says: score, par, the difference, goal by goal; or what was watched."""

from __future__ import annotations

from urllib.parse import quote

from tenfold.sim.game.calendar import TURN_MONTHS, quarter_of
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.telling.phrase import dollars, number, percent
from tenfold.sim.game.telling.view import View
from tenfold.ui.words import Card, months, replayed, seat_name

TAKE_OVER = (
    "The first decisions stay as they are; from there you decide, on the same luck. This game "
    "stays as it is."
)


def verdict(view: View) -> Card:
    """The end of a game: score, par, the difference, what each goal gave, and the ways on."""
    score = view.score
    if score is None:
        return {}
    name = seat_name(view) if view.regulator is None else REGULATOR
    seat = f"/?scenario={view.scenario}&seat={quoted(name)}&quarters={view.turns}"
    own = view.origin is None
    return {
        "headline": headline(score.you, view),
        "story": story(view),
        "score": f"{score.score:.0f}",
        "par": f"{score.par:.0f}",
        "you": signed(score.you),
        "youLabel": "Its policy" if replayed(view) else "You",
        "yours": "Run" if replayed(view) else "Yours",
        "parNote": par_note(view),
        "parts": [
            {
                "title": part.title,
                "weight": percent(part.weight),
                "value": f"{part.value:.0f}",
                "par": f"{part.par:.0f}",
                "because": part.because,
            }
            for part in score.parts
        ],
        # A race of a sweep is not in the catalogue: it is begun anew by taking it over.
        "again": f"{seat}&seed={view.seed}" if own else "",
        "next": f"{seat}&seed={view.seed + 1}" if own else "",
        "takeOver": take_over(view),
        "takeOverNote": TAKE_OVER,
    }


def take_over(view: View) -> list[Card]:
    """The quarters from which a race can be continued by hand."""
    return [
        {"turn": turn, "label": f"{turn} · {quarter_of(view.start, TURN_MONTHS * (turn - 1))}"}
        for turn in range(1, view.turns + 1)
    ]


def watched(view: View) -> Card:
    """The end of a race in which the labs played by themselves: who came where, and the way in."""
    ended = sorted(view.labs, key=lambda lab: -(lab.score[-1] or 0.0) if lab.active else 1.0)
    rows = [
        {
            "name": lab.name,
            "score": f"{lab.score[-1]:.0f}" if lab.active and lab.score[-1] is not None else "left",
            "before": f"{lab.score[0]:.0f}" if lab.score[0] is not None else "",
            "share": percent(lab.share[-1]),
        }
        for lab in ended
    ]
    return {
        "headline": f"{ended[0].name} came first, with nobody at the levers.",
        "before": "The labs play by themselves.",
        "show": "Show how it ends",
        "story": view.teaches,
        "rows": rows,
        "seat": seat_name(view),
        "takeOver": take_over(view),
        "takeOverNote": f"You take the seat of {seat_name(view)}. {TAKE_OVER}",
    }


def signed(points: float) -> str:
    """A difference in whole points: +6, -3, ±0, which nobody takes for a score."""
    return f"{points:+.0f}" if round(points) else "±0"


def par_note(view: View) -> str:
    """What par is."""
    origin = view.origin
    if replayed(view):
        return "what the autopilot scored in this seat on the same luck"
    if origin is not None and origin.quarters > 0:
        since = quarter_of(view.start, TURN_MONTHS * origin.quarters)
        return f"what the autopilot scored, taking over your seat in {since} on the same luck"
    return "what the autopilot scored in your seat on the same luck"


def quoted(name: str) -> str:
    """A name as part of an address."""
    return quote(name, safe="")


def headline(you: float, view: View) -> str:
    """One line on the part in the score of who decided: the player, a policy, or a lab itself."""
    origin, own = view.origin, "You"
    if origin is not None and replayed(view):
        own = f"Run {origin.run}: {origin.policy}"
        if origin.policy == "autopilot":
            return f"Run {origin.run}: the autopilot itself, which is par."
    elif view.watching or (origin is not None and origin.quarters >= view.turns):
        own = seat_name(view)
        own = own[:1].upper() + own[1:]
    if you >= 1.0:
        return f"{own} beat the autopilot by {number(round(you), 'point')}."
    if you <= -1.0:
        return f"{own} ended {number(round(-you), 'point')} below the autopilot."
    return "Level with the autopilot." if own == "You" else f"{own} was level with the autopilot."


def story(view: View) -> str:
    """Where the player began and ended: figures, no causes."""
    if view.regulator is not None:
        lead, spent = view.regulator.lead_months, view.regulator.spent
        return (
            f"Your labs began {lead_of(lead[0])} the labs that you watch and ended "
            f"{lead_of(lead[-1])} them. You {'spent' if spent[-1] >= 0 else 'earned'} "
            f"{dollars(abs(spent[-1]))}."
        )
    lab, now = view.labs[view.seat], view.standing
    began = "in front"
    if round(now.behind_at_first) > 0:
        began = f"{months(now.behind_at_first)} behind the leader"
    if not now.active:
        return f"{lab.name} began {began} and left the race."
    ended = f"level with {now.leader}"
    if now.rank == 1:
        ended = f"{months(now.ahead)} ahead of all others" if round(now.ahead) else "in front"
    elif round(now.behind) > 0:
        ended = f"{months(now.behind)} behind {now.leader}"
    return (
        f"{lab.name} began {began} with {percent(lab.share[0])} of all use, and "
        f"ended {ended}, number {now.rank} of {now.of}, with {percent(now.share)} in the last "
        "month."
    )


def lead_of(lead: float) -> str:
    """A lead in months as people say it.

    >>> lead_of(5.2), lead_of(-1.0), lead_of(0.1)
    ('5 months ahead of', '1 month behind', 'level with')
    """
    if abs(lead) < 0.5:
        return "level with"
    return f"{months(abs(lead))} {'ahead of' if lead > 0 else 'behind'}"
