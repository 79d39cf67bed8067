"""The house: layout, sizes, names, packaging and the promises of the README hold."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("scenarios", "agents", "sim", "ui")
TOP = {
    "agents", "docs", "scenarios", "sim", "tests", "ui",
    "run.py", "pyproject.toml", "Makefile", "README.md", "CHANGELOG.md", "LICENSE",
}  # fmt: skip
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
VAGUE = re.compile(r"(^|_)(utils?|helpers?|managers?|misc|common|stuff|base)(_|$)")
UNFINISHED = ("TO" + "DO", "FIX" + "ME", "XX" + "X:", "simplified" + " for now", "/wo" + "rk/")


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def sources() -> Iterator[Path]:
    yield ROOT / "run.py"
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def project() -> dict[str, object]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def test_the_top_level_is_as_the_readme_says() -> None:
    found = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in found if not name.startswith(".")} <= TOP
    readme = (ROOT / "README.md").read_text()
    for room in (*ROOMS, "tests", "docs"):
        assert f"`{room}/`" in readme


def test_files_are_small() -> None:
    every = [*sources(), *sorted((ROOT / "tests").rglob("*.py"))]
    lengths = {path.relative_to(ROOT): path.read_text().count("\n") for path in every}
    large = {str(path): lines for path, lines in lengths.items() if lines > LONGEST_FILE}
    assert not large


def test_functions_are_small() -> None:
    large = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[0]
                told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
                start = (first.end_lineno if told else node.lineno) or node.lineno
                if (lines := (node.end_lineno or 0) - start + 1) > LONGEST_FUNCTION:
                    large[f"{path.relative_to(ROOT)}: {node.name}"] = lines
    assert not large


def test_names_say_what_things_are() -> None:
    vague = [path for path in sources() if VAGUE.search(path.stem)]
    assert not vague


def test_nothing_is_left_unfinished() -> None:
    found = []
    for path in tracked():
        if path.suffix in {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".vue", ""}:
            text = path.read_text(encoding="utf-8")
            found += [f"{path.relative_to(ROOT)}: {word}" for word in UNFINISHED if word in text]
    assert not found, "\n".join(found)


def test_imports_point_one_way() -> None:
    run = subprocess.run(
        [ROOT / ".ci" / "check", sys.executable, "imports"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_rule_of_imports_can_fail(tmp_path: Path) -> None:
    """The contracts see a forbidden import: the check is not empty."""
    names = tmp_path / "tenfold"
    for room in ROOMS:
        (names / room).mkdir(parents=True)
        (names / room / "__init__.py").write_text("")
    (names / "agents" / "__init__.py").write_text("import tenfold.sim\n")
    (names / "sim" / "__init__.py").write_text("import solara\nimport mesa\n")
    config = (ROOT / "pyproject.toml").read_text()
    (tmp_path / "pyproject.toml").write_text(config)
    code = "from importlinter.cli import lint_imports_command as run; run()"
    run = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode != 0
    assert run.stdout.count("BROKEN") == 3, run.stdout


def test_every_package_and_every_data_file_is_installed() -> None:
    setuptools = project()["tool"]["setuptools"]  # type: ignore[index]
    folders = {path.parent for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    wanted = {".".join(("tenfold", *folder.relative_to(ROOT).parts)) for folder in folders}
    assert set(setuptools["packages"]) == wanted | {"tenfold"}
    left_out = []
    for room in ROOMS:
        patterns = setuptools["package-data"].get(f"tenfold.{room}", [])
        covered = {path for pattern in patterns for path in (ROOT / room).glob(pattern)}
        for path in tracked():
            if path.is_relative_to(ROOT / room) and path.suffix != ".py" and path not in covered:
                left_out.append(str(path.relative_to(ROOT)))
    assert not left_out


def test_the_installed_command_is_run_py() -> None:
    assert project()["project"]["scripts"] == {"tenfold": "tenfold.run:main"}  # type: ignore[index]
    where = subprocess.run(
        [sys.executable, "-c", "import tenfold.run, tenfold.sim; print(tenfold.run.__file__)"],
        cwd="/", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()).name == "run.py"


@pytest.mark.parametrize("python", ["3.11", "3.13"])
def test_pins_are_names_and_versions_that_the_project_allows(python: str) -> None:
    lines = (ROOT / ".ci" / f"constraints-{python}.txt").read_text().splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", name) for name in pins)
    assert all(re.fullmatch(r"[0-9][A-Za-z0-9.+]*", number) for number in pins.values())
    by_name = {re.sub(r"[-_.]+", "-", name).lower(): number for name, number in pins.items()}
    for text in requires("tenfold") or []:
        need = Requirement(text)
        name = re.sub(r"[-_.]+", "-", need.name).lower()
        if name == "tenfold":
            continue  # one extra asks for another
        assert name in by_name, f"{name} is not pinned for Python {python}"
        assert by_name[name] in need.specifier


def test_the_version_is_in_the_changelog() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    assert "## [Unreleased]" in text or f"## [{version('tenfold')}]" in text
    assert "Results change" in text


def test_hooks_download_nothing() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text()
    assert re.findall(r"repo: (\S+)", text) == ["local"]
    assert set(re.findall(r"language: (\S+)", text)) == {"system"}
    for target in re.findall(r"entry: make (\S+)", text):
        dry = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, check=False)
        assert dry.returncode == 0


def test_the_readme_names_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text()
    blocks = re.findall(r"```(?:\w*)\n(.*?)```", readme, re.DOTALL)
    targets = [
        line.split()[1] for block in blocks for line in block.splitlines() if line[:5] == "make "
    ]
    assert targets[:2] == ["play", "test"]
    makefile = (ROOT / "Makefile").read_text()
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


@pytest.mark.parametrize(
    "script", ["run", "check", "find-python", "make-venv", "get-browser", "pin"]
)
def test_scripts_can_be_run(script: str) -> None:
    path = ROOT / ".ci" / script
    assert os.access(path, os.X_OK)
    assert subprocess.run(["bash", "-n", path], check=False).returncode == 0


def test_a_python_is_found() -> None:
    here = ".".join(str(part) for part in sys.version_info[:2])
    found = subprocess.run(
        [ROOT / ".ci" / "find-python", here, "3.11", "3.13"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(found.stdout.strip()).exists()
    missing = subprocess.run(
        [ROOT / ".ci" / "find-python", "2.4"], capture_output=True, text=True, check=False
    )
    assert missing.returncode == 1
    assert "Install one" in missing.stderr
