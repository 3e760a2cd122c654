-- One row for each user who ever searched for a person. Whoever searches writes theirs first, and
-- so the searches of one user come one after the other: each counts those before it.
create table search_turn (
    user_id {uuid} primary key references user_account (user_id),
    taken_at {instant} not null
) {strict};
