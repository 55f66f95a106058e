"""What the site says about frames, genres, tables and stages."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FRAME_WORDS", "GENRE_WORDS", "STAGE_WORDS", "TABLE_WORDS"]

GENRE_WORDS: Mapping[str, str] = {"report": "Report", "article": "Article", "blog": "Blog post", "comment": "Comment"}
"""A document's genre in the singular."""

FRAME_WORDS: Mapping[str, str] = {
    "heroic": "Leadership is what exceptional individuals at the top do: one person, or a few, set the vision, take "
    "charge, rescue and decide. A passage is heroic where it endorses that model, or rejects the collective one, and "
    "takes nothing of the other side.",
    "collective": "Leadership is shared work, done between people: distributed, collaborative, leading from wherever "
    "one stands. A passage is collective where it endorses that model, or rejects the heroic one, and takes nothing of "
    "the other side.",
    "mixed": "Both sides hold: the passage endorses both models, rejects both, or weighs one against the other without "
    "deciding.",
    "neither": "The passage takes no side, or doesn't speak of leadership at all. In most texts that is the larger "
    "part.",
}
"""What each frame of the codebook means."""

TABLE_WORDS: Mapping[str, str] = {
    "documents": "Publications and comments, with date, genre, source and the text.",
    "passages": "One to four sentences each: the unit that is coded and counted.",
    "tags": "The tagger's answer on each passage: the signals' probabilities, frame, confidence, abstention.",
    "rates": "How often each signal is taken to hold in a source's documents of one kind: what its tags start from, no "
    "finding. Sources of few passages of a kind have none of their own.",
    "labels": "What people coded: who, when, by which codebook, and whether chance alone chose the passage.",
    "topics": "The registry of topics: permanent id, name, words, state.",
    "assignments": "Which passage belongs to which topic, with the similarity.",
    "words": "The words that tell each period of a topic from its others.",
    "map": "Where each passage stands on the map.",
    "history": "What happened to each topic, and when.",
    "versions": "The versions of the topics found in the texts, and what made each.",
    "trends": "Every figure behind the charts: count, denominator (passages), share, 95 % interval. In rows of the "
    "measure corrected, share, low and high are as people would code, from so many labels; count and passages stay the "
    "tagger's, so that count divided by passages is what it counts alone. Their period may also be a span of years, or "
    "all years from the first to the last (2012–2025): these overlap, so don't add them up.",
}
"""What each table holds."""

STAGE_WORDS: Mapping[str, str] = {
    "read": "Sources read into documents",
    "split": "Documents cut into passages",
    "encode": "Passages turned into vectors",
    "frame": "Passages tagged with frames",
    "label": "Passages handed out to people, or their labels taken in",
    "topic": "Passages assigned to topics",
    "arrange": "Topics grouped, passages placed on the map",
    "trend": "Shares counted by period",
}
"""What each stage does."""
