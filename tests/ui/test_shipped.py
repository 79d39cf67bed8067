"""Assets come from files that lie here; asking for others removes and fetches nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenfold.ui.shipped import shipped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("of the house")
    inside = tmp_path / "cdn" / "@shop" / "part@1.0.0"
    inside.mkdir(parents=True)
    (inside / "main.js").write_text("1")
    return tmp_path / "cdn"


def test_a_file_is_found(folder: Path) -> None:
    assert shipped(folder, "@shop/part@1.0.0/main.js").read_text() == "1"


@pytest.mark.parametrize(
    "path",
    ["", ".", "@shop", "@shop/part@1.0.0", "@shop/part@1.0.0/other.js", "../secret.txt",
     "@shop/../../secret.txt", "/etc/passwd", "..\\secret.txt", "new@1.0.0/main.js"],
)  # fmt: skip
def test_what_is_no_file_of_it_is_not_there_and_all_stays_as_it_was(
    folder: Path, path: str
) -> None:
    before = sorted(folder.rglob("*"))
    with pytest.raises(FileNotFoundError):
        shipped(folder, path)
    assert sorted(folder.rglob("*")) == before


def test_the_framework_asks_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from solara.server import cdn_helper
    from solara.server import settings as framework_settings
    from solara.server import starlette as framework

    from tenfold.ui.front import Front

    def fetched(address: str) -> bytes:
        raise AssertionError(f"fetched {address}")

    monkeypatch.setattr(cdn_helper, "fetch_from_cdn", fetched)
    monkeypatch.setattr(framework_settings.assets, "proxy_cache_dir", folder)
    monkeypatch.setitem(vars(framework), "get_path", cdn_helper.get_path)
    front = Front()
    front._loaded.wait()
    cdn = framework.StaticCdn(directory=folder)
    assert cdn.lookup_path("@shop/part@1.0.0/main.js")[0].endswith("main.js")
    for path in ("@shop", "@shop/part@1.0.0", "new@1.0.0/main.js"):
        assert cdn.lookup_path(path) == ("", None)
    assert (folder / "@shop" / "part@1.0.0" / "main.js").exists()
