"""A belief knows what its player knows: exactly, and nothing more."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.schema import EventSpec, Scenario
from tenfold.sim.game.foresight import belief
from tenfold.sim.game.foresight.believed_events import believed_events, without_dates
from tenfold.sim.game.foresight.known import PUBLIC_OF_LABS, known_in
from tenfold.sim.game.steering import whole
from tenfold.sim.race import Race
from tenfold.sim.world import FLAGSHIP, NEVER

SCENARIO, SEAT = "tenfold-2026", "Ruolan"
MONTHS = 24


@pytest.fixture(autouse=True)
def few_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty worlds an ensemble are enough for what these tests ask."""
    monkeypatch.setattr(belief, "WORLDS", 30)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """Twelve labs, events and export controls."""
    return load_scenario(SCENARIO)


def place(scenario: Scenario) -> int:
    """Of the player's lab."""
    return [lab.name for lab in scenario.labs].index(SEAT)


def followed(scenario: Scenario, race: Race, turns: int) -> tuple[belief.Part, Race]:
    """An ensemble that has followed a race on autopilot for some turns."""
    part = belief.Part(scenario, 0, SEAT, MONTHS)
    known = known_in(race, place(scenario))
    part.learn(known)
    for _ in range(turns):
        seen = [known]
        for _ in range(3):
            race.advance(1)
            seen.append(known_in(race, place(scenario)))
        part.follow(seen, {})
        known = seen[-1]
    return part, race


def a_race(scenario: Scenario, seed: int = 11, **others: Any) -> Race:
    """One world."""
    return Race(scenario, seed=seed, months=MONTHS, collect=False, note=False, **others)


def test_a_belief_agrees_with_all_that_is_known(scenario: Scenario) -> None:
    """Own books and products to the last bit, public figures of rivals, ideas that are known."""
    part, race = followed(scenario, a_race(scenario), 2)
    me, world, true = place(scenario), part.world, race.world
    assert part.month == race.month == 6
    own = [name for name in true.lab.dtype.names if not name.startswith("star_")]
    for name in own:
        assert (world.lab[name][:, me] == true.lab[name][0, me]).all(), name
    for name in true.product.dtype.names:
        assert (world.product[name][:, me] == true.product[name][0, me]).all(), name
    for name in (*PUBLIC_OF_LABS, "public_score"):
        assert (world.lab[name] == true.lab[name][0]).all(), name
    assert (world.share == true.share[0]).all()
    assert (world.market.rent == true.market.rent[0]).all()
    assert (world.known_at[:, me] == true.known_at[0, me]).all()
    sure = (true.known_at[0, me] < NEVER) | (true.idea.shown_at[0] < NEVER)
    assert sure.any()
    assert not sure.all()
    for name in ("gain", "ease", "kind", "shown_at", "shown_by"):
        known = sure if name in ("gain", "ease", "kind") else slice(None)
        assert (world.idea[name][:, known] == true.idea[name][0, known]).all(), name


def test_what_nobody_tells_differs_from_world_to_world(scenario: Scenario) -> None:
    """Rivals' books, secret ideas, hazards left and coming events are draws."""
    part, race = followed(scenario, a_race(scenario), 2)
    me, world = place(scenario), part.world
    rival = 0 if me else 1
    for name in ("knowhow", "compute", "cash", "run_flop"):
        assert np.unique(world.lab[name][:, rival]).size > 20, name
    unsure = (race.world.known_at[0, me] >= NEVER) & (race.world.idea.shown_at[0] >= NEVER)
    assert (world.idea.gain[:, unsure] != race.world.idea.gain[0, unsure]).mean() > 0.95
    assert (world.left[:, me, unsure] != race.world.left[0, me, unsure]).all()
    assert len({tuple(row) for row in world.event.month.tolist()}) > 20


def test_no_rival_believes_more_ideas_shown_than_are(scenario: Scenario) -> None:
    """What no model shows, no world's models show; who showed an idea first has it inside."""
    part, race = followed(scenario, a_race(scenario), 3)
    me, world, idea = place(scenario), part.world, race.world.idea
    shown = idea.shown_at[0] < NEVER
    assert ((world.idea.shown_at < NEVER) == shown).all()
    for i in range(len(scenario.labs)):
        theirs = shown & (idea.shown_by[0] == i)
        if i != me and theirs.any():
            began = world.product.ideas_at[:, i, FLAGSHIP][:, None]
            assert (world.known_at[:, i][:, theirs] <= began).all()


def test_hazard_left_of_an_own_idea_is_exponential(scenario: Scenario) -> None:
    """Exp(1) whatever was spent on it: mean 1, and a share exp(-1) above 1."""
    part, race = followed(scenario, a_race(scenario), 2)
    me = place(scenario)
    unknown = race.world.known_at[0, me] >= NEVER
    left = part.world.left[:, me, unknown]
    assert abs(left.mean() - 1.0) < 0.06
    assert abs((left > 1.0).mean() - np.exp(-1.0)) < 0.03


BOOKS = {
    "cash": 3.0, "compute_legal": 1.4, "knowhow": 1.1, "talent": 0.8, "run_flop": 2.0,
    "data_stock": 1.3, "backing_level": 2.0,
}  # fmt: skip
"""Figures of rivals that are nobody else's business, and a factor for each."""


def secretly_different(race: Race, me: int) -> None:
    """Change everything about rivals and the future that no player can know."""
    world = race.world
    rivals = [i for i in range(world.lab.shape[1]) if i != me]
    for name, factor in BOOKS.items():
        world.lab[name][:, rivals] *= factor
    world.lab.run_left[:, rivals] += 1.0
    world.left[:, rivals] *= 0.5
    secret = (world.known_at[0, me] >= NEVER) & (world.idea.shown_at[0] >= NEVER)
    world.idea.gain[:, secret] *= 4.0
    world.idea.ease[:, secret] *= 0.3
    for i in rivals[:4]:
        world.known_at[:, i, np.flatnonzero(secret)[:6]] = float(race.month)
    later = world.event.month >= race.month
    world.event.amount[later] *= -1.0
    race.luck.lab.yield_noise[:] += 2.0
    race.luck.market.demand[:] -= 1.0


def test_secrets_of_rivals_change_nothing_that_is_known(scenario: Scenario) -> None:
    """Private ideas, cash, chips, runs under way, hidden luck, coming events: bit for bit."""
    me = place(scenario)
    race = a_race(scenario)
    race.advance(3)
    before = known_in(race, me)
    secretly_different(race, me)
    after = known_in(race, me)
    one, other = (belief.Part(scenario, 0, SEAT, MONTHS) for _ in range(2))
    for part, known in ((one, before), (other, after)):
        part.month = 3
        part.world.market.month = 3.0
        part.learn(known)
    for name, first, second in zip(one.world._fields, one.world, other.world, strict=True):
        assert first.tobytes() == second.tobytes(), name


def test_dated_events_are_news_when_they_come(scenario: Scenario) -> None:
    """A scenario with a coming dated event is believed exactly as one without; then it is known."""
    shock = EventSpec(
        name="a plant burns", kind="supply", month=4, size=-0.5, months=6, headline="It burns."
    )
    dated = scenario.model_copy(update={"events": (*scenario.events, shock)})
    assert without_dates(dated) == without_dates(scenario)
    worlds = []
    for each in (scenario, dated):
        part, race = followed(each, a_race(each), 1)
        worlds.append((part, race))
    plain, burning = (part.world for part, _ in worlds)
    assert plain.event.tobytes() == burning.event.tobytes()
    assert plain.lab.tobytes() == burning.lab.tobytes()
    part, race = followed(dated, a_race(dated), 2)
    known = known_in(race, place(dated))
    assert (known.events[:, 2] == -0.5).sum() == 1
    assert (part.world.event.amount == -0.5).any(axis=1).all()


def test_random_events_come_at_their_yearly_rate(scenario: Scenario) -> None:
    """From now on, not from the start, and never in the past."""
    part = belief.Part(scenario, 0, SEAT, MONTHS)
    event = next(e for e in part.setting.events if e.name == "controls tightened")
    now, until = 9, 21
    found = believed_events(part.setting, part.luck, np.zeros((0, 4)), now, until)
    assert (found.month >= now).all()
    come = (found.amount == event.size) & (found.month < until)
    mean = float(come.sum(axis=1).mean())
    assert event.yearly_rate is not None
    assert abs(mean - event.yearly_rate) < 4.0 * np.sqrt(event.yearly_rate / part.runs)


def test_a_held_seat_decides_as_a_game_does(scenario: Scenario) -> None:
    """In both modes, world by world, the same decision as settings on the autopilot's rest."""
    from tenfold.sim.game.basic import autopilot_for
    from tenfold.sim.game.held import Held
    from tenfold.sim.game.saves.entry import ALL, BASIC

    race = a_race(scenario)
    race.advance(3)
    seen = race.observe(place(scenario))
    basic = {"experiments": 0.5, "training": 0.2, "serving": 0.3, "copying": 0.6, "distil": 0.4,
             "flagship_release": 1.0, "flagship_price": 0.9}  # fmt: skip
    some = {"training": 0.4, "pay": 1.5, "moonshot": 0.3}
    held = Held()
    for mode, settings in ((BASIC, basic), (ALL, some), (ALL, {})):
        held.hold(settings, mode, race.month)
        mine = held.decide(seen).as_dict()
        theirs = whole(settings, mode, autopilot_for(seen)).as_dict()
        for name, value in theirs.items():
            assert np.allclose(mine[name], value, rtol=0.0, atol=1e-12), name


def test_who_left_has_left_every_world(scenario: Scenario) -> None:
    """An exit is public: its maker's people and chips are elsewhere in all worlds."""
    me = place(scenario)
    race = a_race(scenario)
    race.advance(3)
    gone = len(scenario.labs) - 1 if me != len(scenario.labs) - 1 else 0
    from tenfold.sim.mechanisms.finance import leave

    leave(0, race.world, gone, -1, race.rules[0])
    part = belief.Part(scenario, 0, SEAT, MONTHS)
    part.month = 3
    part.world.market.month = 3.0
    part.learn(known_in(race, me))
    assert (part.world.lab.active[:, gone] == 0.0).all()
    assert (part.world.lab.compute[:, gone] == 0.0).all()
    talent = part.world.lab.talent.sum(axis=1)
    assert np.allclose(talent, len(scenario.labs), rtol=0.05)


def test_the_same_belief_in_any_order_of_work(scenario: Scenario) -> None:
    """Two threads or one: the same bits."""
    with ThreadPoolExecutor(2) as two:
        made = list(two.map(lambda k: followed(scenario, a_race(scenario), 1)[0], range(2)))
    alone = followed(scenario, a_race(scenario), 1)[0]
    for part in made:
        assert part.world.lab.tobytes() == alone.world.lab.tobytes()
