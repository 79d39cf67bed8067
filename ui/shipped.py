"""Shipped: what the framework's pages load from others' folders lies on this computer, or is not.

The framework fetches what is missing from a server on the internet, and removes a whole folder
where one is asked for in place of a file. Any page in a browser may ask for such an address.
"""

from __future__ import annotations

from pathlib import Path


def shipped(folder: Path, path: str) -> Path:
    """A file of the folder.

    Args:
        folder: of what was installed with the framework.
        path: in it, as a browser asks for it.

    Raises:
        FileNotFoundError: there is no such file in it.
    """
    root = folder.resolve()
    found = (root / path.replace("\\", "/").lstrip("/")).resolve()
    if not found.is_relative_to(root) or not found.is_file():
        raise FileNotFoundError(path)
    return found
