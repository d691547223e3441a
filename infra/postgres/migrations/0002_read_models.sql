-- Tables for reading, decoded from the log in the transaction that archives it. They hold nothing that
-- the log does not: each row names its entry. Instants have microseconds here; the entry is exact.

-- A strategy's views, one row for each instrument of a signal frame.
CREATE TABLE signals (
    book text NOT NULL,
    "offset" bigint NOT NULL,
    place integer NOT NULL,
    at timestamptz NOT NULL,
    strategy text NOT NULL,
    symbol text NOT NULL,
    weight double precision NOT NULL,
    confidence double precision NOT NULL,
    PRIMARY KEY (book, "offset", place)
);

CREATE INDEX signals_by_symbol ON signals (book, symbol, "offset");

-- The steps of every order's life.
CREATE TABLE order_events (
    book text NOT NULL,
    "offset" bigint NOT NULL,
    order_id text NOT NULL,
    symbol text NOT NULL,
    change text NOT NULL,
    side text,
    quantity numeric,
    type text,
    price numeric,
    time_in_force text,
    venue_order_id text,
    reason text,
    code bigint,
    happened_at timestamptz NOT NULL,
    PRIMARY KEY (book, "offset")
);

CREATE INDEX order_events_by_order ON order_events (book, order_id, "offset");

CREATE TABLE fills (
    book text NOT NULL,
    "offset" bigint NOT NULL,
    order_id text NOT NULL,
    execution text NOT NULL,
    symbol text NOT NULL,
    side text NOT NULL,
    quantity numeric NOT NULL,
    price numeric NOT NULL,
    cumulative_quantity numeric NOT NULL,
    commission numeric NOT NULL,
    happened_at timestamptz NOT NULL,
    PRIMARY KEY (book, "offset")
);

CREATE INDEX fills_by_order ON fills (book, order_id, "offset");

CREATE TABLE trade_costs (
    book text NOT NULL,
    "offset" bigint NOT NULL,
    order_id text NOT NULL,
    symbol text NOT NULL,
    filled numeric NOT NULL,
    arrival_price numeric NOT NULL,
    average_price numeric NOT NULL,
    implementation_shortfall numeric NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (book, "offset")
);

CREATE INDEX trade_costs_by_order ON trade_costs (book, order_id, "offset");

CREATE TABLE tier_changes (
    book text NOT NULL,
    "offset" bigint NOT NULL,
    at timestamptz NOT NULL,
    from_tier text NOT NULL,
    to_tier text NOT NULL,
    reason text NOT NULL,
    equity numeric NOT NULL,
    session_baseline numeric NOT NULL,
    peak numeric NOT NULL,
    PRIMARY KEY (book, "offset")
);

CREATE TABLE reconciliation_reports (
    book text NOT NULL,
    "offset" bigint NOT NULL,
    at timestamptz NOT NULL,
    cycle bigint NOT NULL,
    ledger_offset bigint NOT NULL,
    compared integer NOT NULL,
    breaks integer NOT NULL,
    inconclusive integer NOT NULL,
    detail text NOT NULL,
    PRIMARY KEY (book, "offset")
);

-- One row for each order: what was asked, how it stands, what it got.
CREATE VIEW orders AS
SELECT
    asked.book,
    asked.order_id,
    asked.symbol,
    asked.side,
    asked.quantity,
    asked.type,
    asked.price,
    asked.time_in_force,
    CASE
        WHEN done.filled >= asked.quantity THEN 'filled'
        WHEN last.change IN ('canceled', 'expired', 'rejected', 'withdrawn', 'unknown') THEN last.change
        WHEN done.filled > 0 THEN 'partially_filled'
        ELSE last.change
    END AS status,
    coalesce(done.filled, 0) AS filled,
    done.average_price,
    coalesce(done.commission, 0) AS commission,
    named.venue_order_id,
    asked."offset" AS asked_offset,
    greatest(last."offset", done."offset") AS newest_offset,
    asked.happened_at AS asked_at,
    greatest(last.happened_at, done.happened_at) AS changed_at
FROM (
    SELECT DISTINCT ON (book, order_id) *
    FROM order_events
    WHERE change IN ('submitting', 'external')
    ORDER BY book, order_id, "offset"
) AS asked
CROSS JOIN LATERAL (
    SELECT change, "offset", happened_at
    FROM order_events AS step
    WHERE step.book = asked.book AND step.order_id = asked.order_id
    ORDER BY step."offset" DESC
    LIMIT 1
) AS last
LEFT JOIN LATERAL (
    SELECT venue_order_id
    FROM order_events AS step
    WHERE step.book = asked.book AND step.order_id = asked.order_id AND step.venue_order_id IS NOT NULL
    ORDER BY step."offset" DESC
    LIMIT 1
) AS named ON true
LEFT JOIN LATERAL (
    SELECT
        sum(fill.quantity) AS filled,
        sum(fill.quantity * fill.price) / nullif(sum(fill.quantity), 0) AS average_price,
        sum(fill.commission) AS commission,
        max(fill."offset") AS "offset",
        max(fill.happened_at) AS happened_at
    FROM fills AS fill
    WHERE fill.book = asked.book AND fill.order_id = asked.order_id
) AS done ON true;
