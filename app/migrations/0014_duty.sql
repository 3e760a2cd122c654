-- The duty team: who is on it for some hours, and to which case of another agency it was called.

-- Somebody is on duty from `from_at` until before `until_at`, and no longer than until `ended_at`.
create table duty (
    duty_id {uuid} primary key,
    user_id {uuid} not null references user_account (user_id),
    -- Whose duty team: whoever has left the agency is on it no more.
    agency_id {uuid} not null references agency (agency_id),
    from_at {instant} not null,
    until_at {instant} not null,
    recorded_at {instant} not null,
    recorded_by {uuid} not null references user_account (user_id),
    ended_at {instant},
    ended_by {uuid} references user_account (user_id),
    check ((ended_at is null) = (ended_by is null))
) {strict};
create index duty_by_user on duty (user_id, until_at);
create index duty_by_agency on duty (agency_id, until_at);

-- A case is open to the duty team of `agency_id` from `recorded_at` until before `until_at`.
create table duty_call (
    call_id {uuid} primary key,
    -- The incident or the referral.
    source_id {uuid} not null,
    agency_id {uuid} not null references agency (agency_id),
    why {text} not null,
    until_at {instant} not null,
    recorded_at {instant} not null,
    recorded_by {uuid} not null references user_account (user_id),
    ended_at {instant},
    ended_by {uuid} references user_account (user_id),
    check ((ended_at is null) = (ended_by is null))
) {strict};
create index duty_call_by_source on duty_call (source_id, until_at);
create index duty_call_by_agency on duty_call (agency_id, until_at);
