"""Race: agents decide, months pass, history grows; one world or a thousand at once."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import LEVERS, SUM_TO_ONE, Decision, DecisionError
from tenfold.agents.lab import Lab, make_lab
from tenfold.agents.observation import Observation
from tenfold.agents.policies import create
from tenfold.agents.policies.policy import Policy
from tenfold.agents.regulator import Regulator
from tenfold.agents.ruling import RegulatorDecision, RegulatorPolicy
from tenfold.scenarios.load import ScenarioError, load_scenario
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.schema import LONGEST_RACE, Scenario
from tenfold.sim.happenings import Happening, happenings_of
from tenfold.sim.history import History
from tenfold.sim.luck import LAST_RUN, MOST_RUNS, MOST_SEED, Luck, empty_luck, fill_luck
from tenfold.sim.month import Plain, enact, pass_months, record_all
from tenfold.sim.observe import Lookout, market_known
from tenfold.sim.opening import open_world
from tenfold.sim.opening.figures import comings
from tenfold.sim.world import (
    HOMES,
    LAB_RECORDED,
    MARKET_RECORDED,
    RULES_DTYPE,
    Array,
    World,
    clear_world,
    copy_world,
    empty_world,
    plain,
)

NOTES_PER_MONTH = 40
"""Room for notes in a world whose happenings are kept."""
Parameter = float | NDArray[np.float64]
LEVER_PLACE = {lever.name: place for place, lever in enumerate(LEVERS)}
LOWEST = np.array([lever.low for lever in LEVERS]).reshape(-1, 1, 1)
HIGHEST = np.array([lever.high for lever in LEVERS]).reshape(-1, 1, 1)
SHARE_ERROR = 1e-6


class Race(mesa.Model):
    """A race between labs, in one world or in many parallel ones on different luck.

    Mesa's own tools work on a race of one world (`agents_by_type`, AgentSet, `datacollector`,
    `mesa.batch_run`). `advance` passes months at full speed, for any number of worlds.

    Args:
        scenario: name, path or Scenario.
        seed: of all luck; run k of a seed is the same race alone or among thousands.
        runs: parallel worlds.
        first_run: number of the first of them under the seed.
        lucks: numbers of all of them, where they do not simply follow `first_run`; may repeat.
        months: length; the scenario's unless given.
        policies: lab name to policy, in place of the scenario's.
        ruler: the government's rule, or the name of one, in place of the scenario's.
        parameters: constants in place of the scenario's; a number, or one number per run.
        collect: whether `step` fills Mesa's DataCollector; for one world unless given.
        keep_history: whether months are recorded in `history`.
        note: whether happenings are kept; for one world unless given.
        rng: taken for Mesa's sake; every draw of a race comes from `seed`.
        spare: a closed race whose memory may be used; where its axes differ, it is let go.

    Raises:
        ScenarioError, ParameterError, PolicyError, ValueError: what cannot be raced, in one line.
    """

    def __init__(
        self,
        scenario: str | Scenario = "tenfold-2026",
        seed: int | None = 1,
        runs: int = 1,
        first_run: int = 0,
        months: int | None = None,
        policies: Mapping[str, str | Policy] | None = None,
        parameters: Mapping[str, Parameter] | None = None,
        collect: bool | None = None,
        keep_history: bool = True,
        note: bool | None = None,
        rng: int | None = None,
        lucks: Sequence[int] | NDArray[Any] | None = None,
        spare: Race | None = None,
        ruler: str | RegulatorPolicy | None = None,
    ) -> None:
        # Mesa's batch runner may say None where nobody chose a seed.
        seed = 1 if seed is None else seed
        numbers = _numbers(seed, runs, first_run, lucks)
        super().__init__(rng=seed if rng is None else rng)
        self.setting = load_scenario(scenario) if isinstance(scenario, str) else scenario
        self.seed, self.runs, self.numbers = int(seed), len(numbers), numbers
        self.months = self.setting.months if months is None else months
        if not 1 <= self.months <= LONGEST_RACE:
            raise ValueError(f"months = {self.months}: must lie from 1 to {LONGEST_RACE}")
        self.month = 0
        self.rules = make_rules(self.setting, parameters or {}, self.runs)
        self._make_agents(policies or {}, ruler)
        self._make_world(self.runs == 1 if note is None else note, keep_history, spare)
        self.decisions = np.zeros((len(LEVERS), len(self.labs), self.runs))
        self.datacollector = None
        if self.runs == 1 if collect is None else collect:
            self.datacollector = _collector()
            self.datacollector.collect(self)

    @property
    def first_run(self) -> int:
        """Number of the first run under the seed."""
        return int(self.numbers[0])

    @property
    def turn_months(self) -> int:
        """Months between two decisions of a lab."""
        return self.setting.turn_months

    def _make_agents(
        self, policies: Mapping[str, str | Policy], ruler: str | RegulatorPolicy | None
    ) -> None:
        names = [spec.name for spec in self.setting.labs]
        for name in policies:
            if name not in names:
                raise ScenarioError(f"no lab '{name}' in {self.setting.name}; {', '.join(names)}")
        self.labs: list[Lab] = []
        for place, spec in enumerate(self.setting.labs):
            policy = policies.get(spec.name, spec.policy)
            chosen = create(policy) if isinstance(policy, str) else policy
            self.labs.append(make_lab(self, spec, place, chosen))
        self.regulator = Regulator(self, self.setting.regulator, ruler)

    def _make_world(self, notes: bool, keep_history: bool, spare: Race | None) -> None:
        setting = self.setting
        names = tuple(spec.name for spec in setting.labs)
        kinds = tuple(spec.kind for spec in setting.labs)
        ideas = int(self.rules.ideas[0])
        room = NOTES_PER_MONTH * self.months if notes else 0
        kept = self.months if keep_history else -1
        segments, events = len(setting.segments), len(setting.events)
        self._axes = (
            self.runs, len(names), ideas, segments, len(comings(setting)), room,
            self.months, events, kept,
        )  # fmt: skip
        self.history: History
        if spare is not None and spare._axes == self._axes:
            self.luck: Luck = spare.luck  # every draw is written anew
            self.world: World = spare.world
            clear_world(self.world)
            self.history = History(self.numbers, kept, names, kinds, spare.history)
        else:
            self.luck = empty_luck(self.runs, len(names), ideas, self.months, events)
            self.world = empty_world(*self._axes[:6])
            self.history = History(self.numbers, kept, names, kinds)
        self._lookout = Lookout(setting, self.runs)
        self._plain = self._plainly()
        self._open()

    def _open(self) -> None:
        fill_luck(self.luck, self.seed, self.numbers, self.history.labs)
        self._regulate(self.regulator.base)
        open_world(self.world, self.rules, self.luck, self.setting)
        record_all(self.world, self._plain)

    def restart(
        self, first_run: int = 0, lucks: Sequence[int] | NDArray[Any] | None = None
    ) -> None:
        """Begin the same race anew with other runs of the seed, in the same memory.

        What a study does chunk after chunk: new memory costs more than the race's opening. The
        history of the former runs is overwritten.

        Raises:
            ValueError: no such run, or another number of runs.
        """
        numbers = _numbers(self.seed, self.runs, first_run, lucks)
        if len(numbers) != self.runs:
            raise ValueError(f"{len(numbers)} lucks: this race has {self.runs} worlds")
        self.numbers = numbers
        self.month = 0
        self.running = True
        clear_world(self.world)
        self.history.clear(numbers)
        self._open()
        if self.datacollector is not None:
            self.datacollector = _collector()
            self.datacollector.collect(self)

    def _plainly(self) -> Plain:
        return Plain(
            plain(self.world.lab),
            plain(self.world.market),
            self.history.lab,
            self.history.market,
        )

    def _regulate(self, ruled: RegulatorDecision) -> None:
        market = self.world.market
        market.ruled_legal_share[:] = ruled.legal_share
        market.ruled_enforcement[:] = ruled.enforcement
        market.ruled_subsidy[:] = ruled.subsidy
        market.ruled_open_limit[:] = ruled.open_limit
        market.ruled_home_subsidy[:] = ruled.home_subsidy
        market.ruled_open_gap[:] = ruled.open_gap
        market.rule_home[:] = float(HOMES.index(self.regulator.spec.home))

    def observe(self, place: int) -> Observation:
        """What the lab at this place sees now."""
        self._lookout.look(self.world, self.rules)
        return self._lookout.seen_by(place, self.month)

    def known_of_market(self) -> dict[str, NDArray[np.float64]]:
        """What the public knows of the market, in every run."""
        return market_known(self.world)

    def decide(self) -> None:
        """Let the regulator and every lab decide for the coming turn."""
        self._lookout.look(self.world, self.rules)
        if self.month or self.regulator.at_once:
            self._regulate(self.regulator.decide())
        for lab in self.labs:
            decision = lab.decide(self._lookout.seen_by(lab.place, self.month))
            self.put(lab.place, decision)
        self._check()
        enact(self.world, self.rules, self._plain, self.decisions)

    def _check(self) -> None:
        """Refuse decisions that no lab could take: out of range, or shares that do not sum to 1.

        Raises:
            DecisionError: names the lab and what is wrong.
        """
        legal = (self.decisions >= LOWEST) & (self.decisions <= HIGHEST)
        for names in SUM_TO_ONE:
            rows = [LEVER_PLACE[name] for name in names]
            total = self.decisions[rows[0]].copy()
            for row in rows[1:]:
                total += self.decisions[row]
            legal[rows[0]] &= np.abs(total - 1.0) <= SHARE_ERROR
        if legal.all():
            return
        place, run = (int(number) for number in np.argwhere(~legal.all(axis=0))[0])
        values = {
            lever.name: float(self.decisions[k, place, run]) for k, lever in enumerate(LEVERS)
        }
        try:
            Decision(**values).check()
        except DecisionError as problem:
            raise DecisionError(f"{self.labs[place].name}: {problem}") from None

    def put(self, place: int, decision: Decision) -> None:
        """Write a lab's decision down; `decide` puts it into force."""
        for k, lever in enumerate(LEVERS):
            self.decisions[k, place] = getattr(decision, lever.name)

    def advance(self, months: int) -> None:
        """Let months pass at full speed; labs decide at the start of each turn."""
        while months > 0 and self.month < self.months:
            into_turn = self.month % self.turn_months
            if into_turn == 0:
                self.decide()
            span = min(months, self.turn_months - into_turn, self.months - self.month)
            pass_months(self.world, self.rules, self.luck, self._plain, span)
            self.month += span
            self.history.months = self.month
            months -= span
        self.running = self.month < self.months

    def step(self) -> None:
        """One month, the way Mesa counts; fills the DataCollector."""
        before = self.month
        self.advance(1)
        if self.datacollector is not None and self.month > before:
            self.datacollector.collect(self)

    def run(self) -> History:
        """Race to the end."""
        self.advance(self.months - self.month)
        return self.history

    def figure(self, place: int, name: str) -> float:
        """A lab's present figure in a race of one world.

        Raises:
            ValueError: the race has many worlds; its history has the figures of all.
        """
        if self.runs != 1:
            raise ValueError(f"{name}: this race has {self.runs} worlds; see history.series")
        return float(self.world.lab[name][0, place])

    def market_figure(self, name: str) -> float:
        """A present figure of the market in a race of one world."""
        if self.runs != 1:
            raise ValueError(f"{name}: this race has {self.runs} worlds; see history.market_series")
        return float(self.world.market[name][0])

    def happenings(self, run: int = 0) -> list[Happening]:
        """What happened in one run, oldest first; empty where nothing is noted."""
        return happenings_of(self.world, run)

    def copy(self) -> Race:
        """An independent fork of the present state: the same luck, agents of its own."""
        fork = Race(
            self.setting,
            self.seed,
            months=self.months,
            lucks=self.numbers,
            policies={lab.name: copy.copy(lab.policy) for lab in self.labs},
            collect=False,
            note=False,
            ruler=copy.copy(self.regulator.rule),
        )
        fork.rules = self.rules.copy()
        fork.world = copy_world(self.world)
        fork.history = copy.deepcopy(self.history)
        fork._axes = self._axes
        fork.month = self.month
        fork.decisions = self.decisions.copy()
        fork._plain = fork._plainly()
        return fork

    def close(self) -> None:
        """Let go of what Mesa would keep alive: a list of identifiers per model."""
        self.remove_all_agents()
        self.labs = []
        identifiers = getattr(mesa.Agent, "_ids", None)
        if identifiers is not None:
            identifiers.pop(self, None)


def _numbers(
    seed: int, runs: int, first_run: int, lucks: Sequence[int] | NDArray[Any] | None
) -> NDArray[np.int64]:
    """Number of the luck of each run, checked."""
    if not 0 <= seed <= MOST_SEED:
        raise ValueError(f"seed = {seed}: must lie from 0 to {MOST_SEED}")
    count = runs if lucks is None else len(lucks)
    if not 1 <= count <= MOST_RUNS:
        raise ValueError(f"runs = {count}: must lie from 1 to {MOST_RUNS} in one batch")
    if lucks is None:
        if not 0 <= first_run <= LAST_RUN:
            raise ValueError(f"first run = {first_run}: must lie from 0 to {LAST_RUN}")
        return np.arange(first_run, first_run + runs, dtype=np.int64)
    numbers = np.array(lucks, dtype=np.int64)
    if numbers.min() < 0 or numbers.max() > LAST_RUN:
        raise ValueError(f"lucks: their numbers must lie from 0 to {LAST_RUN}")
    return numbers


def make_rules(scenario: Scenario, parameters: Mapping[str, Parameter], runs: int) -> Array:
    """The constants of every run: defaults, then the scenario's, then those given.

    Raises:
        ParameterError: an unknown name or an impossible value.
    """
    known = load_parameters()
    rules = np.zeros(runs, RULES_DTYPE).view(np.recarray)
    for name, value in known.values(dict(scenario.parameters)).items():
        rules[name] = value
    for key, given in parameters.items():
        entry = known.find(key)
        values = np.asarray(given, dtype=np.float64)
        for extreme in (values.min(), values.max()):
            entry.check(float(extreme))
        rules[entry.name] = given
    if (rules.ideas != rules.ideas[0]).any():
        raise ValueError("ideas: the size of the pool must be the same in all runs of a batch")
    return rules


def _lab_figure(name: str, agent: Any) -> float | None:
    return agent.figure(name) if isinstance(agent, Lab) else None


def _market_figure(name: str, model: Race) -> float:
    return model.market_figure(name)


def _collector() -> mesa.DataCollector:
    """Mesa's collector with the same columns as the history."""
    return mesa.DataCollector(
        model_reporters={c.name: partial(_market_figure, c.name) for c in MARKET_RECORDED},
        agent_reporters={c.name: partial(_lab_figure, c.name) for c in LAB_RECORDED},
    )
