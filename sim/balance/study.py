"""Study: which seats are measured, by how many processes, and what is kept of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

from tenfold.scenarios.errors import nearest
from tenfold.scenarios.load import list_scenarios, load_scenario
from tenfold.scenarios.schema import Scenario
from tenfold.sim.balance import kept
from tenfold.sim.balance.climb import TOGETHER
from tenfold.sim.balance.found import Portrait
from tenfold.sim.balance.portrait import QUICK, Sizes, portray
from tenfold.sim.balance.seat import REGULATOR, seat_of, seats_of
from tenfold.sim.experiments.pool import Pool, Task
from tenfold.sim.game.debrief import strategies as sensible
from tenfold.sim.game.debrief import valuing
from tenfold.sim.sweep.running.papers import versions

SEED = 1
MOST_STRATEGIES, FEWEST_STRATEGIES = 100_000, 50
MOST_LUCKS, FEWEST_LUCKS = 64, 2
Told = Callable[[int], None]


class BalanceError(ValueError):
    """A balance that cannot be as asked; the message says what can."""


@dataclass(frozen=True)
class Asked:
    """One seat to be measured."""

    scenario: Scenario
    seat: str
    seed: int
    sizes: Sizes

    @property
    def identity(self) -> str:
        """Hash of all that decides its figures: engine, code, race, sizes."""
        said = {
            "versions": versions(),
            "code": _code(),
            "scenario": self.scenario.model_dump(mode="json"),
            "seat": self.seat,
            "seed": self.seed,
            "sizes": asdict(self.sizes),
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def size(self) -> int:
        """About how many races it takes, told to whoever waits."""
        dials = seat_of(self.scenario, self.seat, self.seed).dials
        steps = sum(len(dial.steps) + 1 for dial in dials) + 1
        sizes = self.sizes
        climbed = sizes.rounds * (steps + TOGETHER) * sizes.training
        drawn = sizes.rows * sizes.lucks * (len(dials) + 4)
        judged = sum(2 * len(dial.ends) for dial in dials) * sizes.fresh
        return climbed + drawn + judged + 13 * sizes.contest


QUICK_SEATS = (
    ("chip-embargo", "Hanxi"), ("talent-war", "Larkmoor"),
    ("price-war", "Fernhill"), ("price-war", "Daogu"),
)  # fmt: skip
"""Races and seats of the short form: between them, every lever of a lab has something to decide."""


def playable() -> list[str]:
    """Names of the races of the catalogue that are meant for play: those with a difficulty."""
    return [name for name in list_scenarios() if load_scenario(name).difficulty]


def whom(scenarios: Sequence[str], seats: Sequence[str], seed: int, sizes: Sizes) -> list[Asked]:
    """Every seat that is asked for.

    Args:
        scenarios: names or paths; none for all that are meant for play.
        seats: names; none for all that differ.
        seed: of all lucks and draws.
        sizes: how much is raced for each.

    Raises:
        ScenarioError, BalanceError: no such race or seat.
    """
    found = []
    races = [load_scenario(name) for name in scenarios or playable()]
    for scenario in races:
        here = seats_of(scenario)
        every = {lab.name for lab in scenario.labs} | set(here)
        chosen = [seat for seat in seats if seat in every] if seats else list(here)
        found += [Asked(scenario, seat, seed, sizes) for seat in chosen]
    known = {lab.name for race in races for lab in race.labs} | {REGULATOR}
    for seat in seats:
        if seat not in known:
            raise BalanceError(f"no seat '{seat}' in these races{nearest(seat, known)}")
    if not found:
        raise BalanceError("there is no such seat in these races")
    return found


def few(seed: int) -> list[Asked]:
    """The seats of the short form."""
    return [each for race, seat in QUICK_SEATS for each in whom([race], [seat], seed, QUICK)]


def sizes_of(strategies: int | None, lucks: int | None, quick: bool) -> Sizes:
    """How much is raced.

    Args:
        strategies: random ones of each seat, at most; None for the usual number.
        lucks: of each of them; None for the usual number.
        quick: the short form.

    Raises:
        BalanceError: fewer or more than can be.
    """
    sizes = QUICK if quick else Sizes()
    if strategies is not None:
        if not FEWEST_STRATEGIES <= strategies <= MOST_STRATEGIES:
            raise BalanceError(
                f"--strategies {strategies}: must lie from {FEWEST_STRATEGIES}"
                f" to {MOST_STRATEGIES:,}"
            )
        rows = 1
        while 2 * rows * DIALS <= strategies:
            rows *= 2
        sizes = Sizes(**{**asdict(sizes), "rows": max(rows, 2)})
    if lucks is not None:
        if not FEWEST_LUCKS <= lucks <= MOST_LUCKS:
            raise BalanceError(f"--lucks {lucks}: must lie from {FEWEST_LUCKS} to {MOST_LUCKS}")
        sizes = Sizes(**{**asdict(sizes), "lucks": lucks})
    return sizes


DIALS = 30
"""About how many strategies a row of the design has."""


def measure(
    asked: Sequence[Asked],
    jobs: int,
    folder: Path | None = None,
    passed: Told | None = None,
    begun: Callable[[int, int], None] | None = None,
) -> list[Portrait]:
    """Measure seats, in their order; the same for any number of processes.

    Args:
        asked: the seats.
        jobs: processes.
        folder: what is measured is kept there, and not measured again. None keeps nothing.
        passed: told how many races have just been done, about.
        begun: told how many there are, about, and how many of them are kept from before.

    Raises:
        BalanceFolderError: the folder cannot be used.
        PoolError: processes were killed again and again.
    """
    with kept.keep_in(folder) if folder is not None else nullcontext():
        found: dict[int, Portrait] = {}
        tasks: dict[int, Task] = {}
        for place, each in enumerate(asked):
            identity = each.identity
            before = folder and kept.read(folder, each.scenario.name, each.seat, identity)
            if before:
                found[place] = before
            else:
                tasks[place] = Task(one, (each, identity, folder), each.size)
        if begun is not None:
            total = sum(each.size for each in asked)
            begun(total, total - sum(task.size for task in tasks.values()))
        with Pool(jobs) as pool:
            new = pool.run(list(tasks.values()), passed)
        found |= dict(zip(tasks, new, strict=True))
        return [found[place] for place in range(len(asked))]


def one(asked: Asked, identity: str, folder: Path | None) -> Portrait:
    """Measure a seat and keep it at once: whoever ends this process loses one seat at most."""
    portrait = portray(asked.scenario, asked.seat, asked.seed, asked.sizes, identity)
    if folder is not None:
        kept.write(folder, portrait)
    return portrait


def _code() -> str:
    """Hash of the code that measures and scores; the engine has a hash of its own."""
    files = [path for path in sorted(Path(__file__).parent.glob("*.py")) if path.name not in LATER]
    files += [*valuing.DECIDING, Path(str(sensible.__file__))]
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.name.encode() + file.read_bytes())
    return whole.hexdigest()


LATER = {"kept.py", "page.py", "study.py", "tables.py", "verdict.py", "watching.py", "writing.py"}
"""Code that decides no figure: sizes and seats are told apart anyway."""
