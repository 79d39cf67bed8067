"""Training: runs, effective compute and its parts, small-scale tests, data, know-how, setbacks."""

from __future__ import annotations

import math

import pytest

from tenfold.sim.happenings import Kind
from tenfold.sim.mechanisms import training
from tenfold.sim.world import SERVING
from tests.sim.builders import CHIP_MONTH, Tiny, build

USEFUL_FLOP = CHIP_MONTH * 0.4


def pass_months(tiny: Tiny, first: int, months: int) -> list[float]:
    """Months of training; whether lab 0 finished a model in each."""
    finished = []
    for month in range(first, first + months):
        tiny.market.month = month
        tiny.month_of(training)
        finished.append(float(tiny.lab(0).new_model))
    return finished


def ready_run(**rules: float) -> Tiny:
    """Labs whose run has one month to go and that know nothing: all parts but compute are zero."""
    tiny = build(**({"testing_loss": 0.0, "setback_rate": 0.0, "yield_noise": 0.0} | rules))
    for i in range(2):
        lab = tiny.lab(i)
        lab.run_left, lab.run_length, lab.run_began = 1.0, 3.0, 0.0
        lab.run_flop = 2.0e26
        lab.run_post = 0.25 * 2.0e26
        lab.run_size = 1.0
        lab.share_training = 0.0
        lab.experiment_flop = 1.0e27
        # Spending at which the data stock stays at one.
        lab.cost_data = tiny.p.data_reference
    return tiny


def test_a_run_of_m_months_sets_up_for_one_and_computes_for_the_rest() -> None:
    tiny = build()
    tiny.lab(0).set_run_months = 4.0
    assert pass_months(tiny, 0, 9) == [0, 0, 0, 1, 0, 0, 0, 1, 0]
    per_month = 1.0e5 * 0.15 * USEFUL_FLOP
    assert tiny.lab(0).training_flop == pytest.approx(3.0 * per_month, rel=1e-12)


def test_one_chip_month_is_a_thousand_peta_flop_seconds_at_forty_percent() -> None:
    assert training.chip_month_flop(build().p) == pytest.approx(1.052e21, rel=1e-3)


def test_a_run_uses_the_compute_given_month_by_month() -> None:
    tiny = build()
    pass_months(tiny, 0, 2)
    tiny.lab(0).share_training = 0.3
    pass_months(tiny, 2, 1)
    assert tiny.lab(0).training_flop == pytest.approx(1.0e5 * 0.45 * USEFUL_FLOP, rel=1e-12)


def test_the_plan_of_a_run_is_fixed_when_it_begins() -> None:
    tiny = build()
    lab = tiny.lab(0)
    lab.set_model_size, lab.set_distil, lab.set_moonshot = 0.5, 0.7, 0.2
    lab.set_post_training, lab.set_teacher = 0.4, 1.0
    pass_months(tiny, 0, 1)
    lab.set_model_size, lab.set_distil, lab.set_moonshot = 2.0, 0.0, 0.0
    lab.set_run_months, lab.set_post_training, lab.set_teacher = 9.0, 0.0, 0.0
    assert pass_months(tiny, 1, 2) == [0, 1]
    assert (lab.run_size, lab.run_distil, lab.run_moonshot) == (0.5, 0.7, 0.2)
    assert lab.run_teacher == 1.0
    assert lab.run_post == pytest.approx(0.4 * lab.run_flop, rel=1e-12)


def test_capability_is_a_line_in_the_logarithm_of_compute() -> None:
    tiny = ready_run()
    tiny.lab(1).run_flop, tiny.lab(1).run_post = 2.0e25, 0.25 * 2.0e25
    tiny.month_of(training)
    expected = 150.0 + 7.7 * math.log10(2.0e26 / 3.0e26)
    assert tiny.lab(0).new_capability == pytest.approx(expected, rel=1e-12)
    assert tiny.lab(1).new_capability == pytest.approx(expected - 7.7, rel=1e-12)
    assert tiny.lab(0).new_score == tiny.lab(0).new_capability


def test_where_haste_counts_longer_runs_use_their_compute_better() -> None:
    usual, tiny = ready_run(run_hurry=0.0), ready_run(run_hurry=0.5)
    for each in (usual, tiny):
        each.lab(1).run_length = 9.0
        each.month_of(training)
    assert usual.lab(1).new_capability == usual.lab(0).new_capability
    assert tiny.lab(0).new_capability == usual.lab(0).new_capability
    gained = 7.7 * 0.5 * math.log10(8.0 / 2.0)
    assert tiny.lab(1).new_capability == pytest.approx(
        usual.lab(1).new_capability + gained, rel=1e-12
    )


def test_ideas_add_their_gains_and_those_of_scale_more_to_a_larger_run() -> None:
    tiny = ready_run()
    tiny.knows(0, 0)
    tiny.knows(0, 1, copied=True)
    tiny.idea(1).gain = 0.3
    tiny.knows(0, 2)
    tiny.idea(2).scale_gain = 0.05
    tiny.lab(0).run_flop, tiny.lab(0).run_post = 6.0e26, 1.5e26
    tiny.month_of(training)
    lab = tiny.lab(0)
    assert lab.part_own == pytest.approx(0.2 / math.log(10.0), rel=1e-12)
    assert lab.part_copied == pytest.approx(0.3 / math.log(10.0), rel=1e-12)
    assert lab.part_scale == pytest.approx(0.05 * math.log(2.0) / math.log(10.0), rel=1e-12)
    decades = (math.log(2.0) + 0.2 + 0.3 + 0.05 * math.log(2.0)) / math.log(10.0)
    assert lab.new_capability == pytest.approx(150.0 + 7.7 * decades, rel=1e-12)


def test_an_idea_that_would_hurt_a_small_run_is_left_out_of_it() -> None:
    tiny = ready_run()
    tiny.knows(0, 0)
    tiny.idea(0).scale_gain = 0.05
    tiny.lab(0).run_flop, tiny.lab(0).run_post = 3.0e22, 0.75e22
    tiny.month_of(training)
    assert tiny.lab(0).part_own + tiny.lab(0).part_scale == pytest.approx(0.0, abs=1e-15)


def test_a_run_knows_only_what_was_known_when_it_began() -> None:
    tiny = ready_run()
    tiny.knows(0, 0, since=0.0)
    tiny.knows(0, 1, since=1.0)
    tiny.market.month = 2
    tiny.month_of(training)
    assert tiny.lab(0).part_own == pytest.approx(0.1 / math.log(10.0), rel=1e-12)


def test_serving_ideas_make_no_model_stronger() -> None:
    tiny = ready_run()
    tiny.knows(0, 0)
    tiny.idea(0).kind = SERVING
    tiny.month_of(training)
    assert tiny.lab(0).part_own == 0.0


def test_a_run_that_outgrows_its_tests_loses_strength() -> None:
    tiny = ready_run(testing_loss=1.2, testing_share=0.08)
    lab = tiny.lab(0)
    lab.share_experiments = 0.0
    tiny.month_of(training)
    tested = 0.08 * 1.0e27 * 11.0 / 12.0
    loss = 1.2 * math.log10(1.0 + 2.0e26 / tested)
    assert lab.part_testing == pytest.approx(-loss, rel=1e-12)
    assert tiny.lab(1).new_capability > lab.new_capability


def test_experiments_of_a_year_are_a_leaky_sum() -> None:
    tiny = build()
    tiny.lab(0).experiment_flop = 6.0e26
    tiny.month_of(training)
    run = 1.0e5 * 0.5 * (1.0 - 0.1) * USEFUL_FLOP
    assert tiny.lab(0).experiment_flop == pytest.approx(5.5e26 + run, rel=1e-12)


@pytest.mark.parametrize("size", [0.25, 0.5, 2.0, 4.0])
def test_an_unusual_size_costs_the_same_either_way(size: float) -> None:
    tiny = ready_run(size_loss=7.3)
    tiny.lab(0).run_size = size
    tiny.month_of(training)
    usual, unusual = tiny.lab(1).new_capability, tiny.lab(0).new_capability
    assert usual - unusual == pytest.approx(7.3 * math.log10(size) ** 2, rel=1e-9)
    parameters = 2.0e11 * (2.0e26 / 3.0e26) ** 0.35 * size
    assert tiny.lab(0).new_size == pytest.approx(parameters, rel=1e-12)


def test_practice_lifts_reasoning_and_costs_basic_training() -> None:
    tiny = ready_run(post_gain=0.5, post_scale=0.15, post_standard=0.25, reasoning_gain=1.5)
    lab = tiny.lab(0)
    lab.run_post = 0.5 * lab.run_flop
    tiny.month_of(training)
    gained = 0.5 * (math.exp(-0.25 / 0.15) - math.exp(-0.5 / 0.15))
    main = math.log10(0.5 * 2.0e26 / (0.75 * 3.0e26))
    assert lab.part_post == pytest.approx(gained, rel=1e-12)
    assert lab.new_capability == pytest.approx(150.0 + 7.7 * (main + gained), rel=1e-12)
    assert lab.new_reasoning == pytest.approx(1.5 * 7.7 * gained, rel=1e-12)
    assert tiny.lab(1).new_reasoning == pytest.approx(0.0, abs=1e-12)


def test_the_data_stock_goes_stale_and_is_refilled_by_money_and_use() -> None:
    tiny = build(data_reference=2.0e8, data_tokens=1.0e15, data_flywheel=0.3, data_life=18.0)
    lab = tiny.lab(0)
    lab.data_stock, lab.cost_data, lab.tokens = 1.4, 8.0e8, 4.0e15
    tiny.market.data_price = 1.3
    tiny.month_of(training)
    target = math.sqrt(8.0e8 / (1.3 * 2.0e8)) + 0.3 * math.sqrt(4.0)
    assert lab.data_stock == pytest.approx(1.4 + (target - 1.4) / 18.0, rel=1e-12)
    assert tiny.lab(1).data_stock == pytest.approx(1.0 - 1.0 / 18.0, rel=1e-12)


def test_better_data_makes_a_better_model() -> None:
    tiny = ready_run(data_weight=0.15, data_life=1.0e9)
    tiny.lab(0).data_stock = 2.0
    tiny.month_of(training)
    gained = tiny.lab(0).new_capability - tiny.lab(1).new_capability
    assert gained == pytest.approx(7.7 * 0.15 * math.log10(2.0), rel=1e-6)


def test_know_how_below_that_of_the_leader_catches_up() -> None:
    tiny = build(knowhow_months=10.0)
    tiny.lab(0).capability, tiny.lab(0).knowhow = 152.0, 0.4
    tiny.lab(1).capability, tiny.lab(1).knowhow = 148.0, -0.1
    tiny.month_of(training)
    assert tiny.lab(0).knowhow == 0.4
    assert tiny.lab(1).knowhow == pytest.approx(-0.1 + 0.5 / 10.0, rel=1e-12)


def test_the_leader_does_not_learn_the_thrift_of_a_smaller_lab() -> None:
    tiny = build()
    tiny.lab(0).capability, tiny.lab(0).knowhow = 152.0, 0.1
    tiny.lab(1).capability, tiny.lab(1).knowhow = 148.0, 0.6
    tiny.month_of(training)
    assert (tiny.lab(0).knowhow, tiny.lab(1).knowhow) == (0.1, 0.6)


def test_know_how_counts_in_full() -> None:
    tiny = ready_run()
    tiny.lab(0).knowhow = tiny.lab(1).knowhow = 0.2
    tiny.month_of(training)
    expected = 150.0 + 7.7 * (math.log10(2.0 / 3.0) + 0.2)
    assert tiny.lab(0).new_capability == pytest.approx(expected, rel=1e-12)


def test_long_shots_make_the_yield_of_a_run_noisier() -> None:
    tiny = ready_run(yield_noise=0.06, risk=1.5)
    tiny.luck.lab.yield_noise[0, :, 0] = 1.0
    tiny.lab(0).run_moonshot = 0.4
    tiny.month_of(training)
    assert tiny.lab(0).part_noise == pytest.approx(0.06 * 1.6, rel=1e-12)
    assert tiny.lab(1).part_noise == pytest.approx(0.06, rel=1e-12)
    more = 7.7 * 0.06 * 0.6
    assert tiny.lab(0).new_capability - tiny.lab(1).new_capability == pytest.approx(more, rel=1e-9)


def test_a_setback_costs_a_month_and_a_part_of_the_run_once() -> None:
    tiny = ready_run(setback_rate=0.25, setback_loss=0.1)
    lab = tiny.lab(0)
    lab.share_experiments = 0.0
    untested = math.log10(1.0 + 2.0e26 / (0.08 * 1.0e27 * 11 / 12))
    tiny.luck.lab[0, 0, 0].setback = 0.25 * untested * 0.999
    tiny.luck.lab[0, 1, 0].setback = 0.25 * untested * 1.001
    tiny.lab(1).share_experiments = 0.0
    tiny.month_of(training)
    assert (lab.new_model, tiny.lab(1).new_model) == (0.0, 1.0)
    assert lab.run_flop == pytest.approx(0.9 * 2.0e26)
    assert lab.run_post == pytest.approx(0.9 * 0.5e26)
    assert tiny.happened() == [Kind.RUN_SET_BACK, Kind.MODEL_FINISHED]
    # The month of repair adds no compute, and a second setback cannot follow.
    tiny.market.month = 1
    tiny.luck.lab[0, 0, 1].setback = 0.0
    lab.share_training = 0.5
    tiny.month_of(training)
    assert lab.new_model == 1.0
    assert lab.training_flop == pytest.approx(0.9 * 2.0e26)


def test_a_lab_that_gives_no_compute_finishes_nothing() -> None:
    tiny = build()
    tiny.lab(0).share_training = 0.0
    assert pass_months(tiny, 0, 12) == [0.0] * 12
