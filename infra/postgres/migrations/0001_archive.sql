-- The archive of the logs of one world (paper, dry-live or live) and the audit trees over them.

-- One row: the mode that this database belongs to from its first use on.
CREATE TABLE archive_mode (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    mode text NOT NULL CHECK (mode IN ('paper', 'dry-live', 'live')),
    stamped_at timestamptz NOT NULL DEFAULT now()
);

-- Every entry of every log, as it was appended. The leaf is the hash of all other columns of the row.
CREATE TABLE log_archive (
    book text NOT NULL,
    "offset" bigint NOT NULL CHECK ("offset" > 0),
    kind text NOT NULL,
    version integer NOT NULL,
    at_ns bigint NOT NULL,
    recorded_ns bigint NOT NULL,
    author text NOT NULL,
    cause bigint NOT NULL,
    trace text NOT NULL,
    body bytea NOT NULL,
    leaf bytea NOT NULL CHECK (octet_length(leaf) = 32),
    PRIMARY KEY (book, "offset")
);

-- Bodies are mostly floating-point numbers, which compression makes slower and hardly smaller.
ALTER TABLE log_archive ALTER COLUMN body SET STORAGE EXTERNAL;

-- What names instruments and strategies: found without reading the log.
CREATE INDEX log_archive_configuration ON log_archive (book, "offset") WHERE kind = 'ConfigChange';

-- How far each book is archived, with the right edge of its audit tree.
CREATE TABLE archive_cursor (
    book text PRIMARY KEY,
    size bigint NOT NULL,
    frontier bytea NOT NULL,
    moved_at timestamptz NOT NULL DEFAULT now()
);

-- What the whole log looked like after each batch.
CREATE TABLE audit_heads (
    book text NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (book, size)
);

-- A guard against mistakes. Against intent there is the tree, with heads written down elsewhere.
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_archive
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_heads
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
