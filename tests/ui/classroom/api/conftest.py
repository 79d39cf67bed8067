"""A server, and classes in it, up to the first round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.ui.classroom.api.serving import Served

PLAN: dict[str, Any] = {
    "title": "A class", "scenario": "ten-to-one", "seats": ["Oak"], "seed": 3, "rounds": 2,
    "teams": 4, "auto": False,
}  # fmt: skip


@dataclass
class Class:
    """A room, and those in it."""

    served: Served
    code: str
    teacher: str
    projector: str
    people: dict[str, str] = field(default_factory=dict)
    """Nickname to token."""

    def join(self, nickname: str, copy: int = 0) -> str:
        """Come in, and take a seat of that copy."""
        said = self.served.post("join", {"code": self.code, "nickname": nickname})
        assert said.status == 200, said.body
        token = self.people[nickname] = str(said.json["token"])
        if copy:
            told = self.served.post("seat", {"copy": copy, "seat": "Oak"}, token)
            assert told.status == 200, told.body
        return token

    def start(self) -> None:
        said = self.served.post("teacher/start_round", {}, self.teacher)
        assert said.status == 200, said.body

    def settings(self, nickname: str) -> dict[str, float]:
        """Of all open levers, as they stand."""
        state = self.served.get("state", self.people[nickname]).json
        return {lever["name"]: lever["value"] for lever in state["levers"]}


def new_class(served: Served, **changes: Any) -> Class:
    said = served.post("rooms", {"plan": {**PLAN, **changes}}, served.host)
    assert said.status == 201, said.body
    return Class(served, said.json["code"], said.json["teacher"], said.json["projector"])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    one = Served(tmp_path)
    yield one
    one.close()


@pytest.fixture
def room(served: Served) -> Class:
    """In its lobby."""
    return new_class(served)


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Class, Class]]:
    """Two rooms in their first round; in each Ana and Ben lead one team, Cid the other."""
    served = Served(tmp_path_factory.mktemp("lesson"))
    both = []
    for title in ("The first", "The second"):
        one = new_class(served, title=title)
        one.join("Ana", 1)
        one.join("Ben", 1)
        one.join("Cid", 2)
        one.start()
        both.append(one)
    yield both[0], both[1]
    served.close()
