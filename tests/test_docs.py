"""The docs agree with the code: what exists is named, and what is named exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tenfold.agents.decision import LEVERS
from tenfold.agents.policies import REGISTRY
from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.facts import judge

ROOT = Path(__file__).resolve().parents[1]
MODEL = (ROOT / "docs" / "model.md").read_text()
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
POLICIES = (ROOT / "docs" / "policies.md").read_text()
ROOMS = ("scenarios", "agents", "sim", "ui")
DOCS = sorted((ROOT / "docs").glob("*.md"))


def quoted(text: str) -> set[str]:
    """Every word that stands in backticks or in an indented block of equations."""
    marked = re.findall(r"`([^`\n]+)`", text)
    blocks = re.findall(r"^ {4}\S.*$", text, re.MULTILINE)
    return {word for part in (*marked, *blocks) for word in re.findall(r"\w+", part)}


def section(title: str) -> str:
    """The part of model.md under the heading that contains `title`."""
    parts = re.split(r"^#{2,3} ", MODEL, flags=re.MULTILINE)
    found = [part for part in parts if title in part.splitlines()[0]]
    assert len(found) == 1, title
    return found[0]


def modules(room: str) -> list[Path]:
    """Python files of a room that say something of their own."""
    found = sorted((ROOT / room).rglob("*.py"))
    return [path for path in found if path.name != "__init__.py" and "__pycache__" not in str(path)]


@pytest.mark.parametrize("name", list(load_parameters()))
def test_every_parameter_is_in_the_model(name: str) -> None:
    assert f"`{name}`" in MODEL


def test_parameters_are_listed_where_they_are_read() -> None:
    """A parameter that a mechanism reads stands in the 'Reads' list of its section."""
    missing = []
    for path in modules("sim/mechanisms"):
        listed = quoted(section(f"sim/mechanisms/{path.name}").split("*Reads*")[1].split("*")[0])
        read = set(re.findall(r"\bp\.(\w+)", path.read_text()))
        missing += [f"{path.name}: {name}" for name in sorted(read - listed)]
    assert not missing


def test_the_model_names_no_parameter_that_is_gone() -> None:
    known = set(load_parameters()) | {lever.name for lever in LEVERS}
    for path in modules("sim/mechanisms"):
        after = section(f"sim/mechanisms/{path.name}").split("*Reads*")[1].split("*")[0]
        listed = set(re.findall(r"`(\w+)`", after))
        assert listed <= known, path.name


def test_the_month_is_told_in_the_order_of_the_code() -> None:
    code = (ROOT / "sim" / "month.py").read_text()
    called = re.findall(r"^    (\w+)_month\(run", code, re.MULTILINE)
    told = re.findall(r"^\| \d+ \| `(\w+)` \|", MODEL, re.MULTILINE)
    assert told == called
    # Knowledge is the other engine of the step `research`, not a step of its own.
    assert {*called, "knowledge"} == {path.stem for path in modules("sim/mechanisms")}


@pytest.mark.parametrize("lever", [lever.name for lever in LEVERS])
def test_every_lever_is_in_the_model(lever: str) -> None:
    assert f"`{lever}`" in MODEL


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_every_policy_is_in_its_page(name: str) -> None:
    assert f"`{name}`" in POLICIES


@pytest.mark.parametrize("room", ROOMS)
def test_every_file_is_in_the_architecture(room: str) -> None:
    """Pages, components and charts are named as folders, all other files one by one."""
    folders = ("ui/pages", "ui/components", "ui/charts")
    missing = []
    for path in modules(room):
        name = str(path.relative_to(ROOT))
        wanted = f"{path.parent.name}/" if name.startswith(folders) else path.name
        if wanted not in ARCHITECTURE:
            missing.append(name)
    assert not missing


def test_every_file_in_the_architecture_exists() -> None:
    rooms = ARCHITECTURE.split("## Rooms")[1].split("## One physics")[0]
    here = {path.name for room in ROOMS for path in (ROOT / room).rglob("*.*")}
    here |= {path.name for path in ROOT.glob("*.*")} | {path.name for path in DOCS}
    named = re.findall(r"(?<![\w/*])(\w+\.(?:py|toml|md))\b", rooms)
    assert named
    assert [name for name in named if name not in here] == []
    for folder in re.findall(r"^\s*(\w+)/", rooms, re.MULTILINE):
        assert (
            any(path.is_dir() for room in ROOMS for path in ROOT.glob(f"{room}/**/{folder}"))
            or (ROOT / folder).is_dir()
        ), folder


def test_paths_in_the_docs_exist() -> None:
    lost = []
    for page in DOCS:
        for path in re.findall(
            r"`((?:sim|agents|scenarios|ui|tests|docs)/[\w./-]+)`", page.read_text()
        ):
            if not (ROOT / path.rstrip("/")).exists():
                lost.append(f"{page.name}: {path}")
    assert not lost


def test_links_between_pages_lead_somewhere() -> None:
    for page in (*DOCS, ROOT / "README.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_sources_named_in_the_code_are_in_the_bibliography() -> None:
    entries = set(re.findall(r"^- \[(\w+)\]", MODEL, re.MULTILINE))
    for path in modules("sim"):
        named = set(re.findall(r"\[([A-Z]\w+\d{4})\]", path.read_text()))
        assert named <= entries, path.name
    assert set(re.findall(r"\[([A-Z][A-Za-z]+\d{4})\]", MODEL)) == entries


def test_facts_of_the_model_page_are_judged() -> None:
    """Every fact that the purpose names is computed, and every computed one is named."""
    purpose = section("1. Purpose and patterns")
    numbers = set(re.findall(r"\bF\d+\b", purpose))
    folder = Path(judge.__file__).parent
    code = "".join(path.read_text() for path in folder.glob("*.py"))
    assert numbers == set(re.findall(r"\"(F\d+)\"", code))
