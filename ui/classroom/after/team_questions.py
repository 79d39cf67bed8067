"""Team questions: what each team is asked about its own race; answers from its own record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.table.brief import OF_USE
from tenfold.sim.game.telling.phrase import number
from tenfold.sim.game.telling.settings_words import setting
from tenfold.ui.classroom.after.questions import Grid, Part, Question, months, share
from tenfold.ui.classroom.after.record import Record
from tenfold.ui.classroom.rooms.lever_cards import lever_of
from tenfold.ui.classroom.rooms.told import Json
from tenfold.ui.classroom.store.rows import TeamRow
from tenfold.ui.debrief_words import signed

LEAST_SHARE, LEAST_MONTHS, LEAST_MOVE = 0.0005, 0.05, 0.005
"""What is less is no change: it would be shown as none."""
NOT_TOLD = "No single cause was told."
Gaps = Mapping[str, str]
"""Team to where its gap comes from, in a sentence."""


def team_part(
    record: Record, gaps: Gaps, splits: Mapping[str, Json], only: TeamRow | None = None
) -> Part:
    """The part about the own team.

    Args:
        record: of the room.
        gaps: of teams.
        splits: team to its score taken apart, as `class_debrief.split` has it.
        only: one team, whose own figures go with the questions; None asks all teams alike.
    """
    teams = [
        team
        for team in (record.teams.values() if only is None else [only])
        if record.last(team.id) is not None and record.done
    ]
    labs = [team for team in teams if team.seat != REGULATOR]
    questions: list[Question] = []
    if labs:
        questions += [
            _asked(labs, "In which quarter did your team lose most share of use, and why?",
                   lambda team: _lost(record, team)),
            _asked(labs, "In which quarter did your lab gain most on the best lab, and why?",
                   lambda team: _gained(record, team)),
        ]  # fmt: skip
    questions.append(
        _asked(teams, "Which lever did you set furthest from where the autopilot would have had "
               "it, in which quarter, and what did you hope for?",
               lambda team: _boldest(record, team))
    )  # fmt: skip
    if gaps and labs:
        questions.append(
            _asked(labs, "Your team's page takes the gap to another lab apart. Which two parts "
                   "are the largest, and which of them could you have changed?",
                   lambda team: gaps.get(team.id, ""))
        )  # fmt: skip
    if record.finished:
        questions.append(
            _asked(teams, "Which part of your score is the seat and the luck, which is your own?",
                   lambda team: _score(record, team, splits.get(team.id)))
        )  # fmt: skip
    if record.plan.predict:
        questions.append(
            _asked(teams, "How many of your predicted ranges held? What would you name "
                   "differently now?", lambda team: _bets(record, team))
        )  # fmt: skip
    says = (
        "Find the answers on your phone and on your team's page."
        if only is None
        else f"The books of {only.name}: for this team alone."
    )
    grids = () if only is None or not teams else (_books(record, only),)
    return Part("Your team" if only is None else only.name, says, tuple(questions), grids)


def _asked(teams: Sequence[TeamRow], text: str, answer: Callable[[TeamRow], str]) -> Question:
    found = tuple((team.name, answer(team)) for team in teams)
    return Question(text, by_team=tuple(one for one in found if one[1]), lines=3)


def _steepest(path: Sequence[float], least: float) -> int | None:
    """The round in which a figure fell most; None where it never fell by as much as that."""
    steps = [later - before for before, later in pairwise(path)]
    step = min(steps)
    return None if step > -least else steps.index(step) + 1


def _lost(record: Record, team: TeamRow) -> str:
    path = _paths(record, team)["share"]
    at = _steepest(path, LEAST_SHARE)
    if at is None:
        return "In none: its share of use never fell."
    return (
        f"{record.quarter(at)}: from {share(path[at - 1])} to {share(path[at])}. "
        f"{_of_use(record, team, at) or _why(record, team, at)}"
    )


def _gained(record: Record, team: TeamRow) -> str:
    path = _paths(record, team)["behind"]
    at = _steepest(path, LEAST_MONTHS)
    if at is None:
        return "In none: it never came nearer within one quarter."
    return (
        f"{record.quarter(at)}: from {months(path[at - 1])} to {months(path[at])} behind. "
        f"{_why(record, team, at)}"
    )


def _of_use(record: Record, team: TeamRow, at: int) -> str:
    """What the phones told of customers; empty where they told nothing of them."""
    told = record.told[at].get(team.id)
    news = [] if told is None else [str(told["revealed"]["cause"])]
    news += [] if told is None else [str(one["text"]) for one in told["headlines"] if one["own"]]
    return next((text for text in news if text.startswith(OF_USE)), "")


def _why(record: Record, team: TeamRow, at: int) -> str:
    """The cause that the phones told."""
    told = record.told[at].get(team.id)
    cause = "" if told is None else str(told["revealed"]["cause"])
    return cause or NOT_TOLD


def _boldest(record: Record, team: TeamRow) -> str:
    """The open lever that was furthest from the autopilot's, as a share of its range."""
    best, said = LEAST_MOVE, "None: it kept to the autopilot's settings."
    for at in range(1, record.done + 1):
        told, row = record.told[at - 1].get(team.id), record.decided(team.id, at)
        if told is None or row is None:
            continue
        for card in told["levers"]:
            value = row.settings.get(card["name"])
            if value is None or card["name"] == "teacher" or card["high"] <= card["low"]:
                continue
            moved = abs(value - card["autopilot"]) / (card["high"] - card["low"])
            if moved > best:
                best = moved
                said = (
                    f"{record.quarter(at)}, '{card['label']}': {_words(card, value)}; the "
                    f"autopilot: {_words(card, card['autopilot'])}."
                )
    return said


def _words(card: Json, value: float) -> str:
    for choice in card["choices"] or ():
        if choice["value"] == value:
            return str(choice["label"]).lower()
    return setting(lever_of(card["name"]), value)


def _score(record: Record, team: TeamRow, split: Json | None) -> str:
    if split is not None and split["seat"] is not None:
        parts = ", ".join(f"{name} {signed(split[name])}" for name in ("luck", "rivals"))
        return (
            f"Score {split['score']}: seat {split['seat']}, {parts}, the team's own part "
            f"{signed(split['you'])}. Together they are the score, exactly."
        )
    told = record.last(team.id)
    final = None if told is None else told["_final"]
    if final is None:
        return ""
    you = final["you"]
    own = f"{abs(you):.0f} {'above' if you > 0 else 'below'} it" if you else "just at it"
    return (
        f"Score {final['score']:.0f}. Par, what an autopilot reaches in this seat on this luck: "
        f"{final['par']:.0f}. The team's own part: {own}."
    )


def _bets(record: Record, team: TeamRow) -> str:
    told = record.last(team.id)
    bets = None if told is None else told["_bets"]
    if bets is None or not bets["of"]:
        return "It named none."
    return f"{bets['hits']} of {number(bets['of'], 'range')} held; good ranges hold 4 times of 5."


def _books(record: Record, team: TeamRow) -> Grid:
    """Quarter by quarter, as the team's phones showed it."""
    rows = []
    for at in range(1, record.done + 1):
        told = record.told[at].get(team.id)
        if told is not None:
            now = told["standing"]
            place = f"{now['rank']} of {now['of']}"
            rows.append((record.quarter(at), place, now["behind"], now["share"], now["cash"]))
    head = ("Quarter", "Place", "Months", "Share", "Cash")
    return Grid("Your quarters", head, tuple(rows))


def _paths(record: Record, team: TeamRow) -> Json:
    told = record.last(team.id)
    assert told is not None
    paths: Json = told["_paths"]
    return paths
