"""Targets: every figure is published somewhere, has errors, and is read as facts read it."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from tenfold.scenarios.evidence import cited, list_evidence
from tenfold.sim.calibration import figures_2026
from tenfold.sim.calibration.figures import KINDS, race_points
from tenfold.sim.calibration.figures_hindcast import NAMES, read_figure
from tenfold.sim.calibration.fits import BEFORE_2025, FITS, FULL
from tenfold.sim.calibration.space import make_space
from tenfold.sim.calibration.targets_hindcast import targets_hindcast
from tenfold.sim.hindcast.observed import observe
from tenfold.sim.race import Race

TARGETS = FULL.targets()
SPACE = make_space()
USUAL = SPACE.unit(SPACE.usual)[None, :]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_every_target_has_a_source_errors_and_reasons(target: object) -> None:
    found = next(each for each in TARGETS if each is target)
    assert found.observation > 0.0
    assert found.discrepancy > 0.0
    assert len(found.why) > 20
    for file in found.source.removeprefix("evidence: ").split(", "):
        if " / " in file:
            assert cited(f"evidence: {file}")
        else:
            assert file in list_evidence()


def test_every_figure_has_a_target_and_every_target_a_figure() -> None:
    figures = [name for kind in FULL.kinds for name in KINDS[kind].names]
    assert [target.name for target in TARGETS] == figures


def test_the_early_fit_knows_nothing_of_2025() -> None:
    early = BEFORE_2025.targets()
    assert 5 < len(early) < len(TARGETS)
    assert max(target.until for target in early) == datetime.date(2024, 12, 31)
    assert BEFORE_2025 in FITS


def test_what_happened_lies_between_shown_and_sold() -> None:
    seen, sold = observe(preview=True).values, observe(preview=False).values
    for target in targets_hindcast():
        values = sorted(float(read_figure(target.name, each)) for each in (seen, sold))
        if np.isfinite(values).all() and not target.source.startswith("evidence: training"):
            assert values[0] - 1e-9 <= target.value <= values[1] + 1e-9, target.name


def test_a_year_is_the_mean_of_its_month_ends() -> None:
    months = np.arange(25.0)
    series = {"lag_open": months, "training_us": months + 20.0}
    assert read_figure("lag_open-2024", series) == np.arange(1, 13).mean()
    assert read_figure("lag_open-2025", series) == np.arange(13, 25).mean()
    assert read_figure("training_us-12", series) == 12.0


def test_figures_of_2026_are_those_of_a_plain_race() -> None:
    found = race_points("race-2026", SPACE, USUAL, 5, 2, 1)
    race = Race(figures_2026.SCENARIO, seed=1, runs=2, first_run=5, months=24, collect=False)
    history = race.run()
    best = history.series("capability").max(axis=2)
    assert np.array_equal(found[0, :, 0], (best[:, 24] - best[:, 0]) / 2.0)
    ours = np.array([lab.kind != "frontier" for lab in race.setting.labs])
    tokens = (history.series("token_share")[:, 6:25] * ours).sum(axis=2).mean(axis=1)
    place = figures_2026.NAMES.index("f10-tokens")
    assert found[0, :, place] == pytest.approx(tokens)
    race.close()


@pytest.mark.slow
def test_a_point_gives_the_same_alone_and_among_others() -> None:
    """Points of a batch share no luck in the race from 2026, and stocks go by their number."""
    rows = np.vstack((USUAL, np.full_like(USUAL, 0.5)))
    both = race_points("race-2026", SPACE, rows, 40, 2, 1)
    assert np.array_equal(both[1:], race_points("race-2026", SPACE, rows[1:], 42, 2, 1))
    hindcast = race_points("hindcast", SPACE, rows, 40, 2, 1)
    assert hindcast.shape == (2, 2, len(NAMES))
    assert np.isfinite(hindcast).all()
    assert np.array_equal(hindcast[:1], race_points("hindcast", SPACE, rows[:1], 40, 2, 1))
