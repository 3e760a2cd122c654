-- A report is a sum of few rows: what changed in the facts, by day, area and agency.

-- By how much the live incidents of a day, an area and an agency grew when something was recorded:
-- a fact that began counts up, one that ended counts down. The sum of all that was recorded before
-- an instant is what the facts said then; that of all is what they say now.
create table incident_sum (
    reported_on {date} not null,
    area_code {text} not null,
    agency_id {uuid} not null references agency (agency_id),
    recorded_at {instant} not null,
    counted {int} not null,
    named {int} not null,
    repeats {int} not null,
    primary key (reported_on, area_code, agency_id, recorded_at)
) {strict};
insert into incident_sum
    (reported_on, area_code, agency_id, recorded_at, counted, named, repeats)
select reported_on, area_code, agency_id, noted_at, sum(step),
       sum(case when has_named_victim then step else 0 end),
       sum(case when earlier_id is null then 0 else step end)
from (select reported_on, area_code, agency_id, has_named_victim, earlier_id,
             recorded_at as noted_at, 1 as step
      from incident_fact where is_live
      union all
      select reported_on, area_code, agency_id, has_named_victim, earlier_id, superseded_at, -1
      from incident_fact where is_live and superseded_at is not null) steps
group by reported_on, area_code, agency_id, noted_at;

-- The same of cases heard. `area_code` is empty where it is not known: it is part of the key.
create table case_sum (
    heard_on {date} not null,
    area_code {text} not null,
    marac_id {uuid} not null references marac (marac_id),
    referring_agency_id {uuid} not null references agency (agency_id),
    recorded_at {instant} not null,
    counted {int} not null,
    repeats {int} not null,
    primary key (heard_on, area_code, marac_id, referring_agency_id, recorded_at)
) {strict};
insert into case_sum
    (heard_on, area_code, marac_id, referring_agency_id, recorded_at, counted, repeats)
select heard_on, coalesce(area_code, ''), marac_id, referring_agency_id, noted_at, sum(step),
       sum(case when repeat_id is null then 0 else step end)
from (select heard_on, area_code, marac_id, referring_agency_id, repeat_id,
             recorded_at as noted_at, 1 as step
      from case_fact
      union all
      select heard_on, area_code, marac_id, referring_agency_id, repeat_id, superseded_at, -1
      from case_fact where superseded_at is not null) steps
group by heard_on, coalesce(area_code, ''), marac_id, referring_agency_id, noted_at;

-- Nothing is counted from it any more; `incident_fact_by_day` finds the records behind a figure.
drop index incident_fact_in_force;
