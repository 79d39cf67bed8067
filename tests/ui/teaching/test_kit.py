"""The lesson kit: its figures are today's, links lead somewhere, pages need nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tenfold.scenarios.load import list_scenarios, load_scenario
from tenfold.sim.game.table.treatments import TREATMENTS
from tenfold.sim.lessons.lesson import CARDS, Lesson
from tenfold.sim.lessons.measure import measured
from tenfold.sim.lessons.registry import LESSONS
from tenfold.ui.science.writing import ScienceFolderError
from tenfold.ui.teaching.figures import Figure, clock, figures_of
from tenfold.ui.teaching.kit import GENERAL, LEVERS, Measured, kit
from tenfold.ui.teaching.printing import install_kit, pages, print_kit

DOCS = Path(__file__).parents[3] / "docs" / "teaching"
RENEW = "docs/teaching is not today's; put in what `run.py lessons --install docs` writes"
JARGON = ("ECI", "H100", "FLOP", "hazard", "exposure", "Pareto", "moonshot")
every_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)


@pytest.fixture(scope="module")
def found() -> Measured:
    """All lessons, measured now."""
    return {name: measured(name) for name in LESSONS}


@pytest.fixture(scope="module")
def texts(found: Measured) -> dict[str, str]:
    """The kit with today's figures."""
    return kit(found)


@pytest.mark.slow
def test_the_docs_show_todays_figures(texts: dict[str, str]) -> None:
    kept = {path.stem: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    assert set(kept) == set(texts)
    assert [name for name in texts if kept[name] != texts[name]] == [], RENEW


def test_there_is_a_plan_for_every_lesson(texts: dict[str, str]) -> None:
    assert list(texts) == [*GENERAL, *LESSONS]
    assert set(LEVERS) == set(CARDS)


@every_lesson
def test_plans_tell_every_minute(lesson: Lesson, texts: dict[str, str]) -> None:
    rows = re.findall(r"^\| (\d+:\d\d) \|", texts[lesson.name], re.MULTILINE)
    seconds = [60 * int(row.split(":")[0]) + int(row.split(":")[1]) for row in rows]
    assert seconds == sorted(set(seconds))
    assert (seconds[0], seconds[-1]) == (0, lesson.timing.ends)
    assert {begins for begins, _, _ in lesson.timing.spans()} <= set(seconds)
    starts = lesson.timing.starts()
    reveals = [a + b for a, b in zip(starts, lesson.timing.thinking, strict=True)]
    assert {*starts, *reveals} <= set(seconds)


@every_lesson
def test_plans_say_what_was_measured(lesson: Lesson, texts: dict[str, str]) -> None:
    for shown in measured(lesson.name):
        figure = Figure(lesson, shown)
        row = f"| {figure.says} | {figure.share} | {figure.interval} | {figure.middle} |"
        assert row in texts[lesson.name]
    for said in (*lesson.slip, *(each.asks for each in lesson.questions)):
        assert said in texts[lesson.name]
    for role in lesson.roles.values():
        assert role.says in texts["handouts"] or len(lesson.roles) == 1


def test_links_lead_somewhere(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        for target in re.findall(r"\]\(([^)]+)\)", text):
            path, _, anchor = target.partition("#")
            assert (DOCS / path).exists(), f"{name}: {target}"
            if anchor:
                assert f'<a id="{anchor}"></a>' in (DOCS / path).read_text(), f"{name}: {target}"


def test_words_are_plain_and_labs_invented(texts: dict[str, str]) -> None:
    """Capital words after 'lab' or as owners of models are those of races, or nobody's."""
    every = " ".join(texts.values())
    assert [word for word in JARGON if word in every] == []
    labs = {lab.name for name in list_scenarios() for lab in load_scenario(name).labs}
    named = {seat for lesson in LESSONS.values() for seat in lesson.seats}
    assert named <= labs
    assert not re.search(r"\b(?:GPT|Claude|Gemini|Llama|Qwen|Kimi|OpenAI|Anthropic)\b", every)
    assert re.search(r"\bDeepSeek|\bMeta\b|\bGoogle\b|\bMistral\b", every) is None


def test_commands_that_the_kit_names_exist(texts: dict[str, str]) -> None:
    named = {
        word for text in texts.values() for word in re.findall(r"`python run\.py ([\w-]+)", text)
    }
    assert named == {"classroom", "lessons"}


def test_marks_never_come_from_rank(texts: dict[str, str]) -> None:
    points = re.findall(r"^\| (\w[\w ]*) \| (\d+) \|", texts["marking"], re.MULTILINE)
    assert sum(int(number) for _, number in points) == 20
    assert not any("rank" in part.lower() or "score" in part.lower() for part, _ in points)


def test_treatments_are_told_by_their_titles(texts: dict[str, str]) -> None:
    for name, lesson in LESSONS.items():
        if lesson.treatment:
            assert TREATMENTS[lesson.treatment].title in texts[name]


def test_figures_in_words() -> None:
    lesson = LESSONS["open-or-closed"]
    figures = figures_of(lesson, measured(lesson.name))
    assert re.fullmatch(r"\d+\xa0%", figures["leaders-sell-less"].middle)
    assert re.fullmatch(r"\$[\d.]+bn", figures["closed-alone-loses"].of("all open"))
    assert figures["open-catches-up"].of("all open") == "0\xa0months"
    assert re.fullmatch(r"\d+\.\d\xa0months", figures["open-catches-up"].of("all closed"))
    shown = figures["open-catches-up"].shown
    assert figures["open-catches-up"].count == round(shown.share * len(shown.on))
    with pytest.raises(KeyError):
        figures["open-catches-up"].of("free")


def test_clock() -> None:
    assert [clock(each) for each in (0, 59, 160, 3000)] == ["0:00", "0:59", "2:40", "50:00"]


def test_pages_stand_alone_and_print(texts: dict[str, str]) -> None:
    made = pages(texts)
    assert next(iter(made)) == "index.html"
    assert len(made) == len(texts)
    for name, page in made.items():
        assert "http" not in page.replace("http-equiv", ""), name
        assert "<script" not in page
        assert " src=" not in page
        assert "@media print" in page
        links = set(re.findall(r'href="([^"#]+)', page))
        assert links <= set(made), name
        assert page.count("<h1>") == 1
    assert "<table>" in made["copying.html"]


def test_pages_escape_what_lessons_say(texts: dict[str, str]) -> None:
    made = pages({**texts, "README": "# A & B\n\n<script>alert(1)</script> a < b"})
    assert "<script>" not in made["index.html"]
    assert "A &amp; B" in made["index.html"]


def test_files_are_written(texts: dict[str, str], tmp_path: Path) -> None:
    written = print_kit(texts, tmp_path / "new" / "kit")
    assert sorted(each.name for each in (tmp_path / "new" / "kit").iterdir()) == sorted(written)
    install_kit(texts, tmp_path)
    assert (tmp_path / "teaching" / "script.md").read_text() == texts["script"]
    with pytest.raises(ScienceFolderError):
        print_kit(texts, Path("/dev/null/kit"))
