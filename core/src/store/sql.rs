//! The statements of both databases. SQLite reads them as they stand, PostgreSQL with `$1` for `?1`.

/// The form of the tables; a newer one is not touched.
pub(super) const VERSION: i64 = 1;

/// Times are microseconds since 1970.
pub(super) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS defacto_enrollments (
    job TEXT NOT NULL,
    company TEXT NOT NULL,
    row_number BIGINT NOT NULL,
    run TEXT NOT NULL,
    state TEXT NOT NULL,
    token TEXT,
    outcome TEXT,
    claimed_until BIGINT NOT NULL,
    looked_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (job, company)
);
CREATE INDEX IF NOT EXISTS defacto_enrollments_looked_at ON defacto_enrollments (job, state, looked_at);
CREATE INDEX IF NOT EXISTS defacto_enrollments_row ON defacto_enrollments (job, row_number, company);
CREATE TABLE IF NOT EXISTS defacto_events (
    event TEXT NOT NULL PRIMARY KEY,
    entity TEXT NOT NULL,
    happened_at BIGINT,
    received_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS defacto_events_entity ON defacto_events (entity, happened_at);
";

/// job, company, row, run, claimed until, now.
pub(super) const INSERT: &str = "INSERT INTO defacto_enrollments \
    (job, company, row_number, run, state, claimed_until, looked_at, updated_at) \
    VALUES (?1, ?2, ?3, ?4, 'begun', ?5, 0, ?6) ON CONFLICT (job, company) DO NOTHING";

/// job, company, row, run, claimed until, now. Takes what nobody has any longer, unless another row of this run has it.
/// Nothing is sent for who waits, so he is not taken from others.
pub(super) const TAKE: &str = "UPDATE defacto_enrollments SET row_number = ?3, run = ?4, \
    claimed_until = CASE state WHEN 'waiting' THEN claimed_until ELSE ?5 END \
    WHERE job = ?1 AND company = ?2 AND claimed_until <= ?6 AND (run <> ?4 OR row_number = ?3) \
    RETURNING company, row_number, run, state, token, outcome, updated_at";

/// job, company.
pub(super) const WHOSE: &str =
    "SELECT run, row_number FROM defacto_enrollments WHERE job = ?1 AND company = ?2";

/// job, company, row, state, token, outcome, now.
pub(super) const SAVE: &str = "INSERT INTO defacto_enrollments \
    (job, company, row_number, run, state, token, outcome, claimed_until, looked_at, updated_at) \
    VALUES (?1, ?2, ?3, '', ?4, ?5, ?6, 0, 0, ?7) ON CONFLICT (job, company) DO UPDATE SET \
    row_number = excluded.row_number, state = excluded.state, token = excluded.token, outcome = excluded.outcome, \
    claimed_until = CASE excluded.state WHEN 'begun' THEN defacto_enrollments.claimed_until ELSE 0 END, \
    updated_at = excluded.updated_at";

/// job, company.
pub(super) const FIND: &str = "SELECT company, row_number, run, state, token, outcome, updated_at \
    FROM defacto_enrollments WHERE job = ?1 AND company = ?2";

/// job, company.
pub(super) const REMOVE: &str = "DELETE FROM defacto_enrollments WHERE job = ?1 AND company = ?2";

/// job, not since, most, now, run or nothing; PostgreSQL passes over the rows that somebody else is taking.
pub(super) const TAKE_WAITING: [&str; 2] = [
    "UPDATE defacto_enrollments SET looked_at = ?4 WHERE job = ?1 AND company IN \
     (SELECT company FROM defacto_enrollments WHERE job = ?1 AND state = 'waiting' AND looked_at < ?2 \
     AND (?5 = '' OR run = ?5) ORDER BY looked_at LIMIT ?3",
    ") RETURNING company, row_number, run, state, token, outcome, updated_at",
];

/// job, row, company, most.
pub(super) const ENTRIES: &str = "SELECT company, row_number, run, state, token, outcome, updated_at \
    FROM defacto_enrollments WHERE job = ?1 AND (row_number, company) > (?2, ?3) \
    ORDER BY row_number, company LIMIT ?4";

/// job, state, run or nothing.
pub(super) const COUNT: &str = "SELECT count(*) FROM defacto_enrollments \
    WHERE job = ?1 AND state = ?2 AND (?3 = '' OR run = ?3)";

pub(super) const JOBS: &str = "SELECT DISTINCT job FROM defacto_enrollments ORDER BY job";

/// job.
pub(super) const FORGET_JOB: &str = "DELETE FROM defacto_enrollments WHERE job = ?1";

/// event, entity, happened at, now.
pub(super) const RECORD: &str = "INSERT INTO defacto_events (event, entity, happened_at, received_at) \
    VALUES (?1, ?2, ?3, ?4) ON CONFLICT (event) DO NOTHING";

/// entity, happened at.
pub(super) const NEWER: &str = "SELECT count(*) FROM defacto_events WHERE entity = ?1 AND happened_at > ?2";

/// event.
pub(super) const FORGET_EVENT: &str = "DELETE FROM defacto_events WHERE event = ?1";

/// before.
pub(super) const FORGET_EVENTS: &str = "DELETE FROM defacto_events WHERE received_at < ?1";
