"""Affairs: what is asked of a lab, what each answer costs and brings, and who bears it."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.agents.decision import LEVER
from tenfold.sim.happenings import Kind, happenings_of
from tenfold.sim.mechanisms import affairs, distillation, finance, talent
from tenfold.sim.race import Race
from tests.sim.builders import Tiny, build
from tests.sim.pairs import Steady, same

SETTLE, BOOKS = 1.0, 2.0
MATCH, RAISE = 1.0, 2.0
TAKE, HALF, PASS_ON = 1.0, 2.0, 3.0


def answered(tiny: Tiny) -> None:
    """A turn begins: standing answers bite."""
    affairs.answer(0, tiny.world, tiny.rules)


def accused(answer: float, **rules: float) -> Tiny:
    """Lab 0 was caught a while ago: nine months of ban, standing lost, USD 4e8 spent a month."""
    tiny = build(**rules)
    lab = tiny.lab(0)
    lab.accused, lab.accused_by = 1.0, 1.0
    lab.banned, lab.reputation, lab.spending = 9.0, -0.2, 4.0e8
    lab.confidence = 0.1
    lab.set_on_accused = answer
    return tiny


def state(tiny: Tiny, i: int = 0) -> tuple[float, float, float, float]:
    lab = tiny.lab(i)
    return float(lab.banned), float(lab.reputation), float(lab.affair_due), float(lab.confidence)


def test_who_is_caught_is_asked() -> None:
    tiny = build(labs=2)
    lab = tiny.lab(0)
    lab.new_model, lab.run_distil, lab.new_capability = 1.0, 1.0, 140.0
    lab.new_size, lab.new_post = 2.0e11, 1.0
    tiny.luck.lab[0, 0, 0].detection = 0.0
    tiny.month_of(distillation)
    assert (lab.accused, lab.accused_by, lab.accused_since) == (1.0, 1.0, 0.0)


def test_denying_changes_nothing() -> None:
    tiny = accused(0.0)
    before = state(tiny)
    answered(tiny)
    assert state(tiny) == before
    assert tiny.lab(0).accused == 0.0, "it is asked once"
    assert tiny.happened() == [Kind.DENIED]


def test_settling_costs_money_and_ends_most_of_the_ban() -> None:
    tiny = accused(SETTLE, settle_months=1.5, settle_ban=0.25, settle_standing=0.4)
    answered(tiny)
    # 1.5 months of 4e8; a quarter of nine months, in whole months; 0.6 of the loss is left.
    assert state(tiny) == pytest.approx((2.0, -0.12, 6.0e8, 0.1))
    assert tiny.lab(1).affair_gain == pytest.approx(6.0e8), "the accuser gets it"
    assert tiny.happened() == [Kind.SETTLED]


def test_who_cannot_pay_cannot_settle() -> None:
    tiny = accused(SETTLE)
    tiny.lab(0).cash = 3.9e8
    before = state(tiny)
    answered(tiny)
    assert state(tiny) == before
    assert tiny.happened() == [Kind.COULD_NOT_PAY, Kind.DENIED]


@pytest.mark.parametrize("engine", [0.0, 1.0])
def test_open_books_win_trust_and_show_everything(engine: float) -> None:
    tiny = accused(
        BOOKS, books_standing=0.8, books_mood=0.15, open_exposure=70.0, research_engine=engine
    )
    tiny.market.month = 3.0
    tiny.knows(0, 1, since=2.0)
    lab = tiny.lab(0)
    lab.own_known, lab.copied_known = 0.5, 0.25
    answered(tiny)
    assert state(tiny) == pytest.approx((9.0, -0.04, 0.0, -0.05))
    assert tiny.idea(1).exposure == 70.0, "an idea that no model showed yet"
    assert tiny.idea(0).exposure == 1.0, "what it does not know it cannot show"
    assert lab.open_known == 0.75
    assert tiny.happened() == [Kind.BOOKS_OPENED]


def test_no_answer_to_an_accusation_is_best_in_all_that_it_moves() -> None:
    """Each is worst in something: ban and standing, money, or ideas and mood."""
    deny, settle, books = (accused(answer) for answer in (0.0, SETTLE, BOOKS))
    for tiny in (deny, settle, books):
        tiny.knows(0, 1)
        answered(tiny)
    assert deny.lab(0).reputation < settle.lab(0).reputation < books.lab(0).reputation
    assert settle.lab(0).affair_due > deny.lab(0).affair_due == books.lab(0).affair_due
    assert books.idea(1).exposure > settle.idea(1).exposure == deny.idea(1).exposure
    assert books.lab(0).confidence < settle.lab(0).confidence
    assert settle.lab(0).banned < books.lab(0).banned


def poached(answer: float, **rules: float) -> Tiny:
    """A twentieth of lab 0's people has gone to lab 1, which pays its own 2e7 a month."""
    tiny = build(**rules)
    lab, rival = tiny.lab(0), tiny.lab(1)
    lab.talent, rival.talent = 0.95, 1.05
    lab.poached, lab.poached_by, lab.poached_since = 0.05, 1.0, 2.0
    lab.cost_salaries = 1.9e7
    rival.star_left, rival.star_source, rival.star_since = 5.0, 0.0, 2.0
    lab.set_on_poached = answer
    tiny.market.month = 3.0
    return tiny


def test_a_star_that_leaves_is_asked_about() -> None:
    tiny = build(labs=2, star_rate=0.01, star_talent=0.06)
    tiny.luck.lab[0, 0, 0].star = 0.0
    tiny.month_of(talent)
    lab = tiny.lab(0)
    assert (lab.poached, lab.poached_by, lab.poached_since) == (pytest.approx(0.06), 1.0, 0.0)


def test_a_star_let_go_stays_away() -> None:
    tiny = poached(0.0)
    answered(tiny)
    assert (tiny.lab(0).talent, tiny.lab(1).talent) == (0.95, 1.05)
    assert (tiny.lab(0).affair_due, tiny.lab(1).star_left) == (0.0, 5.0)
    assert tiny.happened() == [Kind.STAR_LET_GO]


def test_a_team_follows_a_star_who_is_let_go() -> None:
    before = poached(0.0)
    answered(before)
    tiny = poached(0.0, star_follows=0.1)
    answered(tiny)
    team = 0.1 * float(before.lab(0).talent)
    assert tiny.lab(0).talent == pytest.approx(before.lab(0).talent - team, rel=1e-12)
    assert tiny.lab(1).talent == pytest.approx(before.lab(1).talent + team, rel=1e-12)
    kept = poached(MATCH, star_follows=0.1)
    answered(kept)
    assert kept.lab(0).talent == pytest.approx(1.0, rel=1e-12)


def test_matching_brings_the_star_back_for_a_bonus_and_envy() -> None:
    tiny = poached(MATCH, match_months=60.0, pay_memory=12.0)
    answered(tiny)
    assert (tiny.lab(0).talent, tiny.lab(1).talent) == pytest.approx((1.0, 1.0))
    # 60 months of 5/95 of 1.9e7.
    assert tiny.lab(0).affair_due == pytest.approx(6.0e7)
    assert tiny.lab(1).star_left == 0.0, "what the star knew of before is of no more use there"
    assert (tiny.lab(0).envious, tiny.lab(0).loyal) == (12.0, 0.0)


def test_raising_costs_more_and_leaves_no_envy() -> None:
    tiny = poached(RAISE, match_months=60.0, raise_months=6.0, pay_memory=12.0)
    answered(tiny)
    assert tiny.lab(0).affair_due == pytest.approx(6.0e7 + 6.0 * 1.9e7)
    assert (tiny.lab(0).envious, tiny.lab(0).loyal) == (0.0, 12.0)
    assert tiny.happened() == [Kind.STAR_KEPT, Kind.PAY_RAISED]


def test_a_star_of_an_older_move_keeps_what_it_knows() -> None:
    tiny = poached(MATCH)
    tiny.lab(1).star_since = 1.0
    answered(tiny)
    assert tiny.lab(1).star_left == 5.0


def test_nobody_comes_back_from_a_lab_that_is_gone() -> None:
    tiny = poached(MATCH)
    tiny.lab(1).active = 0.0
    answered(tiny)
    assert tiny.lab(0).talent == 0.95
    assert tiny.lab(0).affair_due == 0.0


def test_envy_draws_people_away_and_passes() -> None:
    tiny = build(labs=2, envy_pull=0.25, mobility=0.02)
    tiny.lab(0).envious = 1.0
    before = float(talent.pull(tiny.lab(0), 150.0, tiny.p))
    tiny.month_of(talent)
    assert tiny.lab(0).envious == 0.0
    assert float(talent.pull(tiny.lab(0), 150.0, tiny.p)) == pytest.approx(before + 0.25)


def test_after_a_raise_no_star_leaves() -> None:
    tiny = build(labs=2, star_rate=0.01)
    tiny.luck.lab[0, 0, 0].star = 0.0
    tiny.lab(0).loyal = 2.0
    tiny.month_of(talent)
    assert tiny.happened() == []


def offered(answer: float, controlled: float = 0.0, **rules: float) -> Tiny:
    """Lab 0 is offered 1000 chips at a rent of USD 1000."""
    tiny = build(**{"prepaid_months": 2.0, "offer_premium": 3.0, "rented_premium": 0.3} | rules)
    lab = tiny.lab(0)
    lab.offered, lab.controlled, lab.set_on_offered = 1000.0, controlled, answer
    tiny.market.rent = 1000.0
    return tiny


def test_offers_come_by_their_own_luck_and_rate() -> None:
    for draw, rate, chips in ((0.95, 1.0, 15000.0), (0.95, 0.5, 0.0), (0.0, 2.0, 0.0)):
        tiny = build(offer_rate=rate, offer_size=0.15)
        entry = tiny.luck.lab[0, 0, 0]
        # A chance of 1/12 a month: the last twelfth of the draws.
        entry.offer, entry.offer_size = draw, 0.5
        tiny.month_of(affairs)
        assert tiny.lab(0).offered == pytest.approx(chips)
        assert tiny.happened() == ([Kind.CHIPS_OFFERED] if chips else [])


def test_without_a_rate_nobody_is_ever_offered_anything() -> None:
    tiny = build()
    tiny.luck.lab.offer[:] = 1.0 - 1e-16
    tiny.month_of(affairs)
    assert tiny.lab(0).offered == 0.0


@pytest.mark.parametrize(("answer", "part"), [(TAKE, 1.0), (HALF, 0.5)])
def test_chips_taken_are_on_their_way_and_paid(answer: float, part: float) -> None:
    tiny = offered(answer)
    answered(tiny)
    lab = tiny.lab(0)
    # Two months ahead, which count towards the rent, and three that are the premium.
    assert lab.affair_due == pytest.approx(part * 5.0e6)
    assert lab.prepaid == pytest.approx(part * 2.0e6)
    assert (lab.coming_legal, lab.incoming) == (part * 1000.0, part * 1000.0)
    assert tiny.happened() == [Kind.OFFER_TAKEN]


def test_under_control_they_stand_abroad_and_cost_more() -> None:
    tiny = offered(TAKE, controlled=1.0)
    answered(tiny)
    lab = tiny.lab(0)
    assert (lab.coming_rented, lab.coming_legal) == (1000.0, 0.0)
    assert lab.affair_due == pytest.approx(2.6e6 + 3.0e6)
    assert lab.prepaid == pytest.approx(2.6e6)


def test_passed_on_they_earn_a_fee_and_rivals_get_them() -> None:
    tiny = offered(PASS_ON, offer_fee=0.5)
    answered(tiny)
    assert (tiny.lab(0).affair_gain, tiny.lab(0).affair_due) == (pytest.approx(5.0e5), 0.0)
    assert tiny.market.returned == 1000.0
    assert tiny.lab(0).incoming == 0.0


def test_declined_or_too_dear_they_lapse() -> None:
    for answer, cash, notes in (
        (0.0, 1.0e10, [Kind.OFFER_DECLINED]),
        (TAKE, 4.9e6, [Kind.COULD_NOT_PAY, Kind.OFFER_DECLINED]),
    ):
        tiny = offered(answer)
        tiny.lab(0).cash = cash
        answered(tiny)
        assert (tiny.lab(0).incoming, tiny.lab(0).offered, tiny.market.returned) == (0.0, 0.0, 0.0)
        assert tiny.happened() == notes


def test_two_affairs_at_once_are_paid_from_one_chest() -> None:
    tiny = offered(TAKE)
    lab = tiny.lab(0)
    lab.accused, lab.accused_by, lab.banned, lab.spending = 1.0, 1.0, 9.0, 6.0e6
    lab.set_on_accused = SETTLE
    lab.cash = 1.0e7
    answered(tiny)
    assert lab.affair_due == pytest.approx(6.0e6), "what is left does not pay for the chips"
    assert lab.incoming == 0.0


def test_sums_are_in_the_books_of_one_month() -> None:
    tiny = build()
    lab = tiny.lab(0)
    lab.affair_due, lab.affair_gain = 3.0e7, 1.0e7
    cash = float(lab.cash)
    tiny.month_of(finance)
    came = lab.backing + lab.revenue - lab.spending + lab.income_affairs
    assert (lab.cost_affairs, lab.income_affairs) == (3.0e7, 1.0e7)
    assert lab.cash == pytest.approx(cash + came, rel=1e-12)
    tiny.month_of(finance)
    assert (lab.cost_affairs, lab.income_affairs) == (0.0, 0.0)


def test_what_one_pays_to_settle_another_receives() -> None:
    """Settlements move money between labs; offers and bonuses leave the race."""
    race = Race(
        "tenfold-2026", seed=3, runs=8, months=24,
        parameters={"detection_rate": 0.5},
        policies={"Ruolan": Steady(distil=1.0, on_accused=SETTLE)}, note=True,
    )  # fmt: skip
    history = race.run()
    paid, got = history.series("cost_affairs"), history.series("income_affairs")
    assert paid.sum() > 0.0
    np.testing.assert_allclose(paid.sum(axis=2), got.sum(axis=2), rtol=1e-12)


def test_answers_do_nothing_where_nothing_is_asked() -> None:
    """Standing answers of labs that nobody accuses, poaches or offers anything move no bit."""
    quiet = {"detection_rate": 0.0, "star_rate": 0.0}
    plain, ready = (
        Race("equal-start", seed=4, runs=4, months=12, parameters=quiet,
             policies={"Oak": Steady(**held)})
        for held in ({}, {"on_accused": BOOKS, "on_poached": RAISE, "on_offered": TAKE})
    )  # fmt: skip
    assert same(plain.run(), ready.run())


def test_labs_weigh_answers_only_where_the_race_says_so() -> None:
    """By custom every built-in lab denies, lets go and declines, and so it is noted."""
    custom = {Kind.DENIED, Kind.STAR_LET_GO, Kind.OFFER_DECLINED}
    asked = {"offer_rate": 2.0, "star_rate": 0.02, "detection_rate": 0.3}
    told: dict[float, set[Kind]] = {}
    for affair in (0.0, 1.0):
        race = Race("tenfold-2026", seed=2, months=24, parameters=asked | {"affairs": affair})
        race.run()
        told[affair] = {note.kind for note in happenings_of(race.world) if note.kind >= Kind.DENIED}
    assert told[0.0] == custom
    assert {Kind.OFFER_TAKEN, Kind.STAR_KEPT} <= told[1.0]


@pytest.mark.parametrize("name", ["on_accused", "on_poached", "on_offered"])
def test_the_answers_are_levers_whose_default_is_the_custom(name: str) -> None:
    assert LEVER[name].default == 0.0
    assert LEVER[name].high == len(LEVER[name].choices) - 1
