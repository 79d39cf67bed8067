"""Pictures of experiments: whole, legible, the same bytes, in both themes."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest

from tenfold.sim.experiments.picture import Bars, Dots, Lines, Picture, Points, Series
from tenfold.ui.science.canvas import SMALL, TEXT, measure, wrap
from tenfold.ui.science.frame import figure, range_of
from tenfold.ui.science.pictures import NARROW, WIDE, draw, picture_file, picture_inline

NAN = math.nan
LONG = "both copy each other, also with open releases of the rich side, at a ratio of thirty to one"
PICTURES: dict[str, Picture] = {
    "dots": Dots(
        [("no copying", 0.2, -0.4, 1.1), (LONG, 5.5, 2.2, 9.1), ("nothing", NAN, NAN, NAN)],
        "months by which the poor side comes nearer after four years, against a race without any",
        "Copying helps, & less than <tenfold> costs",
        [(12.0, "a tenfold gap"), (1.0, "smallest effect that counts"), (0.5, "no effect")],
    ),
    "lines": Lines(
        [
            Series("own ideas", [1, 3, 10, 30, 100], [0, 1, 3, 5, 9], [0] * 5, [1, 2, 4, 6, 12]),
            Series("copied ideas", [1, 3, 10, 30, 100], [0, 1.1, 3.1, 5.1, 8.9], dashed=True),
        ],
        "compute of the rich labs, times that of the poor labs (compute_ratio), nats",
        "lag in months",
        "The lag grows",
        logarithmic=True,
    ),
    "months": Lines(
        [
            Series(LONG, list(range(49)), [-float(month) for month in range(49)]),
            Series("short", list(range(49)), [float(month) for month in range(49)]),
        ],
        "months", "revenue, $ a month and $ a year", "Over the months",
    ),
    "bars": Bars(
        ["compute", LONG, "talent"],
        {"ten to one": [0.5, -0.05, NAN], "thirty to one": [0.6, 0.1, 0.02]},
        "share of the spread", "Compute is the largest part",
    ),
    "stack": Bars(["a", "b"], {"x": [0.5, -0.1], "y": [0.2, -0.3]}, "share", "Parts", stacked=True),
    "points": Points(
        {"rich": ([1, 2, 3], [0.4, 0.2, 0.1]), "poor": ([3.0, 3.1, 3.2], [0.1, 0.1, 0.1])},
        "rank by the best model on sale (1 is best), in the mean of the last year", "share",
        "Use does not follow rank", ["A", "B", "C", "D", "E", "F"],
    ),
    "flat": Dots([("same", 1.0, 1.0, 1.0)], "points", "All the same"),
}  # fmt: skip
EVERY = pytest.mark.parametrize("name", list(PICTURES))
Box = tuple[float, float, float, float]


def texts(svg: str) -> list[tuple[str, Box]]:
    """Every text with the room that it takes at most."""
    root = ElementTree.fromstring(svg)
    found = []
    for each in root.iter("{http://www.w3.org/2000/svg}text"):
        style, words = each.get("style", ""), each.text or ""
        size = float(re.search(r"(\d+(?:\.\d+)?)px", style)[1])  # type: ignore[index]
        width = measure(words, size, "bold" in style)
        x, y = float(each.get("x", "nan")), float(each.get("y", "nan"))
        shift = {"middle": 0.5, "end": 1.0}
        part = next((by for name, by in shift.items() if f"anchor: {name}" in style), 0.0)
        left = x - part * width
        found.append((words, (left, y - 0.75 * size, left + width, y + 0.1 * size)))
    return found


@EVERY
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_text_touches_another_or_leaves_the_page(name: str, width: float) -> None:
    canvas = draw(PICTURES[name], width, titled=True)
    boxes = texts(canvas.svg("c01", "title"))
    assert len(boxes) > 3
    for place, (words, box) in enumerate(boxes):
        assert box[0] >= -1, words
        assert box[1] >= -1, words
        assert box[2] <= width + 1, words
        assert box[3] <= canvas.height + 1, words
        for other, second in boxes[place + 1 :]:
            apart = (
                box[2] <= second[0] or second[2] <= box[0]
                or box[3] <= second[1] or second[3] <= box[1]
            )  # fmt: skip
            assert apart, (words, other)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    "marks",
    [
        [(2, "run of 2"), (3, "run of 3"), (5, "run of 5")],
        [(0, "nothing at all"), (11.5, "tenfold, as the text says"), (11.8, "more")],
        [(9, "what a month of the frontier is worth in points"), (9.5, "two")],
    ],
)
def test_no_mark_crosses_words(marks: list[tuple[float, str]], width: float) -> None:
    picture = Dots([("one", 6.0, 0.0, 12.0)], "points", "Marks", marks)
    canvas = draw(picture, width, titled=True)
    svg = canvas.svg("c01", "title")
    words = {mark for _, mark in marks}
    boxes = [box for text, box in texts(svg) if text in words]
    assert len(boxes) == len(marks)
    lines = re.findall(r'<path d="M ([\d.]+) ([\d.]+)\s+L ([\d.]+) ([\d.]+)\s*"[^>]*dasharray', svg)
    stems = [[float(each) for each in line] for line in lines]
    assert len(stems) == 2 * len(marks)
    for x, first, _, last in stems:
        for left, top, right, bottom in boxes:
            crosses = left < x < right and min(first, last) < bottom and max(first, last) > top
            assert not crosses


@EVERY
def test_every_word_is_there(name: str) -> None:
    picture = PICTURES[name]
    words = " ".join(text for text, _ in texts(picture_file(picture, "c01")))
    labels = {
        Dots: lambda p: [row[0] for row in p.rows] + [mark for _, mark in p.marks] + [p.x_label],
        Lines: lambda p: [series.name for series in p.series] + [p.x_label, p.y_label],
        Bars: lambda p: [*p.labels, *(p.series if len(p.series) > 1 else ()), p.y_label],
        Points: lambda p: [*p.series, p.x_label, p.y_label, "A", "B"],
    }[type(picture)](picture)
    missing = [label for label in (*labels, picture.title) if label not in words]
    assert not missing


@EVERY
def test_the_same_picture_gives_the_same_bytes(name: str) -> None:
    picture = PICTURES[name]
    assert picture_file(picture, "c01") == picture_file(picture, "c01")
    assert picture_inline(picture, "c01") == picture_inline(picture, "c01")
    assert not re.search(r"\b20\d\d-\d\d-\d\d", picture_file(picture, "c01"))


@EVERY
def test_both_themes_and_no_outside(name: str) -> None:
    alone = picture_file(PICTURES[name], "c01")
    assert "prefers-color-scheme:dark" in alone
    assert "var(--page," in alone
    drawn = alone.replace("http://www.w3.org/", "")
    assert "http" not in drawn
    painted = re.sub(r"<style>.*?</style>|var\([^)]*\)", "", alone, flags=re.DOTALL)
    assert not re.search(r"#[0-9a-f]{6}", painted)  # every colour follows the theme
    inline = picture_inline(PICTURES[name], "c01")
    assert "<style" not in inline
    assert "<?xml" not in inline


def test_pictures_on_one_page_do_not_share_names() -> None:
    one, two = (picture_inline(PICTURES["dots"], name) for name in ("c01w", "c02w"))
    names = [set(re.findall(r'id="([^"]+)"', svg)) for svg in (one, two)]
    assert names[0]
    assert not names[0] & names[1]
    used = set(re.findall(r"url\(#([^)]+)\)", one)) | set(re.findall(r'href="#([^"]+)"', one))
    assert used <= names[0]


def test_what_never_arose_is_said() -> None:
    assert "nothing: never arose" in picture_file(PICTURES["dots"], "c01")


def test_text_is_wrapped_and_never_lost() -> None:
    lines = wrap(LONG, 200.0)
    assert " ".join(lines) == LONG
    assert all(measure(line) <= 200.0 for line in lines)
    assert wrap("incomprehensibilities", 20.0) == ["incomprehensibilities"]
    assert measure("wide", TEXT) > measure("wide", SMALL)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (1234.5, "1,234"), (12.345, "12.3"), (-0.12345, "−0.123"),
        (1e-9, "0"), (100.0, "100"), (30.0, "30"), (999.7, "1,000"), (NAN, "–"), (math.inf, "–"),
    ],
)  # fmt: skip
def test_numbers_are_rounded_to_what_matters(value: float, text: str) -> None:
    assert figure(value) == text


def test_a_range_has_room_and_keeps_zero_near() -> None:
    assert range_of([2.0, 10.0]) == (0.0, pytest.approx(10.5))
    low, high = range_of([90.0, 100.0])
    assert 85.0 < low < 90.0
    assert 100.0 < high < 105.0
    low, high = range_of([3.0, 3.0])
    assert low < 3.0 < high
    assert range_of([NAN]) == range_of([0.0, 1.0])
