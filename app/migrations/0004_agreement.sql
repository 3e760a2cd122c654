-- What opens one agency's records to another: agreements, who works on which case, and what was
-- given in an emergency. All of it is asked for at every request, and none of it is ever deleted.

-- Terms never change: another text is another agreement. `until_on` is the last day; `ended_on` the
-- day on which somebody ended it, and from which it grants nothing.
create table agreement (
    agreement_id {uuid} primary key,
    title {text} not null,
    purpose {text} not null,
    gateways {json} not null,
    classes {json} not null,
    from_on {date} not null,
    until_on {date},
    recorded_at {instant} not null,
    recorded_by {uuid},
    ended_on {date},
    ended_at {instant},
    ended_by {uuid},
    ended_why {text}
) {strict};

-- Who gives and receives: nobody before their own data protection officer signed. `acts_for` is the
-- authority on whose behalf the agency acts, where the gateway reaches it only so.
create table agreement_party (
    agreement_id {uuid} not null references agreement (agreement_id),
    agency_id {uuid} not null references agency (agency_id),
    acts_for {text},
    signed_on {date},
    signed_at {instant},
    signed_by {uuid},
    primary key (agreement_id, agency_id)
) {strict};
create index agreement_party_by_agency on agreement_party (agency_id, agreement_id);

-- When an agreement is to be looked at again; the row with the highest version says so.
create table agreement_review (
    review_id {uuid} primary key,
    agreement_id {uuid} not null references agreement (agreement_id),
    version {int} not null,
    review_on {date} not null,
    words {text},
    recorded_at {instant} not null,
    recorded_by {uuid},
    unique (agreement_id, version)
) {strict};

-- Which agency works on an incident or a referral, or is invited to the meeting that will hear it.
create table involvement (
    involvement_id {uuid} primary key,
    source_id {uuid} not null,
    agency_id {uuid} not null references agency (agency_id),
    part {text} not null check (part in ('assigned', 'invited')),
    from_on {date} not null,
    until_on {date},
    why {text} not null,
    recorded_at {instant} not null,
    recorded_by {uuid},
    ended_at {instant},
    ended_by {uuid},
    ended_why {text}
) {strict};
create index involvement_by_source on involvement (source_id) where ended_at is null;
create index involvement_by_agency on involvement (agency_id, source_id) where ended_at is null;

-- What an agency (`agency_id`) gave somebody (`user_id`) of what it holds about a person.
create table gift (
    gift_id {uuid} primary key,
    person_id {uuid} not null references person (person_id),
    agency_id {uuid} not null references agency (agency_id),
    user_id {uuid} not null references user_account (user_id),
    gateway {text} not null,
    classes {json} not null,
    necessity {text} not null,
    decided_by {text} not null,
    ends_at {instant} not null,
    recorded_at {instant} not null,
    recorded_by {uuid},
    ended_at {instant},
    ended_by {uuid}
) {strict};
create index gift_by_user on gift (user_id) where ended_at is null;
create index gift_by_person on gift (person_id);

-- A gift holds to the records that were the person when it was made, each by the incident or
-- referral and by its root, which an amendment keeps: no new link adds anything to it.
create table gift_anchor (
    gift_id {uuid} not null references gift (gift_id),
    source_id {uuid} not null,
    root_id {uuid} not null,
    primary key (gift_id, source_id, root_id)
) {strict};
