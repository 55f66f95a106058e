"""Authors' names in a study that replaces them by pseudonyms: the study's key, and names that were kept before."""

from __future__ import annotations

import secrets
from itertools import groupby

from leadtext.reading.pseudonyms import Pseudonyms
from leadtext.stages.study import Study
from leadtext.store import Connection, runs, texts

__all__ = ["pseudonyms_of", "replace_kept_names"]

KEY = "pseudonyms.key"
STATE = "pseudonyms.put"


def pseudonyms_of(study: Study) -> Pseudonyms | None:
    """What gives a study's pseudonyms; None where it keeps names. The key is made once and kept in the database."""
    if not study.settings.read.pseudonymise:
        return None
    with study.database.read() as connection:
        key = runs.get_state(connection, KEY)
    if key is None:
        key = secrets.token_hex(32)
        with study.database.write() as connection:
            runs.set_state(connection, KEY, key)
    return Pseudonyms(key)


def replace_kept_names(connection: Connection, pseudonyms: Pseudonyms | None) -> int:
    """Bring what was kept, and not read again, in line with a change of the setting; nothing is done a second time.

    What the web shows no more is kept (see `leadtext.stages.feeds`): it gets pseudonyms. A comment that was read
    again has another id, since ids follow from authors: the one of before is taken out.

    Returns:
        How many documents were changed or taken out.
    """
    wanted = "names" if pseudonyms is None else "pseudonyms"
    before = runs.get_state(connection, STATE)
    runs.set_state(connection, STATE, wanted)
    key = runs.get_state(connection, KEY)
    if before == wanted or key is None:
        return 0
    changed = 0
    for _, group in groupby(texts.documents(connection), key=lambda document: document.source):
        kept = list(group)
        hidden = Pseudonyms(key).documents(kept)
        stays = kept if pseudonyms is None else hidden
        as_wanted = [
            (document == other) is (pseudonyms is not None) for document, other in zip(kept, hidden, strict=True)
        ]
        read_again = {
            (other.kind, other.author, other.text)
            for other, is_right in zip(hidden, as_wanted, strict=True)
            if is_right
        }
        for document, other, after, is_right in zip(kept, hidden, stays, as_wanted, strict=True):
            if is_right or document.author is None:
                continue
            if document.is_comment and (other.kind, other.author, other.text) in read_again:
                texts.remove(connection, [document.id])
                changed += 1
            elif after != document:
                texts.set_words(connection, after.id, author=after.author, text=after.text)
                changed += 1
    return changed
