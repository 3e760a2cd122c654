-- From agencies' files to the county's numbers: what agencies sent, who the people are, and the
-- counted facts that reports are made of.
-- An incident, a referral and a person are an id; what is known of them is a *state* or a *record*
-- with recorded_at .. superseded_at, so that any figure can be had as at any past day.

create table marac (
    marac_id {uuid} primary key,
    name {text} not null unique,
    made_at {instant} not null
) {strict};

-- Risk checklists are different instruments; scores of one are never set beside another's.
create table instrument (
    code {text} primary key,
    name {text} not null,
    made_at {instant} not null
) {strict};
insert into instrument values ('caada-2008', 'CAADA 2008', '2026-11-22T00:00:00.000000Z');
insert into instrument values ('caada-dash-2009', 'CAADA-DASH 2009', '2026-11-22T00:00:00.000000Z');
insert into instrument values ('acpo-dash-2009', 'ACPO DASH 2009', '2026-11-22T00:00:00.000000Z');
insert into instrument values ('yp-ric', 'Young people''s RIC', '2026-11-22T00:00:00.000000Z');
insert into instrument values ('dara', 'DARA', '2026-11-22T00:00:00.000000Z');

-- Which area a postcode lies in, from a table that the operator loaded; none is seeded.
create table area_postcode (
    postcode {text} primary key,
    area_code {text} not null,
    recorded_at {instant} not null
) {strict};

create table import_run (
    import_id {uuid} primary key,
    kind {text} not null check (kind in ('incidents', 'referrals')),
    agency_id {uuid} not null references agency (agency_id),
    file_name {text} not null,
    state {text} not null check (state in ('running', 'linking', 'done', 'failed')),
    counts {json} not null,
    notes {json} not null,
    begun_at {instant} not null,
    begun_by {uuid},
    ended_at {instant}
) {strict};
create index import_run_by_agency on import_run (agency_id, import_id);

-- Refused rows by line and reason; no other value of the row is kept.
create table import_refusal (
    import_id {uuid} not null references import_run (import_id),
    line {int} not null,
    column_name {text} not null,
    reason {text} not null,
    reference {text} not null,
    primary key (import_id, line, column_name)
) {strict};

create table import_warning (
    import_id {uuid} not null references import_run (import_id),
    column_name {text} not null,
    what {text} not null,
    times {int} not null,
    primary key (import_id, column_name, what)
) {strict};

-- What one agency sent about one party of one incident or referral. Names and dates are kept as
-- they came; `address`, `postcode`, `phone`, `email` and `odd` (cells that could not be read) are
-- sealed under the record's own key.
create table person_record (
    record_id {uuid} primary key,
    agency_id {uuid} not null references agency (agency_id),
    source_kind {text} not null check (source_kind in ('incident', 'referral')),
    source_id {uuid} not null,
    party {text} not null check (party in ('victim', 'perpetrator', 'child')),
    is_named {bool} not null,
    own_ref {text},
    given_names {text},
    family_name {text},
    other_names {json} not null,
    date_of_birth {date},
    age {int},
    seen_on {date} not null,
    date_of_death {date},
    sex {text},
    nhs_number {text},
    equality {json} not null,
    address {bytes},
    postcode {bytes},
    phone {bytes},
    email {bytes},
    odd {bytes},
    body_hash {bytes} not null,
    recorded_at {instant} not null,
    superseded_at {instant}
) {strict};
create index person_record_by_source on person_record (source_id) where superseded_at is null;

-- A person is a derived view over linked records.
create table person (
    person_id {uuid} primary key,
    made_at {instant} not null
) {strict};

-- `root_id` is the record itself, or the first of those whose place it took one after the other: a
-- person is called after the oldest root of theirs.
create table membership (
    membership_id {uuid} primary key,
    record_id {uuid} not null references person_record (record_id),
    person_id {uuid} not null references person (person_id),
    root_id {uuid} not null,
    recorded_at {instant} not null,
    superseded_at {instant}
) {strict};
create unique index membership_current on membership (record_id) where superseded_at is null;
create index membership_by_person on membership (person_id) where superseded_at is null;

create table link_model (
    model_id {uuid} primary key,
    version {text} not null,
    parameters {json} not null,
    made_at {instant} not null
) {strict};

-- The evidence that holds a person together (`link`), and the pairs that wait for a person's eye
-- (`review`). `weight` is in thousandths of a bit, `probability` in millionths.
create table link (
    link_id {uuid} primary key,
    left_id {uuid} not null references person_record (record_id),
    right_id {uuid} not null references person_record (record_id),
    band {text} not null check (band in ('link', 'review')),
    weight {int} not null,
    probability {int} not null,
    rank {int} not null,
    reasons {json} not null,
    model_id {uuid} not null references link_model (model_id),
    recorded_at {instant} not null,
    superseded_at {instant}
) {strict};
create unique index link_current on link (left_id, right_id) where superseded_at is null;
create index link_by_right on link (right_id) where superseded_at is null;
create index link_waiting on link (rank, link_id) where superseded_at is null and band = 'review';

-- What somebody decided about two records; it beats every weight while it is in force. `same` that
-- would join a victim to another case waits, with no `in_force_at`, for a second person; `unsure`
-- takes the pair from the queue and changes nobody. Weight, probability and model are those that
-- were shown to whoever decided.
create table link_decision (
    decision_id {uuid} primary key,
    link_id {uuid} references link (link_id),
    left_id {uuid} not null references person_record (record_id),
    right_id {uuid} not null references person_record (record_id),
    verdict {text} not null check (verdict in ('same', 'different', 'unsure')),
    why {text} not null,
    weight {int},
    probability {int},
    model_id {uuid} references link_model (model_id),
    recorded_at {instant} not null,
    recorded_by {uuid},
    in_force_at {instant},
    confirmed_by {uuid},
    superseded_at {instant},
    ended_by {uuid},
    ended_why {text}
) {strict};
create unique index link_decision_current on link_decision (left_id, right_id)
    where superseded_at is null;

create table incident (
    incident_id {uuid} primary key,
    agency_id {uuid} not null references agency (agency_id),
    reference {text} not null,
    made_at {instant} not null,
    unique (agency_id, reference)
) {strict};

create table incident_state (
    state_id {uuid} primary key,
    incident_id {uuid} not null references incident (incident_id),
    version {int} not null,
    import_id {uuid} references import_run (import_id),
    body_hash {bytes} not null,
    reported_on {date} not null,
    reported_at {text},
    occurred_on {date},
    area_code {text} not null,
    status {text} not null,
    definition {text} not null,
    risk_grade {text},
    honour_based {bool},
    forced_marriage {bool},
    alcohol {bool},
    drugs {bool},
    crime_refs {json} not null,
    offences {json} not null,
    outcomes {json} not null,
    children_present {int},
    postcode {bytes},
    odd {bytes},
    recorded_at {instant} not null,
    recorded_by {uuid},
    superseded_at {instant},
    unique (incident_id, version)
) {strict};
create unique index incident_state_current on incident_state (incident_id)
    where superseded_at is null;

create table incident_pair (
    state_id {uuid} not null references incident_state (state_id),
    place {int} not null,
    victim_id {uuid} not null references person_record (record_id),
    perpetrator_id {uuid} not null references person_record (record_id),
    relationship {text},
    primary key (state_id, place)
) {strict};
create index incident_pair_by_victim on incident_pair (victim_id);

create table referral (
    referral_id {uuid} primary key,
    agency_id {uuid} not null references agency (agency_id),
    reference {text} not null,
    made_at {instant} not null,
    unique (agency_id, reference)
) {strict};

create table referral_state (
    state_id {uuid} primary key,
    referral_id {uuid} not null references referral (referral_id),
    version {int} not null,
    import_id {uuid} references import_run (import_id),
    body_hash {bytes} not null,
    marac_id {uuid} not null references marac (marac_id),
    referring_agency_id {uuid} not null references agency (agency_id),
    referrer_kind {text},
    referred_on {date} not null,
    status {text} not null,
    incident_on {date},
    identified_on {date},
    heard_on {date},
    meeting_kind {text},
    criteria {json} not null,
    instrument {text},
    score {int},
    area_code {text},
    children_count {int},
    pregnant {bool},
    honour_based {bool},
    forced_marriage {bool},
    relationship {text},
    victim_aware {bool},
    victim_agrees {bool},
    victim_lgbt {bool},
    victim_id {uuid} not null references person_record (record_id),
    odd {bytes},
    recorded_at {instant} not null,
    recorded_by {uuid},
    superseded_at {instant},
    unique (referral_id, version)
) {strict};
create unique index referral_state_current on referral_state (referral_id)
    where superseded_at is null;
create index referral_state_by_victim on referral_state (victim_id) where superseded_at is null;
create index referral_state_by_referrer on referral_state (referring_agency_id);
create index referral_state_by_day on referral_state (referred_on) where superseded_at is null;

create table referral_perpetrator (
    state_id {uuid} not null references referral_state (state_id),
    place {int} not null,
    record_id {uuid} not null references person_record (record_id),
    primary key (state_id, place)
) {strict};

-- Which other referral, by its sender's reference, tells of the very same incident. The other may
-- not have come yet.
create table referral_same_incident (
    state_id {uuid} not null references referral_state (state_id),
    agency_id {uuid} not null references agency (agency_id),
    reference {text} not null,
    primary key (state_id, reference)
) {strict};
create index referral_same_incident_by_reference on referral_same_incident (agency_id, reference);

-- What was saved and not yet counted: linking and the facts below are owed to it. `due_id` is new
-- each time, so that what was saved again while it was being counted stays due.
create table fact_due (
    source_kind {text} not null check (source_kind in ('incident', 'referral')),
    source_id {uuid} not null,
    due_id {uuid} not null,
    primary key (source_kind, source_id)
) {strict};

-- What a report counts. Derived, and made again at write for whoever is touched, so that a report
-- is a count, answered from an index alone: it holds every column that is asked for, of a partial
-- index `superseded_at` too. `earlier_id` is the incident that makes this one a repeat.
create table incident_fact (
    fact_id {uuid} primary key,
    incident_id {uuid} not null references incident (incident_id),
    agency_id {uuid} not null references agency (agency_id),
    area_code {text} not null,
    reported_on {date} not null,
    is_live {bool} not null,
    has_named_victim {bool} not null,
    earlier_id {uuid} references incident (incident_id),
    recorded_at {instant} not null,
    superseded_at {instant}
) {strict};
create unique index incident_fact_current on incident_fact (incident_id)
    where superseded_at is null;
create index incident_fact_in_force on incident_fact
    (reported_on, area_code, agency_id, is_live, has_named_victim, earlier_id, superseded_at)
    where superseded_at is null;
create index incident_fact_by_day on incident_fact
    (reported_on, area_code, agency_id, recorded_at, superseded_at, is_live, has_named_victim,
     earlier_id);

-- One case heard: the accepted referrals of one victim heard on one day at one MARAC.
create table case_fact (
    fact_id {uuid} primary key,
    victim_id {uuid} not null references person (person_id),
    marac_id {uuid} not null references marac (marac_id),
    heard_on {date} not null,
    first_referral_id {uuid} not null references referral (referral_id),
    referring_agency_id {uuid} not null references agency (agency_id),
    referrer_kind {text},
    area_code {text},
    repeat_id {uuid} references referral (referral_id),
    earlier_id {uuid} references referral (referral_id),
    referrals {int} not null,
    children {int},
    victim_age {int},
    is_male {bool},
    is_bme {bool},
    is_lgbt {bool},
    is_disabled {bool},
    is_harmed_by_child {bool},
    recorded_at {instant} not null,
    superseded_at {instant}
) {strict};
create unique index case_fact_current on case_fact (victim_id, marac_id, heard_on)
    where superseded_at is null;
create index case_fact_by_day on case_fact
    (heard_on, area_code, recorded_at, superseded_at, repeat_id);
