-- The yearly declaration: whom somebody who uses Wicken knows, and who of those on file it may be.

-- Made once a year and never changed: the next one stands beside it. What anybody ever declared
-- goes on being compared, so that no name opens a door by being left out next time.
create table declaration (
    declaration_id {uuid} primary key,
    user_id {uuid} not null references user_account (user_id),
    -- Where they worked then: its key seals the content.
    agency_id {uuid} not null references agency (agency_id),
    -- Their date of birth, whom they know and how, as sealed JSON. Also how many stands in there.
    content {bytes} not null,
    declared_on {date} not null,
    recorded_at {instant} not null
) {strict};
create index declaration_by_user on declaration (user_id, declared_on);

-- A person on file who may be somebody whom a user declared, or the user. Where links make another
-- person of them, they are found and asked about again; what was shut holds, as exclusions do.
create table declaration_match (
    match_id {uuid} primary key,
    user_id {uuid} not null references user_account (user_id),
    -- Who was meant: the place in the content of a declaration; nothing for the user's own name.
    declaration_id {uuid} references declaration (declaration_id),
    place {int},
    -- True where the person is the other party of a case of whoever was meant.
    is_other_party {bool} not null,
    person_id {uuid} not null references person (person_id),
    strength {text} not null,
    -- What agrees, in the words of linkage: never a name.
    reasons {json} not null,
    found_at {instant} not null,
    -- Where it was shut at once, or when somebody had decided.
    exclusion_id {uuid} references exclusion (exclusion_id),
    decided_at {instant},
    decided_by {uuid} references user_account (user_id),
    -- Nothing until somebody decided; then whether the user is kept from the person.
    is_conflict {bool},
    why {text},
    check ((declaration_id is null) = (place is null)),
    check ((decided_at is null) = (is_conflict is null))
) {strict};
create index declaration_match_by_user on declaration_match (user_id, person_id);
create index declaration_match_waiting on declaration_match (found_at) where decided_at is null;

-- The newest membership that was there when everyone's declarations were last compared.
create table declaration_progress (
    row_id {int} primary key check (row_id = 1),
    membership_id {uuid}
) {strict};
insert into declaration_progress (row_id) values (1);
