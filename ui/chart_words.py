"""What charts are called and how they explain themselves: plain words for every family."""

from __future__ import annotations

from typing import Any

from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.game.calendar import quarter_of
from tenfold.sim.game.telling.view import View
from tenfold.ui.charts.layers import EVERYBODY, REVENUE, TOKENS

Picked = dict[str, str]
"""What is chosen in the head of a chart: name of the choice to its value."""

TITLES = {
    "race": "Capability race", "share": "Market share", "value": "Value for money",
    "compute": "Chips", "ideas": "Who was first, who copied",
}  # fmt: skip
TENFOLD_POINTS = f"{load_parameters()['index_per_decade'].value:.0f} points"
"""What ten times the training is worth; no race to play changes the constant (tested)."""
NOTES = {
    "race": f"{TENFOLD_POINTS} = 10x training · ●\u00a0closed ○\u00a0open · grey: best of all",
    "value": "a bubble per model · its size is its use · ○ open",
    "compute": "at work, as H100 equivalents · rivals: estimates",
    "ideas": "dot: new ideas · filled: first · line: copied · ◆ breakthrough",
}
FIRST_NOTES = {
    "race": f"skill of the best model on sale: {TENFOLD_POINTS} more take 10 times the training · "
    "right: where you may be in a year",
    "share": "of all use · right: where you may be in a year",
}
"""Notes of the first screen of a guided game, which has no other words on charts."""
COMING = (
    " The shaded part on the right is the coming year: four of five futures lie within the band."
)
"""Added to the explanation of a chart that shows what may come."""
FORESEEN = ("race", "share")
"""Charts that show what may come."""
NOTES_WITHOUT_LAB = {"compute": "at work, as H100 equivalents, as outsiders count them"}
EXPLAIN = {
    "race": (
        "The capability index of each lab's best model on sale: 155 is about the best model at the "
        "end of 2025; "
        f"{TENFOLD_POINTS} are worth ten times the training chips. Filled marks are new models, "
        "rings are models whose weights anyone may run. The grey track is the best model on sale "
        "of all."
    ),
    "share": (
        "Tokens are pieces of words: every question and answer counts, whoever runs the model. "
        "Shares of revenue and of single groups of customers are counted once a quarter."
    ),
    "value": (
        "Further up is more capable, further left is cheaper; each mark on the price axis is ten "
        "times the last where they are far apart. Models on the dashed line are the best for their "
        "price: no cheaper model is as good. A fine line joins a lab's flagship and its mini."
    ),
    "compute": (
        "Each line further up on the left is ten times as many chips. Your own count is exact. "
        "Outsiders count rivals' chips once a quarter: the whisker shows where the true number "
        "lies in nine cases of ten."
    ),
    "ideas": (
        "A dot stands where a lab's released models first had new ideas in them; its filled part "
        "are those that no model had shown before. In your own lane: filled what you found, ring "
        "what you copied. Lines lead from who was first to who copied; bold ones are yours. What "
        "rivals know beyond their models is secret."
    ),
}
SEGMENTS = {
    "consumer": "people's own assistants", "coding": "programmers", "content": "writers and media",
    "enterprise": "offices", "regulated": "those who host it themselves",
    "edge": "phones and devices", "education": "schools",
}  # fmt: skip
"""Segments of customers as the chooser calls them; others go by their titles."""
ALL_CUSTOMERS = "everybody"


def head(view: View, name: str, picked: Picked) -> dict[str, Any]:
    """Title, note and explanation of a chart, and what can be chosen in its head."""
    note = NOTES.get(name, "")
    if view.seat < 0:
        note = NOTES_WITHOUT_LAB.get(name, note)
    choices: list[dict[str, Any]] = []
    if name == "share":
        note = share_note(view, picked)
        choices = share_choices(view, picked)
    if view.guided and view.turn == 1:
        note = FIRST_NOTES.get(name, note)
    coming = COMING if name in FORESEEN and view.seat >= 0 and not view.finished else ""
    return {
        "name": name, "title": TITLES[name], "subtitle": note, "explain": EXPLAIN[name] + coming,
        "picks": choices, "file": f"tenfold-{name}-{view.quarter.replace(' ', '-').lower()}",
    }  # fmt: skip


def share_note(view: View, picked: Picked) -> str:
    """Of what the shares are."""
    segment = picked.get("segment", EVERYBODY)
    if segment != EVERYBODY:
        return f"of the tokens used by {segment_name(view, segment)}"
    return "of all revenue" if picked.get("by") == REVENUE else "of all tokens used"


def share_choices(view: View, picked: Picked) -> list[dict[str, Any]]:
    """By tokens or by revenue; of whose use."""
    by = [{"value": TOKENS, "label": "by tokens"}, {"value": REVENUE, "label": "by revenue"}]
    whose = [{"value": EVERYBODY, "label": ALL_CUSTOMERS}]
    whose += [
        {"value": name, "label": segment_name(view, name)} for name, _ in view.trails.segments
    ]
    return [
        {"name": "by", "label": "Measured", "value": picked.get("by", TOKENS), "options": by},
        {
            "name": "segment", "label": "Customers", "value": picked.get("segment", EVERYBODY),
            "options": whose,
        },
    ]  # fmt: skip


def segment_name(view: View, name: str) -> str:
    """A segment of customers in plain words."""
    titles = dict(view.trails.segments)
    return SEGMENTS.get(name, titles.get(name, name))


def pick(picked: Picked, choice: Picked) -> Picked:
    """What is chosen after one more choice; revenue is known of all customers together alone."""
    now = {**picked, **choice}
    if choice.get("by") == REVENUE:
        now["segment"] = EVERYBODY
    elif now.get("segment", EVERYBODY) != EVERYBODY:
        now["by"] = TOKENS
    return now


def when(view: View) -> list[str]:
    """What each month so far is called under the pointer: its quarter."""
    return [quarter_of(view.start, month) for month in range(view.month + 1)]
