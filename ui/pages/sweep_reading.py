"""Reading a sweep for the explorer: in a thread, once for all pages that show it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import solara

if TYPE_CHECKING:
    from tenfold.ui.sweep_words import Sweep

MOST_KEPT = 2
"""Sweeps held in memory, for all pages."""


class Shelf:
    """Sweeps that were read lately. All methods may be called from any thread."""

    def __init__(self) -> None:
        """An empty shelf."""
        self._kept: OrderedDict[str, tuple[object, Sweep]] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, folder: str) -> Sweep:
        """The sweep in a folder as it is on disk now.

        Raises:
            OSError, ValueError: no sweep is there, or it is damaged; one clear line.
        """
        from tenfold.sim.sweep.running.store import open_folder
        from tenfold.ui.sweep_words import Sweep

        path = Path(folder).expanduser()
        opened = open_folder(path)
        stamp = (opened.about["identity"], (path / "runs").stat().st_mtime_ns, opened.parts)
        with self._lock:
            known = self._kept.get(folder)
            if known is not None and known[0] == stamp:
                self._kept.move_to_end(folder)
                return known[1]
            sweep = Sweep(opened, opened.frame())
            self._kept[folder] = (stamp, sweep)
            self._kept.move_to_end(folder)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return sweep


shelf = Shelf()
"""The one shelf of this process. It holds no visitor's state: sweeps are found by their folder."""


def use_sweep(folder: str) -> tuple[Any, str]:
    """The sweep in that folder, and what is wrong with it; both empty while it is being read."""
    found, set_found = solara.use_state(("", None, ""))

    def read() -> Callable[[], None]:
        gone = threading.Event()

        def work() -> None:
            sweep, problem = look(folder)
            if not gone.is_set():
                set_found((folder, sweep, problem))

        if folder:
            threading.Thread(target=work, daemon=True).start()
        return gone.set

    solara.use_effect(read, [folder])
    whose, sweep, problem = found
    return (sweep, problem) if whose == folder else (None, "")


def look(folder: str) -> tuple[Any, str]:
    """The sweep in a folder, or what is wrong with it, in a sentence."""
    try:
        return shelf.read(folder), ""
    except (OSError, ValueError) as problem:
        if type(problem).__module__.startswith("tenfold."):
            return None, str(problem)
        return None, f"'{folder}' cannot be read: {problem}"
