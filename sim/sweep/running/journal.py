"""The log of a sweep: when, on which kind of machine, how fast. Not part of the results."""

from __future__ import annotations

import json
import os
import platform
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

JOURNAL = "log.jsonl"


class Journal:
    """Appends one line per event; a log that cannot be written stops nothing.

    Args:
        folder: of the sweep.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL

    def note(self, event: str, **facts: Any) -> None:
        """Append an event with the time (UTC) and what there is to say about it."""
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        line = json.dumps({"time": now, "event": event, **facts}).encode() + b"\n"
        with suppress(OSError):
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
            try:
                os.write(handle, (b"\n" if _torn(handle) else b"") + line)
            finally:
                os.close(handle)


def _torn(handle: int) -> bool:
    """Whether the last line was cut short."""
    size = os.fstat(handle).st_size
    return size > 0 and os.pread(handle, 1, size - 1) != b"\n"


def journal_lines(path: Path) -> list[dict[str, Any]]:
    """Every whole line of a log; empty where there is none."""
    lines = []
    with suppress(OSError):
        for line in path.read_bytes().splitlines():
            with suppress(ValueError):
                if isinstance(entry := json.loads(line), dict):
                    lines.append(entry)
    return lines


def machine() -> dict[str, Any]:
    """What a rate depends on: cores, processor, system. No names of hosts or people."""
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()
