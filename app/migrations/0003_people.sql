-- People: found by keyed hashes, and shut to whoever is excluded from them.

-- For each named record the values by which it can be found (a telephone number, a surname as it
-- sounds with a date of birth, ...), each as the first 16 bytes of a keyed hash: without the key
-- nobody tries all telephone numbers. Keys of superseded records stay; whoever reads leaves those
-- records out. No foreign key: keys are written in their own order, and to look a record up for
-- each of millions would take ten times as long as writing them.
create table person_key (
    key {bytes} not null,
    record_id {uuid} not null,
    primary key (key, record_id)
) {strict};

-- That somebody searched and why, never for what: the hourly budget is counted here.
create table person_search (
    search_id {uuid} primary key,
    user_id {uuid} not null references user_account (user_id),
    purpose {text} not null,
    searched_at {instant} not null,
    found {int} not null
) {strict};
create index person_search_by_user on person_search (user_id, searched_at);

-- Whoever is excluded from a person meets what they would meet if there were no such person.
-- Linking may give a record to another person tomorrow, so an exclusion holds to the person as well
-- as to the parties of incidents and referrals that were this person when it was made.
create table exclusion (
    exclusion_id {uuid} primary key,
    user_id {uuid} not null references user_account (user_id),
    person_id {uuid} not null references person (person_id),
    reason {text} not null,
    words {text} not null,
    recorded_at {instant} not null,
    recorded_by {uuid},
    ended_at {instant},
    ended_by {uuid},
    ended_why {text}
) {strict};
create unique index exclusion_current on exclusion (user_id, person_id) where ended_at is null;
create index exclusion_by_person on exclusion (person_id) where ended_at is null;

create table exclusion_anchor (
    exclusion_id {uuid} not null references exclusion (exclusion_id),
    source_id {uuid} not null,
    party {text} not null,
    primary key (exclusion_id, source_id, party)
) {strict};
create index exclusion_anchor_by_source on exclusion_anchor (source_id, party);

-- That somebody opened where a person is, why, and in their own words. Never what was shown.
create table whereabouts_opening (
    opening_id {uuid} primary key,
    person_id {uuid} not null references person (person_id),
    user_id {uuid} not null references user_account (user_id),
    reason {text} not null,
    words {text} not null,
    opened_at {instant} not null
) {strict};
create index whereabouts_opening_by_person on whereabouts_opening (person_id, opened_at);
