"""Treatments: named changes of a scenario, for two rooms that differ in one thing.

A treatment moves nobody's luck: events of the scenario keep their places, and new ones come behind
them. What it does holds from the first month to the last, whoever governs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tenfold.scenarios.schema import EventKind, EventSpec, Scenario
from tenfold.sim.game.saves.playable import GameError

NO_USE = "closed_access"
"""How much of a closed model can be learned from its answers: nothing, where teachers are safe."""
RELEASES = {"flagship_release": 0.0, "mini_release": 0.0}
"""Levers of release, held at closed."""


@dataclass(frozen=True)
class Treatment:
    """One change."""

    title: str
    says: str
    """What is different, in a sentence."""
    apply: Callable[[Scenario], Scenario]
    fits: Callable[[Scenario], bool] = lambda scenario: True
    """Whether it can do anything in a scenario."""
    closes: tuple[str, ...] = ()
    """Levers that move nothing under it: pages need not show them."""


def _controlled(scenario: Scenario) -> bool:
    return any(lab.home == "china" for lab in scenario.labs)


def _exports(
    share: float, sold: str, pursuit: float, pursued: str
) -> Callable[[Scenario], Scenario]:
    """Controls for good; what the scenario would do about them comes to nothing."""

    def apply(scenario: Scenario) -> Scenario:
        kept = tuple(
            event.model_copy(
                update={"size": 0.0, "headline": "A vote on export controls comes to nothing."}
            )
            if event.kind in ("controls", "enforcement")
            else event
            for event in scenario.events
        )
        added = (
            _from_the_start("controls", share, sold),
            _from_the_start("enforcement", pursuit, pursued),
        )
        return scenario.model_copy(update={"events": kept + added})

    return apply


def _from_the_start(kind: EventKind, size: float, says: str) -> EventSpec:
    return EventSpec(
        name=f"treatment: {kind}", kind=kind, month=0, size=size, months=0, headline=says
    )


def _no_opening(scenario: Scenario) -> Scenario:
    labs = tuple(
        lab.model_copy(update={"levers": {**lab.levers, **RELEASES}}) for lab in scenario.labs
    )
    return scenario.model_copy(update={"labs": labs})


def _safe_teachers(scenario: Scenario) -> Scenario:
    return scenario.model_copy(update={"parameters": {**scenario.parameters, NO_USE: 0.0}})


TREATMENTS: dict[str, Treatment] = {
    "exports-stopped": Treatment(
        "Export controls tightened",
        "No chips may be sold to labs under export control, and smuggling is pursued in full.",
        _exports(
            -1.0, "Export controls are tightened: no chips may be sold to controlled labs.",
            1.0, "Customs open every crate: whoever smuggles chips is pursued.",
        ),
        _controlled,
    ),
    "exports-freed": Treatment(
        "Export controls lifted",
        "Chips may be sold to every lab, and nobody pursues smuggling.",
        _exports(
            1.0, "Export controls are lifted: chips may be sold to everybody.",
            -1.0, "Nobody asks any more where chips come from.",
        ),
        _controlled,
    ),
    "no-open-weights": Treatment(
        "Ban of open weights",
        "No lab may open the weights of a new model; those that are open stay so.",
        _no_opening,
        closes=tuple(RELEASES),
    ),
    "teachers-safe": Treatment(
        "Teachers' models protected",
        "Nothing can be learned from the answers of closed models; open ones still teach.",
        _safe_teachers,
    ),
}  # fmt: skip
"""Name to treatment."""


def treatments_for(scenario: Scenario) -> dict[str, Treatment]:
    """Those that can do something in this scenario."""
    return {name: each for name, each in TREATMENTS.items() if each.fits(scenario)}


def treated(scenario: Scenario, name: str) -> Scenario:
    """The scenario under a treatment; the same under none, "".

    Raises:
        GameError: there is no such treatment, or it does nothing here.
    """
    if not name:
        return scenario
    if name not in TREATMENTS:
        raise GameError(f"There is no treatment '{name}'; choose {', '.join(TREATMENTS)}.")
    chosen = TREATMENTS[name]
    if not chosen.fits(scenario):
        raise GameError(
            f"{chosen.title}: in '{scenario.title}' no lab is under export control; choose "
            f"{' or '.join(treatments_for(scenario))}."
        )
    return chosen.apply(scenario)
