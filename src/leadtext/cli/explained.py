"""What `leadtext tag --explain` prints: of the first few passages, in a line or two each, why they were tagged so."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from itertools import islice

from leadtext.cli import console
from leadtext.framing import Explanation
from leadtext.framing.explanation import Push
from leadtext.stages.tag import Explained

__all__ = ["FIRST", "explained"]

FIRST = 3
"""So many passages are told; the file tells all."""
WEAKEST = 0.05
"""Log-odds; what pushes less than that is no reason."""
SIGNALS = 2
WORDS = 4
QUOTED = 70


def explained(found: Sequence[Explained]) -> None:
    """Print the reasons for the tags of some passages."""
    for passage in found:
        tag = passage.tag
        ranked = sorted(passage.why, key=lambda why: -why.probability)
        held = [why for why in ranked if why.signal in tag.holds][:SIGNALS]
        said = tag.frame or ", ".join(tag.holds).replace("_", " ") or "none"
        unsure = "uncertain, leans " if tag.abstained else ""
        shown = f"{passage.id}  {unsure}{said} {tag.confidence:.2f}  "
        console.line(shown + textwrap.shorten(passage.text, max(console.out.width - len(shown), 20), placeholder=" …"))
        for about in held or ranked[:1]:
            wrapped = textwrap.wrap(_reason(about), console.out.width, initial_indent="  ", subsequent_indent="    ")
            console.line("\n".join(wrapped))
    if found:
        console.line("The file's lines tell it of every signal, under 'why'.")


def _reason(about: Explanation) -> str:
    said = f"{about.signal.replace('_', ' ')} {about.probability:.2f}"
    if about.spared:
        return f"{said}: it wasn't read; of passages about such matters hardly one takes a side."
    pushes = about.sentences if len(about.sentences) > 1 else about.strongest(2 * WORDS)
    number = 1 if len(about.sentences) > 1 else WORDS
    strongest = sorted(pushes, key=lambda push: -abs(push.log_odds))
    parts = [
        f"{words} {quoted}"
        for words, quoted in (
            ("because of", _quoted(islice((push for push in strongest if push.log_odds > WEAKEST), number))),
            ("against it:", _quoted(islice((push for push in strongest if push.log_odds < -WEAKEST), number))),
        )
        if quoted
    ]
    return f"{said}: {'; '.join(parts) or 'no part of it alone; it is the passage as a whole'}"


def _quoted(pushes: Iterable[Push]) -> str:
    return ", ".join(f"“{textwrap.shorten(push.text, QUOTED, placeholder=' …')}”" for push in pushes)
