"""The exceptions of leadtext, one tree.

    LeadtextError
    ├── SettingsError      a leadtext.toml, or another settings file, that says something it can't mean
    ├── SourceError        a source that can't be read; in a run it becomes a recorded reject
    │   ├── NetworkError   an address that doesn't answer, or not now; trying again may help
    │   └── ColumnError    a table without a column that it is asked for; a study's settings are to be put right
    ├── StudyError         a folder that is no study, or a stage asked for before what it needs
    ├── StoreError         the database can't be used
    │   ├── StoreLocked    somebody else is writing to it
    │   └── StoreVersion   it was made by another version of leadtext
    ├── ModelError         a model that is missing, damaged or made for something else
    ├── LabelError         labels or a codebook that can't be trained on
    └── WorkerError        a process that read files side by side with others was ended, or failed

Every message is one sentence, or two, that names the file, line or key, what is wrong with it and what to do.
"""

__all__ = [
    "ColumnError",
    "LabelError",
    "LeadtextError",
    "ModelError",
    "NetworkError",
    "SettingsError",
    "SourceError",
    "StoreError",
    "StoreLocked",
    "StoreVersion",
    "StudyError",
    "WorkerError",
]


class LeadtextError(Exception):
    """Anything that leadtext refuses, in words for the person who asked for it."""


class SettingsError(LeadtextError):
    """A settings file holds an unknown key or an impossible value."""


class SourceError(LeadtextError):
    """A source can't be read: missing, empty, damaged, of no known format, or beyond the limits."""


class NetworkError(SourceError):
    """An address doesn't answer, or says that it can't just now."""


class ColumnError(SourceError):
    """A table lacks a column that it is asked for."""


class StudyError(LeadtextError):
    """A folder is no study, or lacks what the wanted stage builds on."""


class StoreError(LeadtextError):
    """The study's database can't be opened, read or written."""


class StoreLocked(StoreError):
    """Another process writes to the study's database and did not finish in time."""


class StoreVersion(StoreError):
    """The study's database was made by a version of leadtext that this one can't serve."""


class ModelError(LeadtextError):
    """A model is missing, damaged, or made for another codebook or encoder."""


class LabelError(LeadtextError):
    """Labels or a codebook are unusable: unknown values, missing ids, one class only, too few rows."""


class WorkerError(LeadtextError):
    """A process that reads files side by side with others was ended from outside, or failed."""
