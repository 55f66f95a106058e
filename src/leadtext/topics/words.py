"""The words that tell a topic, by BERTopic's class-based TF-IDF, and the name made from them.

Method: Grootendorst 2022, doi:10.48550/arXiv.2203.05794. Of the words that tell a topic those are taken that are also
said together, one after another, as maximal marginal relevance does it with another aim (Carbonell and Goldstein 1998,
doi:10.1145/290941.291025); how far words go together is told by normalised pointwise mutual information (Bouma 2009).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

__all__ = ["STOP_WORDS", "name_from", "topic_words", "without_echoes"]

# Words that stand in any talk about work in a health service and tell no topic apart.
EVERYDAY = frozenset(
    """
    take takes taking taken treated
    actually ago ask asked away bit called came come comes day days did didn doesn doing don does em en especially er
    far fine gave getting given gives going good got happened happens hard hasn haven having isn just kind know known
    let ll look looked lot lots made make makes making man matter maybe mr mrs ms need needed new news nhs number old
    people perhaps place point probably put quite read really right said saw say saying says seen sort sure tell thing
    things think thought time times today told took try trying used ve want wanted wasn way week weeks went weren
    wish won work worked working works wouldn year years yes couldn shouldn per cent like use usual later early left
    long great different example including particularly rather simply whole half end start started little big small
    better best bad worse worst able enough half hour hours month months morning night monday tuesday wednesday
    thursday friday saturday sunday january february march april june july august september october november december
    woman women men person somebody someone anybody anyone everybody nobody wrote write written says talk talked
    does keep kept turn turned brought bring set run running ran sit sat stand stood hear heard feel felt true real
    first second third four five six seven eight nine ten eleven twelve hundred thousand
    """.split()  # noqa: SIM905 - a list literal of 250 words would fill five screens
)
STOP_WORDS = sorted({*ENGLISH_STOP_WORDS, *EVERYDAY})

Floats = npt.NDArray[np.float64]

WORDS_KEPT = 10
LOOKED_AT = 60
"""Of so many most telling words those are taken that are said together."""
ENOUGH = 30
"""With so many words to take from, those of a lesser share of the passages aren't looked at."""
TOGETHER = 3.0
"""What it counts that a word is said together with those taken before it, beside the logarithm of how far it tells."""
REACH = 0.06
"""The share of a topic's passages that a word should stand in to tell it; if few words do, less will do."""
OWN = 0.7
"""A word tells a topic only if it does so at least that far as the topic that it tells best; with 0 half-empty words,
such as "writes" in letters, stand in many topics, with 1 no word stands in two."""
NEVER = -2.0
"""How far two words go together that no passage says both: less than the least that can be counted, -1."""
SECONDS = 15
"""So many words are tried in the second place: where the first four or five words have led, the others must follow."""
WORDS_IN_NAME = 3
SHOWN = 20
"""Characters that the narrowest chart shows of a name: two names that begin alike for longer are one to the reader."""
WORD_PATTERN = r"(?u)\b[^\W\d_][^\W\d_]{2,}\b"


def topic_words(texts: Sequence[str], topics: Sequence[int]) -> dict[int, list[str]]:
    """The most telling words of each topic, by class-based TF-IDF.

    Args:
        texts: passages.
        topics: the topic of each.

    Returns:
        For each topic up to ten words or pairs of words, the most telling first; none where all its words are
        stop words.
    """
    # Imported where topics are found, since it takes two seconds; passages are assigned without it.
    from bertopic.vectorizers import ClassTfidfTransformer

    names, group = np.unique(np.array(topics), return_inverse=True)
    counter = CountVectorizer(stop_words=STOP_WORDS, ngram_range=(1, 2), token_pattern=WORD_PATTERN)
    try:
        said = counter.fit_transform(texts)
    except ValueError:  # scikit-learn's only way of saying that nothing but stop words is left
        return {int(name): [] for name in names}
    sizes = np.bincount(group)
    of_topic = csr_matrix((np.ones(len(texts)), (group, np.arange(len(texts)))), shape=(len(names), len(texts)))
    spread, counts = of_topic @ (said > 0), of_topic @ said
    # Words of one passage can't tell a topic of several; they are most of the words, and of the memory.
    kept = np.flatnonzero(spread.max(axis=0).toarray().ravel() >= min(2, sizes.min()))
    vocabulary = counter.get_feature_names_out()[kept]
    weighed = counts.astype(np.float64)
    if counts.shape[1] > 1:  # BERTopic's class can't weigh a single word, nor need it
        weighed = ClassTfidfTransformer(reduce_frequent_words=True).fit_transform(counts)
    spread, weights = spread[:, kept].toarray(), weighed[:, kept].toarray()
    told = weights * spread
    # What tells another topic far better tells this one little.
    told[told < OWN * told.max(axis=0)] = 0
    passages = (said > 0)[:, kept].tocsc().astype(np.float64)
    words = {}
    for row, name in enumerate(names.tolist()):
        # A word of a few passages tells those, not the topic: it must stand in a fair share of them.
        size = sizes[row]
        ranked: list[int] = []
        for reach in (REACH, REACH / 2, 0.0):
            telling = np.where(spread[row] >= max(min(2, size), reach * size), told[row], 0.0)
            best = np.argsort(-telling, kind="stable")[:LOOKED_AT]
            ranked = without_echoes([*ranked, *[int(at) for at in best if telling[at] > 0]], vocabulary)
            if len(ranked) >= ENOUGH:
                break
        taken = _said_together(_associations(passages[:, ranked]), told[row][ranked])
        words[name] = [str(vocabulary[ranked[at]]) for at in sorted(taken)]
    return words


def _associations(said: csr_matrix) -> Floats:
    """How far each two words go together: normalised pointwise mutual information, -1 where they never do.

    Args:
        said: which words each passage says, shape (passages, words).
    """
    together = (said.T @ said).toarray() / said.shape[0]
    alone = together.diagonal()
    both = np.clip(together, 1e-12, 1 - 1e-12)
    found: Floats = np.where(together > 0, np.log(both / np.outer(alone, alone)) / -np.log(both), -1.0)
    return found


def _said_together(associations: Floats, told: Floats) -> list[int]:
    """The places of ten words: the most telling first, then, one after another, the one that tells most and goes best
    with those before it. Of several words that may come second the one is taken that leads to the best ten.

    Args:
        associations: how far each two go together, shape (words, words); -1 where they never do.
        told: how far each tells the topic, shape (words,), falling.
    """
    if not len(told):
        return []
    worth = np.log(told)
    together = TOGETHER * np.where(associations <= -1, NEVER, associations)
    after_first = worth + together[:, 0]
    after_first[0] = -np.inf
    seconds = np.argsort(-after_first, kind="stable")[: min(SECONDS, len(told) - 1)]
    found = [_grown([0, int(second)], worth, together) for second in seconds]
    return max(found, key=lambda taken: _worth(taken, worth, together), default=[0])


def _grown(taken: list[int], worth: Floats, together: Floats) -> list[int]:
    """Ten words that begin with those taken."""
    while len(taken) < min(WORDS_KEPT, len(worth)):
        value = worth + together[:, taken].mean(axis=1)
        value[taken] = -np.inf
        taken.append(int(np.argmax(value)))
    return taken


def _worth(taken: list[int], worth: Floats, together: Floats) -> float:
    """How far words tell a topic, and go together, two by two."""
    pairs = together[np.ix_(taken, taken)][np.triu_indices(len(taken), k=1)]
    return float(worth[taken].mean() + pairs.mean())


def name_from(words: Sequence[str], taken: Mapping[str, int] | Sequence[str] = ()) -> str:
    """A topic's first name: its three most telling words.

    Where that begins as another's name does, the most telling word that the other lacks comes first.

    Args:
        words: the topic's words, the most telling first.
        taken: names that other topics have.
    """
    usual = ", ".join(words[:WORDS_IN_NAME])
    alike = [name for name in taken if name[:SHOWN] == usual[:SHOWN]]
    if usual and not alike:
        return usual
    said = {word for name in alike for word in name.split(", ")}
    for own in [word for word in words if word not in said]:
        name = ", ".join([own, *[word for word in words if word != own]][:WORDS_IN_NAME])
        if all(other[:SHOWN] != name[:SHOWN] for other in taken):
            return name
    for count in range(WORDS_IN_NAME, len(words) + 1):
        name = ", ".join(words[:count])
        if name not in taken:
            return name
    name = ", ".join(words) if words else "unnamed"
    number = 2
    while name in taken:
        name, number = f"{name.rpartition(' (')[0] or name} ({number})", number + 1
    return name


def without_echoes(ranked: Sequence[int], vocabulary: Sequence[str]) -> list[int]:
    """Words without those that only say again what a better one says: "trust" beside "trusts", "waiting list".

    Args:
        ranked: where the words stand in the vocabulary, the best first.
    """
    kept: list[int] = []
    said: set[str] = set()
    for word in ranked:
        parts = {_stem(part) for part in vocabulary[word].split()}
        if not parts & said:
            kept.append(word)
            said |= parts
    return kept


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
