"""What can be clicked stays what it is while the page around it becomes whole: no click is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import solara
from ipyvue import VueTemplate
from ipywidgets import Widget

from tenfold.sim.game.telling.view import View
from tenfold.ui import news_words
from tenfold.ui.pages import sweep as explorer
from tenfold.ui.pages import table
from tenfold.ui.pages.sweep_reading import Shelf
from tests.ui.test_sweep_words import plan_of, write


@contextmanager
def shown(page: solara.Element) -> Iterator[tuple[Widget, Any]]:
    """A page on the server's side: its outermost widget, and what renders it again."""
    box, context = solara.render(page, handle_error=False)
    try:
        yield box, context
    finally:
        context.close()


def controls(widget: Widget) -> dict[str, Any]:
    """The controls on the page, by the file of their template."""
    found: dict[str, Any] = {}
    if isinstance(widget, VueTemplate) and isinstance(widget.template_file, tuple):
        found[widget.template_file[1]] = widget
    for child in getattr(widget, "children", ()):
        if isinstance(child, Widget):
            found |= controls(child)
    return found


def test_a_race_that_is_shown_before_the_charts_is_no_other_after_them(tmp_path: Path) -> None:
    sweep = Shelf().read(str(write(tmp_path / "sweep", plan_of())))

    def page(read: Any) -> solara.Element:
        return explorer.Explored(str(tmp_path), read, "", {"run": ["17"]}, lambda _: None, "")

    with shown(page(None)) as (box, context):
        reading = controls(box)
        context.render(page(sweep), container=box)
        first = controls(box)
        assert {"explorer.vue", "run_card.vue"} <= set(first)
        assert "sweep_groups.vue" not in first
        first["explorer.vue"].vue_theme(False)
        whole = controls(box)
    assert "sweep_groups.vue" in whole
    assert whole["run_card.vue"] is first["run_card.vue"]
    assert whole["explorer.vue"] is first["explorer.vue"] is reading["explorer.vue"]


def test_news_and_rivals_stay_when_a_question_comes(
    view_in: Callable[..., View], monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_in()
    cards: list[dict[str, Any]] = []
    monkeypatch.setattr(news_words, "asked", lambda _: list(cards))
    with shown(table.Told(view, None)) as (box, context):
        calm = controls(box)
        cards.append({"name": "leak", "title": "A leak", "text": "?", "answers": []})
        context.render(table.Told(replace(view, version=view.version + 1), None), container=box)
        asked = controls(box)
    assert "asked.vue" in set(asked) - set(calm)
    assert all(asked[name] is calm[name] for name in calm)
