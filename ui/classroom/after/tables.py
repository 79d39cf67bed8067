"""Tables: every decision, every outcome and every exit slip of a room, as CSV and as Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tenfold.agents.decision import LEVERS, Lever
from tenfold.agents.ruling import rules_of
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.debrief.keepsake import DIGITS, FORMULA
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.table.seat_game import SeatGame
from tenfold.ui.classroom.after.record import Record
from tenfold.ui.classroom.store.rows import DecisionRow

Value = str | int | float | datetime | None
Row = dict[str, Value]
Table = list[Row]
SET, DECIDED = "set", "decided"
"""Before the name of a lever: as the team set it, and as the seat's whole decision had it."""


@dataclass(frozen=True)
class Money:
    """Of a lab in one quarter."""

    cash: float
    """At its end [USD]."""
    revenue: float
    """In it [USD]."""
    spending: float
    """In it [USD]."""


Purses = Mapping[str, Sequence[Money]]
"""Team to its quarters, from the first."""


def money_of(game: SeatGame) -> list[Money]:
    """Quarter by quarter; empty at the seat of a government, which has no purse of its own."""
    if game.seat < 0:
        return []
    columns = game.columns("cash", "revenue", "spending")
    months = range(0, game.race.month, TURN_MONTHS)

    def over(name: str, first: int) -> float:
        return float(columns[name][first + 1 : first + 1 + TURN_MONTHS, game.seat].sum())

    return [
        Money(
            float(columns["cash"][first + TURN_MONTHS, game.seat]),
            over("revenue", first),
            over("spending", first),
        )
        for first in months
    ]


def decisions(record: Record) -> Table:
    """A row per round and team; what a teacher took back stands in rows of its own, at the end."""
    rows = [(one, None) for one in record.decisions]
    gone = [(one.decision, one.undone_ms) for one in record.undone]
    names = sorted({name for one, _ in [*rows, *gone] for name in one.settings})
    levers = _levers(record)
    return [_decision(record, one, at, names, levers) for one, at in [*rows, *gone]]


def _decision(
    record: Record,
    row: DecisionRow,
    undone_ms: int | None,
    names: Sequence[str],
    levers: Sequence[Lever],
) -> Row:
    resolved = None if undone_ms is not None else record.resolved.get(row.round)
    bet = row.bet or {}
    told: Row = {
        **_whose(record, row.round, row.team, row.copy, row.seat),
        "by": record.who(row.by),
        "mode": row.mode,
        "revision": row.revision,
        "submitted": _moment(row.at_ms),
        "resolved": None if resolved is None else _moment(resolved),
        "taken back": None if undone_ms is None else _moment(undone_ms),
        "bet low": _number(bet.get("low")),
        "bet high": _number(bet.get("high")),
    }
    told |= {f"{SET} {name}": _number(row.settings.get(name)) for name in names}
    return told | {
        f"{DECIDED} {one.name} [{one.unit}]": _number(row.levers.get(one.name)) for one in levers
    }


def outcomes(record: Record, purses: Purses) -> Table:
    """A row per round and team: how it stood at the round's end.

    Args:
        record: of the room.
        purses: of its teams.
    """
    found: Table = []
    for number in range(1, record.done + 1):
        for team, shown in sorted(record.told[number].items()):
            copy, place = (int(part) for part in team.split("."))
            seat = record.plan.seats[place]
            money = purses.get(team, ())
            purse = money[number - 1] if len(money) >= number else None
            standing, points = shown["standing"], shown["_points"]
            found.append(
                {
                    **_whose(record, number, team, copy, seat),
                    "rank": standing["rank"],
                    "of": standing["of"],
                    "behind [months]": standing["months"],
                    "share [share of use]": shown["_paths"]["share"][-1],
                    "cash [USD]": None if purse is None else purse.cash,
                    "revenue [USD per quarter]": None if purse is None else purse.revenue,
                    "spending [USD per quarter]": None if purse is None else purse.spending,
                    "score [points]": _number(points["score"]),
                    "par [points]": _number(points["par"]),
                    "you [points]": _number(points["you"]),
                }
            )
    return found


def slips(record: Record) -> Table:
    """A row per student and question of the exit slip, in the order in which they came in."""
    return [
        {
            "nickname": record.nicknames.get(one.person, "a student"),
            "team": record.team_title(record.sits.get(one.person)),
            "question": one.question,
            "answer": one.answer,
            "handed in": _moment(one.at_ms),
        }
        for one in record.slips
    ]


def _whose(record: Record, number: int, team: str, copy: int, seat: str) -> Row:
    """What every row begins with."""
    quarter = record.quarter(number) if number <= record.done else None
    return {
        "round": number,
        "quarter": quarter,
        "team": team,
        "name": record.team_name(team, seat),
        "seat": seat,
        "race": copy,
    }


def _levers(record: Record) -> list[Lever]:
    """Of the seats that people can have here."""
    seats, found = record.plan.seats, list[Lever]()
    if any(seat != REGULATOR for seat in seats):
        found += LEVERS
    if REGULATOR in seats:
        found += rules_of(record.plan.world.regulator.home)
    return found


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1_000, UTC)


def csv_of(table: Table) -> str:
    """As CSV; no text of it is a formula to a spreadsheet."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    if table:
        writer.writerow(table[0])
    writer.writerows([_plain(value) for value in row.values()] for row in table)
    return made.getvalue()


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, float):
        return f"{value:.{DIGITS}g}"
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def parquet_of(table: Table) -> bytes:
    """As Parquet: numbers whole, times in UTC, units in the names of columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = list(table[0]) if table else []
    columns = {name: [row[name] for row in table] for name in names}
    kinds = {str: pa.string(), int: pa.int32(), float: pa.float64()}

    def kind(values: list[Value]) -> pa.DataType:
        first = next((one for one in values if one is not None), 0.0)
        return pa.timestamp("ms", "UTC") if isinstance(first, datetime) else kinds[type(first)]

    arrays = {name: pa.array(values, kind(values)) for name, values in columns.items()}
    made = io.BytesIO()
    pq.write_table(pa.table(arrays), made, compression="zstd")
    return made.getvalue()
