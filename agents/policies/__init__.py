"""Decision rules for labs, one per file. A new file with `@register("name")` is found by itself."""

from tenfold.agents.policies.policy import Policy, per_world
from tenfold.agents.policies.registry import (
    REGISTRY,
    PolicyError,
    create,
    discover,
    policy_files,
    register,
)

discover(__name__, __path__)

__all__ = [
    "REGISTRY",
    "Policy",
    "PolicyError",
    "create",
    "per_world",
    "policy_files",
    "register",
]
