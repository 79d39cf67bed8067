"""The page and the document of claims: everything said, nothing from outside, nothing let in."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tenfold.sim.claims.registry import all_claims
from tenfold.sim.claims.result import Result
from tenfold.sim.claims.run import Form, run_claims
from tenfold.ui.science.claims import SHORT, claims_sheet, signed
from tenfold.ui.science.markdown import sheet_markdown
from tenfold.ui.science.page import paragraphs, sheet_page
from tenfold.ui.science.sheet import Sheet, together
from tenfold.ui.science.writing import ScienceFolderError, install, write_page
from tests.sim.claims.made_up import BROKEN, CLAIMS, claim

FULL = Form()
HOSTILE = "<script>alert(1)</script> \" ' | & ${x} {{ 7 * 7 }}"
LONG = "Ensembles of several open models against one closed model of the rich side of the gap"


@pytest.fixture(scope="module")
def results() -> list[Result]:
    return run_claims([*CLAIMS, BROKEN[0]])


@pytest.fixture(scope="module")
def sheet(results: list[Result]) -> Sheet:
    return claims_sheet(results, FULL)


def test_the_page_says_everything(sheet: Sheet, results: list[Result]) -> None:
    page = sheet_page(sheet)
    for result in results:
        assert result.title in page
        assert result.says in page
        assert result.rule in page
        if result.main.judged:
            assert result.main.judged.verdict.says in page
    assert "✗" in page
    assert "<b>contradicted</b>" in page
    assert "changes to not holding" in page
    assert "the verdict is another: does not hold" in page
    assert "no such arm" in page
    assert page.count("<svg") == 2 * len(CLAIMS)
    assert SHORT not in page
    assert SHORT in sheet_page(claims_sheet(results, Form(quick=True)))


def test_the_page_needs_no_network(sheet: Sheet) -> None:
    page = sheet_page(sheet).replace("http://www.w3.org/", "")
    assert "http" not in page
    assert not re.search(r"\b(?:src|@import|url\((?!#))", page)
    assert sheet_page(sheet) == sheet_page(sheet)


def test_an_assumed_claim_is_not_shown_as_tested(sheet: Sheet) -> None:
    assumed = sheet.entries[3]
    assert (assumed.kind, assumed.tone, assumed.verdict) == ("built in", "given", "holds")
    assert "assumed" in assumed.tags
    assert sheet.entries[1].tone == "bad"


def test_filters_are_those_that_find_something(sheet: Sheet) -> None:
    tags = {tag for _, tag in sheet.filters}
    assert tags == {"", "supported", "contradicted", "depends", "assumed", "changes", "failed"}
    only = claims_sheet(run_claims(CLAIMS[:1]), FULL)
    assert {tag for _, tag in only.filters} == {"", "supported"}


def test_words_cannot_become_code(results: list[Result]) -> None:
    nasty = replace(results[0], title=HOSTILE, says=HOSTILE, prose=f"x\n\n{HOSTILE}", rule=HOSTILE)
    sheet = claims_sheet([nasty], FULL)
    page = sheet_page(sheet)
    assert "<script>alert" not in page
    assert "{{ 7 * 7 }}" in page
    cells = [line for line in sheet_markdown(sheet, "pictures").splitlines() if line[:5] == "| C1 "]
    assert re.split(r"(?<!\\)\|", cells[0])[2].strip().startswith("[")
    assert len(re.split(r"(?<!\\)\|", cells[0])) == 8


def test_the_document_says_everything(sheet: Sheet, results: list[Result]) -> None:
    text = sheet_markdown(sheet, "pictures", "*How it came to be.*")
    assert text.startswith("# Claims put to the test\n\n*How it came to be.*\n")
    for result in results:
        assert f"## {result.number}. {result.title}" in text
        assert result.rule in text
        assert result.says in text
        assert f'<a id="{result.number.lower()}"></a>' in text
    assert "![What C2 does](pictures/c02.svg)" in text
    assert "✗ **Contradicted**. The gap moves by" in text
    assert "**Emergent**: no equation says it" in text
    head, table = text.split("## All of them")
    assert "**Interval**" in head
    assert table.index("| C1 |") < table.index("## C1.")


def test_files_are_written_and_old_pictures_of_documents_go(sheet: Sheet, tmp_path: Path) -> None:
    names = write_page(sheet, tmp_path / "out", {"claims.json": "{}"})
    assert {str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*.*")} == {
        *names
    }
    assert set(names) == {
        "claims.json", "claims.html", "claims.md", *(f"pictures/c0{n}.svg" for n in range(1, 5)),
    }  # fmt: skip
    docs = tmp_path / "docs"
    (docs / "pictures" / "claims").mkdir(parents=True)
    (docs / "pictures" / "claims" / "c99.svg").touch()
    (docs / "model.md").touch()
    install(sheet, docs, "*Made by a command.*")
    assert (docs / "model.md").exists()
    found = sorted(path.name for path in (docs / "pictures" / "claims").iterdir())
    assert found == [f"c0{n}.svg" for n in range(1, 5)]
    text = (docs / "claims.md").read_text()
    pictures = re.findall(r"\]\((pictures/[^)]+)\)", text)
    assert len(pictures) == 4
    assert all((docs / picture).exists() for picture in pictures)


def test_a_place_that_cannot_be_written_is_said(sheet: Sheet, tmp_path: Path) -> None:
    with pytest.raises(ScienceFolderError, match="no folder"):
        install(sheet, tmp_path / "nowhere", "")
    (tmp_path / "file").touch()
    with pytest.raises(ScienceFolderError, match="cannot write to"):
        write_page(sheet, tmp_path / "file")


def test_prose_becomes_paragraphs_lists_and_code() -> None:
    made = paragraphs("One\nline.\n\n- `kappa` & so\n- two\n\nEnd.")
    assert made == (
        "<p>One line.</p>\n<ul><li><code>kappa</code> &amp; so</li><li>two</li></ul>\n<p>End.</p>"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [("moves by -3.9 (-4 to 1)", "moves by −3.9 (−4 to 1)"), ("C-3, 2024-12", "C-3, 2024-12")],
)
def test_numbers_below_zero_have_a_minus(text: str, shown: str) -> None:
    assert signed(text) == shown


def test_the_document_of_the_project_says_what_the_claims_say_today(root: Path) -> None:
    """Where a claim has changed, it is made anew: `run.py claims --out ... --install docs`."""
    document = root / "docs" / "claims.md"
    text = document.read_text()
    for each in all_claims().values():
        assert f"## {each.number}. {each.title}" in text
        assert each.rule[1:] in text, each.number
        assert each.matters[1:] in text, each.number
        assert (root / "docs" / "pictures" / "claims" / f"c{each.place:02d}.svg").exists()
    assert SHORT not in text


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ((0.0165, 0.000057, 0.0338), ("0.0165", "0.0001", "0.0338")),
        ((132.0, -0.8, 1229.0), ("132", "−1", "1,229")),
        ((0.00004, -0.0135, 0.0215), ("0.0000", "−0.0135", "0.0215")),
        ((0.0, -0.00001, 4.5), ("0.0", "0.0", "4.5")),
        ((-5.0, -20.0, 10.0), ("−5", "−20", "10")),
        ((0.0, 0.0, 0.0), ("0", "0", "0")),
        ((0.5, float("nan"), 0.25), ("0.50", "–", "0.25")),
    ],
)
def test_figures_side_by_side_have_the_same_decimals(
    values: tuple[float, ...], shown: tuple[str, ...]
) -> None:
    assert together(*values) == shown


@pytest.mark.parametrize("width", [390, 800, 1366])
def test_the_page_fits_and_filters(chrome: Browser, tmp_path: Path, width: int) -> None:
    long = [replace(claim("C1"), title=LONG, says=LONG * 2, rule=LONG * 5), *CLAIMS[1:], BROKEN[0]]
    write_page(claims_sheet(run_claims(long), FULL), tmp_path)
    context = chrome.new_context(viewport={"width": width, "height": 768})
    page = context.new_page()
    page.goto((tmp_path / "claims.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("article:visible").count() == 5
    page.get_by_role("button", name="Contradicted").click()
    assert page.locator("article:visible").count() == 1
    assert page.locator(".all tbody tr:visible").count() == 1
    assert page.locator("figure svg:visible").count() == 1
    page.get_by_role("button", name="All").click()
    page.get_by_role("link", name="Claim C2 of a text").click()
    assert page.locator("#c2").is_visible()
    context.close()
