"""Topics: found in the texts once (`fit`), then only assigned to (`assign`); anchors are named in advance.

A later fit is aligned with the standing topics (`align`) and changes nothing until it is approved.

BERTopic (Grootendorst 2022, doi:10.48550/arXiv.2203.05794) gives the fit and class-based TF-IDF, with a reduction and
clusters of our own; identity is leadtext's own: the registry in the store gives ids and names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leadtext import lazy

if TYPE_CHECKING:
    from leadtext.topics.alignment import Alignment, Event, align
    from leadtext.topics.anchors import AnchorShape, anchor_scores, shape_anchor
    from leadtext.topics.assignment import Standing, assign, nearest
    from leadtext.topics.background import BACKGROUND
    from leadtext.topics.sharpening import Sharpening, sharpen
    from leadtext.topics.shipped import SHIPPED
    from leadtext.topics.words import name_from, topic_words

__all__ = [
    "BACKGROUND",
    "SHIPPED",
    "Alignment",
    "AnchorShape",
    "Event",
    "Sharpening",
    "Standing",
    "align",
    "anchor_scores",
    "assign",
    "name_from",
    "nearest",
    "shape_anchor",
    "sharpen",
    "topic_words",
]

# Imported when asked for: scikit-learn takes a second to import, which naming or listing topics should not wait for.
_HOMES = {
    "alignment": (
        "Alignment",
        "Event",
        "align",
    ),
    "anchors": (
        "AnchorShape",
        "anchor_scores",
        "shape_anchor",
    ),
    "assignment": (
        "Standing",
        "assign",
        "nearest",
    ),
    "background": ("BACKGROUND",),
    "sharpening": (
        "Sharpening",
        "sharpen",
    ),
    "shipped": ("SHIPPED",),
    "words": (
        "name_from",
        "topic_words",
    ),
}


def __getattr__(name: str) -> Any:
    return lazy.attribute(__name__, _HOMES, name)
