"""The chair of a government: its rules as levers, held by hand one by one, the rest autopilot's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tenfold.agents.decision import DecisionError, Lever
from tenfold.agents.observation import Observation
from tenfold.agents.ruling import Steered, autopilot, check_rules, rules_of
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.basic import plain
from tenfold.sim.game.chair import Levers
from tenfold.sim.game.company import ALONE, Company
from tenfold.sim.game.predict import LEAD
from tenfold.sim.game.saves.entry import Mode
from tenfold.sim.game.steering import clamped
from tenfold.sim.game.telling.view import NO_LAB

if TYPE_CHECKING:
    from tenfold.sim.race import Race


class RulerChair:
    """The seat of the government of a scenario; labs without a person follow their own policies.

    Both modes are the same here: there are few rules, and whoever holds none leaves all to the
    autopilot.
    """

    place = NO_LAB
    what = LEAD

    def __init__(self, home: str) -> None:
        """An empty chair.

        Args:
            home: whose government it is.
        """
        self.home = home
        self.rules: dict[str, Lever] = {rule.name: rule for rule in rules_of(home)}
        self.steered = Steered()

    def race(
        self, scenario: Scenario, seed: int, luck: int, months: int, company: Company = ALONE
    ) -> Race:
        """A new race with this chair in it, and people at its labs."""
        from tenfold.sim.race import Race

        return Race(
            scenario,
            seed=seed,
            first_run=luck,
            months=months,
            policies=company.labs,
            collect=False,
            note=True,
            ruler=self.steered,
        )

    def autopilot(self, race: Race, seen: Observation) -> Levers:
        """The rules that the autopilot would make now."""
        ruler = race.regulator
        made = autopilot(ruler.base, ruler.standing(seen))
        return {name: plain(getattr(made, name)) for name in self.rules}

    def cleaned(self, settings: Mapping[str, float], mode: Mode) -> Levers:
        """Rules held by hand, within their ranges.

        Raises:
            DecisionError: no rule of this government, or no number.
        """
        check_rules({name: 0.0 for name in settings if name not in self.rules}, self.home)
        return {name: clamped(self.rules[name], value) for name, value in settings.items()}

    def whole(self, settings: Mapping[str, float], mode: Mode, rest: Levers) -> Levers:
        """All rules: those held, and the autopilot's."""
        return rest | self.cleaned(settings, mode)

    def held(self, levers: Levers, mode: Mode) -> Levers:
        """Nothing is held where nobody holds it."""
        return {}

    def handed_over(self, settings: Levers, mode: Mode, now: Levers) -> Levers:
        """The same rules in either mode."""
        return dict(settings)

    def in_hand(self, settings: Mapping[str, float], mode: Mode) -> set[str]:
        """Rules that settings hold."""
        return set(settings)

    def hand(self, levers: Mapping[str, float] | None) -> None:
        """Give the government its rules; None leaves them to the autopilot.

        Raises:
            DecisionError: no such rules can be.
        """
        wanted = {} if levers is None else dict(levers)
        if missing := [name for name in self.rules if levers is not None and name not in levers]:
            raise DecisionError(f"the rule '{missing[0]}' is missing")
        check_rules(wanted, self.home)
        self.steered.held = wanted
