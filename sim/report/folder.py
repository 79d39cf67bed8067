"""A folder of results: complete or untouched, never half written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import TracebackType

PREFIX = ".unfinished-"


class FolderError(OSError):
    """A folder that cannot be written; the message says which, why and what to do."""

    def __str__(self) -> str:
        """The message alone."""
        return str(self.args[0])


class ResultFolder:
    """Files are written under another name, and appear together when all are complete.

    Use as a context: on leaving it without an exception the files move into the folder, replacing
    older ones of the same names; after an exception, and after Ctrl-C, nothing of them remains.

    Args:
        folder: where the results go; made if missing.

    Raises:
        FolderError: on entering, if nothing can be written there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._place = folder / f"{PREFIX}{os.getpid()}"

    @property
    def place(self) -> Path:
        """Where to write files, under the names that they shall have."""
        return self._place

    def scratch(self) -> Path:
        """A folder for working data, which goes away in any case."""
        scratch = self._place / "scratch"
        scratch.mkdir(exist_ok=True)
        return scratch

    def __enter__(self) -> ResultFolder:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _clear_abandoned(self.folder)
            shutil.rmtree(self._place, ignore_errors=True)
            self._place.mkdir()
            (self._place / "probe").touch()
            (self._place / "probe").unlink()
        except OSError as problem:
            raise self.trouble(problem) from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._publish()
        finally:
            shutil.rmtree(self._place, ignore_errors=True)

    def trouble(self, problem: OSError) -> FolderError:
        """A clear message for what the disk said."""
        reason = problem.strerror or str(problem)
        return FolderError(f"cannot write to '{self.folder}': {reason}; choose another with --out")

    def _publish(self) -> None:
        try:
            files = sorted(path for path in self._place.iterdir() if path.is_file())
            for path in files:
                to_disk(path)
            for path in files:
                path.replace(self.folder / path.name)
            to_disk(self.folder)
        except OSError as problem:
            raise self.trouble(problem) from None


def to_disk(path: Path) -> None:
    """Return only when a file, or the names in a folder, would survive a crash.

    Raises:
        OSError: the disk refuses.
    """
    if os.name != "posix" and path.is_dir():  # other systems do not open folders
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear_abandoned(folder: Path) -> None:
    """Remove what a killed process left behind."""
    for place in folder.glob(f"{PREFIX}*"):
        number = place.name.removeprefix(PREFIX)
        if number.isdigit() and not _alive(int(number)):
            shutil.rmtree(place, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
