"""The command line: what it writes, and how it answers to what cannot be done."""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import typer

from tenfold import run as command_line
from tenfold.agents.decision import LEVERS
from tenfold.agents.policies import REGISTRY
from tenfold.agents.ruling import REGULATOR_POLICIES
from tenfold.scenarios.load import list_scenarios, load_scenario
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import list_questions
from tenfold.sim.measures import MEASURES
from tenfold.sim.report.parquet import units_of
from tenfold.sim.report.publish import FILES
from tenfold.sim.world import LAB_RECORDED, MARKET_RECORDED
from tests.commands import Call

ROOT = Path(__file__).resolve().parents[1]
QUICK = ("run", "equal-start", "--months", "4")


def history(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder / "history.parquet")


IMPOSSIBLE = {
    "unknown scenario": (["run", "tenfold-2062"], ["tenfold-2062", "did you mean 'tenfold-2026'"]),
    "no such file": (["run", "mine.toml"], ["mine.toml", "no such file"]),
    "no scenario": (["run"], ["Missing argument"]),
    "no months": ([*QUICK[:2], "--months", "0"], ["--months 0", "from 1 to 120"]),
    "too many months": ([*QUICK[:2], "--months", "121"], ["--months 121", "from 1 to 120"]),
    "months in words": ([*QUICK[:2], "--months", "four"], ["--months", "integer"]),
    "no runs": ([*QUICK, "--runs", "0"], ["--runs 0", "from 1 to"]),
    "negative runs": ([*QUICK, "--runs", "-3"], ["--runs -3", "from 1 to"]),
    "negative seed": ([*QUICK, "--seed", "-1"], ["--seed -1", "from 0 to"]),
    "huge seed": ([*QUICK, "--seed", str(2**63)], ["--seed", "from 0 to"]),
    "negative first run": ([*QUICK, "--first-run", "-1"], ["--first-run -1", "from 0 to"]),
    "setting without a value": ([*QUICK, "--set", "kappa"], ["--set 'kappa'", "name=value"]),
    "setting without a name": ([*QUICK, "--set", "=2"], ["--set '=2'", "name=value"]),
    "setting in words": ([*QUICK, "--set", "kappa=big"], ["'big' is not a number", "kappa is"]),
    "setting not finite": ([*QUICK, "--set", "kappa=nan"], ["kappa", "finite"]),
    "unknown parameter": ([*QUICK, "--set", "kapa=1"], ["'kapa'", "did you mean 'kappa'"]),
    "impossible parameter": ([*QUICK, "--set", "kappa=-1"], ["kappa = -1", "at least"]),
    "lever as a parameter": ([*QUICK, "--set", "training=0.3"], ["is a lever", "--policy"]),
    "missing parameter file": ([*QUICK, "--params", "none.toml"], ["none.toml", "no such file"]),
    "unknown seat": ([*QUICK, "--policy", "Nobody=autopilot"], ["no lab 'Nobody'"]),
    "unknown policy": (
        [*QUICK[:1], "tenfold-2026", "--policy", "Fernhill=autopilott"],
        ["'autopilott'", "did you mean 'autopilot'"],
    ),
    "malformed choice": ([*QUICK, "--choice", "poor.distil"], ["KEY=VALUE"]),
    "choice of nobody": ([*QUICK, "--choice", "por.distil=1"], ["'por'", "did you mean 'poor'"]),
    "empty list": (["list", "levers", "zzz"], ["no levers contain 'zzz'", "list levers"]),
    "unknown list": (["list", "cats"], ["'cats'", "levers"]),
    "malformed policy": ([*QUICK, "--policy", "autopilot"], ["LAB=POLICY"]),
    "unwritable folder": ([*QUICK, "--out", "/dev/null/x"], ["/dev/null/x", "--out"]),
    "unknown command": (["rum"], ["No such command 'rum'"]),
    "unknown option": ([*QUICK, "--moths", "3"], ["--moths"]),
    "port too high": (["play", "--port", "70000"], ["--port", "70000"]),
    "port too low": (["--port", "-1"], ["--port", "-1"]),
}


@pytest.mark.parametrize(("words", "said"), IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_what_cannot_be_done_is_said_once(words: list[str], said: list[str], call: Call) -> None:
    answer = call(*words)
    assert answer.code == 2
    text = re.sub(r"\s+", " ", answer.err.replace("│", " "))
    assert all(part in text for part in said), answer.err
    assert "Traceback" not in answer.err
    assert not answer.out


@pytest.mark.parametrize("labs", [1, 50])
def test_a_race_of_one_or_fifty_labs_is_refused(labs: int, call: Call, tmp_path: Path) -> None:
    text = (ROOT / "scenarios" / "catalogue" / "equal-start.toml").read_text()
    head, *entries = text.split("[[labs]]")
    copies = [
        re.sub(r'name = "[^"]*"', f'name = "Lab {k}"', entries[0], count=1) for k in range(labs)
    ]
    path = tmp_path / "odd.toml"
    path.write_text("[[labs]]".join([head, *copies]))
    answer = call("run", str(path))
    assert answer.code == 2
    assert "odd.toml" in answer.err
    assert f"{labs} lab" in answer.err


def test_a_parameter_file_that_is_no_toml_is_refused(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text("kappa = = 2")
    answer = call(*QUICK, "--params", str(path))
    assert answer.code == 2
    assert "my.toml" in answer.err
    path.write_text("kapa = 2")
    assert "did you mean 'kappa'" in call(*QUICK, "--params", str(path)).err


def test_an_occupied_port_is_said(call: Call) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        answer = call("play", "--no-browser", "--port", port)
    assert answer.code == 2
    assert port in answer.err
    assert "--port" in answer.err


def test_a_run_shows_a_table(call: Call) -> None:
    answer = call(*QUICK)
    assert answer.code == 0, answer.err
    for lab in load_scenario("equal-start").labs:
        assert lab.name in answer.out
    assert "1 race of 4 months, seed 1" in answer.out


def test_a_run_writes_its_files(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "results"
    answer = call(*QUICK, "--runs", "3", "--seed", "5", "--out", str(folder))
    assert answer.code == 0, answer.err
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    table = history(folder)
    labs = [lab.name for lab in load_scenario("equal-start").labs]
    assert len(table) == 3 * 5 * len(labs)
    assert list(table["lab"].unique()) == labs
    assert sorted(table["run"].unique()) == [0, 1, 2]
    assert sorted(table["month"].unique()) == [0, 1, 2, 3, 4]
    assert np.isfinite(table.select_dtypes("number").to_numpy()).all()
    market = pd.read_parquet(folder / "market.parquet")
    assert len(market) == 3 * 5
    shared = table.groupby(["run", "month"])["token_share"].sum()
    assert np.allclose(shared, 1.0, rtol=0, atol=1e-9)
    assert (folder / "race.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_files_carry_units_and_what_was_run(call: Call, tmp_path: Path) -> None:
    call(*QUICK, "--set", "kappa=0.5", "--out", str(tmp_path))
    units = units_of(tmp_path / "history.parquet")
    assert all(units[column.name] == column.unit for column in LAB_RECORDED)
    assert units["month"] == "months"
    assert all(units.values())
    units = units_of(tmp_path / "market.parquet")
    assert all(units[column.name] == column.unit for column in MARKET_RECORDED)
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert (summary["seed"], summary["runs"], summary["months"]) == (1, 1, 4)
    assert summary["parameters_changed"] == {"kappa": 0.5}
    assert {"tenfold", "engine", "python", "mesa", "numba", "numpy"} <= set(summary["versions"])
    with (tmp_path / "labs.csv").open() as file:
        rows = list(csv.DictReader(file))
    last = history(tmp_path).query("month == 4").set_index("lab")
    for row in rows:
        assert float(row["capability"]) == pytest.approx(last.loc[row["lab"], "capability"], 1e-6)
        assert summary["medians"][row["lab"]]["cash"] == pytest.approx(float(row["cash"]))


def test_run_k_of_a_seed_is_the_same_alone_and_among_others(call: Call, tmp_path: Path) -> None:
    call(*QUICK, "--runs", "4", "--seed", "3", "--out", str(tmp_path / "many"))
    call(*QUICK, "--seed", "3", "--first-run", "2", "--out", str(tmp_path / "alone"))
    many, alone = history(tmp_path / "many"), history(tmp_path / "alone")
    among = many[many["run"] == 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(among, alone, check_exact=True)
    first = many[many["run"] == 0].drop(columns="run").reset_index(drop=True)
    assert not first.equals(alone.drop(columns="run"))


def test_the_same_words_give_the_same_bytes(call: Call, tmp_path: Path) -> None:
    for name in ("one", "two"):
        call(*QUICK, "--runs", "2", "--out", str(tmp_path / name))
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_settings_win_over_files_and_later_files_over_earlier(call: Call, tmp_path: Path) -> None:
    for name, text in {"a": "kappa = 0.4\nideas = 90", "b": "[distillation]\nkappa = 0.6"}.items():
        (tmp_path / f"{name}.toml").write_text(text)
    files = [f"--params={tmp_path / name}.toml" for name in "ab"]
    out = tmp_path / "out"

    def changed(*words: str) -> dict[str, float]:
        assert call(*QUICK, *files, *words, "--out", str(out)).code == 0
        return dict(json.loads((out / "summary.json").read_text())["parameters_changed"])

    assert changed() == {"kappa": 0.6, "ideas": 90.0}
    assert changed("--set", "distillation.kappa=0.9") == {"kappa": 0.9, "ideas": 90.0}


def test_another_policy_can_decide(call: Call, tmp_path: Path) -> None:
    lab = load_scenario("equal-start").labs[0].name
    call(*QUICK, "--out", str(tmp_path / "own"))
    answer = call(*QUICK, "--policy", f"{lab.upper()}=fixed", "--out", str(tmp_path / "fixed"))
    assert "fixed" in answer.out
    assert not history(tmp_path / "own").equals(history(tmp_path / "fixed"))


LISTED = {
    "scenarios": list_scenarios(),
    "parameters": [f"{load_parameters()[name].section}.{name}" for name in load_parameters()],
    "levers": [lever.name for lever in LEVERS],
    "policies": [*REGISTRY, *REGULATOR_POLICIES],
    "outcomes": [*MEASURES, "WHO.cash", "WHO.months_behind", "market.rent"],
    "sweeps": list_questions(),
    "labs": [lab.name for name in list_scenarios() for lab in load_scenario(name).labs],
    "choices": ["compute_ratio", "seat", "WHO.policy", "WHO.cash_times", "regulator.legal_share"],
}


@pytest.mark.parametrize("kind", LISTED)
def test_every_name_is_listed(kind: str, call: Call) -> None:
    answer = call("list", kind)
    assert answer.code == 0, answer.err
    missing = [name for name in LISTED[kind] if name not in answer.out]
    assert not missing


@pytest.mark.parametrize(
    ("kind", "word", "there", "gone"),
    [
        ("parameters", "kappa", "distillation.kappa", "research_pace"),
        ("outcomes", "lag", "chinese_lag_months", "concentration"),
        ("levers", "distil", "distil", "run_months"),
        ("labs", "fernhill", "tenfold-2026", "equal-start"),
        ("choices", "import", "regulator.legal_share", "compute_ratio"),
        ("policies", "cheap", "price fighter", "state champion"),
        ("sweeps", "guard", "distillation", "who-opens"),
        ("scenarios", "luck alone", "equal-start", "tenfold-2026"),
    ],
)
def test_a_word_finds_names(kind: str, word: str, there: str, gone: str, call: Call) -> None:
    answer = call("list", kind, word)
    assert there in answer.out
    assert gone not in answer.out


COMMANDS = sorted(typer.main.get_command(command_line.app).commands)


@pytest.mark.parametrize("words", [[], *([name] for name in COMMANDS)])
def test_help_helps(words: list[str], call: Call) -> None:
    answer = call(*words, "--help")
    assert answer.code == 0
    assert "Usage" in answer.out
    if words == ["run"]:
        assert "run.py run tenfold-2026 --seed 1" in answer.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help_with_an_example(name: str) -> None:
    command = typer.main.get_command(command_line.app).commands[name]
    for option in command.params:
        if "--help" in option.opts:
            continue
        example = option.opts[0] if option.opts[0].startswith("--") else ""
        assert option.help, option.name
        assert example in option.help, f"{name} {option.opts[0]}: {option.help}"


def test_choices_are_those_of_a_sweep_file(call: Call, tmp_path: Path) -> None:
    quick = ("run", "ten-to-one", "--months", "4")
    call(*quick, "--out", str(tmp_path / "own"))
    answer = call(
        *quick, "--choice", "compute_ratio=30", "--choice", "poor.policy=distiller",
        "--out", str(tmp_path / "chosen"),
    )  # fmt: skip
    assert answer.code == 0, answer.err
    assert "distiller" in answer.out
    chosen = json.loads((tmp_path / "chosen" / "summary.json").read_text())["choices"]
    assert chosen == {"compute_ratio": 30.0, "poor.policy": "distiller"}
    first = {name: history(tmp_path / name).query("month == 0") for name in ("own", "chosen")}
    poor, rich = "Maple", "Alder"
    chips = {n: t.set_index("lab")["compute"] for n, t in first.items()}
    assert chips["chosen"][rich] == chips["own"][rich]
    assert chips["chosen"][poor] == pytest.approx(chips["own"][poor] / 3)


LONG = (
    "play", "bench", "facts", "explore", "best-reply", "claims", "calibrate", "hindcast",
    "forecast", "sensitivity", "balance",
)  # fmt: skip
"""Commands that take minutes, or serve until they are stopped: tested elsewhere."""


@pytest.mark.slow
def test_the_readme_commands_run(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    readme = (ROOT / "README.md").read_text()
    lines = re.findall(r"^(?:\.venv/bin/)?python run\.py (.+)$", readme, re.MULTILINE)
    assert {line.split()[0] for line in lines} <= set(COMMANDS)
    for line in lines:
        words = shlex.split(line)
        if words[0] in LONG or "--play" in words:
            words = [words[0], "--help"]
        assert call(*words).code == 0, line


def test_without_an_installation_it_says_what_to_do() -> None:
    alone = [sys.executable, "-S", str(ROOT / "run.py"), "list"]  # -S: no packages at all
    answer = subprocess.run(alone, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "make play" in answer.stderr
    assert "Traceback" not in answer.stderr


def start(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(ROOT / "run.py"), *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
        start_new_session=True,
    )  # fmt: skip


def until_it_races(program: subprocess.Popen[str], folder: Path) -> None:
    """Wait until a chunk is being written."""
    end = time.monotonic() + 240
    while not list(folder.glob(".unfinished-*/history.parquet")):
        assert program.poll() is None, program.communicate()[1]
        assert time.monotonic() < end, "the race never began"
        time.sleep(0.05)
    time.sleep(0.3)


@pytest.mark.slow
@pytest.mark.usefixtures("warm_engine")
def test_ctrl_c_leaves_nothing_half_written(tmp_path: Path) -> None:
    program = start("run", "equal-start", "--runs", "100000", "--out", str(tmp_path))
    until_it_races(program, tmp_path)
    os.kill(program.pid, signal.SIGINT)
    out, err = program.communicate(timeout=60)
    assert program.returncode == 130
    assert "Stopped: nothing was written." in err
    assert "Traceback" not in out + err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.usefixtures("warm_engine")
def test_a_killed_run_leaves_older_results_alone(call: Call, tmp_path: Path) -> None:
    call(*QUICK, "--out", str(tmp_path))
    before = {name: (tmp_path / name).read_bytes() for name in FILES}
    program = start("run", "equal-start", "--runs", "100000", "--out", str(tmp_path))
    until_it_races(program, tmp_path)
    program.kill()
    program.communicate(timeout=60)
    assert {name: (tmp_path / name).read_bytes() for name in FILES} == before
    assert list(tmp_path.glob(".unfinished-*"))
    call(*QUICK, "--out", str(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
