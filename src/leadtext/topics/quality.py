"""How good topics are: whether their words belong together, and whether they would be found again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["agreement", "coherence", "diversity"]

Ints = npt.NDArray[np.intp]

TOP_WORDS = 10
ANY_WORD = r"(?u)\b\w+\b"


def coherence(words: Sequence[Sequence[str]], texts: Sequence[str]) -> float:
    """How often a topic's words stand in one passage, beyond chance: the mean normalised pointwise mutual information
    of the pairs of its ten best words (Bouma 2009; as a measure of topics by Lau, Newman and Baldwin 2014,
    doi:10.3115/v1/E14-1056), over all topics.

    Args:
        words: each topic's words or pairs of words, the best first.
        texts: the passages that are looked at.

    Returns:
        Between -1 (no two words ever stand together) and 1 (always); 0 where no topic has two words.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    groups = [[word.casefold() for word in group[:TOP_WORDS]] for group in words]
    vocabulary = sorted({word for group in groups for word in group})
    if not any(len(group) > 1 for group in groups):
        return 0.0
    # Stop words are left in: a yardstick's words may be such.
    counter = CountVectorizer(vocabulary=vocabulary, ngram_range=(1, 2), token_pattern=ANY_WORD, binary=True)
    said = counter.transform(texts).astype(np.float64)
    together = (said.T @ said).toarray() / len(texts)
    place = {word: at for at, word in enumerate(vocabulary)}
    return float(np.mean([_npmi(together, [place[word] for word in group]) for group in groups if len(group) > 1]))


def _npmi(together: npt.NDArray[np.float64], words: Sequence[int]) -> float:
    """The mean over pairs; -1 for a pair that never stands together."""
    values = []
    for at, one in enumerate(words):
        for other in words[at + 1 :]:
            both, alone = together[one, other], together[one, one] * together[other, other]
            values.append(-1.0 if both == 0 else 1.0 if both == 1 else np.log(both / alone) / -np.log(both))
    return float(np.mean(values))


def diversity(words: Sequence[Sequence[str]]) -> float:
    """The share of different words among all topics' ten best (Dieng, Ruiz and Blei 2020, doi:10.1162/tacl_a_00325)."""
    best = [word for group in words for word in group[:TOP_WORDS]]
    return len(set(best)) / len(best) if best else 0.0


def agreement(one: Sequence[object] | Ints, other: Sequence[object] | Ints) -> float:
    """How far two groupings of the same passages agree, beyond chance: their adjusted mutual information (Vinh, Epps
    and Bailey 2010). 1 for the same grouping, 0 for one by chance. Passages of no topic are a group as any other."""
    from sklearn.metrics import adjusted_mutual_info_score

    codes = [np.unique(np.asarray(group).astype(str), return_inverse=True)[1] for group in (one, other)]
    return float(adjusted_mutual_info_score(*codes))
