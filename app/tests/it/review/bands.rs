//! Certain is one person, likely counts as one and waits, and the rest is left apart.

use super::{POLICE, confirm, decide, end, join, pair_of, person, read, record, referral, work_in};
use crate::{
    county::{count, meddle, word},
    performance::{Cells, ask, file, import, total, year},
};
use app::{
    App, Visitor,
    import::reading::FileKind,
    params,
    performance::ReportRequest,
    person::review::{Changed, LinkStanding, Stake, Verdict, Waiting, WaitingCount, list_reviews},
    testing::on_both,
};
use domain::performance::Indicator;
use jiff::{
    SignedDuration,
    civil::{Date, date},
};
use uuid::Uuid;

const SIX: [(&str, &str, &str); 6] = [
    ("Priyanka", "Raghunathan", "1981-03-17"),
    ("Oluwaseun", "Adebayo-Clarke", "1979-11-02"),
    ("Bronwen", "Llewellyn", "1990-06-25"),
    ("Magdalena", "Wojciechowska", "1986-01-30"),
    ("Siobhan", "Gallagher", "1975-09-09"),
    ("Tabitha", "Featherstone", "1994-12-12"),
];

/// Three incidents of each of six people, of whom much is known.
fn known(app: &App) {
    let texts: Vec<[String; 4]> = (0..18)
        .map(|at| {
            [
                format!("K{at}"),
                format!("2007-{:02}-{:02}", 4 + at % 6, 1 + at),
                format!("PE15 {}AA", at % 6),
                format!("01632 9600{:02}", at % 6),
            ]
        })
        .collect();
    let rows: Vec<Vec<(&str, &str)>> = texts
        .iter()
        .enumerate()
        .map(|(at, [reference, day, postcode, phone])| {
            let (given, family, born) = SIX[at % 6];
            vec![
                ("incident_ref", reference.as_str()),
                ("reported_on", day.as_str()),
                ("area", "Fenland"),
                ("victim_given_names", given),
                ("victim_family_name", family),
                ("victim_date_of_birth", born),
                ("victim_sex", "F"),
                ("victim_postcode", postcode.as_str()),
                ("victim_phone", phone.as_str()),
                ("suspect_ref", reference.as_str()),
            ]
        })
        .collect();
    let rows: Vec<Cells<'_>> = rows.iter().map(Vec::as_slice).collect();
    import(app, FileKind::Incidents, POLICE, &file(&rows));
}

fn told(app: &App, reference: &str, day: &str, more: &[(&str, &str)]) {
    let mut row = vec![("incident_ref", reference), ("reported_on", day), ("area", "Fenland")];
    row.push(("suspect_ref", reference));
    row.extend(more);
    import(app, FileKind::Incidents, POLICE, &file(&[&row]));
}

/// By whom a person counts.
fn group(app: &App, id: Uuid) -> Uuid {
    let sql = "select group_id from guess where person_id = $1 and superseded_at is null";
    let found = app.db().read(|tx| tx.find(sql, params![id], |row| row.get("group_id")));
    found.unwrap().unwrap_or(id)
}

/// Two incidents within twelve months: all is alike in their victims but the dates of birth, of
/// which one is another throughout. Likely one person, and not certain.
fn likely(app: &App) {
    known(app);
    for (reference, day, born) in
        [("X1", "2008-05-01", "1981-03-17"), ("X2", "2008-09-01", "1975-09-09")]
    {
        told(app, reference, day, &ottilie(born));
    }
}

fn ottilie(born: &str) -> [(&str, &str); 5] {
    [
        ("victim_given_names", "Ottilie"),
        ("victim_family_name", "Marchbanks"),
        ("victim_sex", "F"),
        ("victim_phone", "01632 960101"),
        ("victim_date_of_birth", born),
    ]
}

const X1: (&str, &str) = ("X1", "victim");
const X2: (&str, &str) = ("X2", "victim");

fn of(app: &App, (reference, party): (&str, &str)) -> Uuid {
    person(app, record(app, reference, party))
}

/// Repeats of 2008/09, as at a day or now.
fn repeats(app: &App, as_at: Option<Date>) -> (i64, i64) {
    total(app, ReportRequest { as_at, ..ask(Indicator::RepeatIncidents, year(2008)) })
}

/// The one pair that waits.
fn waiting(app: &App, visitor: &Visitor) -> Waiting {
    let (page, count, _) = app.read(visitor, |ctx| list_reviews(ctx, None)).unwrap();
    assert_eq!(count, WaitingCount::Exactly(1), "{:?}", page.items);
    page.items.into_iter().next().unwrap()
}

fn nobody_waits(app: &App, visitor: &Visitor) {
    let (page, count, _) = app.read(visitor, |ctx| list_reviews(ctx, None)).unwrap();
    assert_eq!((page.items, count), (vec![], WaitingCount::Exactly(0)));
}

#[test]
fn who_is_likely_one_counts_as_one_in_figures_and_is_two_people_until_somebody_says_so() {
    on_both(|world| {
        let app = &world.app;
        likely(app);
        let (one, other) = (of(app, X1), of(app, X2));
        assert_ne!(one, other, "nobody has said that they are one");
        assert_eq!((group(app, one), group(app, other)), (one, one), "by the older");
        assert_eq!(repeats(app, None), (1, 2));
        // Whoever agrees throughout is one without asking.
        assert_eq!(of(app, ("K0", "victim")), of(app, ("K6", "victim")));
        let waits = waiting(app, &world.sign_in("coordinator"));
        assert!(waits.counts_as_one, "{waits:?}");
        assert_eq!(waits.stake, Stake::Repeat);
        let mut both = waits.sides.map(|side| side.reference);
        both.sort();
        assert_eq!(both, ["X1", "X2"]);
    });
}

#[test]
fn who_says_that_they_are_one_makes_them_one_and_moves_no_figure() {
    on_both(|world| {
        let app = &world.app;
        likely(app);
        told(app, "X3", "2010-01-01", &ottilie("1975-09-09"));
        let (analyst, coordinator) = (world.sign_in("analyst"), world.sign_in("coordinator"));
        assert_eq!(of(app, X2), of(app, ("X3", "victim")));
        let id = waiting(app, &coordinator).id;
        let before = [X1, X2].map(|who| of(app, who));
        let stands = decide(app, &analyst, id, Verdict::Same).unwrap();
        assert_eq!(stands, LinkStanding::WaitsForSecond, "a victim would join another case");
        work_in(app);
        assert_eq!([X1, X2].map(|who| of(app, who)), before);
        nobody_waits(app, &coordinator);
        confirm(app, &coordinator, id).unwrap();
        work_in(app);
        let all = [X1, X2, ("X3", "victim")].map(|who| of(app, who));
        assert_eq!(all, [before[0]; 3], "all that is certain of either, under the oldest name");
        assert_eq!(
            count(app, "select count(*) as count from guess where superseded_at is null"),
            0
        );
        assert_eq!(repeats(app, None), (1, 2));
        nobody_waits(app, &coordinator);
        end(app, &coordinator, id).unwrap();
        work_in(app);
        assert_eq!([X1, X2].map(|who| of(app, who)), before);
        assert_eq!(group(app, before[1]), before[0]);
        assert!(waiting(app, &coordinator).counts_as_one);
    });
}

#[test]
fn who_says_that_they_are_two_parts_them_in_figures_as_was_told_and_not_as_at_before() {
    on_both(|world| {
        let app = &world.app;
        likely(app);
        let coordinator = world.sign_in("coordinator");
        let id = waiting(app, &coordinator).id;
        let review = read(app, &coordinator, id).unwrap();
        assert!(review.counts_as_one && !review.is_one_person && !review.is_linked_by_itself);
        let ceases = Changed {
            indicator: Indicator::RepeatIncidents,
            reference: "X2".to_owned(),
            on: date(2008, 9, 1),
            becomes_repeat: false,
            earlier: Some(("X1".to_owned(), date(2008, 5, 1))),
        };
        assert_eq!(review.effect.changed, [ceases]);
        let [moved] = &review.effect.figures[..] else { panic!("{:?}", review.effect) };
        assert_eq!((moved.repeats, moved.all, moved.year.as_str()), (-1, 0, "2008/09"));
        let that_day = app.clock().now().to_zoned(jiff::tz::TimeZone::UTC).date();
        world.clock.advance(SignedDuration::from_hours(48));
        let coordinator = world.sign_in("coordinator");
        decide(app, &coordinator, id, Verdict::Different).unwrap();
        work_in(app);
        assert_eq!(repeats(app, None), (0, 2));
        assert_eq!(repeats(app, Some(that_day)), (1, 2), "as it was counted that day");
        assert_eq!(group(app, of(app, X2)), of(app, X2));
        nobody_waits(app, &coordinator);
        let review = read(app, &coordinator, id).unwrap();
        assert!(!review.counts_as_one, "{review:?}");
    });
}

#[test]
fn a_case_that_only_a_guess_makes_a_repeat_is_told_to_cease() {
    on_both(|world| {
        let app = &world.app;
        referral(app, "R1", "2008-04-10", "Rao", "Cole");
        referral(app, "R2", "2008-12-10", "Raghunathan", "Dunn");
        let pairs =
            ["victim", "perpetrator"].map(|party| pair_of(app, ("R1", party), ("R2", party)));
        join(&world, pairs[1]);
        // Whether linkage would guess so is not tried here.
        meddle(
            app,
            "insert into guess (guess_id, person_id, group_id, recorded_at)
             select o.membership_id, o.person_id, m.person_id, o.recorded_at
             from membership m join membership o on m.person_id < o.person_id
             join person_record r on r.record_id = m.record_id and r.party = 'victim'
             join person_record q on q.record_id = o.record_id and q.party = 'victim'
             where m.superseded_at is null and o.superseded_at is null",
        );
        let pair = pair_of(app, ("R1", "victim"), ("R2", "victim"));
        let review = read(app, &world.sign_in("coordinator"), pair).unwrap();
        let [changed] = &review.effect.changed[..] else { panic!("{:?}", review.effect) };
        assert!(review.counts_as_one && !changed.becomes_repeat);
        assert_eq!((changed.indicator, changed.on), (Indicator::Ni32, date(2008, 12, 31)));
        let [moved] = &review.effect.figures[..] else { panic!("{:?}", review.effect) };
        assert_eq!((moved.repeats, moved.all), (-1, 0));
    });
}

#[test]
fn who_is_excluded_from_one_of_those_who_count_as_one_meets_none_of_them() {
    on_both(|world| {
        let app = &world.app;
        likely(app);
        let coordinator = world.sign_in("coordinator");
        // Of the other one, and of somebody from whom nobody is excluded.
        let mixed = pair_of(app, X2, ("K0", "victim"));
        assert!(read(app, &coordinator, mixed).is_ok());
        meddle(
            app,
            "insert into exclusion (exclusion_id, user_id, person_id, reason, words, recorded_at)
             select u.state_id, u.user_id, m.person_id, 'family', 'his sister', m.recorded_at
             from membership m
             join person_record r on r.record_id = m.record_id and r.party = 'victim'
             join incident i on i.incident_id = r.source_id and i.reference = 'X1'
             join user_state u on u.role = 'coordinator' and u.superseded_at is null
             where m.superseded_at is null",
        );
        nobody_waits(app, &coordinator);
        assert_eq!(word(&read(app, &coordinator, mixed)), "not found");
        assert!(read(app, &world.sign_in("analyst"), mixed).is_ok());
    });
}

#[test]
fn no_program_makes_one_person_of_a_victim_and_a_perpetrator_and_somebody_may() {
    on_both(|world| {
        let app = &world.app;
        known(app);
        let (given, family, born) = SIX[0];
        let row: Cells<'_> = &[
            ("incident_ref", "X9"),
            ("reported_on", "2008-05-01"),
            ("area", "Fenland"),
            ("victim_family_name", "Okonkwo"),
            ("suspect_given_names", given),
            ("suspect_family_name", family),
            ("suspect_date_of_birth", born),
            ("suspect_sex", "F"),
            ("suspect_postcode", "PE15 0AA"),
            ("suspect_phone", "01632 960000"),
        ];
        import(app, FileKind::Incidents, POLICE, &file(&[row]));
        let (victim, suspect) = (("K0", "victim"), ("X9", "perpetrator"));
        let (one, other) = (of(app, victim), of(app, suspect));
        assert_ne!(one, other);
        assert_eq!(group(app, other), one, "she counts as one");
        let (analyst, coordinator) = (world.sign_in("analyst"), world.sign_in("coordinator"));
        let waits = waiting(app, &coordinator);
        assert!(waits.counts_as_one && waits.stake == Stake::Victim, "{waits:?}");
        decide(app, &analyst, waits.id, Verdict::Same).unwrap();
        confirm(app, &coordinator, waits.id).unwrap();
        work_in(app);
        let all = ["K0", "K6", "K12"].map(|reference| of(app, (reference, "victim")));
        assert_eq!((all, of(app, suspect)), ([one; 3], one));
    });
}

#[test]
fn who_is_said_to_be_another_does_not_come_in_by_way_of_a_third() {
    on_both(|world| {
        let app = &world.app;
        likely(app);
        told(app, "X3", "2010-01-01", &ottilie("1981-03-17"));
        let (x3, coordinator) = (("X3", "victim"), world.sign_in("coordinator"));
        assert_eq!(of(app, X1), of(app, x3), "certain");
        let apart = pair_of(app, x3, X2);
        decide(app, &coordinator, apart, Verdict::Different).unwrap();
        join(&world, pair_of(app, X1, X2));
        assert_eq!(of(app, X1), of(app, X2), "as somebody said");
        assert_ne!(of(app, x3), of(app, X2), "as somebody said");
        assert_ne!(group(app, of(app, x3)), group(app, of(app, X2)), "in figures too");
    });
}
