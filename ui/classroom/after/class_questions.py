"""Class questions: what everybody may see of a room, asked; answers from the record.

A worksheet for all has nothing that one team alone knows: months behind, shares of use and the
ranking are public, cash and decisions are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import comb, sqrt

from tenfold.sim.game.predict import COVERAGE
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.table.injected import EVENTS
from tenfold.sim.game.table.standings import Placed
from tenfold.sim.game.telling.phrase import listed, number
from tenfold.ui.classroom.after.questions import NOBODY, Grid, Part, Question, months, share
from tenfold.ui.classroom.after.record import Record
from tenfold.ui.classroom.rooms.plan import SAME
from tenfold.ui.classroom.rooms.told import Json

MOST_COLUMNS = 9
"""Of figures side by side on a page."""
MOST_NAMED = 4
"""Teams that are named where many are alike."""
SHARE_DIGITS = 3
"""To which shares are told apart: as they are read."""
SURE = 0.9
"""Share of classes of good predictors that hold as many ranges as is said."""
FEW = 30
"""Ranges below which a class that names them badly can still look good."""
MOST_EXACT = 400
"""Ranges up to which chances are summed; beyond, the bell curve is as good and cannot overflow."""
Path = tuple[str, str, list[float], list[float]]
"""Id, name, months behind and share of use at the start and after each round."""


def class_part(record: Record, ranks: Sequence[Placed], votes: Sequence[Json]) -> Part:
    """The part about all teams.

    Args:
        record: of the room.
        ranks: its ranking.
        votes: claims with how often each answer was given.
    """
    paths, columns = paths_of(record), columns_of(record.done)
    names = [_column(record, number) for number in columns]
    questions: list[Question] = []
    grids: tuple[Grid, ...] = ()
    if paths:
        grids = (_grid(paths, columns, names),)
    if len(paths) > 1:
        questions += [_ends(paths), *_moves(paths, columns, names), _of_use(paths)]
    questions += _of_ranking(record, ranks)
    questions += _of_events(record, paths)
    questions += _of_bets(record)
    questions += [_of_vote(vote) for vote in votes if vote["answers"]]
    says = "What the wall showed: everybody may use these figures."
    return Part("The class", says, tuple(questions), grids)


def paths_of(record: Record) -> list[Path]:
    """Of teams that lead a lab, nearest to the best first."""
    found: list[Path] = []
    for team in record.teams.values():
        told = record.last(team.id)
        if told is not None and team.seat != REGULATOR and record.done:
            paths = told["_paths"]
            found.append((team.id, team.name, paths["behind"], paths["share"]))
    return sorted(found, key=lambda one: (one[2][-1], one[1].casefold()))


def columns_of(done: int) -> list[int]:
    """Rounds after which figures are shown, 0 for the start; the last one always.

    >>> columns_of(3), columns_of(20)
    ([0, 1, 2, 3], [0, 2, 5, 8, 11, 14, 17, 20])
    """
    step = -(-done // (MOST_COLUMNS - 1)) or 1
    return sorted({0, *range(done, 0, -step)})


def _column(record: Record, number: int) -> str:
    return "Start" if number == 0 else record.quarter(number)


def _grid(paths: Sequence[Path], columns: Sequence[int], names: Sequence[str]) -> Grid:
    rows = tuple(
        (name, *(f"{behind[at]:.1f}" for at in columns), share(used[-1]))
        for _, name, behind, used in paths
    )
    head = ("Team", *names, "Share of use, end")
    return Grid("Months behind the best lab", head, rows)


def _ends(paths: Sequence[Path]) -> Question:
    first, last = paths[0][2][-1], paths[-1][2][-1]
    nearest, furthest = (
        _some([name for _, name, path, _ in paths if path[-1] == end]) for end in (first, last)
    )
    said = (
        f"Nearest: {nearest}, {_behind(first)}. Furthest: {furthest}, {_behind(last)}. "
        f"Between them: {months(last - first)}."
    )
    return Question(
        "Which team ended nearest to the best lab, and which furthest from it? "
        "How many months lie between them?",
        said if last > first else f"All ended alike, {_behind(first)}.",
    )


def _some(names: Sequence[str]) -> str:
    """Names in a sentence; of a crowd, the first.

    >>> _some(["A", "B", "C", "D", "E", "F"])
    'A, B, C, D and 2 more'
    """
    rest = len(names) - MOST_NAMED
    return listed(list(names) if rest <= 1 else [*names[:MOST_NAMED], f"{rest} more"])


def _behind(value: float) -> str:
    return f"{months(value)} behind" if value else "level with the best"


def _moves(paths: Sequence[Path], columns: Sequence[int], names: Sequence[str]) -> list[Question]:
    """The largest steps of the table, from one of its columns to the next."""
    steps = [
        (round(behind[later] - behind[at], 1), name, f"from {names[k]} to {names[k + 1]}")
        for _, name, behind, _ in paths
        for k, (at, later) in enumerate(pairwise(columns))
    ]
    near, far = min(step for step, _, _ in steps), max(step for step, _, _ in steps)
    return [
        Question(
            "Look along the rows, from each column to the next. Which team came nearer to the best "
            "lab most at one step, and when?",
            _step(steps, near, "nearer") if near < 0.0 else NOBODY + " No team came nearer.",
        ),
        Question(
            "Which team fell back most at one step, and when? What may have happened to it?",
            _step(steps, far, "further behind") if far > 0.0 else NOBODY + " No team fell back.",
            lines=3,
        ),
    ]


def _step(steps: Sequence[tuple[float, str, str]], wanted: float, way: str) -> str:
    found = [f"{name}, {when}" for step, name, when in steps if step == wanted]
    said = "; ".join(found[:MOST_NAMED]) + ("; and others" if len(found) > MOST_NAMED else "")
    return f"{said}: {months(abs(wanted))} {way}."


def _of_use(paths: Sequence[Path]) -> Question:
    most = max(round(used[-1], SHARE_DIGITS) for *_, used in paths)
    largest = [name for _, name, _, used in paths if round(used[-1], SHARE_DIGITS) == most]
    nearest = [name for _, name, behind, _ in paths if behind[-1] == paths[0][2][-1]]
    same = bool(set(largest) & set(nearest))
    verdict = (
        "Yes, here it is; look at the other teams, too: is the order the same all the way down?"
        if same
        else "No: price, service and open weights bring customers as well as a good model does."
    )
    return Question(
        "Which team has the largest share of use at the end? Is it the one that is nearest to the "
        "best lab? What else brings customers?",
        f"{_some(largest)}, with {share(most)}. {verdict}",
    )


def _of_ranking(record: Record, ranks: Sequence[Placed]) -> list[Question]:
    placed = [row for row in ranks if row.place is not None]
    if len(placed) < 2 or record.done < min(3, record.plan.rounds):
        return []
    first, last = placed[0], placed[-1]
    best, worst = record.teams[first.team].name, record.teams[last.team].name
    said = f"{best}: {first.label}. {worst}: {last.label}. "
    if record.plan.kind == SAME:
        return [
            Question(
                f"All teams led the same lab on the same luck. {said}Par is what an autopilot "
                "reaches there. What made the difference?",
                "Chips, rivals and luck were the same for all: the "
                f"{first.you - last.you:.1f} points between the two are what the teams decided.",
            )
        ]
    return [
        Question(
            f"First in the ranking stands {best}: {first.label}. Why does the ranking not simply "
            "count who has the best model?",
            f"{said}Seats are not equally easy: par is what an autopilot reaches in the same seat "
            "on the same luck, and what is above it is the team's own.",
        )
    ]


def _of_events(record: Record, paths: Sequence[Path]) -> list[Question]:
    """What the teacher let happen, and how teams fared in that quarter."""
    found = []
    for at, name in record.injected:
        moves = [(round(path[at] - path[at - 1], 1), team) for _, team, path, _ in paths]
        if len(moves) < 2:
            continue
        worst, best = max(moves), min(moves)
        title = EVENTS[name].title
        found.append(
            Question(
                f"In {record.quarter(at)} came: {title}. Which team fell back most in that "
                "quarter, which least? Does that show what the event did?",
                f"{worst[1]} {_moved(worst[0])}, {best[1]} {_moved(best[0])}. It does not show it "
                "yet: the same quarter without the event would have to be seen as well.",
            )
        )
    return found


def _moved(step: float) -> str:
    if not step:
        return "did not move"
    return f"{'fell back' if step > 0.0 else 'came nearer'} {months(abs(step))}"


def _of_bets(record: Record) -> list[Question]:
    told = [record.last(team) for team in record.teams]
    bets = [one["_bets"] for one in told if one is not None]
    of, held = sum(one["of"] for one in bets), sum(one["hits"] for one in bets)
    if not of:
        return []
    low, high = usual_hits(of)
    verdict = (
        "Too narrow"
        if held < low
        else "Too wide"
        if held > high
        else "About right, as far as so few can tell"
        if of < FEW
        else "About right"
    )
    scored = [one for one in bets if one["score"] is not None and one["naive"] is not None]
    better = sum(one["score"] < one["naive"] for one in scored)
    return [
        Question(
            f"The class named {number(of, 'range')} for what would come; {held} held. Ranges were "
            "to hold 4 times of 5. Were they too narrow, too wide, or about right?",
            f"{verdict}: {100.0 * held / of:.0f}% held. Who names good ranges holds {low} to "
            f"{high} of {of} in nine classes of ten. Holding is not all: {better} of "
            f"{number(len(scored), 'team')} had ranges narrower and truer than 'as now, give or "
            "take'.",
        )
    ]


def usual_hits(of: int) -> tuple[int, int]:
    """How many of so many good ranges hold, in `SURE` of cases.

    >>> usual_hits(20)
    (13, 19)
    """
    if of > MOST_EXACT:
        half = 1.645 * sqrt(of * COVERAGE * (1.0 - COVERAGE))
        return round(of * COVERAGE - half), round(of * COVERAGE + half)
    rest = (1.0 - SURE) / 2.0
    chances = [comb(of, k) * COVERAGE**k * (1.0 - COVERAGE) ** (of - k) for k in range(of + 1)]
    total, low, high = 0.0, 0, of
    for k, chance in enumerate(chances):
        if total <= rest < total + chance:
            low = k
        if total < 1.0 - rest <= total + chance:
            high = k
        total += chance
    return low, high


def _of_vote(vote: Json) -> Question:
    counts = ", ".join(f"{one['choice']} {one['votes']}" for one in vote["answers"])
    return Question(
        f"The class voted on “{vote['question']}”: {counts}. Which figure of this "
        "room speaks for the claim, and which against it?",
        "Open. A good answer names a figure of this room for each side, and says that one class "
        "on one luck proves nothing.",
        lines=3,
    )
