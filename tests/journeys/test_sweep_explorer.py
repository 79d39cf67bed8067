"""A researcher opens a sweep, picks axes, clicks a race, replays it, and takes it over."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Any]
"""Makes a Visitor of this folder's conftest."""
QUESTION = {
    "question": "How much lag does distillation remove?",
    "scenario": "ten-to-one",
    "months": 12,
    "seed": 2026,
    "replicates": 4,
    "arms": {"none": {"poor.distil": 0.0}, "distil": {"poor.distil": 0.9}},
    "cross": {"compute_ratio": [3.0, 10.0]},
    "uncertain": {"parameters": ["sigma", "kappa"], "points": 4},
    "outcomes": {"keep": ["lag_months.end", "poor_leads.end"]},
}
RACES = 64
WHERE = """
(run) => new Promise((found) => {
  const chart = document.querySelector('.cloud .solara-echarts');
  requirejs([`${window.solara.cdn || '/_solara/cdn'}/echarts@5.4.0/dist/echarts.js`], (echarts) => {
    const drawn = echarts.getInstanceByDom(chart);
    const box = chart.getBoundingClientRect();
    drawn.getOption().series.forEach((series, place) => series.data.forEach((dot) => {
      if (dot[2] !== run) return;
      const [x, y] = drawn.convertToPixel({ seriesIndex: place }, dot.slice(0, 2));
      found([box.left + x, box.top + y]);
    }));
  });
})
"""
"""Where on the page the point of a run lies, px."""


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory, warm_engine: None) -> Path:
    """A small sweep, and beside it one that has only begun."""
    from tenfold.scenarios.questions import read_question
    from tenfold.sim.sweep.compute import Computer
    from tenfold.sim.sweep.plan import make_plan
    from tenfold.sim.sweep.running.claim import claim

    plan = make_plan(read_question(QUESTION, "question"))
    root = tmp_path_factory.mktemp("sweeps")
    computer = Computer(plan)
    for name, chunks in (("whole", plan.chunks), ("begun", 1)):
        with claim(root / name, plan, b"") as keeper:
            for number in range(chunks):
                keeper.keep(number, computer.compute(number))
    return root / "whole"


def arrive(visitor: Any, folder: Path, more: str = "") -> Page:
    """Open the explorer at a folder and wait for its charts."""
    visitor.go(f"/sweep?folder={folder}{more}")
    visitor.page.wait_for_selector(".cloud canvas")
    page: Page = visitor.page
    return page


def test_from_the_start_page_to_a_race_taken_over(visit: Visit, sweep: Path) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go("/")
    page.get_by_role("button", name="Choose another race").click()
    page.get_by_role("link", name="Explore a sweep").click()
    expect(page.get_by_role("heading", name="Open a sweep")).to_be_visible()
    page.get_by_label("Folder of a sweep").fill(str(sweep))
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", name=QUESTION["question"])).to_be_visible()
    assert f"{RACES} races of 12 months" in page.locator(".sweep-facts").inner_text()

    page.get_by_role("combobox", name="Across").select_option("kappa")
    page.wait_for_url(re.compile("x=kappa"))
    page.get_by_role("combobox", name="Colour").select_option("compute_ratio")
    page.wait_for_url(re.compile("colour=compute_ratio"))
    expect(page.locator(".groups tbody th")).to_have_text(["3", "10"])

    page.wait_for_selector(".cloud canvas")
    page.mouse.click(*page.evaluate(WHERE, 17))
    page.wait_for_url(re.compile("run=17"))
    expect(page.get_by_role("heading", name="Run 17")).to_be_visible()

    page.go_back()
    expect(page.get_by_text("Click a point")).to_be_visible()
    page.go_forward()
    page.reload()
    expect(page.get_by_role("heading", name="Run 17")).to_be_visible()
    expect(page.get_by_role("combobox", name="Across")).to_have_value("kappa")
    lag = page.locator(".run-card tr", has_text="lag_months.end").locator("td").inner_text()

    page.get_by_role("combobox", name="Seat").select_option("Oak")
    page.get_by_role("button", name="Replay it").click()
    page.wait_for_url(re.compile("/game/"))
    page.wait_for_selector(".verdict")
    expect(page.get_by_role("button", name="practice")).to_have_attribute(
        "title", re.compile("Practice: replay of run 17 of a sweep")
    )
    assert float(lag) >= 0.0
    assert "You beat" not in page.locator(".verdict").inner_text()
    replay = page.url

    page.get_by_role("combobox", name="Take over from quarter").select_option("3")
    page.get_by_role("button", name="Take over").click()
    page.wait_for_url(lambda url: "/game/" in url and url != replay)
    page.wait_for_selector(".top[data-turn='3']")
    expect(page.get_by_role("button", name="practice")).to_have_attribute(
        "title", re.compile("Practice: continued from run 17 of a sweep")
    )
    visitor.end_turn()
    visitor.end_turn()
    # The score taken apart has come: what par is must still be said beside it.
    expect(page.locator(".verdict .sum-row")).to_have_count(3)
    expect(page.get_by_text("taking over your seat in Q3 2026")).to_be_visible()
    expect(page.locator(".verdict")).not_to_contain_text("being measured")


def test_a_run_is_reached_by_the_keyboard_alone(visit: Visit, sweep: Path) -> None:
    page = arrive(visit(colour="dark"), sweep)
    page.get_by_label("Run", exact=True).focus()
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Run 5")).to_be_visible()
    command = page.locator(".run-card code").inner_text()
    assert command.rstrip().endswith(f" replay {sweep} --run 5")
    for typed in (str(RACES), "-3", ""):
        page.get_by_label("Run", exact=True).fill(typed)
        page.keyboard.press("Enter")
        refused = page.locator(".run-card").get_by_role("alert")
        expect(refused).to_have_text(f"This sweep has runs 0 to {RACES - 1}.")
        expect(page.get_by_role("heading", name="Run 5")).to_have_count(0)
        expect(page.get_by_label("Run", exact=True)).to_have_value(typed)
        page.go_back()
        expect(page.get_by_role("heading", name="Run 5")).to_be_visible()
    page.get_by_role("button", name="Replay it").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".verdict")


def test_what_cannot_be_explored_says_so(visit: Visit, sweep: Path) -> None:
    visitor = visit()
    page = visitor.page
    for folder, says in ((sweep.parent, "not the folder of a sweep"), ("/nowhere", "no folder")):
        visitor.go(f"/sweep?folder={folder}")
        expect(page.get_by_role("alert")).to_contain_text(says)
        page.wait_for_load_state("networkidle")  # leaving earlier would cut off what still loads
    arrive(visitor, sweep.parent / "begun", "&run=63")
    expect(page.get_by_role("status")).to_contain_text(f"of {RACES} races are there")
    expect(page.locator(".run-card")).to_contain_text("has not raced run 63 yet")


def test_on_a_phone_nothing_is_wider_than_the_screen(visit: Visit, sweep: Path) -> None:
    page = arrive(visit(390, 844, "dark"), sweep, "&run=17")
    expect(page.get_by_role("heading", name="Run 17")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".cloud canvas").bounding_box()["width"] <= 390
