"""The first minute: three clicks, sixty words, and by the second quarter a rival has copied you."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

Visit = Callable[..., Any]
"""Makes a Visitor of this folder's conftest."""
MOST_CLICKS, MOST_WORDS = 3, 60
"""Before the first turn has ended."""
SEEN = """
(places) => {
  const words = [];
  for (const root of document.querySelectorAll(places)) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect(), style = getComputedStyle(node.parentElement);
      const own = node.parentElement.getBoundingClientRect();
      const there = box.width > 1 && box.height > 1 && own.width > 1 && own.height > 1;
      if (!there || style.visibility === 'hidden' || style.opacity === '0') continue;
      words.push(...node.textContent.split(/\\s+/).filter((word) => /[\\p{L}\\p{N}]/u.test(word)));
    }
  }
  return words;
}
"""
"""The words in these places that somebody sees; what has no size on the screen is not seen."""


@pytest.mark.parametrize("screen", [(1366, 768), (390, 844)], ids=["laptop", "phone"])
def test_three_clicks_and_sixty_words(visit: Visit, screen: tuple[int, int]) -> None:
    visitor = visit(*screen)
    page = visitor.page
    page.add_init_script(
        "window.clicks = 0; addEventListener('click', () => { clicks += 1; }, true)"
    )
    visitor.go("/")
    play = page.get_by_role("button", name="Play", exact=True)
    play.wait_for()
    words = page.evaluate(SEEN, ".start")
    assert "Can" in words, "the question is not read"
    play.click()
    page.wait_for_selector(".top[data-turn='1']")
    cards = page.locator(".guide-card")
    expect(cards).to_have_count(3)
    # The charts have names and years, which one looks at and does not read.
    words += page.evaluate(SEEN, ".top, .levers")
    print(f"{len(words)} words: {' '.join(words)}")
    assert 30 < len(words) <= MOST_WORDS
    cards.get_by_text("Invent").click()
    expect(cards.filter(has_text="Invent")).to_have_attribute("aria-pressed", "true")
    end = page.get_by_role("button", name="End turn")
    expect(end).to_be_in_viewport()
    end.click()
    page.wait_for_selector(".top[data-turn='2']")
    assert 0 < page.evaluate("clicks") <= MOST_CLICKS
    told = page.locator(".feed li")
    assert "because" in (told.first.text_content() or "")
    copied = told.filter(has_text="of yours")
    assert "rebuilt" in (copied.first.text_content() or "")
    if screen[0] > 760:
        # The second lever has come, and a third comes with the next turn.
        expect(page.locator(".split .handle")).to_have_count(2)
        shown = page.locator(".levers .lever").count()
        visitor.end_turn()
        expect(page.locator(".levers .lever")).to_have_count(shown + 1)


def test_the_guide_can_be_left(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go("/")
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_selector(".guide-card")
    page.get_by_role("button", name="Show all levers").click()
    expect(page.locator(".guide-card")).to_have_count(0)
    expect(page.locator(".levers .lever")).to_have_count(5)
    expect(page.get_by_role("button", name="Menu")).to_be_visible()
    page.reload()
    page.wait_for_selector(".levers .lever")
    expect(page.locator(".guide-card")).to_have_count(0)
    visitor.end_turn()
    expect(page.locator(".levers .lever")).to_have_count(5)
