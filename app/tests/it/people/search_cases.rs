//! A search finds who stands in the cases that are open to the asker, as far as these are.

use super::{POLICE, by_names, read, search, victim_of};
use crate::{
    agreements::{giving::gift, police_work_on, protocol, signed},
    county::{agency, count, entries, left_by},
    duty::{deputy_on_duty, police_called},
    glass,
    marac::exclude,
    performance::{Cells, file, import},
};
use app::{
    App, Visitor,
    disclosure::give_record,
    import::reading::FileKind,
    involvement::{NewInvolvement, end_involvement, involve_agency},
    person::{BirthPart, FoundPerson, Sought},
    testing::{MARAC, World, on_both},
};
use domain::{
    agreement::SharingWords,
    ids::{InvolvementId, PersonId},
    involvement::{InvolvementDays, InvolvementPart},
    marac::MaracPart,
    policy::FieldClass,
};
use jiff::{
    SignedDuration,
    civil::{Date, date},
};
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 24);

fn words(text: &str) -> SharingWords {
    SharingWords::parse(text).unwrap()
}

/// A referral that Amber House made and the office holds, of two whom the police do not know.
fn refer(app: &App, marac: &str, family: &str) {
    let row: Cells<'_> = &[
        ("referral_ref", "R9"),
        ("marac", marac),
        ("referring_agency", "AMBER-HOUSE"),
        ("referred_on", "2026-10-02"),
        ("heard_on", "2026-10-20"),
        ("victim_given_names", "Zuleika"),
        ("victim_family_name", family),
        ("victim_other_names", "Zuleika Thrale"),
        ("victim_date_of_birth", "1991-07-13"),
        ("victim_nhs_number", "9434765919"),
        ("victim_postcode", "PE13 4XY"),
        ("victim_phone", "07700 900456"),
        ("perpetrator_given_names", "Ambrose"),
        ("perpetrator_family_name", "Pelham"),
        ("perpetrator_date_of_birth", "1988-01-30"),
    ];
    import(app, FileKind::Referrals, "PARTNERSHIP", &file(&[row]));
}

/// The case and its victim.
fn referred(world: &World) -> (Uuid, PersonId) {
    refer(&world.app, MARAC, "Harrowgate");
    case_of(world)
}

fn case_of(world: &World) -> (Uuid, PersonId) {
    let sql = "select referral_id as id from referral where reference = 'R9'";
    let case = world.app.db().read(|tx| tx.find(sql, &[], |row| row.get::<Uuid>("id")));
    (case.unwrap().unwrap(), victim_of(&world.app, "R9"))
}

fn find(world: &World, by: &Visitor) -> Vec<FoundPerson> {
    search(&world.app, by, by_names("Zuleika", "Harrowgate")).unwrap()
}

fn finds(world: &World, name: &str) -> Vec<PersonId> {
    find(world, &world.sign_in(name)).into_iter().map(|person| person.id).collect()
}

fn end(world: &World, case: Uuid, id: InvolvementId) {
    let why = words("They have nothing more to do there.");
    let coordinator = world.sign_in("coordinator");
    world.app.change(&coordinator, move |ctx| end_involvement(ctx, case, id, &why)).unwrap();
}

/// What a search for her leaves, and what one for nobody does.
fn is_as_for_nobody(world: &World, name: &str) {
    let by = world.sign_in(name);
    let nobody = || search(&world.app, &by, by_names("Drusilla", "Nevermore")).unwrap();
    let ((found, left), (none, left_by_none)) =
        (left_by(world, || find(world, &by)), left_by(world, nobody));
    assert_eq!((found, left), (none, left_by_none), "{name}");
}

#[test]
fn whoever_works_on_a_case_finds_who_stands_in_it_as_far_as_is_agreed_and_as_long() {
    on_both(|world| {
        let (case, zuleika) = referred(&world);
        is_as_for_nobody(&world, "deputy");
        let involved = police_work_on(&world, case);
        is_as_for_nobody(&world, "deputy");
        signed(&world, protocol());
        let deputy = world.sign_in("deputy");
        let (found, left) = left_by(&world, || find(&world, &deputy));
        let looks = ["read_person person:new", "search_people agency:FEN-POLICE"];
        assert_eq!(left, looks.map(|look| format!("read {look} by deputy")));
        // No more than her page shows the same reader.
        let file = read(&world.app, &deputy, zuleika).unwrap();
        let of_page = &file.records[0];
        assert_eq!((found.len(), file.records.len()), (1, 1));
        assert_eq!((found[0].id, &found[0].name), (zuleika, &of_page.name()));
        assert_eq!(found[0].other_names, of_page.other_names);
        assert_eq!(found[0].date_of_birth, of_page.date_of_birth);
        assert!(found[0].own_refs.is_empty());
        for sought in [
            by_names("Suleika", "Harogate"),
            by_names("Zuleika", "Thrale"),
            Sought { born: Some(BirthPart::Day(date(1991, 7, 13))), ..by_names("", "Harrowgate") },
        ] {
            assert_eq!(search(&world.app, &deputy, sought).unwrap().len(), 1);
        }
        let him = search(&world.app, &deputy, by_names("Ambrose", "Pelham")).unwrap();
        assert_eq!(him.len(), 1);
        end(&world, case, involved);
        is_as_for_nobody(&world, "deputy");
        assert!(read(&world.app, &world.sign_in("deputy"), zuleika).is_err());
    });
}

#[test]
fn nobody_is_found_through_a_case_by_where_they_are() {
    on_both(|world| {
        let (case, _) = referred(&world);
        police_work_on(&world, case);
        signed(&world, protocol());
        // Told of once more, with all of it opened to be linked.
        refer(&world.app, MARAC, "Vandersloot");
        refer(&world.app, MARAC, "Harrowgate");
        let deputy = world.sign_in("deputy");
        for sought in [
            Sought { phone: "07700 900456".to_owned(), ..Sought::default() },
            Sought { postcode: "PE13 4XY".to_owned(), ..by_names("Zuleika", "") },
        ] {
            assert_eq!(search(&world.app, &deputy, sought).unwrap(), []);
        }
        // Beside names it changes nothing, neither the order nor how likely they are.
        let place = [("PE13 4XY", "07700 900456"), ("CB1 1AA", "07700 900999")];
        let [right, wrong] = place.map(|(postcode, phone)| {
            let (postcode, phone) = (postcode.to_owned(), phone.to_owned());
            let sought = Sought { postcode, phone, ..by_names("Zuleika", "Harrowgate") };
            search(&world.app, &deputy, sought).unwrap()
        });
        assert_eq!((right.len(), &right), (1, &wrong));
    });
}

#[test]
fn what_is_told_of_a_case_later_is_found_by_what_it_says_now_and_its_keys_go_with_the_work() {
    on_both(|world| {
        let keys = || count(&world.app, "select count(*) as count from person_key");
        let (case, _) = referred(&world);
        let before = keys();
        signed(&world, protocol());
        let involved = police_work_on(&world, case);
        assert!(before < keys());
        refer(&world.app, MARAC, "Vandersloot");
        assert!(finds(&world, "deputy").is_empty());
        let deputy = world.sign_in("deputy");
        let now = search(&world.app, &deputy, by_names("Zuleika", "Vandersloot")).unwrap();
        assert_eq!(now.len(), 1);
        end(&world, case, involved);
        refer(&world.app, MARAC, "Harrowgate");
        assert_eq!(keys(), before);
    });
}

#[test]
fn whoever_is_excluded_from_her_finds_her_on_no_ground() {
    on_both(|world| {
        let (case, zuleika) = referred(&world);
        signed(&world, protocol());
        deputy_on_duty(&world, 8);
        police_called(&world, case, 4);
        police_work_on(&world, case);
        assert_eq!(finds(&world, "deputy"), [zuleika]);
        exclude(&world, "coordinator", "deputy", zuleika);
        is_as_for_nobody(&world, "deputy");
        // Nor whom she stands beside.
        let deputy = world.sign_in("deputy");
        let him = search(&world.app, &deputy, by_names("Ambrose", "Pelham")).unwrap();
        assert_eq!(him, []);
        assert_eq!(finds(&world, "representative"), [zuleika]);
    });
}

#[test]
fn whoever_works_with_him_finds_neither_her_nor_him_through_the_case() {
    on_both(|world| {
        let (case, _) = referred(&world);
        let mut terms = protocol();
        terms.classes.insert(FieldClass::RiskKnown);
        signed(&world, terms);
        deputy_on_duty(&world, 8);
        police_called(&world, case, 4);
        let new = NewInvolvement {
            case,
            agency: agency(&world, POLICE),
            part: InvolvementPart::PerpetratorSide,
            days: InvolvementDays { from: TODAY, until: None },
            why: words("He is on their programme."),
        };
        let coordinator = world.sign_in("coordinator");
        world.app.change(&coordinator, move |ctx| involve_agency(ctx, &new)).unwrap();
        let deputy = world.sign_in("deputy");
        assert_eq!(find(&world, &deputy), []);
        let him = victim_like(&world, "perpetrator");
        assert!(
            read(&world.app, &deputy, him).is_ok(),
            "they are told of him on a page of its own"
        );
        assert_eq!(search(&world.app, &deputy, by_names("Ambrose", "Pelham")).unwrap(), []);
        let analyst = world.sign_in("analyst");
        assert_eq!(search(&world.app, &analyst, by_names("Ambrose", "Pelham")).unwrap(), []);
    });
}

fn victim_like(world: &World, party: &'static str) -> PersonId {
    let sql = "select m.person_id as person from membership m
               join person_record r on r.record_id = m.record_id and r.party = $1
               where m.superseded_at is null and r.superseded_at is null";
    let party = app::params![party];
    world.app.db().read(|tx| tx.find(sql, party, |row| row.get("person"))).unwrap().unwrap()
}

#[test]
fn a_chair_finds_nobody_through_a_case_of_another_marac() {
    on_both(|world| {
        const OTHER: &str = "Peterborough MARAC";
        world.appoint("coordinator", OTHER, MaracPart::Coordinator);
        refer(&world.app, OTHER, "Harrowgate");
        let (case, zuleika) = case_of(&world);
        signed(&world, protocol());
        police_work_on(&world, case);
        assert_eq!(finds(&world, "deputy"), [zuleika]);
        is_as_for_nobody(&world, "chair");
        world.appoint("chair", OTHER, MaracPart::Chair);
        assert_eq!(finds(&world, "chair"), [zuleika]);
    });
}

#[test]
fn a_duty_team_finds_who_stands_in_the_case_to_which_it_is_called_for_as_long_as_it_is() {
    on_both(|world| {
        let (case, zuleika) = referred(&world);
        signed(&world, protocol());
        police_called(&world, case, 4);
        is_as_for_nobody(&world, "deputy");
        deputy_on_duty(&world, 1);
        assert_eq!(finds(&world, "deputy"), [zuleika]);
        is_as_for_nobody(&world, "analyst");
        let deputy = world.sign_in("deputy");
        let by_phone = Sought { phone: "07700 900456".to_owned(), ..Sought::default() };
        assert_eq!(search(&world.app, &deputy, by_phone).unwrap(), []);
        world.clock.advance(SignedDuration::from_hours(1));
        is_as_for_nobody(&world, "deputy");
        deputy_on_duty(&world, 8);
        assert_eq!(finds(&world, "deputy"), [zuleika]);
        world.clock.advance(SignedDuration::from_hours(3));
        is_as_for_nobody(&world, "deputy");
    });
}

#[test]
fn what_was_given_in_an_emergency_is_found_by_whom_it_was_given_until_it_ends() {
    on_both(|world| {
        let (_, zuleika) = referred(&world);
        let new = gift(&world, zuleika, "deputy");
        let lead = world.sign_in("coordinator");
        world.app.change(&lead, move |ctx| give_record(ctx, &new)).unwrap();
        assert_eq!(finds(&world, "deputy"), [zuleika]);
        is_as_for_nobody(&world, "representative");
        world.clock.advance(SignedDuration::from_hours(24));
        is_as_for_nobody(&world, "deputy");
    });
}

#[test]
fn whom_somebody_broke_the_glass_for_they_find_within_the_hour() {
    on_both(|world| {
        let (_, zuleika) = referred(&world);
        let deputy = world.sign_in("deputy");
        let born = date(1991, 7, 13);
        let answer = glass::break_for(&world.app, &deputy, ("Zuleika", "Harrowgate"), born);
        assert_eq!(glass::opened(answer), zuleika);
        assert_eq!(finds(&world, "deputy"), [zuleika]);
        let look = entries(&world.app).into_iter().rev().find(|it| it.doing == "read_person");
        assert_eq!(look.unwrap().basis, ["glass-broken"]);
        let him = search(&world.app, &world.sign_in("deputy"), by_names("Ambrose", "Pelham"));
        assert_eq!(him.unwrap(), []);
        world.clock.advance(SignedDuration::from_hours(1));
        is_as_for_nobody(&world, "deputy");
    });
}

#[test]
fn whoever_may_not_be_shown_takes_nobodys_place() {
    on_both(|world| {
        let row = |reference: &'static str, born: &'static str| {
            [
                ("incident_ref", reference),
                ("reported_on", "2026-10-01"),
                ("area", "Fenland"),
                ("victim_given_names", "Zuleika"),
                ("victim_family_name", "Harrowgate"),
                ("victim_date_of_birth", born),
            ]
        };
        let references = ["Y1", "Y2", "Y3", "Y4", "Y5", "Y6"];
        let mut rows: Vec<_> = references.map(|it| row(it, "1991-07-13")).to_vec();
        rows.push(row("Y9", "1951-11-23"));
        let rows: Vec<Cells<'_>> = rows.iter().map(|row| row.as_slice()).collect();
        import(&world.app, FileKind::Incidents, POLICE, &file(&rows));
        exclude(&world, "representative", "deputy", victim_of(&world.app, "Y1"));
        let deputy = world.sign_in("deputy");
        // Her six records share a year with whoever is sought; the other shares only the name.
        let year = Some(BirthPart::Year(1991));
        let sought = Sought { born: year, ..by_names("Zuleika", "Harrowgate") };
        let found = search(&world.app, &deputy, sought).unwrap();
        let found: Vec<PersonId> = found.into_iter().map(|person| person.id).collect();
        assert_eq!(found, [victim_of(&world.app, "Y9")]);
    });
}
