"""The pages in a browser: a room made, a quarter played, the wall led through its scenes."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

BAD = ("serious", "critical")


def ask(root: str, path: str, token: str = "", sent: Any = None) -> Any:
    """Ask the API, as a phone does."""
    body = None if sent is None else json.dumps(sent).encode()
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    asked = urllib.request.Request(f"{root}/api/v1/{path}", body, headers)
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return json.load(answer)


def faults(page: Page, *themes: str) -> list[str]:
    """Serious findings of axe."""
    found = []
    for theme in themes:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        found += [
            f"{theme}: {each['id']}: {[n['target'] for n in each['nodes'][:4]]}"
            for each in Axe().run(page).response["violations"]
            if each["impact"] in BAD
        ]
    return found


def scene(page: Page, name: str) -> None:
    page.wait_for_selector(f".wall[data-scene='{name}']")


def test_a_quarter_from_the_host_to_the_wall(chrome: Browser, host: str) -> None:
    root = host.split("/host/")[0]
    context = chrome.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(15_000)
    try:
        page, errors = context.new_page(), []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(host)
        page.get_by_text("Copying and distillation").click()
        page.get_by_label("Teams at most").fill("3")
        page.get_by_role("button", name="Create the room").click()
        page.wait_for_url("**/teach/*")
        page.wait_for_selector(".teach-none")
        code = page.locator(".teach-code b").inner_text().replace(" ", "")
        wall = context.new_page()
        wall.goto(root + (page.locator("a.wide").get_attribute("href") or ""))
        scene(wall, "join")
        assert wall.locator(".wall-code").inner_text().replace(" ", "") == code
        assert faults(wall, "dark") == []

        ana = ask(root, "join", sent={"code": code, "nickname": "Ana <b>"})["token"]
        ask(root, "seat", ana, {})
        page.wait_for_selector(".team >> text=Ana <b>")
        page.get_by_role("button", name="Start quarter 1").click()
        scene(wall, "thinking")
        assert wall.locator(".wall-inside").inner_text() == "0 of 1 in"
        state = ask(root, "state", ana)
        settings = {lever["name"]: lever["value"] for lever in state["levers"]}
        ask(root, "submit", ana, {"round": 1, "settings": settings, "key": "a" * 12})
        page.wait_for_selector(".team.in")
        page.wait_for_selector("text=1 of 1 in")
        assert faults(page, "dark") == []
        page.get_by_role("button", name="Resolve now").click()
        scene(wall, "reveal")
        wall.wait_for_selector(".wall-race[data-played='1']")
        assert faults(wall, "light") == []
        wall.keyboard.press("b")
        scene(wall, "blank")
        wall.keyboard.press("b")
        wall.keyboard.press("ArrowLeft")
        scene(wall, "join")
        # What the room does next is shown, whatever was chosen on the wall.
        page.get_by_role("button", name="Start quarter 2").click()
        scene(wall, "thinking")
        # Ana's phone is silent; who is not there can be sent out, after a second thought.
        page.get_by_role("button", name="Send out who is not there").click()
        assert page.locator(".team >> text=Ana <b>").count() == 1
        page.get_by_role("button", name="Sure?").click()
        page.wait_for_selector(".team >> text=empty seat")
        assert page.locator("text=Ana <b>").count() == 0
        assert errors == []
    finally:
        context.close()


def test_the_form_of_a_room_has_no_serious_faults(chrome: Browser, host: str) -> None:
    page = chrome.new_page(viewport={"width": 1366, "height": 768})
    try:
        page.goto(host)
        page.get_by_role("button", name="Race, seats, levers").click()
        assert faults(page, "light") == []
    finally:
        page.close()


def test_a_link_without_its_token_opens_nothing(chrome: Browser, host: str) -> None:
    root = host.split("/host/")[0]
    page = chrome.new_page()
    try:
        for path in ("/teach/nothing", "/screen/nothing", "/host/nothing"):
            answer = page.goto(root + path)
            assert answer is not None
            assert answer.status == 404
            assert "This link opens nothing." in page.inner_text("body")
    finally:
        page.close()
