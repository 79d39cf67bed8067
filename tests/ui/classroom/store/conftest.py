"""A store in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tenfold.ui.classroom.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Closed in the end."""
    opened = Store(tmp_path / "classes")
    yield opened
    opened.close()
