"""Practice: games whose first decisions were made elsewhere, in a run of a sweep or another game.

The decisions go into the log of a new save, so that such a game is loaded, played on and scored
like any other, and replays its past to the same bits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tenfold.agents.decision import LEVERS
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.parting import let_go
from tenfold.sim.game.saves.entry import Entry
from tenfold.sim.game.saves.origin import Origin
from tenfold.sim.game.saves.playable import GameError, place_of
from tenfold.sim.game.saves.savefile import Header, this_engine
from tenfold.sim.game.turns import Game


def play_run(
    folder: Path,
    scenario: Scenario,
    seed: int,
    luck: int,
    seat: str,
    run: int,
    question: str = "",
) -> Game:
    """A run of a sweep as a finished game of one of its labs, to be forked at any quarter.

    Args:
        folder: where saves are kept.
        scenario: the world of the run, its parameters and length included.
        seed: of the sweep.
        luck: number of the run's luck under the seed.
        seat: the lab whose decisions fill the log, exactly as its policy took them.
        run: number of the run in its sweep.
        question: that the sweep asks.

    Raises:
        GameError: no such lab, or races that do not consist of quarters.
        SaveError: it cannot be saved.
    """
    place = place_of(scenario, seat)
    check_quarters(scenario)
    quarters = scenario.months // TURN_MONTHS
    spec = scenario.labs[place]
    policy = f"{spec.policy}, with levers held" if spec.levers else spec.policy
    log = decisions_of(scenario, seed, luck, place)
    # The log holds the seat's levers as they were; whoever takes over is free to move them.
    labs = list(scenario.labs)
    labs[place] = spec.model_copy(update={"levers": {}})
    freed = scenario.model_copy(update={"labs": tuple(labs)})
    header = Header(
        scenario=freed.model_dump(mode="json"),
        seat=seat,
        seed=seed,
        quarters=quarters,
        guided=False,
        engine=this_engine(),
        luck=luck,
        origin=Origin(quarters, run, question, policy),
    )
    return Game.resume(folder, header, log)


def watch(folder: Path, scenario: Scenario, seed: int, quarters: int, seat: str = "") -> Game:
    """A finished game in which every lab followed its own policy: nobody sat at the levers.

    Args:
        folder: where saves are kept.
        scenario: the world.
        seed: of all luck.
        quarters: how long it lasts.
        seat: the lab from whose place it is watched; the usual one unless given.

    Raises:
        GameError: no such lab, or a race that does not consist of quarters.
        SaveError: it cannot be saved.
    """
    chosen = usual_seat(scenario, seat)
    whole = scenario.model_copy(update={"months": quarters * TURN_MONTHS})
    check_quarters(whole)
    place = place_of(scenario, chosen)
    header = Header(
        scenario=scenario.model_dump(mode="json"),
        seat=chosen,
        seed=seed,
        quarters=quarters,
        guided=False,
        engine=this_engine(),
        origin=Origin(quarters, policy=scenario.labs[place].policy),
        watch=True,
    )
    return Game.resume(folder, header, decisions_of(whole, seed, 0, place))


def fork(
    folder: Path, source: Game, turn: int, settings: Mapping[str, float] | None = None
) -> Game:
    """A new game that shares another's decisions before this turn, and goes on from there.

    Args:
        folder: where saves are kept.
        source: the other game; it stays as it is.
        turn: the first quarter to be decided anew, from 1.
        settings: the draft of that quarter, in the mode in which it was played; as it was decided
            unless given.

    Raises:
        GameError: the other game has not come to that quarter.
        DecisionError: settings that cannot be.
        SaveError: it cannot be saved.
    """
    last = min(source.turn, source.turns)
    if not 1 <= turn <= last:
        raise GameError(f"Quarter {turn} cannot be taken over: choose one from 1 to {last}.")
    before, came = turn - 1, source.header.origin
    of_run = came is not None and came.run is not None and before <= came.quarters
    origin = replace(came, quarters=before) if came is not None and of_run else Origin(before)
    header = replace(source.header, guided=False, origin=origin, watch=False)
    game = Game.resume(folder, header, source.entries[:before])
    as_decided = source.entries[before] if before < len(source.entries) else None
    if settings is None and as_decided is not None:
        settings = as_decided.settings
    if settings is not None:
        game.draft(settings, source.mode if as_decided is None else as_decided.mode)
    return game


def decisions_of(scenario: Scenario, seed: int, luck: int, place: int) -> list[Entry]:
    """What one lab decided in every turn of a race of one world, held levers included."""
    from tenfold.sim.race import Race

    race = Race(scenario, seed=seed, first_run=luck, collect=False, note=False)
    log: list[Entry] = []
    while race.month < race.months:
        race.advance(race.turn_months)
        taken = race.decisions[:, place, 0]
        levers = {lever.name: float(taken[k]) for k, lever in enumerate(LEVERS)}
        log.append(Entry(len(log) + 1, levers))
    let_go(race)
    return log


def check_quarters(scenario: Scenario) -> None:
    """Refuse a race that no game can be of.

    Raises:
        GameError: its labs do not decide every quarter, or it ends within one.
    """
    if scenario.turn_months != TURN_MONTHS or scenario.months % TURN_MONTHS:
        raise GameError(
            f"A game consists of quarters: this race has {scenario.months} months with decisions"
            f" every {scenario.turn_months}; a game needs decisions every {TURN_MONTHS} months and"
            f" a length of whole quarters, such as {_near(scenario.months)}."
        )


def usual_seat(scenario: Scenario, named: str = "") -> str:
    """The seat to open a run at: the one named, else the first of the poor side, else the first."""
    poor = [lab.name for lab in scenario.labs if lab.side == "poor"]
    names = [lab.name for lab in scenario.labs]
    return named if named in names else [*poor, *names][0]


def _near(months: int) -> int:
    return max(TURN_MONTHS, months - months % TURN_MONTHS)
