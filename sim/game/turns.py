"""Game: one seat of one race, played quarter by quarter; its decisions are on disk before it runs.

A game is its scenario, seat, seed and decision log: loading it is replaying the log on the same
engine, bit for bit.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import Decision, DecisionError
from tenfold.agents.policies.human import Human
from tenfold.scenarios.load import ScenarioError, load_scenario
from tenfold.scenarios.schema import Scenario
from tenfold.sim.compiled import engine_version
from tenfold.sim.game.basic import autopilot_for, basic_of, clean, compose, plain
from tenfold.sim.game.calendar import LENGTHS, TURN_MONTHS
from tenfold.sim.game.savefile import Header, SaveError, SaveFile, new_token
from tenfold.sim.game.score import NEEDED, score_of
from tenfold.sim.game.view import Score
from tenfold.sim.race import Race

MOST_SEED = 2**53 - 1
"""Largest seed that survives JSON in every program."""
OTHER_ENGINE = (
    "This game was begun on another version of the model: its past quarters were computed anew "
    "and may differ from what you saw."
)


class GameError(ValueError):
    """A game that cannot be played as asked; the message says what to do instead."""


class Game:
    """One player's race.

    All methods may be called from any thread.
    """

    def __init__(self, header: Header, save: SaveFile, token: str) -> None:
        """The race at its start; use `begin` or `load`.

        Raises:
            GameError: the header asks for a race that cannot be played.
        """
        self.lock = threading.RLock()
        self.token = token
        self.header = header
        self.save = save
        self.scenario = _scenario(header.scenario)
        if self.scenario.turn_months != TURN_MONTHS:
            raise GameError(
                f"A game needs labs that decide every {TURN_MONTHS} months; in "
                f"'{self.scenario.title}' they decide every {self.scenario.turn_months}."
            )
        self.seat = place_of(self.scenario, header.seat)
        self.human = Human()
        self.race = self._race(self.human)
        self.closed = False
        """Pushed out of memory: to be opened anew."""
        self.version = 0
        """Counts what a page would show differently."""
        self.notice = "" if header.engine == engine_version() else OTHER_ENGINE
        self.log: list[Decision] = []
        """Every decision so far, oldest first."""
        self._prepare()

    @classmethod
    def begin(
        cls,
        folder: Path,
        scenario: str | Scenario,
        seat: str,
        seed: int,
        quarters: int,
        guided: bool = False,
    ) -> Game:
        """A new game, saved from its first moment.

        Args:
            folder: where saves are kept.
            scenario: name in the catalogue, path, or scenario.
            seat: name of the player's lab.
            seed: of all luck, 0 to `MOST_SEED`.
            quarters: how long it lasts, one of `LENGTHS`.
            guided: begin with one question instead of all levers.

        Raises:
            GameError: unknown scenario or seat, or an impossible seed or length.
            SaveError: it cannot be saved.
        """
        if quarters not in LENGTHS:
            raise GameError(
                f"A game lasts {', '.join(map(str, LENGTHS))} quarters, not {quarters}."
            )
        if not 0 <= seed <= MOST_SEED:
            raise GameError(f"The seed must be a whole number from 0 to {MOST_SEED}, not {seed}.")
        try:
            chosen = load_scenario(scenario) if isinstance(scenario, str) else scenario
        except ScenarioError as problem:
            raise GameError(str(problem)) from None
        place_of(chosen, seat)
        token = new_token()
        save = SaveFile(folder, token)
        whole = chosen.model_dump(mode="json")
        header = Header(whole, seat, seed, quarters, guided, engine_version())
        game = cls(header, save, token)
        save.create(header)
        return game

    @classmethod
    def load(cls, folder: Path, token: str) -> Game:
        """A saved game, replayed to where it stood.

        Raises:
            UnknownGame: no game has this token.
            SaveError: the save is damaged or foreign.
        """
        save = SaveFile(folder, token)
        header, decisions = save.read()
        try:
            game = cls(header, save, token)
            game.replay([Decision.from_dict(levers) for levers in decisions])
        except (GameError, DecisionError, TypeError) as problem:
            raise SaveError(f"{save.path}: this save cannot be played: {problem}") from None
        return game

    def replay(self, decisions: Sequence[Decision]) -> None:
        """Play decisions that the save already holds."""
        for decision in decisions:
            self._play(decision)

    @property
    def turns(self) -> int:
        """Quarters that the game lasts."""
        return self.header.quarters

    @property
    def turn(self) -> int:
        """The quarter being decided, from 1; one more than `turns` when finished."""
        return self.race.month // TURN_MONTHS + 1

    @property
    def finished(self) -> bool:
        """All quarters are played."""
        return self.turn > self.turns

    @property
    def taken_over(self) -> int:
        """Quarters that were decided before the player came; 0 where a run is only replayed."""
        origin = self.header.origin
        return 0 if origin is None or origin.quarters >= self.turns else origin.quarters

    def draft(self, settings: Mapping[str, float]) -> None:
        """Set the basic levers of the coming quarter; nothing is decided yet.

        Raises:
            DecisionError: a setting that is no basic lever or no number.
        """
        wanted = clean(settings)
        with self.lock:
            self.settings = wanted

    def end_turn(self, turn: int) -> bool:
        """Decide this turn: write the decision to disk, then let its months pass.

        Args:
            turn: the turn that the player sees; a second click on the same button does nothing.

        Returns:
            Whether months have passed.

        Raises:
            SaveError: the decision could not be written; nothing has happened.
        """
        with self.lock:
            if turn != self.turn or self.finished:
                return False
            decision = compose(self.settings, self.rest)
            levers = {name: plain(value) for name, value in decision.as_dict().items()}
            self.save.append(turn, levers)
            self._play(decision)
            return True

    def columns(self, *names: str) -> dict[str, NDArray[np.float64]]:
        """Figures of the labs so far, each [months + 1, labs]."""
        return {name: self.race.history.series(name)[0] for name in names}

    @cached_property
    def score(self) -> Score:
        """Score, par and the difference; meaningful once finished.

        Par is the score of the autopilot in the same seat on the same luck: from the first quarter,
        or, in a game that continues another, from the quarter in which the player took over.
        """
        stand_in = Human()
        alone = self._race(stand_in)
        for decision in self.log[: self.taken_over]:
            stand_in.next = decision
            alone.advance(TURN_MONTHS)
        stand_in.next = None
        alone.run()
        par = {name: alone.history.series(name)[0] for name in NEEDED}
        alone.close()
        mission = {str(goal): w for goal, w in self.scenario.labs[self.seat].mission.items()}
        return score_of(self.columns(*NEEDED), par, self.seat, mission)

    def close(self) -> None:
        """Let go of the memory, after any turn being played; the game stays on disk."""
        with self.lock:
            self.closed = True
            self.race.close()

    def _race(self, policy: Human) -> Race:
        return Race(
            self.scenario,
            seed=self.header.seed,
            first_run=self.header.luck,
            months=self.header.quarters * TURN_MONTHS,
            policies={self.header.seat: policy},
            collect=False,
            note=True,
        )

    def _play(self, decision: Decision) -> None:
        self.human.next = decision
        self.race.advance(TURN_MONTHS)
        self.log.append(decision)
        self.version += 1
        self._prepare(decision)

    def _prepare(self, last: Decision | None = None) -> None:
        """Ready the levers of the coming turn: as they were, or at first as the autopilot's."""
        self.seen = self.race.observe(self.seat)
        self.rest = autopilot_for(self.seen)
        self.before = basic_of(self.rest if last is None else last)
        self.settings = dict(self.before)


def _scenario(whole: Mapping[str, object]) -> Scenario:
    try:
        return Scenario.model_validate_json(json.dumps(whole))
    except ValueError as problem:
        first = str(problem).splitlines()[0]
        raise GameError(f"the race in this save cannot be read ({first})") from None


def place_of(scenario: Scenario, name: str) -> int:
    """Place of the lab of that name.

    Raises:
        GameError: there is none; says which there are.
    """
    names = [lab.name for lab in scenario.labs]
    if name not in names:
        raise GameError(
            f"There is no lab '{name}' in '{scenario.title}'; seats: {', '.join(names)}."
        )
    return names.index(name)
