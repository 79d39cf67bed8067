"""A classroom server in a process of its own, to be loaded, killed and begun again."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[4]
LINK = re.compile(r"/host/(\S+)")
PATIENCE = 60.0


class Server:
    """One server, with its folder; it may live several times.

    Args:
        folder: its data is `data` in it.
        before: words of a command that runs the server, such as `setpriv`.
    """

    def __init__(self, folder: Path, before: Sequence[str] = ()) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._before = before
        self.folder = folder
        self.port = free_port()
        self.peak = self.own = 0
        self._said = folder / "said.txt"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def begin(self) -> float:
        """Start it. Returns the moment."""
        command = [
            *self._before, sys.executable, str(ROOT / "run.py"), "classroom",
            "--host", "127.0.0.1", "--port", str(self.port),
            "--data", str(self.folder / "data"), "--no-browser",
        ]  # fmt: skip
        with self._said.open("ab") as said:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=ROOT,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )  # fmt: skip
        return time.monotonic()

    def host(self) -> str:
        """The host's token, as it is printed."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = LINK.search(self.said())
            if found is not None:
                return found.group(1)
            assert self._process is not None
            assert self._process.poll() is None, self.said()
            time.sleep(0.02)
        raise TimeoutError(self.said())

    def kill(self) -> None:
        """As a power cut does."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        assert self._process.wait(30) == -signal.SIGKILL, f"it ended by itself: {self.said()}"

    def end(self) -> None:
        """As Ctrl-C does; harmless where it is over already."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(30)
            raise

    def weigh(self) -> int:
        """Bytes of memory that it holds now, its children's included; the most is kept."""
        assert self._process is not None
        try:
            one = psutil.Process(self._process.pid)
            every = [each.memory_info() for each in [one, *one.children(recursive=True)]]
        except psutil.NoSuchProcess:
            return 0
        held = sum(each.rss for each in every)
        self.peak = max(self.peak, held)
        # Files of libraries are shared with other programs, and dropped where memory is short.
        self.own = max(self.own, sum(each.rss - getattr(each, "shared", 0) for each in every))
        return held

    def processor(self) -> float:
        """Seconds of the processor that it has used."""
        assert self._process is not None
        used = psutil.Process(self._process.pid).cpu_times()
        return float(used.user + used.system)

    def waited(self) -> float:
        """Seconds for which its busiest thread found no processor free; 0: not known here."""
        assert self._process is not None
        threads = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        spent = [[int(number) for number in one.read_text().split()] for one in threads]
        return max(spent)[1] / 1e9 if spent else 0.0

    def said(self) -> str:
        """All that it has written."""
        return self._said.read_text() if self._said.exists() else ""

    def complaints(self) -> list[str]:
        """Lines that tell of a fault."""
        return [line for line in self.said().splitlines() if re.search("Traceback|ERROR", line)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
