"""Run: race the claims, judge each by its rule, and keep every finished one at once.

A claim that cannot be raced or judged is a result with its reason; the others go on. Work falls
into pure tasks, so results have the same bits for any number of processes.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from tenfold.sim.claims.claim import Claim, Judged, Work
from tenfold.sim.claims.identity import identity_of
from tenfold.sim.claims.kept import Kept, keep_in
from tenfold.sim.claims.result import Result, Trial, result_of
from tenfold.sim.experiments.pool import Pool, Task

ALTERNATIVE = {"world.research_engine": 1}
"""The other research engine, as a choice in every arm."""
NO_EXPERIMENT = "the experiment itself failed"


class Watch(Protocol):
    """Who wants to know how far it is."""

    def begin(self, total: int, done: int) -> None:
        """So many races in all, so many of them kept from before."""

    def passed(self, races: int) -> None:
        """So many races are done."""

    def finished(self, result: Result) -> None:
        """A claim is judged, and kept where there is a folder."""


class Silent:
    """Wants to know nothing."""

    def begin(self, total: int, done: int) -> None:
        """Nothing."""

    def passed(self, races: int) -> None:
        """Nothing."""

    def finished(self, result: Result) -> None:
        """Nothing."""


@dataclass(frozen=True)
class Form:
    """How claims are raced: in full or short, and on which luck.

    Attributes:
        quick: few points and lucks, to see that everything runs.
        seed: of the lucks; None for each claim's own.
    """

    quick: bool = False
    seed: int | None = None

    def main(self, claim: Claim) -> Work:
        """What is computed on the model's own research engine."""
        return self._seeded(claim.races.quick() if self.quick else claim.races)

    def other(self, claim: Claim) -> Work:
        """What is computed on the alternative one."""
        work: Work = self.main(claim).halved().everywhere(ALTERNATIVE)
        return work

    def count(self, claim: Claim) -> int:
        """Races of both."""
        main = self.main(claim)
        halved: Work = main.halved()
        return main.count + halved.count

    def _seeded(self, work: Any) -> Work:
        seeded = work if self.seed is None else replace(work, seed=self.seed)
        made: Work = seeded
        return made


IN_FULL = Form()


@dataclass(frozen=True)
class Failure:
    """What a task gives that could not be done."""

    reason: str


def run_claims(
    claims: Sequence[Claim],
    form: Form = IN_FULL,
    jobs: int = 1,
    folder: Path | None = None,
    watch: Watch | None = None,
) -> list[Result]:
    """Race and judge claims, in their order.

    Args:
        claims: which.
        form: in full or short; on which luck.
        jobs: processes.
        folder: where each finished claim is kept at once; what is kept there of the same identity
            is not raced again. None keeps nothing.
        watch: told how far it is.

    Raises:
        ClaimsFolderError: the folder cannot be used.
        PoolError: processes were killed again and again.
    """
    told = watch or Silent()
    identities = {claim.number: identity_of(claim, form.quick, form.seed) for claim in claims}
    with keep_in(folder) if folder is not None else nullcontext(None) as kept:
        before = {
            number: result
            for number, identity in identities.items()
            if kept is not None and (result := kept.read(number, identity)) is not None
        }
        counts = {claim.number: form.count(claim) for claim in claims}
        told.begin(sum(counts.values()), sum(counts[number] for number in before))
        found = dict(before)
        with Pool(jobs) as pool:
            for claim in claims:
                if claim.number not in before:
                    identity = identities[claim.number]
                    result = _timed(claim, form, identity, pool, kept, told)
                    told.finished(result)
                    found[claim.number] = result
    return [found[claim.number] for claim in claims]


def _timed(
    claim: Claim, form: Form, identity: str, pool: Pool, kept: Kept | None, told: Watch
) -> Result:
    began = time.monotonic()
    result = run_claim(claim, form, identity, pool, told.passed)
    if kept is not None:
        kept.write(result)
        kept.note(result, time.monotonic() - began)
    return result


def run_claim(
    claim: Claim, form: Form, identity: str, pool: Pool, passed: Callable[[int], None]
) -> Result:
    """Race and judge one claim on both research engines, all tasks side by side."""
    plans: list[tuple[Work | None, list[Task], str]] = []
    for make in (form.main, form.other):
        try:
            work = make(claim)
            plans.append((work, work.tasks(), ""))
        except Exception as problem:  # whatever a claim's file does wrong: the others go on
            plans.append((None, [], reason_of(problem)))
        if plans[0][2]:
            plans.append((None, [], NO_EXPERIMENT))
            break
    every = [task for _, tasks, _ in plans for task in tasks]
    guarded = [Task(attempt, (task,), task.size) for task in every]
    found = pool.run(guarded, passed)
    trials = []
    for planned, tasks, failed in plans:
        own, found = found[: len(tasks)], found[len(tasks) :]
        trials.append(_judge(claim, planned, tasks, own, failed))
    main, other = trials
    # What is written and what is read back are the same, so a resumed run gives the same bytes.
    return Result.from_json(result_of(claim, main, other, identity).to_json())


def attempt(task: Task) -> Any:
    """Do a task; a failure is a result too, so that nothing else of the batch is lost."""
    try:
        return task.run()
    except Exception as problem:
        return Failure(reason_of(problem))


def reason_of(problem: Exception) -> str:
    """Why, in one line: the words of our own errors; of others also where they arose."""
    words = " ".join(str(problem).split())
    if type(problem).__module__.startswith("tenfold."):
        return words
    frame = traceback.extract_tb(problem.__traceback__)[-1]
    where = f"{Path(frame.filename).name}, line {frame.lineno}"
    return f"{type(problem).__name__}: {words} ({where})"


def _judge(
    claim: Claim, work: Work | None, tasks: list[Task], results: list[Any], failed: str
) -> Trial:
    if work is None:
        return Trial(0, None, failed)
    for result in results:
        if isinstance(result, Failure):
            return Trial(work.count, None, result.reason)
    try:
        judged = claim.judge(work.gather(tasks, results))
        _check(judged)
    except Exception as problem:
        return Trial(work.count, None, reason_of(problem))
    return Trial(work.count, judged)


def _check(judged: Judged) -> None:
    if not judged.effects:
        raise ValueError("the claim names no effect")
    # An experiment that finds nothing anywhere has not tested anything.
    first = next(iter(judged.effects.values()))
    if first.middle != first.middle:
        raise ValueError("the first effect has no value: it arose in no race")
