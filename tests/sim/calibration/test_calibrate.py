"""A whole calibration in small: recovers what it was given, resumes, refuses, tells the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from tenfold.scenarios.ensembles import load_ensemble
from tenfold.sim.calibration import calibrate as machine
from tenfold.sim.calibration.best import USUAL, Candidate, choose, hand_set
from tenfold.sim.calibration.calibrate import Fitted, calibrate, steps
from tenfold.sim.calibration.figures import RACE_2026
from tenfold.sim.calibration.fits import Fit, Size
from tenfold.sim.calibration.folder import CalibrationError
from tenfold.sim.calibration.install import ensemble_table, provenance
from tenfold.sim.calibration.posterior import ASSUMED, how_met, marginals
from tenfold.sim.calibration.space import make_space
from tenfold.sim.calibration.targets_2026 import END_2025, TARGETS_2026
from tenfold.sim.facts.fact import Fact, Target

SMALL = Size(first=(128, 2), wider=(24, 2), last=(48, 4), rows=20, tried=(3, 2), judged=4)
SPACE = make_space()


class Narrow(Fit):
    """A fit to the growth of training compute alone."""

    def targets(self) -> tuple:
        return tuple(target for target in TARGETS_2026 if target.name.startswith("f13"))


FIT = Narrow("narrow", "training compute alone", END_2025, (RACE_2026,))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("calibration")


@pytest.fixture(autouse=True)
def one_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "FITS", (FIT,))


@pytest.fixture(scope="module")
def fitted(folder: Path) -> Fitted:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(machine, "FITS", (FIT,))
        done: list[int] = []
        found = calibrate(folder, SMALL, seed=3, passed=done.append)["narrow"]
        assert sum(done) == steps(SMALL)
    return found


@pytest.mark.slow
def test_the_fit_comes_nearer_to_the_targets(fitted: Fitted) -> None:
    off = {"prior": 0.0, "fitted": 0.0}
    for target, met in zip(fitted.targets, how_met(fitted), strict=True):
        for name, (mean, spread) in (("prior", met.prior), ("fitted", met.fitted)):
            off[name] += ((mean - target.value) ** 2 + spread**2) / target.error**2
        assert met.fitted[1] < met.prior[1]
    assert off["fitted"] < 0.5 * off["prior"]


def test_data_speak_to_what_they_should(fitted: Fitted) -> None:
    known = {each.name: each for each in marginals(fitted, SPACE)}
    assert len(known) == len(SPACE.names)
    assert known["past_compute"].alone < 0.8
    assert {name for name, _ in known["past_compute"].spoken} == {"f13-us", "f13-china"}
    assert known["editing_margin"].alone > 0.95
    assert known["editing_margin"].spoken == ()
    for each in known.values():
        assert each.low <= each.mean <= each.high


def test_the_same_folder_goes_on_and_ends_the_same(folder: Path, fitted: Fitted) -> None:
    """Some chunks, emulators and points are lost or damaged, as by a kill or a bad disk."""
    lost = [next((folder / "wave-1").glob("0000-*")), folder / "narrow-points-3"]
    for path in lost:
        path.unlink()
    damaged = folder / "narrow-emulators-2"
    damaged.write_bytes(damaged.read_bytes()[:-40] + b"x" * 40)
    again = calibrate(folder, SMALL, seed=3)["narrow"]
    assert np.array_equal(again.last.unit, fitted.last.unit)
    assert np.array_equal(again.last.mean, fitted.last.mean)
    assert np.array_equal(again.weights, fitted.weights)
    assert np.array_equal(again.rows, fitted.rows)
    assert ensemble_table(again, SPACE) == ensemble_table(fitted, SPACE)
    assert all(path.exists() for path in lost)


@pytest.mark.slow
def test_two_processes_give_the_same_bits(tmp_path: Path, fitted: Fitted) -> None:
    again = calibrate(tmp_path / "two", SMALL, seed=3, jobs=2)["narrow"]
    assert np.array_equal(again.last.mean, fitted.last.mean)
    assert np.array_equal(again.weights, fitted.weights)


def test_another_calibration_is_refused(folder: Path, fitted: Fitted, tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match="another calibration: sizes or seed changed"):
        calibrate(folder, SMALL, seed=4)
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(CalibrationError, match=r"holds other files \(notes\.txt\)"):
        calibrate(tmp_path, SMALL)
    about = json.loads((folder / "calibration.json").read_text())
    (folder / "calibration.json").write_text(json.dumps(about | {"sources": "older"}))
    with pytest.raises(CalibrationError, match="the model or its data changed"):
        calibrate(folder, SMALL, seed=3)
    (folder / "calibration.json").write_text(json.dumps(about))


def test_no_processes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match="at least 1 process"):
        calibrate(tmp_path / "none", SMALL, jobs=0)


def test_what_is_written_can_be_loaded(tmp_path: Path, fitted: Fitted) -> None:
    table = ensemble_table(fitted, SPACE)
    (tmp_path / "narrow.csv").write_bytes(table)
    known = marginals(fitted, SPACE)
    origin = provenance(fitted, known, table, SMALL, 3, "2026-01-01")
    (tmp_path / "narrow.toml").write_bytes(origin)
    ensemble = load_ensemble(tmp_path / "narrow.csv")
    assert ensemble.parameters == SPACE.names
    assert len(ensemble.frame) == len(fitted.rows) == 20
    natural = SPACE.natural(fitted.last.unit[fitted.rows])
    assert np.allclose(ensemble.frame[list(SPACE.names)], natural, rtol=1e-5)
    assert ensemble.about["seed"] == 3
    assert ensemble.about["targets"] == ["f13-us", "f13-china"]
    assert ensemble.informed == {each.name for each in known if each.standing != ASSUMED}
    assert ensemble.informed


def fact(number: str, middle: float) -> Fact:
    return Fact(number, number, "1", middle, middle, middle, 9, Target(0.0, 1.0, "0 to 1"))


def test_the_best_point_keeps_what_holds() -> None:
    """The likeliest breaks a fact that held; the next may break one that did not hold before."""
    usual = SPACE.unit(hand_set(SPACE))
    ranked = [
        Candidate("breaks", usual + 0.01, 0.0, 3.0),
        Candidate("keeps", usual + 0.02, 0.0, 2.0),
        Candidate(USUAL, usual, 0.0, 1.0),
    ]

    def moved(values: Mapping[str, float]) -> float:
        return float(np.median(SPACE.unit(np.array(list(values.values()))) - usual))

    def judge(values: Mapping[str, float]) -> list[Fact]:
        broken = moved(values) == pytest.approx(0.01)
        return [fact("F1", 2.0 if broken else 0.5), fact("F2", 9.0)]

    best = choose(ranked, SPACE, judge)
    assert best.candidate.origin == "keeps"
    assert best.passed_over == (("breaks", "F1"),)
    assert len(best.changes(SPACE)) == len(SPACE.names)
    stuck = choose(ranked, SPACE, lambda values: [fact("F1", 0.5 + 100.0 * abs(moved(values)))])
    assert stuck.candidate.origin == USUAL
    assert not stuck.changes(SPACE)
