"""The layout that a source's settings name, and what changes when its file does."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadtext.settings import SourceSettings
from leadtext.stages.study import Study

if TYPE_CHECKING:
    from leadtext.reading.capture import Layout

__all__ = ["SourceLayouts", "layouts_of"]


@dataclass(frozen=True, slots=True)
class SourceLayouts:
    """The layouts that a source is read with, and the digest of their files: another one, and it is read anew."""

    layouts: tuple[Layout, ...] = ()
    state: str = ""


def layouts_of(study: Study, settings: SourceSettings) -> SourceLayouts:
    """The layout that a source's settings name; none where they name none.

    Raises:
        SettingsError: it is missing or can't be used.
    """
    if settings.layout is None:
        return SourceLayouts()
    from leadtext.reading.capture import load_layout

    path = study.folder / settings.layout
    return SourceLayouts((load_layout(path),), hashlib.sha256(path.read_bytes()).hexdigest())
