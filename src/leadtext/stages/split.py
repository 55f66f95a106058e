"""split: documents become passages, repeats marked."""

from __future__ import annotations

from leadtext.passages import Repeats, cut
from leadtext.records import digest
from leadtext.stages.study import Study
from leadtext.stages.work import Outcome, Progress, Work, unheard
from leadtext.store import texts, vectors

__all__ = ["split"]

# Changes with the way documents are cut, so that a study is cut anew.
VERSION = "2"


def split(study: Study, *, progress: Progress = unheard) -> Outcome:
    """Cut the documents that are not cut yet, or were cut in another way.

    Args:
        study: an open study.
        progress: hears how many documents are cut.
    """
    settings = study.settings.split
    # What every study has in its documents since before there was the last key, where that says what always held.
    said = settings.model_dump_json(exclude={"repeats"} if settings.repeats == "alike" else None)
    fingerprint = digest("split", VERSION, said)
    work = Work("split", study.settings)
    with study.database.one_run(), study.database.write() as connection:
        waiting = texts.unsplit(connection, fingerprint)
        texts.remove_passages(connection, [document.id for document in waiting])
        # Passages whose original was taken out, here or by read: the earliest of them is the original now.
        orphans = texts.orphans(connection)
        if not waiting and not orphans:
            return work.outcome({"documents": 0, "passages": 0, "repeats": 0})
        repeats = Repeats(texts.originals(connection), alike=settings.repeats == "alike")
        for orphan in orphans:
            [marked_anew] = repeats.mark([orphan])
            texts.set_original(connection, orphan.id, marked_anew.duplicate_of)
        made = []
        for done, document in enumerate(waiting, start=1):
            passages = cut(document, max_sentences=settings.max_sentences, max_words=settings.max_words)
            made += repeats.mark(passages)
            progress(done, len(waiting))
        texts.add_passages(connection, made)
        texts.mark_split(connection, [document.id for document in waiting], fingerprint)
        vectors.forget_unused(connection)
        repeated = sum(passage.duplicate_of is not None for passage in made)
        did = {"documents": len(waiting), "passages": len(made) - repeated, "repeats": repeated}
        work.record(connection, did)
    return work.outcome(did)
