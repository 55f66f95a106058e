"""check: what a study's settings name is there and can be used, before any work is done with it."""

from __future__ import annotations

from leadtext.errors import ColumnError, SettingsError, SourceError
from leadtext.framing.tagger_files import check_tagger
from leadtext.reading import TABLE_FORMATS
from leadtext.reading.tables import check_columns
from leadtext.settings import SETTINGS_FILE
from leadtext.stages.anchors import anchors_of
from leadtext.stages.read_files import columns_of, files_of
from leadtext.stages.site_folder import check_place
from leadtext.stages.study import Study
from leadtext.stages.themes import check_labels
from leadtext.stages.topic import check_encoder
from leadtext.store import sources

__all__ = ["check"]


def check(study: Study) -> None:
    """See that everything can be used that the settings name: sources, layouts, columns, models, labels, the site.

    A run would find out by itself, but some of it only after minutes of reading and encoding. Nothing is written.

    Args:
        study: an open study.

    Raises:
        SourceError: a source isn't there.
        SettingsError: a layout can't be used, or a new or changed table lacks a column.
        ModelError: the encoder or the tagger is missing or damaged; the tagger was trained with another encoder, or
            nothing follows from its codebook's signals; the study's topics were made with another encoder.
        LabelError: the themes' labels are missing, or can't be used.
        StudyError: something other than a site stands where the site belongs.
    """
    files = files_of(study, None)
    check_tagger(study.tagger_folder, study.encoder_fingerprint)
    check_place(study.site_folder)
    if study.settings.topic.labels is not None:
        check_labels(study.folder / study.settings.topic.labels, [anchor.name for anchor in anchors_of(study)])
    with study.database.read() as connection:
        check_encoder(connection, study)
        known = sources.fingerprints(connection)
    for file in files:
        columns = columns_of(file.settings)
        # Opening a large workbook takes seconds, which a table that was read before needn't cost again.
        is_table = file.path.suffix.lower() in TABLE_FORMATS
        if columns is None or not is_table or known.get(file.place) == file.fingerprint():
            continue
        try:
            check_columns(file.path, file.place, columns)
        except ColumnError as error:
            raise SettingsError(f"{study.folder / SETTINGS_FILE}: {error}") from error
        except (SourceError, OSError):
            continue  # a damaged table is a reject, with its reason, and stops no run
