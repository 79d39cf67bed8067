"""Chairs: what a game needs of the seat that its player has, whether of a lab or of a government.

A whole decision goes in and out as plain numbers by name: the log, pages and files know no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from tenfold.agents.decision import LEVER, Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies.human import Human
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game import steering
from tenfold.sim.game.basic import TAKEN, autopilot_for, basic_of, plain
from tenfold.sim.game.company import ALONE, Company
from tenfold.sim.game.saves.entry import BASIC, Mode

if TYPE_CHECKING:
    from tenfold.sim.race import Race

Levers = dict[str, float]
"""Name of a lever to its value."""


class Chair(Protocol):
    """A seat of a race, with somebody in it."""

    place: int
    """Of the lab; NO_LAB for a government."""
    what: str
    """The figure that bets are on."""

    def race(
        self, scenario: Scenario, seed: int, luck: int, months: int, company: Company = ALONE
    ) -> Race:
        """A new race with this chair in it, and other people in other seats."""
        ...

    def autopilot(self, race: Race, seen: Observation) -> Levers:
        """What the autopilot would decide now."""
        ...

    def cleaned(self, settings: Mapping[str, float], mode: Mode) -> Levers:
        """Settings made possible.

        Raises:
            DecisionError: settings that cannot be.
        """
        ...

    def whole(self, settings: Mapping[str, float], mode: Mode, rest: Levers) -> Levers:
        """The whole decision that settings and the autopilot's rest make."""
        ...

    def held(self, levers: Levers, mode: Mode) -> Levers:
        """Settings of a mode that come next to a whole decision, where nobody held any."""
        ...

    def handed_over(self, settings: Levers, mode: Mode, now: Levers) -> Levers:
        """Settings of another mode, in which nothing moves by itself."""
        ...

    def in_hand(self, settings: Mapping[str, float], mode: Mode) -> set[str]:
        """Levers of the whole decision that settings hold."""
        ...

    def hand(self, levers: Mapping[str, float] | None) -> None:
        """Give the race the decision for its coming turn; None leaves it to the autopilot.

        Raises:
            DecisionError: no such decision can be.
        """
        ...


class LabChair:
    """The seat of a lab."""

    what = "share"

    def __init__(self, name: str, place: int, labs: int) -> None:
        """A lab's seat, empty.

        Args:
            name: of the lab.
            place: among the labs.
            labs: how many there are.
        """
        self.name, self.place, self.labs = name, place, labs
        self.human = Human()

    def race(
        self, scenario: Scenario, seed: int, luck: int, months: int, company: Company = ALONE
    ) -> Race:
        """A new race with this chair in it, and other people in other seats."""
        from tenfold.sim.race import Race  # its agents bring large libraries: with the first race

        return Race(
            scenario,
            seed=seed,
            first_run=luck,
            months=months,
            policies={**company.labs, self.name: self.human},
            collect=False,
            note=True,
            ruler=company.ruler,
        )

    def autopilot(self, race: Race, seen: Observation) -> Levers:
        """What the autopilot would decide with what the lab sees."""
        return levers_of(autopilot_for(seen))

    def cleaned(self, settings: Mapping[str, float], mode: Mode) -> Levers:
        """Settings made possible; see `steering.cleaned`."""
        return steering.cleaned(settings, mode, self.place, self.labs)

    def whole(self, settings: Mapping[str, float], mode: Mode, rest: Levers) -> Levers:
        """The whole decision; see `steering.whole`."""
        return levers_of(steering.whole(settings, mode, Decision(**rest)))

    def held(self, levers: Levers, mode: Mode) -> Levers:
        """The basic levers as a decision sets them; nothing of it is held in mode "all"."""
        if mode == BASIC:
            return basic_of(Decision(**levers))
        return {}

    def handed_over(self, settings: Levers, mode: Mode, now: Levers) -> Levers:
        """Settings of another mode; see `steering.handed_over`."""
        return steering.handed_over(settings, Decision(**now), mode)

    def in_hand(self, settings: Mapping[str, float], mode: Mode) -> set[str]:
        """Levers of the whole decision that settings hold."""
        given = {name for name in settings if name in LEVER}
        return given | TAKEN if mode == BASIC else given

    def hand(self, levers: Mapping[str, float] | None) -> None:
        """Give the lab its decision."""
        self.human.next = None if levers is None else Decision.from_dict(levers)


def levers_of(decision: Decision) -> Levers:
    """A decision as plain numbers."""
    return {name: plain(value) for name, value in decision.as_dict().items()}


def in_mode(
    chair: Chair, mode: Mode, was: Mode, held: Mapping[str, float], autopilot: Levers
) -> Levers:
    """Settings of one mode as those of another, in which nothing moves by itself.

    Args:
        chair: whose settings they are.
        mode: to tell them in.
        was: they are of.
        held: they.
        autopilot: what it would decide now.
    """
    if mode == was:
        return dict(held)
    return chair.handed_over(dict(held), mode, chair.whole(held, was, autopilot))
