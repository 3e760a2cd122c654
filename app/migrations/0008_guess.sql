-- People are what is certain; figures count the best guess.

-- A person who probably is somebody older, and so counts as one with them: `group_id` is the oldest
-- of those who count as one. Whoever has no row counts alone, or is that oldest. Nobody sees more
-- by it; whoever is excluded from one of a group is excluded from all of it.
create table guess (
    guess_id {uuid} primary key,
    person_id {uuid} not null references person (person_id),
    group_id {uuid} not null references person (person_id),
    recorded_at {instant} not null,
    superseded_at {instant}
) {strict};
create unique index guess_current on guess (person_id) where superseded_at is null;
create index guess_by_group on guess (group_id) where superseded_at is null;
