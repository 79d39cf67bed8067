"""One suite over all policies: whatever a policy is, this it must be."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import tenfold.agents.policies as policies
from tenfold.agents.decision import LEVERS, SUM_TO_ONE, Decision
from tenfold.agents.observation import OWN_FIGURES, PUBLIC_FIGURES, Observation
from tenfold.agents.policies import REGISTRY, Policy, create, policy_files

NAMES = sorted(REGISTRY)
FOLDER = Path(policies.__file__).parent
EXACT = {"minimum", "maximum", "where", "sqrt", "zeros_like", "ones_like", "array", "float64"}
FLAGS = ("active", "flagship_open", "controlled")

figures = st.one_of(
    st.sampled_from([0.0, -0.0, 1.0, -1.0, 1e-300, -1e12, 1e12, 1e100, 150.0, 0.3]),
    st.floats(0.0, 1.0),
    st.floats(-20.0, 200.0),
    st.floats(-1e13, 1e13),
)


@st.composite
def observations(draw: st.DrawFn, most_runs: int = 5) -> Observation:
    """Anything that a lab might see, sensible or absurd."""
    labs = draw(st.integers(2, 6))
    runs = draw(st.integers(1, most_runs))

    def values(name: str, shape: tuple[int, ...]) -> np.ndarray:
        kind = st.sampled_from([0.0, 1.0]) if name in FLAGS else figures
        made = draw(arrays(np.float64, shape, elements=kind, fill=kind))
        made.setflags(write=False)
        return made

    return Observation(
        me=draw(st.integers(0, labs - 1)),
        month=draw(st.integers(0, 120)),
        kinds=tuple(draw(st.sampled_from(["frontier", "chinese", "open"])) for _ in range(labs)),
        homes=tuple(draw(st.sampled_from(["us", "china", "other"])) for _ in range(labs)),
        **{name: values(name, (runs,)) for name in OWN_FIGURES},
        **{name: values(name, (labs, runs)) for name in PUBLIC_FIGURES},
    )


def some(seen: Observation, runs: slice) -> Observation:
    """The observation of some of the runs."""
    own = {name: getattr(seen, name)[runs] for name in OWN_FIGURES}
    public = {name: getattr(seen, name)[:, runs] for name in PUBLIC_FIGURES}
    return Observation(seen.me, seen.month, seen.kinds, seen.homes, **own, **public)


def bits(decision: Decision, runs: int) -> np.ndarray:
    """Every lever in every run, as whole numbers that differ when a bit differs."""
    rows = [np.broadcast_to(getattr(decision, about.name), (runs,)) for about in LEVERS]
    return np.ascontiguousarray(rows, dtype=np.float64).view(np.int64)


# What is seen takes longer to make up than to decide about: every policy gets the same to see.


@settings(max_examples=60)
@given(seen=observations())
def test_every_decision_is_legal(seen: Observation) -> None:
    for name in NAMES:
        with np.errstate(divide="raise", invalid="raise", over="raise"):
            decision = create(name).decide(seen)
        decision.check()
        for group in SUM_TO_ONE:
            total = sum(np.asarray(getattr(decision, lever), dtype=float) for lever in group)
            assert np.abs(np.asarray(total) - 1.0).max() < 1e-9, name
        for about in LEVERS:
            shape = np.shape(getattr(decision, about.name))
            assert shape in ((), seen.compute.shape), f"{name}: {about.name}"


@settings(max_examples=60)
@given(seen=observations())
def test_a_run_decides_alike_alone_and_among_others(seen: Observation) -> None:
    runs = len(seen.compute)
    alone = [some(seen, slice(run, run + 1)) for run in range(runs)]
    for name in NAMES:
        together = bits(create(name).decide(seen), runs)
        for run in range(runs):
            single = bits(create(name).decide(alone[run]), 1)
            assert (single[:, 0] == together[:, run]).all(), name


@pytest.mark.parametrize("name", NAMES)
def test_a_large_batch_decides_as_its_parts(name: str) -> None:
    rng = np.random.default_rng(20260101)
    labs, runs = 12, 1000
    scale = {"active": 1.0, "flagship_open": 1.0, "controlled": 1.0}

    def values(figure: str, shape: tuple[int, ...]) -> np.ndarray:
        drawn = rng.random(shape)
        return np.rint(drawn) if figure in scale else drawn * rng.choice([1.0, 160.0, 1e9], shape)

    seen = Observation(
        2, 9, ("frontier", "chinese", "open") * 4, ("us", "china", "other") * 4,
        **{figure: values(figure, (runs,)) for figure in OWN_FIGURES},
        **{figure: values(figure, (labs, runs)) for figure in PUBLIC_FIGURES},
    )  # fmt: skip
    whole = bits(create(name).decide(seen), runs)
    for size in (1, 7, 16):
        for start in range(0, 112, size):
            part = bits(create(name).decide(some(seen, slice(start, start + size))), size)
            assert (part == whole[:, start : start + size]).all()


@settings(max_examples=60)
@given(seen=observations(most_runs=2))
def test_deciding_twice_gives_the_same_and_changes_nothing(seen: Observation) -> None:
    runs = len(seen.compute)
    before = {figure: getattr(seen, figure).tobytes() for figure in OWN_FIGURES + PUBLIC_FIGURES}
    for name in NAMES:
        policy = create(name)
        assert (bits(policy.decide(seen), runs) == bits(policy.decide(seen), runs)).all(), name
        after = {figure: getattr(seen, figure).tobytes() for figure in before}
        assert before == after, name


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_is(name: str) -> None:
    policy = REGISTRY[name]
    prose = inspect.getdoc(policy) or ""
    assert issubclass(policy, Policy)
    assert len(prose.split()) >= 30, "a policy explains the idea behind it"
    assert policy.name == name == create(name).name
    assert policy.about.endswith(".")
    assert len(policy.about) <= 90, "one line"


@pytest.mark.parametrize("file", policy_files([str(FOLDER)]))
def test_a_file_is_one_policy(file: str) -> None:
    module = f"tenfold.agents.policies.{file}"
    held = [name for name, policy in REGISTRY.items() if policy.__module__ == module]
    assert len(held) == 1, f"{file}.py registers {held or 'nothing'}"
    assert file == held[0].replace(" ", "_").replace("-", "_")


@pytest.mark.parametrize(
    "path", [*sorted(FOLDER.glob("*.py")), FOLDER.parent / "observation.py",
             FOLDER.parent / "regulator.py"],
    ids=lambda path: path.name,
)  # fmt: skip
def test_rules_use_only_operations_that_are_exact_everywhere(path: Path) -> None:
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        assert not isinstance(node, ast.Pow | ast.MatMult), f"{path.name}: x * x, not ** or @"
        if isinstance(node, ast.Attribute):
            allowed = ast.unparse(node.value) != "np" or node.attr in EXACT
            assert allowed, f"{path.name}: np.{node.attr}"
            forbidden = {"sum", "mean", "dot", "prod", "cumsum", "std", "var", "exp", "log"}
            assert node.attr not in forbidden, f"{path.name}: .{node.attr}"
            if node.attr == "reduce":
                assert ast.unparse(node) in ("np.maximum.reduce", "np.minimum.reduce")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "sum", f"{path.name}: sum over labs depends on the order"
        if isinstance(node, ast.Import | ast.ImportFrom):
            assert "math" not in ast.unparse(node), f"{path.name}: {ast.unparse(node)}"
