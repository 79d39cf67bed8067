"""Claiming the folder of a sweep: one writer, of this very sweep, and whole files at any moment.

What is written when, so that a kill at any moment leaves a folder that the same command completes:
first sweep.json, which says what all the rest shall be, then its two companions, then parts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenfold.scenarios.questions import SweepError, read_question
from tenfold.sim.sweep.layout import SWEEP, kinds_of, part_name
from tenfold.sim.sweep.running.disk import (
    LOCK,
    TEMPORARY,
    Lock,
    SweepFolderError,
    sweep_up,
    trouble,
    unreadable,
    write_whole,
)
from tenfold.sim.sweep.running.papers import (
    ENGINE,
    POINTS,
    SOURCE,
    Papers,
    papers_of,
    points_in,
    read_json,
)
from tenfold.sim.sweep.running.parts import DamagedPart, Tally, check_chunk, seal
from tenfold.sim.sweep.running.work import Files

if TYPE_CHECKING:
    from tenfold.sim.sweep.plan import Plan

SHOWN = 4
"""Differences that a refusal lists."""


class Keeper:
    """Writes into the folder of a sweep; made by `claim` alone.

    Args:
        folder: of the sweep.
        plan: the sweep.
    """

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder = folder
        self._plan = plan
        self._kinds = kinds_of(plan.full_history)

    def missing(
        self, say: Callable[[str], None], passed: Callable[[int], None] = lambda chunks: None
    ) -> tuple[list[int], Tally]:
        """Look at every part, and find the chunks that are still to compute.

        Args:
            say: told of each damaged part, which counts as missing.
            passed: called with the number of chunks looked at, after each.

        Returns:
            Numbers of the missing chunks in order, and the failed races of the others.
        """
        missing, found = [], Tally()
        for number in range(self._plan.chunks):
            try:
                chunk = check_chunk(self.folder, self._plan, number)
            except DamagedPart as problem:
                say(f"{problem}: computed anew")
                chunk = None
            except OSError as problem:
                raise unreadable(problem, self.folder) from None
            if chunk is None or chunk.lost:
                missing.append(number)
            else:
                found.add(chunk)
            passed(number + 1)
        return missing, found

    def keep(self, number: int, files: Files) -> None:
        """Write the parts of a chunk; `runs` last, so that where it is, the others are.

        Raises:
            OSError: if the disk refuses; parts written before are safe.
        """
        for kind in self._kinds:
            write_whole(self.folder / kind / part_name(number), seal(files[kind]))


@contextmanager
def claim(folder: Path, plan: Plan, source: bytes) -> Iterator[Keeper]:
    """Be the one process that writes a sweep into a folder, new or begun earlier.

    Args:
        folder: where the results go; made if missing.
        plan: the sweep.
        source: the sweep file, verbatim.

    Raises:
        SweepFolderError: if the folder holds something else (then nothing in it is touched), is
            written to by another process, or cannot be written.
    """
    papers = papers_of(plan, source)
    try:
        _refuse_another(folder, papers)
        folder.mkdir(parents=True, exist_ok=True)
        lock = Lock(folder)
        lock.__enter__()
    except SweepFolderError:
        raise
    except OSError as problem:
        raise trouble(problem, folder) from None
    try:
        _refuse_another(folder, papers)  # another process may have come first
        _lay_out(folder, papers, kinds_of(plan.full_history))
        yield Keeper(folder, plan)
    finally:
        lock.__exit__()


def _lay_out(folder: Path, papers: Papers, kinds: tuple[str, ...]) -> None:
    try:
        for place in (folder, *(folder / kind for kind in kinds)):
            sweep_up(place)
        if not (folder / SWEEP).exists():  # that of an equal sweep names the versions it began with
            write_whole(folder / SWEEP, papers.sweep)
        hashes = json.loads(papers.sweep)["hashes"]
        if points_in(folder / POINTS, hashes[POINTS]) is None:
            write_whole(folder / POINTS, papers.points)
        if not _same(folder / SOURCE, papers.source):
            write_whole(folder / SOURCE, papers.source)
        for kind in kinds:
            (folder / kind).mkdir(exist_ok=True)
    except OSError as problem:
        raise trouble(problem, folder) from None


def _refuse_another(folder: Path, papers: Papers) -> None:
    """Raise unless the folder is missing, empty, or of this very sweep. Touches nothing."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise SweepFolderError(f"'{folder}' is a file: choose a folder with --out")
    if not (folder / SWEEP).exists():
        own = {LOCK, SOURCE} if _same(folder / SOURCE, papers.source) else {LOCK}
        others = [path.name for path in folder.iterdir() if path.name not in own]
        others = [name for name in others if not name.endswith(TEMPORARY)]
        if others:
            raise SweepFolderError(
                f"'{folder}' holds other files ({', '.join(sorted(others)[:3])}) and no sweep: "
                "choose another folder with --out"
            )
        return
    old, new = read_json(folder), json.loads(papers.sweep)
    same_text = old["hashes"][SOURCE] == new["hashes"][SOURCE]
    if old["identity"] == new["identity"] and same_text:
        return
    raise SweepFolderError(_explain(folder, old, new))


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _explain(folder: Path, old: dict[str, Any], new: dict[str, Any]) -> str:
    changes = list(_differences(old["plan"], new["plan"]))
    if old["hashes"][POINTS] != new["hashes"][POINTS]:
        changes.append("the points of the design")
    todo = "choose another folder with --out, or go back to what it was begun with"
    engines = [about["versions"].get(ENGINE) for about in (old, new)]
    if engines[0] != engines[1]:
        changes.insert(0, f"the engine, {engines[0]} -> {engines[1]}")
    same_text = old["hashes"][SOURCE] == new["hashes"][SOURCE]
    if not changes and old["identity"] == new["identity"]:
        changes = ["the words of the sweep file"]
    elif not changes:
        changes = ["the code of sweeps" if same_text else "the order of its arms or keys"]
    if not same_text:
        todo += f" (its sweep file is kept as '{folder / SOURCE}')"
    more = f" and {len(changes) - SHOWN} more" if len(changes) > SHOWN else ""
    listed = "; ".join(changes[:SHOWN])
    begun = _begun(old, new) if same_text else ""
    return f"'{folder}' holds another sweep{begun}, changed: {listed}{more}; {todo}"


def _begun(old: dict[str, Any], new: dict[str, Any]) -> str:
    """How the sweep in the folder was begun, where the short form is all that differs."""
    plans = [dict(about["plan"]) for about in (old, new)]
    tables = [plan.pop("question", None) for plan in plans]
    if plans[0] != plans[1] or old["versions"].get(ENGINE) != new["versions"].get(ENGINE):
        return ""
    try:
        before, now = (read_question(table, "question") for table in tables)
    except SweepError:  # of another version
        return ""
    if before == now:
        return ""
    if now.quick() == before:
        return " (begun with --quick)"
    return " (begun without --quick)" if before.quick() == now else ""


def _differences(old: Any, new: Any, key: str = "") -> Iterator[str]:
    """Each value that differs, by its dotted key."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            inner = f"{key}.{name}" if key else str(name)
            yield from _differences(old.get(name), new.get(name), inner)
    elif old != new:
        yield f"{key} {_brief(old)} -> {_brief(new)}"


def _brief(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
