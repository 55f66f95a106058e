"""The site: static pages that open from disk, made from plain data."""

from leadtext.site import places
from leadtext.site.asked import Asked, asked_of
from leadtext.site.content import (
    Coded,
    Content,
    Event,
    Figure,
    LastRun,
    Mark,
    Member,
    Panel,
    Panels,
    SourceRates,
    TableFile,
    TopicEntry,
    WordsOfPeriod,
)
from leadtext.site.lists import period_lists
from leadtext.site.pages import Built, build
from leadtext.site.render import version
from leadtext.site.threads import Work, works

__all__ = [
    "Asked",
    "Built",
    "Coded",
    "Content",
    "Event",
    "Figure",
    "LastRun",
    "Mark",
    "Member",
    "Panel",
    "Panels",
    "SourceRates",
    "TableFile",
    "TopicEntry",
    "WordsOfPeriod",
    "Work",
    "asked_of",
    "build",
    "period_lists",
    "places",
    "version",
    "works",
]
