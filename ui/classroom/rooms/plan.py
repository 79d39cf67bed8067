"""Plan: what a teacher chose when creating a room. Strict: what is not understood is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from typing import Any

from tenfold.agents.decision import LEVERS, DecisionError
from tenfold.agents.ruling import rules_of
from tenfold.scenarios.errors import ScenarioError
from tenfold.scenarios.load import list_scenarios, load_scenario
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.basic import NAMES, SPLIT
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.saves.entry import ALL, BASIC, Mode
from tenfold.sim.game.saves.playable import MOST_SEED, GameError, chair_of
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.steering import ANSWERS, within
from tenfold.sim.game.table.seat_game import MOST_ROUNDS
from tenfold.sim.game.table.treatments import TREATMENTS, treated
from tenfold.sim.lessons.lesson import CARDS
from tenfold.ui.classroom.rooms.names import clean
from tenfold.ui.classroom.rooms.refusals import RoomError

SAME, SHARED = "same", "shared"
MOST_TEAMS, MOST_IN_TEAM, MOST_PEOPLE = 50, 12, 200
LONGEST_ROUND = 3600
MOST_QUESTIONS, LONGEST_TEXT, LONGEST_TITLE, LONGEST_SCENARIO = 10, 300, 80, 400_000
OPENS = {1: ("chips", "copying"), 3: ("distil", "price"), 5: ("release",)}
"""Round to the levers that open then: two, four, five."""
SECONDS = (220, 220, 140)
"""To think, of each round; the last stands for all later ones."""
SLIP = (
    "What closed part of the gap for your lab, and what did it cost?",
    "What would you do differently, and why?",
)


@dataclass(frozen=True)
class RolePlan:
    """A house rule that teams play by: what it holds, they cannot set."""

    title: str
    says: str
    holds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class VotePlan:
    """A claim to vote on."""

    question: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class RoomPlan:
    """How a room is played. Made by `plan_of`, which checks it."""

    title: str
    scenario: str | Mapping[str, Any]
    """Name in the catalogue, or a whole scenario."""
    kind: str
    """`SAME`: every team leads the same lab in a race of its own; `SHARED`: teams meet."""
    seats: tuple[str, ...]
    """Of people; one where the kind is `SAME`."""
    seed: int
    rounds: int = 8
    teams: int = 12
    """At most."""
    team_size: int = 5
    choose: bool = True
    """Students choose their seat in the lobby; else they are dealt one as they join."""
    mode: Mode = BASIC
    """"basic": five levers, opened by `opens`; "all": every lever."""
    opens: Mapping[int, tuple[str, ...]] = field(default_factory=lambda: dict(OPENS))
    seconds: tuple[int, ...] = SECONDS
    reveal: int = 20
    """Seconds that a result stands."""
    auto: bool = True
    """The next round begins by itself when the result has stood so long."""
    when_all_in: bool = True
    """A round ends soon after the last team has submitted."""
    forecasts: bool = True
    predict: bool = True
    treatment: str = ""
    roles: tuple[RolePlan, ...] = ()
    """Dealt to teams in turn."""
    slip: tuple[str, ...] = SLIP
    votes: tuple[VotePlan, ...] = ()
    lesson: str = ""
    """Name of the lesson that it follows; empty for none."""
    twin: str = ""
    """Id of the room that it is matched with; empty for none."""

    @cached_property
    def base(self) -> Scenario:
        """The scenario, without the treatment."""
        return _scenario(self.scenario)

    @cached_property
    def world(self) -> Scenario:
        """The scenario as it is played."""
        return treated(self.base, self.treatment)

    @property
    def closed(self) -> tuple[str, ...]:
        """Levers of labs that nobody may set under the treatment."""
        return TREATMENTS[self.treatment].closes if self.treatment else ()

    @property
    def copies(self) -> int:
        """Races at most, side by side."""
        return max(1, self.teams // len(self.seats))

    def thinking(self, number: int) -> int:
        """Seconds to think in a round, from 1."""
        return self.seconds[min(number, len(self.seconds)) - 1]

    def role_of(self, copy: int, place: int) -> RolePlan | None:
        """The house rule of a team; none where it is about a lever that the treatment closes.

        Args:
            copy: of the race, from 1.
            place: of its seat among `seats`.
        """
        if not self.roles:
            return None
        role = self.roles[((copy - 1) * len(self.seats) + place) % len(self.roles)]
        return None if set(role.holds) & set(self.closed) else role

    def open_in(self, number: int, seat: str) -> tuple[str, ...]:
        """Levers that a seat may set in a round, house rules apart."""
        if seat == REGULATOR:
            return tuple(rule.name for rule in rules_of(self.world.regulator.home))
        if self.mode == ALL:
            names = tuple(lever.name for lever in LEVERS if lever.name not in ANSWERS)
        else:
            cards = [
                card
                for opened, several in sorted(self.opens.items())
                if opened <= number
                for card in several
            ]
            names = tuple(name for card in cards for name in CARDS[card])
        return tuple(name for name in names if name not in self.closed)

    def as_json(self) -> dict[str, Any]:
        """As it is kept and sent; `plan_of` reads it."""
        told = asdict(self)
        told["opens"] = {str(number): list(cards) for number, cards in self.opens.items()}
        return dict(json.loads(json.dumps(told)))


def plan_of(asked: object) -> RoomPlan:
    """The plan that somebody sent; what they left out is as usual.

    Raises:
        RoomError: says which part of it cannot be.
    """
    if not isinstance(asked, Mapping):
        raise RoomError("plan: must be an object.")
    known = {each.name for each in fields(RoomPlan)}
    for name in asked:
        if name not in known:
            raise RoomError(f"plan: there is no '{str(name)[:40]}'.")
    # A title of blanks alone is none: the room is called after its race.
    named = {k: v for k, v in asked.items() if k != "title" or not _is_blank(v)}
    given = {name: READ[name](value, name) for name, value in named.items()}
    scenario = given.get("scenario")
    if scenario is None:
        raise RoomError(f"scenario: choose one of {', '.join(list_scenarios())}.")
    base = _scenario(scenario)
    given.setdefault("title", clean(base.title[:LONGEST_TITLE], LONGEST_TITLE, "title"))
    given.setdefault("kind", SAME)
    labs = tuple(lab.name for lab in base.labs)
    first = base.seat or labs[0]
    given.setdefault("seats", (first,) if given["kind"] == SAME else labs)
    if "seed" not in given:
        import secrets

        given["seed"] = secrets.randbelow(1_000_000)
    if "teams" not in given and given["kind"] == SHARED:
        given["teams"] = len(given["seats"])
    plan = RoomPlan(**given)
    _check(plan)
    return plan


def _is_blank(title: object) -> bool:
    return isinstance(title, str) and not title.strip()


def _check(plan: RoomPlan) -> None:
    """Refuse parts that do not go together."""
    if plan.base.turn_months != TURN_MONTHS:
        raise RoomError(f"scenario: labs must decide every {TURN_MONTHS} months.")
    if plan.kind == SAME and len(plan.seats) != 1:
        raise RoomError("seats: where all teams play the same lab, name one.")
    if not plan.seats or len(set(plan.seats)) < len(plan.seats):
        raise RoomError("seats: name each once.")
    if plan.teams < len(plan.seats):
        raise RoomError(f"teams: at least {len(plan.seats)}, one for each seat.")
    try:
        for seat in plan.seats:
            chair_of(plan.base, seat)
        treated(plan.base, plan.treatment)
    except GameError as problem:
        raise RoomError(str(problem)) from None
    if plan.mode == BASIC and 1 not in plan.opens:
        raise RoomError("opens: some lever must be open in round 1.")
    if plan.mode == BASIC:
        _check_roles(plan)
    elif plan.roles:
        raise RoomError("roles: house rules hold some of the five levers; mode must be 'basic'.")


def _check_roles(plan: RoomPlan) -> None:
    for role in plan.roles:
        for name, value in role.holds.items():
            if name not in NAMES:
                raise RoomError(f"roles: '{name[:40]}' is none of {', '.join(NAMES)}.")
            try:
                within(name, value)
            except DecisionError as problem:
                raise RoomError(f"roles: {problem}") from None
        split = [name for name in SPLIT if name in role.holds]
        if split and len(split) < len(SPLIT):
            raise RoomError(f"roles: hold {', '.join(SPLIT)} together.")


def _scenario(named: str | Mapping[str, Any]) -> Scenario:
    """The scenario of that name in the catalogue, never a path; or the one that was sent.

    Raises:
        RoomError: there is none, or it cannot be used.
    """
    if isinstance(named, str):
        if named not in list_scenarios():
            raise RoomError(f"scenario: choose one of {', '.join(list_scenarios())}.")
        return load_scenario(named)
    try:
        from tenfold.scenarios.parameters import load_parameters

        sent = Scenario.model_validate_json(json.dumps(named))
        load_parameters().values(sent.parameters)
    except (ScenarioError, ValueError) as problem:
        first = " ".join(str(problem).split())[:300]
        raise RoomError(f"scenario: {first}") from None
    return sent


def _text(longest: int) -> Any:
    def read(value: object, name: str) -> str:
        return "" if value == "" else clean(value, longest, name)

    return read


def _whole(low: int, high: int) -> Any:
    def read(value: object, name: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise RoomError(f"{name}: must be a whole number from {low} to {high}.")
        return value

    return read


def _choice(*known: str) -> Any:
    def read(value: object, name: str) -> str:
        if value not in known:
            raise RoomError(f"{name}: choose {' or '.join(repr(one) for one in known)}.")
        return str(value)

    return read


def _flag(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise RoomError(f"{name}: must be true or false.")
    return value


def _several(read: Any, most: int) -> Any:
    def several(value: object, name: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple) or len(value) > most:
            raise RoomError(f"{name}: must be a list of at most {most}.")
        return tuple(read(one, name) for one in value)

    return several


def _object(value: object, name: str, *needed: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or set(value) != set(needed):
        raise RoomError(f"{name}: each must be an object of {', '.join(needed)}.")
    return value


def _role(value: object, name: str) -> RolePlan:
    if isinstance(value, RolePlan):
        return value
    told = _object(value, name, "title", "says", "holds")
    holds = told["holds"]
    if not isinstance(holds, Mapping) or len(holds) > len(NAMES):
        raise RoomError(f"{name}: holds must be levers and numbers.")
    title, says = clean(told["title"], 40, name), clean(told["says"], LONGEST_TEXT, name)
    return RolePlan(title, says, {str(lever): number for lever, number in holds.items()})


def _vote(value: object, name: str) -> VotePlan:
    if isinstance(value, VotePlan):
        return value
    told = _object(value, name, "question", "choices")
    choices = _several(_text(80), 6)(told["choices"], name)
    if len(set(choices)) < max(2, len(choices)):
        raise RoomError(f"{name}: at least two choices, each once.")
    return VotePlan(clean(told["question"], LONGEST_TEXT, name), choices)


def vote_of(asked: object) -> VotePlan:
    """A vote that a teacher opens; see `VotePlan`.

    Raises:
        RoomError: it cannot be.
    """
    return _vote(asked, "vote")


def _opens(value: object, name: str) -> dict[int, tuple[str, ...]]:
    if not isinstance(value, Mapping) or len(value) > MOST_ROUNDS:
        raise RoomError(f"{name}: must be rounds and lists of levers.")
    found: dict[int, tuple[str, ...]] = {}
    seen: set[str] = set()
    for number, cards in value.items():
        if not str(number).isdecimal() or not 1 <= int(number) <= MOST_ROUNDS:
            raise RoomError(f"{name}: '{str(number)[:10]}' is no round.")
        found[int(number)] = _several(_choice(*CARDS), len(CARDS))(cards, name)
        if seen & set(found[int(number)]):
            raise RoomError(f"{name}: a lever opens once.")
        seen |= set(found[int(number)])
    return dict(sorted(found.items()))


def _scenario_sent(value: object, name: str) -> str | Mapping[str, Any]:
    if isinstance(value, Mapping):
        if len(json.dumps(value)) > LONGEST_SCENARIO:
            raise RoomError(f"{name}: at most {LONGEST_SCENARIO} letters.")
        return value
    if not isinstance(value, str):
        raise RoomError(f"{name}: must be a name, or a whole scenario.")
    return value


READ: dict[str, Any] = {
    "title": _text(LONGEST_TITLE),
    "scenario": _scenario_sent,
    "kind": _choice(SAME, SHARED),
    "seats": _several(_text(24), 41),
    "seed": _whole(0, MOST_SEED),
    "rounds": _whole(1, MOST_ROUNDS),
    "teams": _whole(1, MOST_TEAMS),
    "team_size": _whole(1, MOST_IN_TEAM),
    "choose": _flag,
    "mode": _choice(BASIC, ALL),
    "opens": _opens,
    "seconds": _several(_whole(5, LONGEST_ROUND), MOST_ROUNDS),
    "reveal": _whole(0, LONGEST_ROUND),
    "auto": _flag,
    "when_all_in": _flag,
    "forecasts": _flag,
    "predict": _flag,
    "treatment": _choice("", *TREATMENTS),
    "roles": _several(_role, MOST_QUESTIONS),
    "slip": _several(_text(LONGEST_TEXT), MOST_QUESTIONS),
    "votes": _several(_vote, MOST_QUESTIONS),
    "lesson": _text(40),
    "twin": _text(64),
}
"""Name of a part to what reads it."""
