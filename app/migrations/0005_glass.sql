-- Breaking the glass: who did, why, for whom, until when, and which agencies were told.

-- Every time somebody broke the glass, found or not. `agency_id` is the agency of whoever did.
-- Whom they typed is not kept; `person_id` is whom Wicken found, also where it did not open them.
create table glass (
    glass_id {uuid} primary key,
    user_id {uuid} not null references user_account (user_id),
    agency_id {uuid} not null references agency (agency_id),
    reason {text} not null,
    words {text} not null,
    outcome {text} not null check (outcome in ('opened', 'again', 'nobody', 'excluded')),
    person_id {uuid} references person (person_id),
    asked_at {instant} not null,
    -- Of what was opened: the first instant at which nothing is shown any more.
    ends_at {instant},
    -- Of what was ended before.
    ended_at {instant},
    ended_by {uuid},
    check ((outcome = 'opened') = (ends_at is not null)),
    check (ended_at is null or ends_at is not null)
) {strict};
create index glass_by_user on glass (user_id, asked_at);
create index glass_by_agency on glass (agency_id, glass_id);

-- What a grant opens: the records that were the person at that moment, each by its root, so that an
-- amendment shuts nothing and what is linked later opens nothing.
create table glass_anchor (
    glass_id {uuid} not null references glass (glass_id),
    root_id {uuid} not null,
    primary key (glass_id, root_id)
) {strict};

-- Whose privacy officers were told, and by which alert.
create table glass_notice (
    glass_id {uuid} not null references glass (glass_id),
    agency_id {uuid} not null references agency (agency_id),
    alert_id {uuid} not null,
    primary key (glass_id, agency_id)
) {strict};
create index glass_notice_by_agency on glass_notice (agency_id, glass_id);

-- One row for each user who ever broke the glass. Whoever breaks it writes theirs first, and so two
-- requests of one user come one after the other: the second meets the grant of the first.
create table glass_turn (
    user_id {uuid} primary key references user_account (user_id),
    taken_at {instant} not null
) {strict};
