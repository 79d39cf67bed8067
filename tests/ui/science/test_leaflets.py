"""The hindcast's and the forecast's documents: whole, honest about the result, no network."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tenfold.scenarios.ensembles import Ensemble
from tenfold.sim.hindcast.forecast import LENGTH, Card, Chance
from tenfold.sim.hindcast.judge import LEVELS
from tenfold.sim.hindcast.observed import observe
from tenfold.sim.hindcast.quantities import QUANTITIES
from tenfold.sim.hindcast.simulate import Simulated
from tenfold.sim.hindcast.start import load_hindcast
from tenfold.sim.hindcast.study import Study, judge_views
from tenfold.ui.science.forecast_page import forecast_leaflet
from tenfold.ui.science.hindcast_files import install_hindcast, write_forecast, write_hindcast
from tenfold.ui.science.hindcast_page import hindcast_leaflet
from tenfold.ui.science.leaflet import leaflet_markdown, leaflet_page, prose
from tenfold.ui.science.writing import ScienceFolderError
from tests.commands import Call

ENSEMBLE = Ensemble(
    "made-up", pd.DataFrame({"weight": [1.0], "kappa": [0.7]}), {"sha256": "f" * 64}
)


def study(off: float) -> Study:
    """A hindcast whose races are the world moved by about so much."""
    spread = np.linspace(-0.6, 0.6, 7) + off
    values = {
        name: np.nan_to_num(path)[None, None, :] + spread[None, :, None]
        for name, path in observe(24, False).values.items()
    }
    names = [lab.name for lab in load_hindcast().labs]
    races = Simulated(values, pd.DataFrame([[1000.0] * len(names)], columns=names))
    return Study(ENSEMBLE, 7, races, judge_views(races, np.ones(1), races))


def card() -> Card:
    rise = np.linspace(-1.0, 1.0, len(LEVELS))[:, None] + np.linspace(0.0, 3.0, LENGTH + 1)[None, :]
    bands = {name: np.abs(rise) for name in QUANTITIES}
    bands["price_fixed"] = rise - 2.0 * rise[len(LEVELS) // 2]  # a tenth a year, in the middle
    chance = Chance("something happens", (0.004, 0.5, 0.999))
    return Card(ENSEMBLE, 1, 8, bands, (chance,))


def test_a_failed_hindcast_says_so_first() -> None:
    text = leaflet_markdown(hindcast_leaflet(study(9.0)), "pictures")
    assert text.splitlines()[2].startswith("The hindcast fails its rule.")
    assert "does not beat them all" in text


def test_losses_are_named_beside_the_result() -> None:
    """Races that never leave the world still lose where nothing changed for a whole year."""
    text = leaflet_markdown(hindcast_leaflet(study(0.1)), "pictures")
    lost = text.splitlines()[4]
    assert re.search(
        r"largest Chinese training run so far \(\d.\d\d against 0.00 of no change", lost
    )
    assert "best US model" not in lost
    far = leaflet_markdown(hindcast_leaflet(study(9.0)), "pictures").splitlines()[4]
    assert "best US model (0 %)" in far


def test_the_document_holds_the_figures_of_the_study() -> None:
    made = study(0.0)
    text = leaflet_markdown(hindcast_leaflet(made), "pictures")
    word = "passes" if made.main.passes else "fails"
    assert f"The hindcast {word} its rule." in text
    assert f"its mean error of 2025 is {made.main.families['lag'].absolute:.2f} months" in text
    for lab in load_hindcast().labs:
        assert f"| {lab.name} |" in text
    assert "`made-up` (1 rows, sha256 ffffffffffff)" in text


def test_the_first_paragraph_says_on_what_the_lag_hangs() -> None:
    """Its figures are those of the table, and a way of counting that loses is not left out."""
    made = study(0.6)
    first = leaflet_markdown(hindcast_leaflet(made), "pictures").splitlines()[2]
    near = made.main.families["lag, 1.5 points forgiven"]
    best = min(near.naive, key=lambda name: near.naive[name])
    verb = "beats all three" if near.absolute < near.naive[best] else f"loses to {best}"
    told = f"{verb} ({near.absolute:.2f} months against {near.naive[best]:.2f})"
    assert f"with 1.5 points forgiven the model {told}" in first
    assert "Races of the even prior, without fit and weights, " in first
    worse = leaflet_markdown(hindcast_leaflet(study(9.0)), "pictures").splitlines()[2]
    assert "Counted otherwise, with 1.5 points forgiven the model loses to no change" in worse


def test_skill_stands_against_each_naive_forecast() -> None:
    made = study(0.6)
    text = leaflet_markdown(hindcast_leaflet(made), "pictures")
    row = next(line for line in text.splitlines() if line.startswith("| Index [index points]"))
    skills = [
        f"{each:+.2f}".replace("-", "−") for each in made.main.families["index"].skill.values()
    ]
    assert row.split(" | ")[-3:] == [*skills[:2], f"{skills[2]} |"]
    assert "6 labs' capability (xAI, DeepSeek, ByteDance, Zhipu, Moonshot, MiniMax)" in text
    assert "ranges of 7 to 13 points" in text
    assert "the even prior: no fit, no weights" in text


@pytest.mark.slow
def test_pages_need_no_network() -> None:
    for leaflet in (hindcast_leaflet(study(0.5)), forecast_leaflet(card())):
        page = leaflet_page(leaflet)
        assert "<svg" in page
        assert not re.search(r'(src|href)="https?:', page)
        assert "<script" not in page
        tables = page.count("<table")
        assert tables == sum(type(block).__name__ == "Table" for block in leaflet.blocks)


def test_a_card_says_what_it_is_and_how_it_is_judged() -> None:
    text = leaflet_markdown(forecast_leaflet(card()), "pictures")
    assert text.splitlines()[2].startswith("These are the outputs of a model")
    assert "| Something happens | under 0.01 | 0.50 | over 0.99 |" in text
    for heading in ("## How it will be judged", "## What it leaves out"):
        assert heading in text
    assert "2028-12-31" in text
    assert "fall about 10 times in the first year and 100.0 times in the next two" in text


@pytest.mark.slow
def test_files_are_written_whole(tmp_path: Path) -> None:
    made = study(0.5)
    names = write_hindcast(made, tmp_path / "past") + write_forecast(card(), tmp_path / "card")
    assert {"hindcast.md", "hindcast.html", "hindcast.json", "series.csv"} <= set(names)
    assert {"forecast-2026.md", "forecast-2026.csv", "forecast-2026.json"} <= set(names)
    for name in names:
        folder = tmp_path / ("card" if name.startswith(("forecast", "pictures/f")) else "past")
        assert (folder / name).stat().st_size > 100
    linked = re.findall(r"!\[.*?\]\((.*?)\)", (tmp_path / "past" / "hindcast.md").read_text())
    assert linked
    assert all((tmp_path / "past" / each).is_file() for each in linked)


@pytest.mark.slow
def test_docs_are_put_in_place_and_old_pictures_go(tmp_path: Path) -> None:
    old = tmp_path / "pictures" / "hindcast" / "hindcast-old.svg"
    old.parent.mkdir(parents=True)
    old.write_text("<svg/>")
    install_hindcast(study(0.5), tmp_path)
    assert not old.exists()
    assert "(pictures/hindcast/hindcast-best-us.svg)" in (tmp_path / "hindcast.md").read_text()
    with pytest.raises(ScienceFolderError, match="there is no folder"):
        install_hindcast(study(0.5), tmp_path / "nowhere")


def test_prose_joins_lines_and_keeps_lists() -> None:
    assert prose("\n  one\n  two\n") == "one two"
    assert prose("- a\n  b\n- c") == "- a b\n- c"


@pytest.mark.parametrize("command", ["hindcast", "forecast"])
def test_an_unknown_ensemble_is_refused_in_a_line(command: str, call: Call, tmp_path: Path) -> None:
    answer = call(command, "--out", str(tmp_path / "out"), "--ensemble", "befor-2025")
    assert answer.code == 2
    assert "no ensemble 'befor-2025'" in answer.err
    assert not (tmp_path / "out").exists()
