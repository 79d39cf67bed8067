"""Compiled or not: kernels are cached by the sources of the engine, and fields are safe to name."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tenfold.sim import compiled, world
from tenfold.sim.elementary import exponential

ENGINE = Path(compiled.__file__).parent
KERNEL_ROOMS = ("mechanisms", "opening")
DTYPES = [getattr(world, name) for name in dir(world) if name.endswith("_DTYPE")]


def kernels() -> list[tuple[str, ast.FunctionDef]]:
    """Every function of the engine that is compiled, with its file."""
    found = []
    for path in sorted([*ENGINE.glob("*.py"), *ENGINE.glob("mechanisms/*.py"),
                        *ENGINE.glob("opening/*.py")]):  # fmt: skip
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and any(
                isinstance(mark, ast.Name) and mark.id == "compile_kernel"
                for mark in node.decorator_list
            ):
                found.append((path.name, node))
    return found


KERNELS = kernels()


def test_the_version_is_short_and_steady() -> None:
    version = compiled.engine_version()
    assert len(version) == 12
    assert int(version, 16) >= 0
    assert compiled.engine_version() == version


def test_every_file_with_kernels_counts_towards_the_version() -> None:
    counted = set(compiled._kernels())
    for path in ENGINE.rglob("*.py"):
        # No kernel calls those of the bench: numba's own look at their file is enough.
        if "@compile_kernel" in path.read_text() and path.parent.name != "bench":
            assert path in counted, f"{path.name} could go stale in the cache of kernels"


def test_changing_a_source_changes_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in KERNEL_ROOMS:
        (tmp_path / room).mkdir()
        (tmp_path / room / "one.py").write_text("x = 1\n")
    monkeypatch.setattr(compiled, "HERE", tmp_path)
    versions = [compiled.engine_version()]
    for room in KERNEL_ROOMS:
        (tmp_path / room / "one.py").write_text("x = 2\n")
        versions.append(compiled.engine_version())
    assert len(set(versions)) == 3


def test_constants_and_policies_count_towards_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = tmp_path / "sim"
    versions = []
    for path in ("sim/one.py", "scenarios/parameters.toml", "agents/policies/one.py"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("x = 1\n")
        monkeypatch.setattr(compiled, "HERE", engine)
        versions.append(compiled.engine_version())
    assert len(set(versions)) == 3


def test_kernels_are_kept_where_the_user_says(tmp_path: Path) -> None:
    code = "from tenfold.sim.compiled import CACHE_FOLDER; print(CACHE_FOLDER)"
    env = os.environ | {"TENFOLD_CACHE": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    folder = Path(answer.stdout.strip())
    assert folder.parent == tmp_path / "kernels"
    assert folder.name == compiled.CACHE_FOLDER.name


def test_kernels_let_go_of_the_interpreter_and_keep_to_ieee_arithmetic() -> None:
    options = getattr(exponential, "targetoptions", None)
    if options is None:
        pytest.skip("kernels run uncompiled here")
    assert options["nogil"] is True
    assert options["fastmath"] is False
    assert options.get("parallel", False) is False
    assert options["error_model"] == "numpy"


def test_there_are_kernels_to_look_at() -> None:
    assert len(KERNELS) > 100


@pytest.mark.parametrize("kernel", [f"{file}:{node.name}" for file, node in KERNELS])
def test_no_kernel_uses_what_has_other_bits_elsewhere(kernel: str) -> None:
    """No power operator, no libm, no numpy sums: their last bits differ between machines."""
    file, _, name = kernel.partition(":")
    node = next(node for path, node in KERNELS if path == file and node.name == name)
    for part in ast.walk(node):
        assert not isinstance(part, ast.Pow), f"{kernel} uses **"
        if isinstance(part, ast.Call):
            called = ast.unparse(part.func)
            assert called not in {"sum", "pow"}, f"{kernel} calls {called}"
            if called.startswith("math."):
                exact = {"math.sqrt", "math.floor", "math.frexp"}
                assert called in exact, f"{kernel} calls {called}"
            if called.startswith("np."):
                assert called in {"np.uint64", "np.float64"}, f"{kernel} calls {called}"


def test_no_field_is_named_like_a_part_of_a_numpy_record() -> None:
    # lab.size would be the field when compiled, and numpy's own attribute when not.
    taken = set(dir(np.record)) | set(dir(np.recarray))
    for dtype in DTYPES:
        for name in dtype.names:
            assert name not in taken, f"rename the field {name}"


def test_no_field_has_the_name_of_a_parameter_room() -> None:
    taken = set(dir(np.record)) | set(dir(np.recarray))
    assert not taken & set(world.RULES_DTYPE.names)
