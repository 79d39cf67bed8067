"""Ensembles: read strictly, drawn evenly by weight, always the same rows."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from tenfold.scenarios.ensembles import EnsembleError, list_ensembles, load_ensemble
from tenfold.scenarios.parameters import load_parameters

GOOD = "weight,kappa,rent\n0.5,0.7,1400\n0.3,0.8,1500\n0.2,0.9,1600\n"


def written(folder: Path, table: str = GOOD, sha: str | None = None) -> Path:
    path = folder / "mine.csv"
    path.write_text(table)
    found = hashlib.sha256(table.encode()).hexdigest() if sha is None else sha
    (folder / "mine.toml").write_text(f'title = "mine"\nsha256 = "{found}"\n')
    return path


@pytest.mark.parametrize("name", list_ensembles())
def test_those_that_come_with_the_project_can_be_used(name: str) -> None:
    ensemble = load_ensemble(name)
    known = load_parameters()
    assert len(ensemble.frame) >= 100
    assert ensemble.frame["weight"].max() < 0.2
    for parameter in ensemble.parameters:
        values = ensemble.frame[parameter]
        assert values.min() >= known[parameter].low * (1 - 1e-5)
        assert values.max() <= known[parameter].high * (1 + 1e-5)
    for key in ("made", "engine", "seed", "size", "targets", "effective_size"):
        assert key in ensemble.about, key


def test_there_is_one_for_everything_and_one_that_knows_no_2025() -> None:
    assert {"full", "before-2025"} <= set(list_ensembles())
    early = load_ensemble("before-2025").about
    assert early["data_until"].isoformat() == "2024-12-31"


def test_rows_come_as_often_as_their_weight_says(tmp_path: Path) -> None:
    ensemble = load_ensemble(written(tmp_path))
    assert ensemble.parameters == ("kappa", "rent")
    drawn = ensemble.draw(10)
    assert list(drawn.columns) == ["kappa", "rent"]
    assert drawn["kappa"].value_counts().to_dict() == {0.7: 5, 0.8: 3, 0.9: 2}
    for seed in range(20):
        counts = ensemble.draw(7, seed)["rent"].value_counts()
        for rent, share in ((1400, 0.5), (1500, 0.3), (1600, 0.2)):
            assert abs(counts.get(rent, 0) - 7 * share) < 1


def test_the_same_count_gives_the_same_rows(tmp_path: Path) -> None:
    ensemble = load_ensemble(written(tmp_path))
    assert ensemble.draw(5).equals(ensemble.draw(5))
    starts = {tuple(ensemble.draw(2, seed)["kappa"]) for seed in range(30)}
    assert len(starts) > 1


def test_means_of_draws_are_the_ensembles_own() -> None:
    ensemble = load_ensemble("full")
    weights = ensemble.frame["weight"].to_numpy()
    for name in ("kappa", "gain_mean", "supply"):
        values = ensemble.frame[name].to_numpy()
        own = float((weights * values).sum())
        spread = float(np.sqrt((weights * (values - own) ** 2).sum()))
        means = [ensemble.draw(100, seed)[name].mean() for seed in range(40)]
        assert abs(np.mean(means) - own) < 0.1 * spread


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("weight,kapa\n1,0.7\n", "unknown parameter 'kapa'; did you mean 'kappa'?"),
        ("weight,kappa\n1,-0.1\n", "line 2: kappa = -0.1: must be at least 0"),
        ("weight,kappa\n0.5,0.7\n0.4,0.8\n", "the weights sum to 0.9, not to 1"),
        ("weight,kappa\n0,0.7\n1,0.8\n", "line 2: weight = 0: must be above 0"),
        ("weight,kappa\n1,half\n", "line 2: kappa = 'half': not a number"),
        ("weight,kappa\n1,0.7,3\n", "line 2: 3 values for 2 columns"),
        ("weight,kappa,kappa\n1,0.7,0.7\n", "column 'kappa' stands there twice"),
        ("kappa,weight\n0.7,1\n", "the first column must be 'weight'"),
        ("weight,kappa\n", "has no rows"),
        ("weight,kappa\nnan,0.7\n", "weight = nan"),
        ("", "the first column must be 'weight'"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_line(tmp_path: Path, table: str, words: str) -> None:
    with pytest.raises(EnsembleError) as refused:
        load_ensemble(written(tmp_path, table))
    assert words in str(refused.value)
    assert "mine.csv" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_table_that_its_origin_does_not_describe_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EnsembleError, match=r"is not the table that mine\.toml describes"):
        load_ensemble(written(tmp_path, sha="0" * 64))


def test_an_unknown_one_gives_the_nearest() -> None:
    with pytest.raises(EnsembleError, match="did you mean 'full'"):
        load_ensemble("fulll")


@pytest.mark.parametrize("count", [0, -3, 10_000_000])
def test_no_rows_or_too_many_are_refused(tmp_path: Path, count: int) -> None:
    with pytest.raises(EnsembleError, match="ask for 1 to 1,000,000"):
        load_ensemble(written(tmp_path)).draw(count)
