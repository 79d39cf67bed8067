"""Own scenarios: files that teachers have sent, kept beside the rooms and offered like the rest."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tenfold.scenarios.load import list_scenarios
from tenfold.scenarios.schema import Scenario
from tenfold.ui.classroom.api.answers import Refusal
from tenfold.ui.classroom.api.uploads import NAME, UNFIT, scenario_of
from tenfold.ui.classroom.rooms.plan import plan_of
from tenfold.ui.classroom.rooms.refusals import RoomError

if TYPE_CHECKING:
    from tenfold.ui.classroom.store.store import Store

FOLDER = "scenarios"
MOST_BYTES = 200_000
"""Of a file; the longest that we ship has a tenth of it."""
MOST_FILES = 20
NOT_NOW = 503


class OwnScenarios:
    """Of one server. Methods read and write files: not for its event loop.

    Args:
        store: of the rooms, beside which they are.
    """

    def __init__(self, store: Store) -> None:
        self._folder = store.path.parent / FOLDER

    def add(self, text: str) -> Scenario:
        """Keep a file, in place of one of the same name.

        Args:
            text: of the file.

        Raises:
            Refusal: it cannot be used or kept; one line says what is wrong, and where.
        """
        if len(text.encode(errors="replace")) > MOST_BYTES:
            raise Refusal(UNFIT, f"{NAME}: at most {MOST_BYTES // 1000} kB.")
        scenario = self._checked(text)
        if scenario.name in list_scenarios():
            raise Refusal(
                UNFIT, f"{NAME}: name = '{scenario.name}': is taken; give yours a name of its own."
            )
        path = self._path(scenario.name)
        if not path.exists() and len(self._files()) >= MOST_FILES:
            raise Refusal(UNFIT, f"At most {MOST_FILES} are kept: remove one first.")
        scratch = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            scratch.write_text(text, encoding="utf-8", newline="")
            os.replace(scratch, path)
        except OSError as problem:
            with suppress(OSError):
                scratch.unlink()
            raise Refusal(NOT_NOW, f"It cannot be kept: {problem.strerror}.") from None
        return scenario

    def all(self) -> dict[str, Scenario]:
        """Those that can be played, by name; a file that no longer can is left where it is."""
        found = {}
        for path in self._files():
            with suppress(Refusal, OSError, UnicodeDecodeError):
                if path.stat().st_size <= MOST_BYTES:
                    scenario = self._checked(path.read_text(encoding="utf-8"))
                    found[scenario.name] = scenario
        return found

    def drop(self, name: str) -> None:
        """Delete one; rooms that were made of it have it whole."""
        if name in {path.stem for path in self._files()}:
            with suppress(OSError):
                self._path(name).unlink()

    def _checked(self, text: str) -> Scenario:
        whole = scenario_of(text)
        try:
            return plan_of({"scenario": whole}).base
        except RoomError as problem:
            raise Refusal(UNFIT, f"{NAME}: {problem}") from None

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("[!.]*.toml"))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.toml"
