-- Who came in a moment ago is found before everybody has been linked anew.

-- Incidents and referrals that nobody had told of before and that are not linked yet: each of their
-- records is a person of its own until it is. Whoever is excluded from anybody does not meet them
-- so long, for nobody knows yet whether one of them is whom they are excluded from. A few rows for
-- some seconds.
create table fresh_source (
    source_id {uuid} primary key
) {strict};

-- Whoever stands in a case is found by the agencies that work on it. The keys of cases on which
-- others worked before this are owed with the next linking, and that is put among the jobs.
insert into fact_due (source_kind, source_id, due_id)
select 'referral', i.source_id, i.source_id from involvement i
join referral f on f.referral_id = i.source_id
where i.ended_at is null
group by i.source_id
on conflict (source_kind, source_id) do nothing;
insert into fact_due (source_kind, source_id, due_id)
select 'incident', i.source_id, i.source_id from involvement i
join incident n on n.incident_id = i.source_id
where i.ended_at is null
group by i.source_id
on conflict (source_kind, source_id) do nothing;
insert into job (job_id, kind, job_key, payload, run_after, attempts)
select i.involvement_id, 'relink', 'schema 17', cast('null' as {json}), i.recorded_at, 0
from involvement i where i.ended_at is null
order by i.involvement_id limit 1;
