"""The register of policies: a name for each decision rule, and how to make one by its name."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from importlib import import_module

from tenfold.agents.policies.policy import Policy

FOUNDATION = frozenset({"policy", "registry", "sense"})
"""Files of this folder that hold no policy: what the policies are made of."""

REGISTRY: dict[str, type[Policy]] = {}
"""Every known policy by its name."""


class PolicyError(ValueError):
    """A policy that nobody registered, or a name taken twice; the message says what to do."""


def register(name: str) -> Callable[[type[Policy]], type[Policy]]:
    """Give a policy class the name by which scenarios and the command line know it.

    Raises:
        PolicyError: another class has the name already.
    """

    def enter(policy: type[Policy]) -> type[Policy]:
        if name in REGISTRY:
            raise PolicyError(f"policy '{name}' is already taken by {REGISTRY[name].__module__}")
        policy.name = name
        REGISTRY[name] = policy
        return policy

    return enter


def create(name: str) -> Policy:
    """A new policy of that name.

    Raises:
        PolicyError: an unknown name, with the nearest known one.

    >>> create("fast follower").name
    'fast follower'
    """
    if name not in REGISTRY:
        near = get_close_matches(name, REGISTRY, 1)
        known = ", ".join(sorted(REGISTRY))
        hint = f"did you mean '{near[0]}'?" if near else f"policies: {known}"
        raise PolicyError(f"unknown policy '{name}'; {hint}")
    return REGISTRY[name]()


def policy_files(folder: Iterable[str]) -> list[str]:
    """Names of the modules in a folder that hold a policy, in alphabetical order."""
    found = (module.name for module in pkgutil.iter_modules(folder))
    return sorted(name for name in found if name not in FOUNDATION)


def discover(package: str, folder: Iterable[str]) -> None:
    """Import every policy file of a package, so that each enters itself in the register."""
    for name in policy_files(folder):
        import_module(f"{package}.{name}")
