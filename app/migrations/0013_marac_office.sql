-- Who hears the referrals to which MARAC. Whoever holds no office here hears none: a coordinator
-- sees their own MARACs, and what of others fell to them. Rows end and are never deleted.
create table marac_office (
    office_id {uuid} primary key,
    marac_id {uuid} not null references marac (marac_id),
    user_id {uuid} not null references user_account (user_id),
    -- Only together with a role that fits it, which is asked for at each request.
    part {text} not null check (part in ('coordinator', 'deputy', 'chair')),
    from_at {instant} not null,
    recorded_by {uuid} references user_account (user_id),
    ended_at {instant},
    ended_by {uuid} references user_account (user_id)
) {strict};
create unique index marac_office_in_force on marac_office (marac_id, user_id)
    where ended_at is null;

-- Whose coordinators stand in where nobody of a MARAC may hear a case.
create table marac_neighbour (
    neighbour_id {uuid} primary key,
    marac_id {uuid} not null references marac (marac_id),
    stand_in_id {uuid} not null references marac (marac_id),
    from_at {instant} not null,
    recorded_by {uuid} references user_account (user_id),
    ended_at {instant},
    ended_by {uuid} references user_account (user_id),
    check (marac_id <> stand_in_id)
) {strict};
create unique index marac_neighbour_in_force on marac_neighbour (marac_id) where ended_at is null;
