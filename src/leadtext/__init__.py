"""leadtext follows how leadership is talked about in publications and the comments under them.

study = leadtext.open("my-study")
study.run()
study.trends(by="genre")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadtext.errors import LeadtextError

if TYPE_CHECKING:
    from pathlib import Path

    from leadtext.stages import Study

__all__ = ["LeadtextError", "open"]


def open(folder: Path | str) -> Study:
    """Open the study in a folder; see `leadtext.stages.Study` for what it can be asked.

    Raises:
        StudyError: the folder is missing or no study.
        SettingsError: its ``leadtext.toml`` can't be used.
        StoreError: its database can't be used.
    """
    # Imported when asked for: the stages bring spaCy and SQLAlchemy, which take a second to import.
    from leadtext.stages import open_study

    return open_study(folder)
