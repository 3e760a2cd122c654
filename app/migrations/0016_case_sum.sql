-- Steps of cases by what is asked of them: hardly two cases shared a row by day, area, MARAC and
-- agency at once, and so a sum was as long as a count. Nobody asks by two of these together.

-- By how much the cases of a day and an area grew when something was recorded. `area_code` is empty
-- where it is not known: it is part of the key.
create table case_area_sum (
    heard_on {date} not null,
    area_code {text} not null,
    recorded_at {instant} not null,
    counted {int} not null,
    repeats {int} not null,
    primary key (heard_on, area_code, recorded_at)
) {strict};
insert into case_area_sum (heard_on, area_code, recorded_at, counted, repeats)
select heard_on, coalesce(area_code, ''), noted_at, sum(step),
       sum(case when repeat_id is null then 0 else step end)
from (select heard_on, area_code, repeat_id, recorded_at as noted_at, 1 as step from case_fact
      union all
      select heard_on, area_code, repeat_id, superseded_at, -1
      from case_fact where superseded_at is not null) steps
group by heard_on, coalesce(area_code, ''), noted_at;

create table case_agency_sum (
    heard_on {date} not null,
    referring_agency_id {uuid} not null references agency (agency_id),
    recorded_at {instant} not null,
    counted {int} not null,
    repeats {int} not null,
    primary key (heard_on, referring_agency_id, recorded_at)
) {strict};
insert into case_agency_sum (heard_on, referring_agency_id, recorded_at, counted, repeats)
select heard_on, referring_agency_id, noted_at, sum(step),
       sum(case when repeat_id is null then 0 else step end)
from (select heard_on, referring_agency_id, repeat_id, recorded_at as noted_at, 1 as step
      from case_fact
      union all
      select heard_on, referring_agency_id, repeat_id, superseded_at, -1
      from case_fact where superseded_at is not null) steps
group by heard_on, referring_agency_id, noted_at;

-- The same by MARAC, with what the MARAC dataset asks of victims: `young` is 16 or 17.
create table case_marac_sum (
    heard_on {date} not null,
    marac_id {uuid} not null references marac (marac_id),
    recorded_at {instant} not null,
    counted {int} not null,
    repeats {int} not null,
    children {int} not null,
    bme {int} not null,
    bme_not_known {int} not null,
    lgbt {int} not null,
    lgbt_not_known {int} not null,
    disabled {int} not null,
    disabled_not_known {int} not null,
    male {int} not null,
    male_not_known {int} not null,
    young {int} not null,
    young_not_known {int} not null,
    harmed {int} not null,
    primary key (heard_on, marac_id, recorded_at)
) {strict};
insert into case_marac_sum
    (heard_on, marac_id, recorded_at, counted, repeats, children, bme, bme_not_known, lgbt,
     lgbt_not_known, disabled, disabled_not_known, male, male_not_known, young, young_not_known,
     harmed)
select heard_on, marac_id, noted_at, sum(step),
       sum(case when repeat_id is null then 0 else step end), sum(step * coalesce(children, 0)),
       sum(case when is_bme then step else 0 end),
       sum(case when is_bme is null then step else 0 end),
       sum(case when is_lgbt then step else 0 end),
       sum(case when is_lgbt is null then step else 0 end),
       sum(case when is_disabled then step else 0 end),
       sum(case when is_disabled is null then step else 0 end),
       sum(case when is_male then step else 0 end),
       sum(case when is_male is null then step else 0 end),
       sum(case when victim_age between 16 and 17 then step else 0 end),
       sum(case when victim_age is null then step else 0 end),
       sum(case when is_harmed_by_child then step else 0 end)
from (select heard_on, marac_id, repeat_id, children, is_bme, is_lgbt, is_disabled, is_male,
             victim_age, is_harmed_by_child, recorded_at as noted_at, 1 as step
      from case_fact
      union all
      select heard_on, marac_id, repeat_id, children, is_bme, is_lgbt, is_disabled, is_male,
             victim_age, is_harmed_by_child, superseded_at, -1
      from case_fact where superseded_at is not null) steps
group by heard_on, marac_id, noted_at;

-- The same by the kind of agency that referred, where it is known.
create table case_kind_sum (
    heard_on {date} not null,
    referrer_kind {text} not null,
    recorded_at {instant} not null,
    counted {int} not null,
    primary key (heard_on, referrer_kind, recorded_at)
) {strict};
insert into case_kind_sum (heard_on, referrer_kind, recorded_at, counted)
select heard_on, referrer_kind, noted_at, sum(step)
from (select heard_on, referrer_kind, recorded_at as noted_at, 1 as step from case_fact
      union all
      select heard_on, referrer_kind, superseded_at, -1
      from case_fact where superseded_at is not null) steps
where referrer_kind is not null
group by heard_on, referrer_kind, noted_at;

drop table case_sum;

-- The earliest referral of a past day, too, is found without reading them all.
drop index referral_state_by_day;
create index referral_state_by_day on referral_state (referred_on, recorded_at, superseded_at);
