"""The report as a page: whole without a network or scripts, safe, in both themes, on any screen."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tenfold.sim.sweep.answer.results import Asked, Label
from tenfold.sim.sweep.answer.study import study
from tenfold.ui.sweeps import scripts
from tenfold.ui.sweeps.page import report_page, tied
from tenfold.ui.sweeps.pictures import write_pictures
from tests.sim.sweep.answer.made_up import spread, sweep
from tests.sim.sweep.answer.test_findings import FORBIDDEN
from tests.ui.sweeps import NASTY, hostile_results, made_up_paths, made_up_report, made_up_results


class Reader(HTMLParser):
    """What a browser takes in: texts outside scripts, addresses, anchors, ids."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.scripts: dict[str, str] = {}
        self.charts: list[str] = []
        self._in = ""
        self._script = ""

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        found = dict(attributes)
        self._in = tag
        self._script = found.get("id") or ""
        self.links += [found[key] for key in ("href", "src") if key in found]
        self.ids += [found["id"]] if "id" in found else []
        self.charts += [found["id"]] if found.get("class") == "chart" else []

    def handle_endtag(self, tag: str) -> None:
        self._in = self._script = ""

    def handle_data(self, data: str) -> None:
        if self._in in ("script", "style"):
            if self._in == "script" and self._script:
                self.scripts[self._script] = data
            return
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


@pytest.fixture(scope="module")
def html() -> str:
    return report_page(made_up_report())


def test_it_opens_with_question_answer_dependence_flip_and_limits(html: str) -> None:
    text = read(html[html.index("<main>") :]).text
    parts = [
        "What does distillation change?", "It matters", "‘distil’ instead of ‘none’ lowers",
        "Over luck", "Over parameters", "It depends most on", "What would flip it",
        "What it cannot say", "Outcomes", "What it depends on", "Who leads, and when",
        "Over the months", "How it was made",
    ]  # fmt: skip
    here = 0
    for part in parts:
        assert part in text[here:], f"'{part}' is missing, or stands too early"
        here = text.index(part, here)


def test_it_needs_no_network_and_its_links_lead_somewhere(html: str) -> None:
    reader = read(html)
    assert all(link.startswith("#") for link in reader.links)
    assert {link[1:] for link in reader.links} <= set(reader.ids)
    assert len(reader.ids) == len(set(reader.ids))
    styles = " ".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))
    assert "url(" not in styles
    assert "@import" not in styles


def test_every_chart_has_its_data_a_sentence_and_a_table(html: str) -> None:
    reader = read(html)
    charts = json.loads(reader.scripts["charts"])
    assert set(charts) == set(reader.charts)
    assert len(charts) >= 10
    figures = re.findall(r"<figure.*?</figure>", html, re.DOTALL)
    assert len(figures) == len(charts)
    assert all("<table" in figure and "<details" in figure for figure in figures)
    large = [figure for figure in figures if 'class="small"' not in figure]
    assert all(len(read(f).text.split("In figures")[0]) > 60 for f in large), "a sentence each"


def test_without_scripts_the_figures_stand_in_tables(html: str) -> None:
    report = made_up_report()
    text = read(html).text
    assert "<noscript><style>.chart { display: none; }</style></noscript>" in html
    for each in report.outcomes[0].levels:
        assert f"{each.effect.mean:.1f}" in text
    assert "question" in text
    assert report.results.provenance.identity in text


def test_no_text_can_break_out_of_the_page() -> None:
    html = report_page(study(hostile_results(), made_up_paths))
    assert "<script>alert" not in html
    assert html.count("</script>") == 4
    reader = read(html)
    assert NASTY in reader.text
    first = json.loads(reader.scripts["charts"])["chart-levels-0"]
    assert first["yAxis"][0]["data"][1] == NASTY


def test_the_first_page_is_for_anyone(html: str) -> None:
    first = html[html.index('<section id="answer"') : html.index('<section id="outcomes"')]
    assert FORBIDDEN.findall(read(first).text) == []


def test_the_same_report_is_the_same_page(html: str) -> None:
    assert report_page(made_up_report()) == html


def test_a_contrast_with_nought_names_it() -> None:
    asked = Asked("lag_months.end", 10.0, 0.0, "compute_ratio")
    results = made_up_results()
    frame = results.frame.assign(compute_ratio=results.frame["compute_ratio"].replace(3.0, 0.0))
    factors = {"compute_ratio": (0.0, 10.0)}
    changed = replace(results, frame=frame, factors=factors, asked=asked)
    html = report_page(study(changed, made_up_paths))
    chart = json.loads(read(html).scripts["charts"])["chart-answer"]
    assert chart["yAxis"][0]["data"] == ["Compute ratio: 10 − 0"]
    assert "Compute ratio 10 instead of 0 lowers" in read(html).text


def test_a_box_shows_a_factor_in_even_steps() -> None:
    """Ratios from 1 to 100 would crowd on an even axis; the box holds the last two."""
    leads = "poor_leads.end"
    results = sweep(
        {leads: lambda arm, cell, v, luck: float(cell["compute_ratio"] > 5 and v["a"] > 0.4)},
        ("all",), {"compute_ratio": (1.0, 3.0, 10.0, 100.0)}, spread(("a",), 12), 3,
        chances=(leads,),
    )  # fmt: skip
    charts = json.loads(read(report_page(study(results))).scripts["charts"])
    box = charts["chart-box-0"]
    which = "xAxis" if isinstance(box["xAxis"], list) else "yAxis"
    assert box[which][0]["data"] == ["1", "3", "10", "100"]
    assert (box[which][1]["min"], box[which][1]["max"]) == (-0.5, 3.5)
    (cases,) = box["series"]
    assert cases[f"{which}Index"] == 1
    place = "xy".index(which[0])
    assert {point["value"][place] for point in cases["data"]} == {0.0, 1.0, 2.0, 3.0}
    ((low, high),) = cases["markArea"]["data"]
    assert 1.5 < low["coord"][place] < 2.0
    assert 3.0 < high["coord"][place] < 3.5


def test_an_unfinished_sweep_says_so_on_top() -> None:
    results = made_up_results()
    part = replace(results, frame=results.frame.iloc[:500])
    text = read(report_page(study(part, made_up_paths))).text
    assert "This sweep is not complete" in text
    assert text.index("This sweep is not complete") < text.index("What it cannot say")


def test_races_that_end_otherwise_raise_an_alarm(html: str) -> None:
    assert "trust neither" in read(html).text, "the made-up paths end elsewhere"
    quiet = report_page(study(made_up_results(), None, "The engine is another one."))
    assert "trust neither" not in read(quiet).text
    assert "The engine is another one." in read(quiet).text


@pytest.mark.slow
@pytest.mark.parametrize(
    "shape",
    [
        {"arms": ("none", NASTY, "x" * 150)},
        {"arms": ("all",)},
        {"arms": tuple("abcdef")},
        {"parameters": (), "points": 1},
        {"parameters": tuple(f"p{k}" for k in range(20)), "points": 12, "lucks": 2},
        {"points": 2, "lucks": 1},
    ],
)
def test_sweeps_of_every_shape_make_a_page(shape: dict[str, Any], tmp_path: Path) -> None:
    report = made_up_report(**shape)
    reader = read(report_page(report))
    assert set(json.loads(reader.scripts["charts"])) == set(reader.charts)
    assert "nan" not in reader.text.lower().split()
    names = write_pictures(report, tmp_path)
    assert names[0] == "answer.png"


@pytest.mark.slow
def test_pictures_are_drawn_and_the_same_every_time(tmp_path: Path) -> None:
    report = made_up_report()
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        names = write_pictures(report, tmp_path / folder)
        assert names == [
            "answer.png", "distribution-lag_months.end.png", "distribution-poor_leads.end.png",
        ]  # fmt: skip
    for name in names:
        one, two = (tmp_path / folder / name for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
        assert one.read_bytes().startswith(b"\x89PNG")
        assert one.stat().st_size > 15_000


def test_captions_name_the_cells_that_they_show() -> None:
    text = read(report_page(made_up_report())).text
    for title in ("Distributions", "Paired differences"):
        assert f"{title} At compute ratio 10. " in text
    everywhere = replace(made_up_results(), asked=Asked("lag_months.end", "distil", "none"))
    assert (
        "Distributions Over all values of compute ratio. "
        in read(report_page(study(everywhere))).text
    )


def test_codes_are_counted_and_not_averaged(tmp_path: Path) -> None:
    code = "x.release.end"
    results = sweep({code: lambda arm, cell, v, luck: float(arm == "distil" and luck < 2)}, lucks=8)
    label = Label("x: 0 closed, 1 open, in the last month", "choice")
    report = study(replace(results, labels={code: label}))
    html = report_page(report)
    assert "A code, not an amount" in read(html).text
    rows = re.findall(r"<tr><td>(none|distil)</td><td>(.*?)</td><td>(.*?)</td></tr>", html)
    assert rows == [("none", "100 %", "0 %"), ("distil", "75 %", "25 %")]
    assert "<th>0 closed</th><th>1 open</th>" in html
    assert "chart-levels-0" not in html
    assert write_pictures(report, tmp_path) == ["answer.png"]


def test_differences_stand_in_every_cell() -> None:
    """At ratio 3 distilling helps by 0.3 (1 + a), on average 0.45, whatever the luck."""
    (first, *_) = re.findall(
        r"Paired differences, with.*?</table>", report_page(made_up_report()), re.DOTALL
    )
    assert "<th>distil − none</th><th>guarded − none</th>" in first
    assert re.search(r"<td>3</td><td>−0\.450* \(", first)
    assert re.search(r"<td>10</td><td>−1\.50* \(", first)


def test_many_series_are_drawn_without_bands_and_few_points_without_a_line() -> None:
    charts = json.loads(read(report_page(made_up_report(points=7))).scripts["charts"])
    assert len(charts["chart-fan-0"]["series"]) == 3, "medians alone"
    curves = charts["chart-curve-0-0"]["series"]
    assert all(each["lineStyle"]["opacity"] == 0 for each in curves)
    many = json.loads(read(report_page(made_up_report())).scripts["charts"])["chart-curve-0-0"]
    assert all("opacity" not in each["lineStyle"] for each in many["series"])
    pair = made_up_report(arms=("none", "distil"))
    fan = json.loads(read(report_page(pair)).scripts["charts"])["chart-fan-0"]
    assert len(fan["series"]) == 2 * 5


def test_numbers_stay_with_their_units() -> None:
    assert tied("by 3.2 months at 31 % of 20 sets") == (
        "by 3.2\u00a0months at 31\u00a0% of 20\u00a0sets"
    )
    assert tied("1 monthly chance, 3 setsquares") == "1 monthly chance, 3 setsquares"


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "LIBRARY", Path("nowhere/echarts.min.js"))
    scripts.chart_library.cache_clear()
    with pytest.raises(scripts.ChartLibraryError, match="pip install"):
        scripts.chart_library()
    scripts.chart_library.cache_clear()


def test_it_draws_on_a_desk_and_on_a_phone_in_both_themes(
    chrome: Browser, html: str, tmp_path: Path
) -> None:
    (tmp_path / "report.html").write_text(html, encoding="utf-8")
    for width, theme in ((1366, "light"), (390, "dark")):
        view = chrome.new_page(
            viewport={"width": width, "height": 800}, color_scheme=theme, offline=True
        )
        problems: list[str] = []
        view.on("pageerror", lambda error, said=problems: said.append(str(error)))
        view.goto((tmp_path / "report.html").as_uri())
        view.emulate_media(reduced_motion="reduce")
        for chart in view.locator(".chart").all():
            if chart.is_visible():
                chart.scroll_into_view_if_needed()
                chart.locator("svg path").first.wait_for(state="attached")
        assert problems == []
        assert view.evaluate("document.documentElement.scrollWidth") <= width
        view.context.close()


def test_charts_are_whole_on_paper(chrome: Browser, html: str, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(html, encoding="utf-8")
    view = chrome.new_page(viewport={"width": 1366, "height": 800}, offline=True)
    view.goto((tmp_path / "report.html").as_uri())
    view.evaluate("dispatchEvent(new Event('beforeprint'))")
    view.emulate_media(media="print")
    view.evaluate("document.body.style.width = '600px'")
    box = view.locator("#chart-answer svg").bounding_box()
    place = view.locator("#chart-answer").bounding_box()
    view.context.close()
    assert box["height"] > 60
    assert box["width"] <= 600
    assert place["height"] >= box["height"] - 1, "nothing is drawn over what follows"
