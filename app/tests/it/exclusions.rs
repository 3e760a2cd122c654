//! Exclusions: they beat every role, they outlive linking, and nobody ends their own.

use crate::{
    county::{left_by, word},
    performance::{ask, by, file, import, link, year},
};
use app::{
    App, Error, Refused, Visitor,
    exclusion::{Exclusions, NewExclusion, end_exclusion, exclude_user, list_exclusions},
    import::reading::FileKind,
    params,
    performance::list_behind,
    person::read_person,
    testing::{World, on_both},
};
use domain::{
    exclusion::{ExclusionReason, ExclusionWords},
    ids::{PersonId, UserId},
    performance::{By, Indicator},
};
use uuid::Uuid;

const POLICE: &str = "FEN-POLICE";

/// Two incidents of one woman, and one of another.
fn three_incidents(world: &World) -> [PersonId; 2] {
    for (reference, given, area) in [
        ("X1", "Ottilie", "Fenland"),
        ("X2", "Ottilie", "Fenland"),
        ("X3", "Winifred", "Cambridge"),
    ] {
        let row: &[(&str, &str)] = &[
            ("incident_ref", reference),
            ("reported_on", "2026-10-01"),
            ("area", area),
            ("victim_given_names", given),
            ("victim_family_name", "Marchbanks"),
            ("victim_date_of_birth", "1984-02-29"),
        ];
        import(&world.app, FileKind::Incidents, POLICE, &file(&[row]));
    }
    link_as(&world.app, [1, 1, 2]);
    ["X1", "X3"].map(|reference| victim_of(&world.app, reference))
}

fn link_as(app: &App, persons: [u64; 3]) {
    let keys = ["FEN-POLICE/X1/victim", "FEN-POLICE/X2/victim", "FEN-POLICE/X3/victim"];
    let truth: Vec<(&str, u64)> = keys.into_iter().zip(persons).collect();
    link(app, &truth);
}

fn victim_of(app: &App, reference: &str) -> PersonId {
    let sql = "select m.person_id as person from membership m
               join person_record r on r.record_id = m.record_id and r.party = 'victim'
               join incident i on i.incident_id = r.source_id
               where m.superseded_at is null and r.superseded_at is null and i.reference = $1";
    let found = app.db().read(|tx| tx.find(sql, params![reference], |row| row.get("person")));
    found.unwrap().unwrap()
}

fn new(person: PersonId, user: UserId) -> NewExclusion {
    let words = ExclusionWords::parse("They were at school together.").unwrap();
    NewExclusion { person, user, reason: ExclusionReason::Friend, words }
}

fn exclude(world: &World, by: &Visitor, new: NewExclusion) -> Result<Uuid, Error> {
    world.app.change(by, move |ctx| exclude_user(ctx, new))
}

fn list(world: &World, by: &Visitor, person: PersonId) -> Result<Exclusions, Error> {
    world.app.read(by, move |ctx| list_exclusions(ctx, person))
}

fn end(world: &World, by: &Visitor, person: PersonId, id: Uuid) -> Result<(), Error> {
    let why = ExclusionWords::parse("It was another Marchbanks.").unwrap();
    world.app.change(by, move |ctx| end_exclusion(ctx, person, id, &why))
}

#[test]
fn whoever_excludes_themselves_meets_what_they_would_meet_if_there_were_no_such_person() {
    on_both(|world| {
        let [ottilie, winifred] = three_incidents(&world);
        let lead = world.sign_in("representative");
        exclude(&world, &lead, new(ottilie, world.person("representative").id)).unwrap();
        let nobody = PersonId::from_uuid(Uuid::from_u128(7));
        let (one, left) = left_by(&world, || list(&world, &lead, ottilie));
        let (other, left_by_nobody) = left_by(&world, || list(&world, &lead, nobody));
        assert_eq!((word(&one), word(&other)), ("not found", "not found"));
        assert_eq!((left.len(), left_by_nobody.len()), (1, 1));
        assert_eq!(left, ["refusal exclude_user person:new by representative (forbidden)"]);
        assert_eq!(
            word(&exclude(&world, &lead, new(ottilie, world.person("deputy").id))),
            "not found"
        );
        assert_eq!(word(&list(&world, &lead, winifred)), "done");
    });
}

#[test]
fn an_exclusion_holds_to_whomever_the_records_become() {
    on_both(|world| {
        let [ottilie, _] = three_incidents(&world);
        let lead = world.sign_in("representative");
        exclude(&world, &lead, new(ottilie, world.person("representative").id)).unwrap();
        // Torn in two: both halves are shut.
        link_as(&world.app, [1, 2, 3]);
        for reference in ["X1", "X2"] {
            let half = victim_of(&world.app, reference);
            assert_eq!(word(&list(&world, &lead, half)), "not found", "{reference}");
        }
        // Joined to somebody else, who is shut with it.
        link_as(&world.app, [1, 2, 1]);
        let whole = victim_of(&world.app, "X3");
        assert_eq!(word(&list(&world, &lead, whole)), "not found");
    });
}

#[test]
fn an_exclusion_holds_after_the_sender_amends_the_record() {
    on_both(|world| {
        let [_, winifred] = three_incidents(&world);
        let lead = world.sign_in("representative");
        exclude(&world, &lead, new(winifred, world.person("representative").id)).unwrap();
        let row: &[(&str, &str)] = &[
            ("incident_ref", "X3"),
            ("reported_on", "2026-10-01"),
            ("area", "Fenland"),
            ("victim_given_names", "Winnie"),
            ("victim_family_name", "Abernethy"),
        ];
        import(&world.app, FileKind::Incidents, POLICE, &file(&[row]));
        assert_eq!(word(&list(&world, &lead, victim_of(&world.app, "X3"))), "not found");
    });
}

#[test]
fn nobody_ends_an_exclusion_that_they_made_and_somebody_else_can() {
    on_both(|world| {
        let [ottilie, _] = three_incidents(&world);
        let lead = world.sign_in("representative");
        let deputy = world.person("deputy").id;
        let id = exclude(&world, &lead, new(ottilie, deputy)).unwrap();
        let twice = exclude(&world, &lead, new(ottilie, deputy));
        assert!(matches!(twice, Err(Error::Refused(Refused::ExclusionStands))), "{twice:?}");
        let (found, left) = left_by(&world, || list(&world, &lead, ottilie));
        let found = found.unwrap();
        let looks = ["exclude_user person:new", "see_directory agency:FEN-POLICE"];
        assert_eq!(left, looks.map(|look| format!("read {look} by representative")));
        assert_eq!(found.standing.len(), 1);
        assert!(!found.standing[0].may_end);
        assert!(found.others.iter().all(|other| other.id != deputy));
        let own = end(&world, &lead, ottilie, id);
        assert!(matches!(own, Err(Error::Refused(Refused::OwnExclusion))), "{own:?}");
        let sql = "update exclusion set recorded_by = null";
        crate::county::meddle(&world.app, sql);
        assert!(list(&world, &lead, ottilie).unwrap().standing[0].may_end);
        let (done, left) = left_by(&world, || end(&world, &lead, ottilie, id));
        assert_eq!(word(&done), "done");
        assert_eq!(left, ["change exclude_user person:new by representative"]);
        assert_eq!(list(&world, &lead, ottilie).unwrap().standing, []);
        assert_eq!(word(&end(&world, &lead, ottilie, id)), "not found");
    });
}

#[test]
fn only_a_lead_of_an_agency_that_knows_the_person_excludes() {
    on_both(|world| {
        let [ottilie, _] = three_incidents(&world);
        let deputy = world.person("deputy").id;
        for (name, answer) in [
            ("representative", "done"),
            // Of the same agency: they see the person, and do not exclude.
            ("analyst", "denied"),
            ("deputy", "denied"),
            // Of others: there is no such person.
            ("coordinator", "not found"),
            ("idva lead", "not found"),
            ("grantor", "not found"),
            ("administrator", "not found"),
            ("privacy officer", "not found"),
        ] {
            let visitor = world.sign_in(name);
            assert_eq!(word(&list(&world, &visitor, ottilie)), answer, "{name}");
        }
        let lead = world.sign_in("representative");
        // Whom they do not see in the directory they cannot name.
        let stranger = exclude(&world, &lead, new(ottilie, world.person("idva").id));
        assert_eq!(word(&stranger), "not found");
        assert_eq!(word(&exclude(&world, &lead, new(ottilie, deputy))), "done");
    });
}

#[test]
fn whoever_is_excluded_from_one_of_the_people_behind_a_figure_gets_its_number_and_no_list() {
    on_both(|world| {
        let [ottilie, _] = three_incidents(&world);
        let lead = world.sign_in("representative");
        exclude(&world, &lead, new(ottilie, world.person("analyst").id)).unwrap();
        let asked = by(ask(Indicator::RecordedIncidents, year(2026)), By::Area);
        let analyst = world.sign_in("analyst");
        for (area, count, is_listed) in [("Fenland", 2, false), ("Cambridge", 1, true)] {
            let look = |ctx: &mut app::Ctx<'_>| list_behind(ctx, &asked, Some(area), None);
            let found = world.app.read(&analyst, look).unwrap();
            assert_eq!((found.count, found.list.is_some()), (count, is_listed), "{area}");
        }
    });
}

/// A man's two incidents, each with another woman.
fn two_cases_of_one_man(world: &World) -> [PersonId; 2] {
    for (reference, given) in [("Y1", "Ottilie"), ("Y2", "Winifred")] {
        let row: &[(&str, &str)] = &[
            ("incident_ref", reference),
            ("reported_on", "2026-10-01"),
            ("area", "Fenland"),
            ("victim_given_names", given),
            ("victim_family_name", "Marchbanks"),
            ("suspect_given_names", "Ambrose"),
            ("suspect_family_name", "Thistlewood"),
        ];
        import(&world.app, FileKind::Incidents, POLICE, &file(&[row]));
    }
    let truth = [
        ("FEN-POLICE/Y1/victim", 1),
        ("FEN-POLICE/Y2/victim", 2),
        ("FEN-POLICE/Y1/suspect", 3),
        ("FEN-POLICE/Y2/suspect", 3),
    ];
    link(&world.app, &truth);
    ["Y1", "Y2"].map(|reference| victim_of(&world.app, reference))
}

fn suspect(app: &App) -> PersonId {
    let sql = "select person_id as person from membership m
               join person_record r on r.record_id = m.record_id and r.party = 'perpetrator'
               where m.superseded_at is null";
    let found = app.db().read(|tx| tx.find(sql, params![], |row| row.get("person")));
    found.unwrap().unwrap()
}

#[test]
fn a_case_is_shut_with_its_victim_also_on_the_page_of_the_other_party() {
    on_both(|world| {
        let victims = two_cases_of_one_man(&world);
        let man = suspect(&world.app);
        let lead = world.sign_in("representative");
        let own = world.person("representative").id;
        let shown = |visitor: &Visitor| {
            let read = world.app.read(visitor, move |ctx| read_person(ctx, man));
            read.map(|file| {
                let cases = file.records.iter().map(|record| record.case.reference.clone());
                let mut cases: Vec<String> = cases.collect();
                cases.sort();
                cases
            })
        };
        assert_eq!(shown(&lead).unwrap(), ["Y1", "Y2"]);
        exclude(&world, &lead, new(victims[0], own)).unwrap();
        assert_eq!(shown(&lead).unwrap(), ["Y2"]);
        // With nothing left to show he is nobody.
        exclude(&world, &lead, new(victims[1], own)).unwrap();
        assert_eq!(word(&shown(&lead)), "not found");
        assert_eq!(shown(&world.sign_in("deputy")).unwrap(), ["Y1", "Y2"]);
    });
}
