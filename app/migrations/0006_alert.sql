-- What data protection officers should look at, and how far the ledger was looked through for it.

-- `agency_id`: whose officers are told. `cause` makes a finding one alert however often it is
-- found. `subject_kind` and `subject_id` say which record it is about, and never whose name.
-- `rules` is the version of the thresholds by which it was found; none where an operation raised.
create table alert (
    alert_id {uuid} primary key,
    agency_id {uuid} not null references agency (agency_id),
    kind {text} not null,
    about_user {uuid} references user_account (user_id),
    subject_kind {text},
    subject_id {uuid},
    cause {text} not null unique,
    rules {int},
    raised_at {instant} not null,
    due_at {instant} not null,
    settled_at {instant},
    settled_by {uuid} references user_account (user_id),
    outcome {text},
    words {text},
    check ((subject_kind is null) = (subject_id is null)),
    check ((settled_at is null) = (outcome is null))
) {strict};
create index alert_by_agency on alert (agency_id, alert_id);
create index alert_open on alert (agency_id, due_at) where settled_at is null;

-- The entries of the ledger behind a finding, in their order.
create table alert_entry (
    alert_id {uuid} not null references alert (alert_id),
    place {int} not null,
    entry_id {uuid} not null,
    primary key (alert_id, place)
) {strict};

-- How many different people somebody opened on a day: what is usual, of them and of their role.
-- Which people they were is not kept.
create table alert_day (
    user_id {uuid} not null references user_account (user_id),
    day {date} not null,
    role {text} not null,
    people {int} not null,
    primary key (user_id, day)
) {strict};
create index alert_day_by_role on alert_day (role, day);

-- The first sealed entry that was not looked at yet. What was recorded before this table was made
-- raises nothing: nobody could still ask about it in time.
create table alert_progress (
    row_id {int} primary key check (row_id = 1),
    next_seq {int} not null
) {strict};
insert into alert_progress (row_id, next_seq)
    select 1, coalesce(max(seq) + 1, 0) from ledger_leaf;

-- Who a record was before: the looks at a person are those at whoever their records were then.
create index membership_past on membership (root_id) where superseded_at is not null;
