"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("date", sa.String(length=10), nullable=True),
        sa.Column("date_inferred", sa.Boolean(), nullable=False),
        sa.Column("parent", sa.String(length=40), nullable=True),
        sa.Column("reply_to", sa.String(length=40), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("split", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index(op.f("ix_documents_parent"), "documents", ["parent"], unique=False)
    op.create_index(op.f("ix_documents_source"), "documents", ["source"], unique=False)
    op.create_table(
        "rejects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejects")),
    )
    op.create_index(op.f("ix_rejects_source"), "rejects", ["source"], unique=False)
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("started", sa.String(length=32), nullable=False),
        sa.Column("ended", sa.String(length=32), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("models", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("genre", sa.String(length=16), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("share", sa.Float(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("thin", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    op.create_index("ix_series_measure", "series", ["measure", "value", "genre", "period"], unique=False)
    op.create_table(
        "sources",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.String(length=32), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("page_read", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_sources")),
    )
    op.create_table(
        "state",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_state")),
    )
    op.create_table(
        "topics",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("named_by", sa.String(length=16), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("encoder", sa.String(length=64), nullable=False),
        sa.Column("centroid", sa.LargeBinary(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("born", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
    )
    op.create_table(
        "vectors",
        sa.Column("hash", sa.String(length=40), nullable=False),
        sa.Column("encoder", sa.String(length=64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", "encoder", name=op.f("pk_vectors")),
    )
    op.create_table(
        "passages",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("document", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("hash", sa.String(length=40), nullable=False),
        sa.Column("duplicate_of", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_passages_document"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
    )
    op.create_index("ix_passages_document", "passages", ["document", "position"], unique=False)
    op.create_index(op.f("ix_passages_duplicate_of"), "passages", ["duplicate_of"], unique=False)
    op.create_index(op.f("ix_passages_hash"), "passages", ["hash"], unique=False)
    op.create_index(op.f("ix_passages_key"), "passages", ["key"], unique=False)
    op.create_table(
        "topic_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=16), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["topic"], ["topics.id"], name=op.f("fk_topic_events_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_events")),
    )
    op.create_index(op.f("ix_topic_events_topic"), "topic_events", ["topic"], unique=False)
    op.create_table(
        "anchored",
        sa.Column("passage", sa.String(length=60), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["passage"], ["passages.id"], name=op.f("fk_anchored_passage"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("passage", name=op.f("pk_anchored")),
    )
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage", sa.String(length=60), nullable=False),
        sa.Column("topic", sa.Integer(), nullable=True),
        sa.Column("similarity", sa.Float(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["passage"], ["passages.id"], name=op.f("fk_assignments_passage"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["topic"], ["topics.id"], name=op.f("fk_assignments_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index("ix_assignments_passage", "assignments", ["passage"], unique=False)
    op.create_index("ix_assignments_topic", "assignments", ["topic"], unique=False)
    op.create_table(
        "past_assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage", sa.String(length=60), nullable=False),
        sa.Column("topic", sa.Integer(), nullable=True),
        sa.Column("similarity", sa.Float(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage"], ["passages.id"], name=op.f("fk_past_assignments_passage"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["topic"], ["topics.id"], name=op.f("fk_past_assignments_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_assignments")),
    )
    op.create_index("ix_past_assignments_passage", "past_assignments", ["passage"], unique=False)
    op.create_table(
        "past_topics",
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("centroid", sa.LargeBinary(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["topic"], ["topics.id"], name=op.f("fk_past_topics_topic")),
        sa.PrimaryKeyConstraint("topic", "until", name=op.f("pk_past_topics")),
    )
    op.create_table(
        "topic_versions",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_topic_versions")),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("made", sa.String(length=32), nullable=False),
        sa.Column("encoder", sa.String(length=64), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_table(
        "proposal_topics",
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("topic", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("centroid", sa.LargeBinary(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_proposal_topics_proposal")),
        sa.ForeignKeyConstraint(["topic"], ["topics.id"], name=op.f("fk_proposal_topics_topic")),
        sa.PrimaryKeyConstraint("proposal", "place", name=op.f("pk_proposal_topics")),
    )
    op.create_table(
        "proposal_events",
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.Integer(), nullable=True),
        sa.Column("of", sa.JSON(), nullable=False),
        sa.Column("into", sa.JSON(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_proposal_events_proposal")),
        sa.ForeignKeyConstraint(["topic"], ["topics.id"], name=op.f("fk_proposal_events_topic")),
        sa.PrimaryKeyConstraint("proposal", "number", name=op.f("pk_proposal_events")),
    )
    op.create_table(
        "proposal_moves",
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("passage", sa.String(length=60), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("similarity", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage"], ["passages.id"], name=op.f("fk_proposal_moves_passage"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_proposal_moves_proposal")),
        sa.PrimaryKeyConstraint("proposal", "passage", name=op.f("pk_proposal_moves")),
    )
    op.create_table(
        "tags",
        sa.Column("passage", sa.String(length=60), nullable=False),
        sa.Column("model", sa.String(length=64), nullable=False),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.Column("frame", sa.String(length=32), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("abstained", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["passage"], ["passages.id"], name=op.f("fk_tags_passage"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("passage", "model", name=op.f("pk_tags")),
    )
    op.create_index(op.f("ix_tags_frame"), "tags", ["frame"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_tags_frame"), table_name="tags")
    op.drop_table("tags")
    op.drop_table("proposal_moves")
    op.drop_table("proposal_events")
    op.drop_table("proposal_topics")
    op.drop_table("proposals")
    op.drop_table("topic_versions")
    op.drop_table("past_topics")
    op.drop_index("ix_past_assignments_passage", table_name="past_assignments")
    op.drop_table("past_assignments")
    op.drop_index("ix_assignments_topic", table_name="assignments")
    op.drop_index("ix_assignments_passage", table_name="assignments")
    op.drop_table("assignments")
    op.drop_table("anchored")
    op.drop_index(op.f("ix_topic_events_topic"), table_name="topic_events")
    op.drop_table("topic_events")
    op.drop_index(op.f("ix_passages_key"), table_name="passages")
    op.drop_index(op.f("ix_passages_hash"), table_name="passages")
    op.drop_index(op.f("ix_passages_duplicate_of"), table_name="passages")
    op.drop_index("ix_passages_document", table_name="passages")
    op.drop_table("passages")
    op.drop_table("vectors")
    op.drop_table("topics")
    op.drop_table("state")
    op.drop_table("sources")
    op.drop_index("ix_series_measure", table_name="series")
    op.drop_table("series")
    op.drop_table("runs")
    op.drop_index(op.f("ix_rejects_source"), table_name="rejects")
    op.drop_table("rejects")
    op.drop_index(op.f("ix_documents_source"), table_name="documents")
    op.drop_index(op.f("ix_documents_parent"), table_name="documents")
    op.drop_table("documents")
