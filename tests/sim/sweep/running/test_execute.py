"""The driver: resume, stops, disks that refuse, failures, and what people are told."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tenfold.sim.sweep.running import claim, execute
from tenfold.sim.sweep.running.disk import Lock, SweepFolderError
from tenfold.sim.sweep.running.execute import How, how_to
from tenfold.sim.sweep.running.journal import journal_lines
from tenfold.sim.sweep.running.progress import Pace, Teller, span
from tenfold.sim.sweep.running.work import WorkersError
from tests.sim.sweep.running import execution_cases
from tests.sim.sweep.running.execution_cases import (
    COMMAND,
    ROOT,
    ROWS,
    SOURCE,
    ToyPlan,
    behave,
    inode,
    results_of,
    run_toy,
)

pytestmark = pytest.mark.slow

PLAN = ToyPlan()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("undisturbed")
    done = run_toy(folder)
    assert (done.complete, done.races, done.failed, done.exit_code) == (True, PLAN.races, 0, 0)
    return results_of(folder)


def part(number: int) -> str:
    return f"runs/part-{number:06d}.parquet"


# --- results ----------------------------------------------------------------------------------


def test_nothing_but_the_results_and_the_log_remains(
    undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    papers = ["points.parquet", "sweep.json", "sweep.toml"]
    assert sorted(undisturbed) == sorted([*papers, *(part(n) for n in range(PLAN.chunks))])
    run_toy(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*papers, "log.jsonl", "runs"])


@pytest.mark.parametrize("jobs", [1, 3])
def test_jobs_and_killed_workers_change_no_byte(
    undisturbed: dict[str, bytes], tmp_path: Path, jobs: int
) -> None:
    done = run_toy(tmp_path / "a", jobs=jobs, habits=behave(tmp_path / "h", kill_1=2, raise_5=1))
    assert done.exit_code == 0
    assert results_of(tmp_path / "a") == undisturbed


def test_the_same_command_computes_what_is_missing_or_damaged_alone(
    undisturbed: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_toy(tmp_path)
    (tmp_path / part(1)).unlink()
    (tmp_path / part(2)).write_bytes(b"PAR1 torn")
    (tmp_path / part(4)).write_bytes(undisturbed[part(4)][:-9])
    kept = {number: inode(tmp_path / part(number)) for number in (0, 3, 5)}
    capsys.readouterr()
    assert run_toy(tmp_path).exit_code == 0
    told = capsys.readouterr().err
    assert f"{part(2)} is damaged (" in told
    assert f"{part(4)} is damaged (" in told
    assert told.count("): computed anew") == 2
    assert f"{3 * ROWS - 1} of them done already" in told
    assert results_of(tmp_path) == undisturbed
    assert {number: inode(tmp_path / part(number)) for number in kept} == kept


def test_a_complete_sweep_is_left_as_it_is(
    undisturbed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_toy(tmp_path)
    monkeypatch.setattr(execute, "compute_here", None)  # nobody is called
    before = (tmp_path / "log.jsonl").read_bytes()
    assert run_toy(tmp_path).exit_code == 0
    assert results_of(tmp_path) == undisturbed
    assert (tmp_path / "log.jsonl").read_bytes() == before


def test_full_histories_are_parts_too(tmp_path: Path) -> None:
    plan = ToyPlan(chunks=3, full_history=True)
    assert run_toy(tmp_path, plan).exit_code == 0
    for kind in ("runs", "histories", "markets"):
        assert len(list((tmp_path / kind).glob("part-*.parquet"))) == 3


def test_failed_races_are_kept_counted_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    habits = behave(tmp_path / "h", fail_0=1, fail_4=1)
    for _ in range(2):  # a second look at the folder comes to the same
        done = run_toy(tmp_path / "a", habits=habits)
        assert (done.complete, done.failed, done.exit_code) == (True, 4, 1)
        assert done.reasons == ("Broke: early", "Broke: late")
        told = capsys.readouterr().err
        assert "4 races failed and are kept as rows that say why: Broke: early; Broke: late" in told
    from tenfold.sim.sweep.running.papers import read_papers
    from tenfold.sim.sweep.running.store import Folder

    folder = Folder(tmp_path / "a", PLAN, read_papers(tmp_path / "a")[0])  # type: ignore[arg-type]
    assert folder.failed == 4


def test_a_chunk_that_ends_three_workers_is_failed_and_computed_anew_later(
    undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    done = run_toy(tmp_path / "a", habits=behave(tmp_path / "h", kill_2=3))
    assert (done.complete, done.failed, done.exit_code) == (True, ROWS, 1)
    assert done.reasons[0].startswith("lost: the chunk ended 3 workers")
    assert run_toy(tmp_path / "a").exit_code == 0
    assert results_of(tmp_path / "a") == undisturbed


def test_the_log_tells_when_where_and_how_fast(tmp_path: Path) -> None:
    run_toy(tmp_path, jobs=2)
    begun, complete = journal_lines(tmp_path / "log.jsonl")
    assert (begun["event"], begun["jobs"], begun["engine"]) == ("begun", 2, "local")
    assert begun["cores"] == os.cpu_count()
    assert begun["versions"]["engine"]
    assert (complete["event"], complete["races"], complete["failed"]) == ("complete", PLAN.races, 0)
    assert complete["races_a_second"] > 0
    assert os.uname().nodename not in (tmp_path / "log.jsonl").read_text()
    assert str(tmp_path) not in (tmp_path / "log.jsonl").read_text()


# --- refusals ---------------------------------------------------------------------------------


def test_a_second_driver_is_refused(tmp_path: Path) -> None:
    with Lock(tmp_path), pytest.raises(SweepFolderError, match="another sweep is writing"):
        run_toy(tmp_path)


def test_another_sweep_in_the_folder_is_refused(tmp_path: Path) -> None:
    run_toy(tmp_path)
    before = results_of(tmp_path)
    with pytest.raises(SweepFolderError, match=r"question\.seed 1 -> 5"):
        run_toy(tmp_path, ToyPlan(seed=5))
    with pytest.raises(SweepFolderError, match="the words of the sweep file"):
        run_toy(tmp_path, source=SOURCE + b"\n")
    assert results_of(tmp_path) == before


def test_what_makes_no_sense_is_refused() -> None:
    for asked, why in (
        ((0,), "--jobs 0"),
        ((2, "cloud"), "--engine cloud"),
        ((2, "local", "tcp://1.2.3.4:8786"), "needs --engine dask"),
    ):
        with pytest.raises(WorkersError, match=why):
            how_to(*asked)  # type: ignore[arg-type]
    assert how_to(None).jobs >= 1
    assert how_to(3, "dask", "tcp://a:1") == How(3, "dask", "tcp://a:1")


def test_workers_that_cannot_begin_leave_what_is_done(tmp_path: Path) -> None:
    run_toy(tmp_path / "a")
    (tmp_path / "a" / part(3)).unlink()
    with pytest.raises(WorkersError) as caught:
        run_toy(tmp_path / "a", habits=behave(tmp_path / "h", begin=1))
    assert str(caught.value) == (
        "workers cannot begin: of another version; "
        f"{PLAN.races - ROWS} of {PLAN.races} races are done; resume: {COMMAND}"
    )
    assert run_toy(tmp_path / "a").exit_code == 0


# --- disks ------------------------------------------------------------------------------------


def test_a_disk_that_fills_up_loses_nothing(
    undisturbed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, written = claim.write_whole, 0

    def filling(path: Path, content: bytes) -> None:
        nonlocal written
        if path.parent.name == "runs":
            written += 1
            if written == 4:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        real(path, content)

    monkeypatch.setattr(claim, "write_whole", filling)
    with pytest.raises(SweepFolderError) as caught:
        run_toy(tmp_path, jobs=1)
    told = str(caught.value)
    assert told == (
        f"cannot write to '{tmp_path}': No space left on device; "
        f"{3 * ROWS} of {PLAN.races} races are done; free some space, then resume: {COMMAND}"
    )
    assert len(list((tmp_path / "runs").iterdir())) == 3
    assert run_toy(tmp_path).exit_code == 0
    assert results_of(tmp_path) == undisturbed


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 64 kB; skipped where one may not be made."""
    place = tmp_path / "tiny"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tenfold-test", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_really_full_disk_and_a_read_only_one(
    undisturbed: dict[str, bytes], tiny_disk: Path
) -> None:
    ballast, out = tiny_disk / "ballast", tiny_disk / "out"
    ballast.write_bytes(bytes(40_000))
    with pytest.raises(SweepFolderError, match=r"No space left on device; .* free some space"):
        run_toy(out, jobs=1)
    assert 0 < len(list((out / "runs").iterdir())) < PLAN.chunks
    assert not list((out / "runs").glob(".*"))
    remount = ["mount", "-o", "remount,{}", str(tiny_disk)]
    subprocess.run([each.format("ro") for each in remount], check=True)
    with pytest.raises(SweepFolderError, match="Read-only file system"):
        run_toy(out)
    subprocess.run([each.format("rw") for each in remount], check=True)
    ballast.unlink()
    assert run_toy(out).exit_code == 0
    assert results_of(out) == undisturbed


# --- stops ------------------------------------------------------------------------------------


def start(
    out: Path, pause: float, engine: str = "local", chunks: int = 40
) -> subprocess.Popen[str]:
    toy = ["-m", execution_cases.__name__, str(out), "2", str(chunks), str(pause), engine]
    toy.append(str(out.parent / "habits"))
    return subprocess.Popen(
        [sys.executable, *toy], cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def wait_for_parts(out: Path, parts: int = 1) -> None:
    deadline = time.monotonic() + 60
    while len(list((out / "runs").glob("part-*"))) < parts:
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_the_first_stop_keeps_what_is_under_way(tmp_path: Path, sign: int) -> None:
    """The signal goes to everybody, as Ctrl-C in a terminal does."""
    out = tmp_path / "out"
    program = start(out, 0.2)
    wait_for_parts(out, 3)
    os.killpg(program.pid, sign)
    _, told = program.communicate(timeout=20)
    assert program.returncode == 130
    assert "Traceback" not in told
    done = len(list((out / "runs").glob("part-*")))
    assert 3 <= done < 40
    assert f"Stopped: {done * ROWS} of {40 * ROWS - 1} races are done. Resume with" in told
    assert told.splitlines()[-1].strip() == COMMAND
    assert not list(out.rglob(".*"))
    last = journal_lines(out / "log.jsonl")[-1]
    assert (last["event"], last["races"]) == ("stopped", done * ROWS)


def test_a_stop_while_parts_are_checked_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run_toy(tmp_path)
    before = results_of(tmp_path)
    real = claim.check_chunk

    def interrupted(folder: Path, plan: Any, number: int) -> Any:
        if number == 2:
            signal.raise_signal(signal.SIGINT)
        return real(folder, plan, number)

    monkeypatch.setattr(claim, "check_chunk", interrupted)
    assert run_toy(tmp_path).exit_code == 130
    assert "Stopped: what was done is as it was. Resume with" in capsys.readouterr().err
    assert results_of(tmp_path) == before


@pytest.mark.parametrize("engine", ["local", "dask"])
def test_the_second_ctrl_c_ends_at_once(tmp_path: Path, engine: str) -> None:
    if engine == "dask":
        pytest.importorskip("distributed")
    program = start(tmp_path / "out", 60.0, engine)
    deadline = time.monotonic() + 60
    while len(list(tmp_path.glob("habits/begun-*"))) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(program.pid, signal.SIGINT)
    time.sleep(0.6)
    assert program.poll() is None
    os.killpg(program.pid, signal.SIGINT)
    begun = time.monotonic()
    _, told = program.communicate(timeout=50)
    assert program.returncode == 130
    assert "Traceback" not in told
    assert "Resume with" in told
    assert time.monotonic() - begun < 30


# --- progress ---------------------------------------------------------------------------------


def test_pace_looks_back_a_minute_and_holds_little() -> None:
    pace = Pace(1000, 200, now=0.0)
    assert pace.line(0.0) == "200 of 1,000 races (20%), starting"
    for second in range(1, 11):
        pace.add(10, float(second))
    assert pace.rate(10.0) == 10.0
    assert pace.line(10.0) == "300 of 1,000 races (30%), 10 races a second, 1 min 10 s left"
    for second in range(11, 111):
        pace.add(2, float(second))
    assert pace.rate(110.0) == pytest.approx(2.0, abs=0.1)
    assert len(pace._marks) < 70


def test_spans_are_short() -> None:
    assert [span(s) for s in (0.4, 59.4, 61, 3599, 7300)] == [
        "0 s", "59 s", "1 min 1 s", "59 min 59 s", "2 h 1 min",
    ]  # fmt: skip


@pytest.mark.parametrize(("every", "lines"), [(0.0, 9), (1000.0, 0)])
def test_logs_get_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], every: float, lines: int
) -> None:
    with Teller("Racing", Pace(100, 0, time.monotonic()), every=every) as teller:
        for _ in range(8):
            time.sleep(0.01)
            teller.tick(10)
        teller.say("A worker was killed.")
    told = capsys.readouterr().err.splitlines()
    assert told[-1] == "A worker was killed."
    assert len(told) == lines + 1
    assert all(line.startswith("Racing: ") and " of 100 races (" in line for line in told[:-1])


def test_terminals_get_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a real terminal, driven through a pseudo one."""
    script = (
        "import time; from tenfold.sim.sweep.running.progress import Pace, Teller\n"
        "with Teller('Racing', Pace(100, 0, time.monotonic())) as teller:\n"
        "    for _ in range(8): time.sleep(0.1); teller.tick(10)\n"
        "    teller.say('A worker was killed.')\n"
    )
    ours, theirs = os.openpty()
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stderr=theirs) as program:
        os.close(theirs)
        shown = b""
        while True:
            try:
                shown += os.read(ours, 4096)
            except OSError:
                break
        assert program.wait(timeout=20) == 0
    text = shown.decode()
    for words in ("Racing", "races a second", "left", "A worker was killed."):
        assert words in text
    assert text.rstrip().endswith("\x1b[?25h") or "\x1b[?25h" in text  # the cursor is back


def test_a_driver_in_a_thread_needs_no_signals(tmp_path: Path) -> None:
    import threading

    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(run_toy(tmp_path, ToyPlan(chunks=2))))
    thread.start()
    thread.join(30)
    assert found[0].exit_code == 0
