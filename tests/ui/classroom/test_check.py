"""The check: a phone that gets through is told so, one that does not is told what to do."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tenfold.ui.classroom import check as module
from tenfold.ui.classroom import telling_teacher
from tenfold.ui.classroom.serve import checking_app
from tests.ui.classroom.api.serving import Receive, Said, events, said, scope_of


class Phone:
    """One that asks the check alone."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, int]] = []
        self.app = checking_app(lambda *step: self.told.append(step))

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Said:
        sent: list[dict[str, Any]] = []

        async def send(message: Any) -> None:
            sent.append(message)

        scope = scope_of(method, path, headers=headers)

        async def run() -> None:
            await self.app(scope, Receive(body), send)

        asyncio.run(run())
        return said(sent)


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LASTS", 0.06)
    monkeypatch.setattr(module, "EVERY", 0.02)


def test_nobody_fills_the_terminal_by_asking_for_the_page(phone: Phone) -> None:
    for _ in range(100):
        assert phone.ask("GET", "/check").status == 200
    assert len(phone.told) < 70


def test_the_page_needs_nothing_but_its_own_files(phone: Phone) -> None:
    page = phone.ask("GET", "/check")
    assert page.status == 200
    text = page.body.decode()
    assert "<script defer src=" in text
    assert "style=" not in text
    assert "http" not in text.replace("http-equiv", "")
    for name, kind in (("check.js", "text/javascript"), ("check.css", "text/css")):
        file = phone.ask("GET", f"/check/{name}")
        assert file.status == 200
        assert file.headers["content-type"].startswith(kind)
    assert phone.ask("GET", "/").headers["location"] == "/check"


def test_a_phone_that_gets_through_is_heard_of_step_by_step(phone: Phone) -> None:
    assert phone.ask("GET", "/check").status == 200
    assert phone.ask("POST", "/check/abc", b'{"step": "page"}').status == 200
    stream = phone.ask("GET", "/check/abc/stream")
    kinds = [kind for kind, _ in events(stream.body)]
    assert kinds.count("ping") >= 2
    assert kinds[-1] == "bye"
    assert phone.ask("POST", "/check/abc", b'{"step": "stayed", "seconds": 20}').status == 200
    assert [step for _, step, _ in phone.told] == ["asked", "page", "stayed"]
    assert phone.told[-1] == ("10.0.0.1", "stayed", 20)


def test_nobody_says_that_a_connection_stayed_that_was_never_open(phone: Phone) -> None:
    said = phone.ask("POST", "/check/abc", b'{"step": "stayed", "seconds": 20}')
    assert said.status == 400
    assert phone.told == []


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"step": "else"}', b'{"step": "page", "x": 1}', b"x" * 99_999]
)
def test_other_steps_are_refused(phone: Phone, body: bytes) -> None:
    assert phone.ask("POST", "/check/abc", body).status in (400, 413)
    assert phone.told == []


def test_other_sites_are_refused(phone: Phone) -> None:
    said = phone.ask("POST", "/check/abc", b'{"step": "page"}', origin="http://elsewhere.example")
    assert said.status == 403


def test_phones_that_try_are_counted(phone: Phone) -> None:
    said = [phone.ask("POST", f"/check/{i}", b'{"step": "page"}').status for i in range(80)]
    assert said[0] == 200
    assert said[-1] == 429


def test_every_step_is_said_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    for step in ("asked", *module.STEPS):
        telling_teacher.checked_step("10.0.0.7", step, 9)
    told = capsys.readouterr().out
    assert told.count("10.0.0.7") == 4
    assert "This phone can play." in told
    assert "use a hotspot" in told


def test_who_listens_to_itself_is_told_that_no_phone_can_come(
    capsys: pytest.CaptureFixture[str],
) -> None:
    telling_teacher.checked_begun("http://127.0.0.1:8765/check", "127.0.0.1").cancel()
    assert "without --host" in capsys.readouterr().out


def test_silence_is_answered_with_its_causes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling_teacher, "NOBODY", 0.01)
    telling_teacher.checked_begun("http://192.168.1.7:8765/check", "0.0.0.0").join(5.0)
    told = capsys.readouterr().out
    for word in ("another network", "hotspot", "firewall"):
        assert word in told


def test_the_page_says_each_outcome() -> None:
    script = (Path(module.__file__).parent / "templates" / "check.js").read_text()
    assert "eval" not in script
    assert "innerHTML" not in script
