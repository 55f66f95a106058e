"""A package's names, imported when they are asked for: light commands need not wait for heavy libraries."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

__all__ = ["attribute"]


def attribute(package: str, homes: Mapping[str, tuple[str, ...]], name: str) -> Any:
    """What a package's ``__getattr__`` gives for a name (PEP 562).

    Args:
        package: the package's full name.
        homes: for each of its modules the names that it lends to the package.
        name: the name asked for.

    Raises:
        AttributeError: no module lends it.
    """
    home = next((module for module, names in homes.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{package}.{home}"), name)
