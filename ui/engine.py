"""The engine's readiness: compiled and loaded in the background while the start page is read.

Compiling takes some ten seconds, once per installation, and would stall pages: another process does
it and fills the cache. Loading what it left takes a second or two, in a thread of this one.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenfold.sim.game.saves.store import Store

STARTING, COMPILING, LOADING, READY, FAILED = "starting", "compiling", "loading", "ready", "failed"
USUAL_SECONDS = 45.0
"""That a first compilation takes on a small machine; what the progress line is drawn against."""
TELLING = 1.0
"""Seconds between two updates of the line on the command line."""


class Engine:
    """Says how far the engine is, and hands out the store of games once it is ready."""

    def __init__(self) -> None:
        """Nothing has been started."""
        self.stage = STARTING
        self.problem = ""
        self.began = time.monotonic()
        self._changed = threading.Condition()
        self._games: Store | None = None
        self._thread: threading.Thread | None = None
        self._work: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def start(self, after: float = 0.0) -> None:
        """Compile and load in the background; a second call does nothing.

        Args:
            after: seconds to leave the processor to the page that is being shown.
        """
        with self._changed:
            if self._thread is not None:
                return
            self._thread = threading.Thread(target=self._prepare, args=(after,), daemon=True)
        self._thread.start()

    @property
    def ready(self) -> bool:
        """Games can be begun and opened."""
        return self.stage == READY

    @property
    def seconds(self) -> float:
        """How long it has been preparing."""
        return time.monotonic() - self.began

    @property
    def games(self) -> Store:
        """The games of this server.

        Raises:
            RuntimeError: the engine is not ready; see `wait`.
        """
        if self._games is None:
            raise RuntimeError("the engine is not ready yet")
        return self._games

    def wait(self, stage: str, seconds: float) -> str:
        """The stage, as soon as it is another than this one or the seconds have passed."""
        with self._changed:
            self._changed.wait_for(lambda: self.stage != stage, seconds)
            return self.stage

    def stop(self) -> None:
        """Leave no process behind: what is being compiled is given up."""
        self._stopped = True
        if self._work is not None and self._work.poll() is None:
            self._work.terminate()

    def _to(self, stage: str) -> None:
        with self._changed:
            self.stage = stage
            self._changed.notify_all()

    def _prepare(self, after: float) -> None:
        try:
            time.sleep(after)
            self.began = time.monotonic()
            from tenfold.sim.compiled import is_warm

            if not is_warm():
                self._to(COMPILING)
                self._compile()
            self._to(LOADING)
            from tenfold.sim.game.saves.store import Store
            from tenfold.sim.month import warm

            warm()
            self._games = Store()
            keep_out_of_collections()
            self._to(READY)
        except Exception as problem:  # whatever it was, the page must be able to say so
            self.problem = f"{type(problem).__name__}: {problem}"
            self._to(FAILED)
            if not self._stopped:
                print(f"The engine could not be prepared. {self.problem}", file=sys.stderr)

    def _compile(self) -> None:
        """Fill the cache of compiled kernels from another process; quick if it is full already."""
        command = [sys.executable, "-m", "tenfold.sim.month"]
        work = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        self._work = work
        line = _Line()
        while True:
            try:
                _, said = work.communicate(timeout=TELLING)
                break
            except subprocess.TimeoutExpired:
                if not self._stopped:
                    line.show(self.seconds)
        if not self._stopped:
            line.end(self.seconds)
        if work.returncode != 0:
            last = said.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
            raise RuntimeError(f"compiling failed: {last[0]}")


def keep_out_of_collections() -> None:
    """Spare the collector what stays for good.

    Two hundred thousand objects of the libraries live as long as the server: looking through them
    all stops every thread for 0.1 s, now and then in the middle of an answer.
    """
    gc.collect()
    gc.freeze()


class _Line:
    """One line on the command line that grows older while the engine is compiled."""

    SLOW = 4.0
    """Seconds after which it is not just loading: something is being compiled."""

    def __init__(self) -> None:
        self.shown = False

    def show(self, seconds: float) -> None:
        if seconds < self.SLOW:
            return
        text = f"Compiling the engine (once per installation): {seconds:.0f} s"
        if sys.stdout.isatty():
            print(f"\r{text}", end="", flush=True)
        elif not self.shown:
            print(f"{text} so far, usually under {USUAL_SECONDS:.0f} s", flush=True)
        self.shown = True

    def end(self, seconds: float) -> None:
        if self.shown:
            start = "\r" if sys.stdout.isatty() else ""
            print(f"{start}The engine is compiled: {seconds:.0f} s.{' ' * 30}", flush=True)


engine = Engine()
"""The one engine of this process. It holds no player's state: games are reached by token alone."""
