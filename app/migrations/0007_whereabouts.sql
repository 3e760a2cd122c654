-- Where somebody is, as whoever works with them wrote it down, and who may open it with whom.

-- One address, school or telephone number. Whatever is known of it stands sealed in its states:
-- also what kind it is, and when it holds, for "in a refuge since Tuesday" is where somebody is.
create table whereabouts (
    whereabouts_id {uuid} primary key,
    -- Whose record it is: the agency of whoever wrote it.
    agency_id {uuid} not null references agency (agency_id),
    recorded_at {instant} not null,
    recorded_by {uuid}
) {strict};

-- The records that were the person when it was written, of those cases for which the writer could
-- open whereabouts: each by its incident or referral and by its root, which an amendment keeps. A
-- party would not do: where two accuse each other, both are a victim of one incident, and the one's
-- refuge would stand on the other's page.
create table whereabouts_anchor (
    whereabouts_id {uuid} not null references whereabouts (whereabouts_id),
    source_id {uuid} not null,
    root_id {uuid} not null,
    primary key (whereabouts_id, source_id, root_id)
) {strict};
create index whereabouts_anchor_by_root on whereabouts_anchor (root_id, source_id);

-- What was said of it, each time: a correction and an end are new states, and none is changed.
create table whereabouts_state (
    state_id {uuid} primary key,
    whereabouts_id {uuid} not null references whereabouts (whereabouts_id),
    -- Class, text, days and how to reach somebody safely, as sealed JSON.
    content {bytes} not null,
    -- False where somebody said that it was never right.
    is_right {bool} not null,
    recorded_at {instant} not null,
    recorded_by {uuid},
    superseded_at {instant}
) {strict};
create unique index whereabouts_state_current on whereabouts_state (whereabouts_id)
    where superseded_at is null;

-- Somebody whose agency is new to a case asks a second person to open whereabouts with them. It
-- holds, as whereabouts do, to the records that were the person when it was answered.
create table second_opening (
    second_id {uuid} primary key,
    person_id {uuid} not null references person (person_id),
    user_id {uuid} not null references user_account (user_id),
    agency_id {uuid} not null references agency (agency_id),
    reason {text} not null,
    words {text} not null,
    asked_at {instant} not null,
    answered_at {instant},
    answered_by {uuid},
    -- Nothing until somebody answered.
    is_approved {bool}
) {strict};
create index second_opening_by_user on second_opening (user_id, answered_at);
create index second_opening_waiting on second_opening (asked_at) where answered_at is null;

create table second_opening_anchor (
    second_id {uuid} not null references second_opening (second_id),
    source_id {uuid} not null,
    root_id {uuid} not null,
    primary key (second_id, source_id, root_id)
) {strict};
