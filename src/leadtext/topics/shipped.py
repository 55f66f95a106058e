"""The anchors that every study has, unless it defines its own of the same name."""

from __future__ import annotations

from leadtext.settings import Anchor

__all__ = ["SHIPPED"]

SHIPPED = (
    Anchor(
        name="compassion",
        definition="Compassion, kindness, empathy, caring or dignity, as a value or as what is missing.",
        seeds=(
            "compassion",
            "compassionate care",
            "kindness to patients",
            "treated with dignity and respect",
            "empathy for others",
            "she was kind and held his hand",
            "a lack of compassion",
            "cruel and uncaring treatment",
            "looking after each other",
            "being listened to and treated as a person",
        ),
    ),
    Anchor(
        name="management",
        definition="Managing and managers as a job or skill: bureaucracy, targets, performance, administration.",
        seeds=(
            "managers",
            "too many managers and too much bureaucracy",
            "hitting targets",
            "performance management",
            "administration and paperwork",
            "middle management",
            "managing budgets and rotas",
            "the difference between management and leadership",
            "micromanagement",
            "good management is a skill",
        ),
    ),
    Anchor(
        name="followership",
        definition="Followers, following and being led: why people do or do not follow, taking people with you.",
        seeds=(
            "followers",
            "followership",
            "why people follow a leader",
            "being led",
            "following orders",
            "willing to follow her anywhere",
            "taking people with you",
            "bringing staff along",
            "good followers speak up",
            "nobody followed him",
        ),
    ),
)
