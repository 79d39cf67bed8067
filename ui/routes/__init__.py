"""Our own addresses: each module here has `routes`, found and mounted before the framework's pages.

Modules are imported while the server starts: what is heavy is imported inside their handlers.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from starlette.routing import Route


def own_routes() -> list[Route]:
    """The routes of every module of this folder, in alphabetical order of the modules."""
    names = sorted(module.name for module in iter_modules(__path__))
    return [route for name in names for route in import_module(f"{__name__}.{name}").routes]
