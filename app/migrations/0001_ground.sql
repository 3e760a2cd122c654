-- The ground: who uses Wicken, what they did, and the rows that every later feature leans on.
-- Written once for both engines; {tokens} are spelled out in src/db/dialect.rs.
-- A *state* table holds facts: recorded_at .. superseded_at, the row with no end is current,
-- and `version` is what an editor must have seen.

create table setting (
    name {text} primary key,
    value {json} not null
) {strict};

-- Counted up by every change of who may see what; told on the feed.
create table policy_epoch (
    row_id {int} primary key check (row_id = 1),
    epoch {int} not null
) {strict};
insert into policy_epoch (row_id, epoch) values (1, 1);

-- Keys, each wrapped by the master key, which is never in the database.
create table secret (
    secret_id {uuid} primary key,
    kind {text} not null check (kind in ('hash', 'ledger', 'agency')),
    agency_id {uuid},
    wrapped {bytes} not null,
    master {bytes} not null,
    made_at {instant} not null,
    retired_at {instant}
) {strict};
create unique index secret_in_use on secret (kind, agency_id) where retired_at is null;

-- One key a record, wrapped by its agency's key: whoever loses the agency key loses the fields,
-- and erasing a record is deleting this row.
create table record_key (
    record_id {uuid} primary key,
    secret_id {uuid} not null references secret (secret_id),
    wrapped {bytes} not null,
    made_at {instant} not null
) {strict};
create index record_key_by_secret on record_key (secret_id);

create table agency (
    agency_id {uuid} primary key,
    code {text} not null unique,
    made_at {instant} not null
) {strict};

create table agency_state (
    state_id {uuid} primary key,
    agency_id {uuid} not null references agency (agency_id),
    version {int} not null,
    name {text} not null,
    kind {text} not null,
    status {text} not null check (status in ('active', 'suspended')),
    recorded_at {instant} not null,
    recorded_by {uuid},
    superseded_at {instant},
    unique (agency_id, version)
) {strict};
create unique index agency_state_current on agency_state (agency_id) where superseded_at is null;

create table user_account (
    user_id {uuid} primary key,
    made_at {instant} not null
) {strict};

create table user_state (
    state_id {uuid} primary key,
    user_id {uuid} not null references user_account (user_id),
    version {int} not null,
    agency_id {uuid} not null references agency (agency_id),
    role {text} not null,
    name {text} not null,
    email {text} not null,
    status {text} not null check (status in ('invited', 'active', 'suspended')),
    recorded_at {instant} not null,
    recorded_by {uuid},
    superseded_at {instant},
    unique (user_id, version)
) {strict};
create unique index user_state_current on user_state (user_id) where superseded_at is null;
create unique index user_state_email on user_state (email) where superseded_at is null;
create index user_state_agency on user_state (agency_id, user_id) where superseded_at is null;

create table credential (
    user_id {uuid} primary key references user_account (user_id),
    password_hash {text} not null,
    made_at {instant} not null
) {strict};

-- `secret` is sealed under the user's record key; `last_step` makes a code good for one use.
create table second_factor (
    user_id {uuid} primary key references user_account (user_id),
    secret {bytes} not null,
    last_step {int} not null,
    made_at {instant} not null
) {strict};

create table recovery_code (
    user_id {uuid} not null references user_account (user_id),
    code_hash {bytes} not null,
    made_at {instant} not null,
    used_at {instant},
    primary key (user_id, code_hash)
) {strict};

create table invitation (
    invitation_id {uuid} primary key,
    user_id {uuid} not null references user_account (user_id),
    token_hash {bytes} not null unique,
    made_at {instant} not null,
    ends_at {instant} not null,
    used_at {instant}
) {strict};
create index invitation_by_user on invitation (user_id);

create table session (
    session_id {uuid} primary key,
    user_id {uuid} not null references user_account (user_id),
    token_hash {bytes} not null unique,
    device {text} not null,
    made_at {instant} not null,
    seen_at {instant} not null,
    fresh_until {instant} not null,
    ends_at {instant} not null,
    ended_at {instant}
) {strict};
create index session_by_user on session (user_id) where ended_at is null;
create index session_by_end on session (ends_at);

create table api_token (
    token_id {uuid} primary key,
    user_id {uuid} not null references user_account (user_id),
    name {text} not null,
    token_hash {bytes} not null unique,
    made_at {instant} not null,
    seen_at {instant},
    ends_at {instant} not null,
    revoked_at {instant}
) {strict};
create index api_token_by_user on api_token (user_id);

-- Tries within a window, by a keyed hash of what is counted: no address and no e-mail is kept.
create table throttle (
    throttle_key {bytes} primary key,
    tries {int} not null,
    since {instant} not null
) {strict};
create index throttle_by_age on throttle (since);

-- What a request id was answered, so that a replay gets the same.
create table request (
    actor {uuid} not null,
    request_id {uuid} not null,
    body_hash {bytes} not null,
    answer {json},
    made_at {instant} not null,
    primary key (actor, request_id)
) {strict};
create index request_by_age on request (made_at);

-- Work for later, enqueued in the transaction that causes it. Mail to be sent is a job too.
create table job (
    job_id {uuid} primary key,
    kind {text} not null,
    job_key {text} not null,
    payload {json} not null,
    run_after {instant} not null,
    leased_until {instant},
    attempts {int} not null,
    done_at {instant},
    last_error {text},
    unique (kind, job_key)
) {strict};
create index job_waiting on job (run_after) where done_at is null;

-- Reference data with the dates in which it is in force, and when that was recorded.
create table area (
    area_id {uuid} primary key,
    code {text} not null,
    name {text} not null,
    valid_from {date} not null,
    valid_until {date},
    recorded_at {instant} not null,
    superseded_at {instant}
) {strict};
create unique index area_current on area (code, valid_from) where superseded_at is null;

-- Every look and every change. `line` is the canonical text that is sealed; the other columns are
-- read from it, to search by. Ids and classes only: never a name or an address.
create table ledger_entry (
    entry_id {uuid} primary key,
    made_at {instant} not null,
    kind {text} not null,
    actor_user {uuid},
    actor_agency {uuid},
    subject_kind {text} not null,
    subject_id {uuid},
    subject_agency {uuid},
    line {text} not null
) {strict};
create index ledger_entry_by_user on ledger_entry (actor_user, entry_id);
create index ledger_entry_by_agency on ledger_entry (actor_agency, entry_id);
create index ledger_entry_by_subject on ledger_entry (subject_id, entry_id);
{append_only:ledger_entry}

create table ledger_unsealed (
    entry_id {uuid} primary key
) {strict};

create table ledger_leaf (
    seq {int} primary key,
    entry_id {uuid} not null unique,
    salt {bytes},
    leaf_hash {bytes} not null
) {strict};

create table ledger_checkpoint (
    size {int} primary key,
    line {text} not null,
    frontier {bytes} not null,
    made_at {instant} not null
) {strict};
create index ledger_checkpoint_by_age on ledger_checkpoint (made_at);
