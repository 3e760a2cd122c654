//! What somebody writes down of where a person is: sealed, held to cases, corrected and ended.

use super::{REFUGE, add, note, open, texts};
use crate::{
    county::{count, left_by, meddle, word},
    people::{exclude, few_people, victim_of},
    performance::{incidents, link},
};
use app::{
    Conflict, Error, Visitor,
    keys::erase_record,
    params,
    testing::{World, on_both},
    whereabouts::{
        Correction, Ending, correct_whereabouts, end_whereabouts, find_offers, offer_to_keep,
        open_to_correct,
    },
};
use domain::{
    ids::PersonId,
    whereabouts::{WhereaboutsClass, WhereaboutsNote, WhereaboutsRefused},
};
use jiff::{SignedDuration, civil::date};
use uuid::Uuid;

fn end(world: &World, by: &Visitor, ids: (PersonId, Uuid), how: Ending) -> Result<(), Error> {
    world.app.change(by, move |ctx| end_whereabouts(ctx, ids, how))
}

fn correct(
    world: &World,
    by: &Visitor,
    (person, id): (PersonId, Uuid),
    (seen_version, note): (i64, WhereaboutsNote),
) -> Result<(), Error> {
    let correction = Correction { person, id, seen_version, note };
    world.app.change(by, move |ctx| correct_whereabouts(ctx, &correction))
}

#[test]
fn what_is_written_down_is_sealed_and_opens_by_class_to_the_agencies_of_the_case() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "R1");
        let idva = world.sign_in("idva");
        let phone = note(WhereaboutsClass::Phone, "07700 900456");
        let (added, left) = left_by(&world, || add(&world.app, &idva, ottilie, phone));
        assert_eq!(word(&added), "done");
        assert_eq!(left, ["change keep_whereabouts person:new by idva"]);
        add(&world.app, &idva, ottilie, note(WhereaboutsClass::Refuge, REFUGE)).unwrap();
        let (opened, left) = left_by(&world, || open(&world.app, &idva, ottilie));
        let opened = opened.unwrap();
        assert_eq!(left, ["read open_whereabouts person:new by idva"]);
        let expected = [("refuge", REFUGE.to_owned()), ("phone", "07700 900456".to_owned())];
        assert_eq!(texts(&opened), expected);
        let first = &opened.entries[0];
        assert_eq!(first.note.safe_contact(), Some("Text only, before 3 pm."));
        assert_eq!((first.agency_name.as_str(), first.changes), ("Amber House", 0));
        assert!(first.may_change && opened.may_keep);
        // The office holds the referral: it opens it, and does not change it.
        let office = open(&world.app, &world.sign_in("coordinator"), ottilie).unwrap();
        assert_eq!(texts(&office), expected);
        assert!(!office.entries[0].may_change);
        // The police know her by their own incidents, which linking alone opens to nobody else.
        let police = open(&world.app, &world.sign_in("representative"), ottilie).unwrap();
        assert_eq!(texts(&police), []);
        assert_eq!(police.records.len(), 2);
    });
}

#[test]
fn nothing_that_was_written_down_stands_readable_in_the_database_or_shows_itself() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "R1");
        let idva = world.sign_in("idva");
        add(&world.app, &idva, ottilie, note(WhereaboutsClass::Refuge, REFUGE)).unwrap();
        let sql = "select content from whereabouts_state";
        let kept: Vec<Vec<u8>> =
            world.app.db().read(|tx| tx.list(sql, &[], |row| row.get("content"))).unwrap();
        assert_eq!(kept.len(), 1);
        let spelt = String::from_utf8_lossy(&kept[0]).into_owned();
        assert!(!spelt.contains("Harecroft") && !spelt.contains("refuge"), "{spelt}");
        let opened = open(&world.app, &idva, ottilie).unwrap();
        assert!(!format!("{opened:?}").contains("Harecroft"));
        // Copied to another row it does not open there.
        add(&world.app, &idva, ottilie, note(WhereaboutsClass::School, "Hillside")).unwrap();
        meddle(
            &world.app,
            "update whereabouts_state set content = (select content from whereabouts_state
                                                     order by recorded_at limit 1)",
        );
        let torn = open(&world.app, &idva, ottilie);
        assert!(matches!(torn, Err(Error::Broken(_))), "{torn:?}");
    });
}

#[test]
fn an_erased_entry_is_gone_and_the_others_stay() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "R1");
        let idva = world.sign_in("idva");
        add(&world.app, &idva, ottilie, note(WhereaboutsClass::Refuge, REFUGE)).unwrap();
        let sql = "select state_id as id from whereabouts_state";
        let state = world.app.db().read(|tx| tx.find(sql, params![], |row| row.get::<Uuid>("id")));
        let state = state.unwrap().unwrap();
        add(&world.app, &idva, ottilie, note(WhereaboutsClass::School, "Hillside")).unwrap();
        world.app.db().write(move |tx| erase_record(tx, state).map(drop)).unwrap();
        let opened = open(&world.app, &idva, ottilie).unwrap();
        assert_eq!(texts(&opened), [("school", "Hillside".to_owned())]);
    });
}

#[test]
fn a_correction_takes_the_place_of_what_stood_there_and_the_second_editor_is_told() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "R1");
        let idva = world.sign_in("idva");
        let id = add(&world.app, &idva, ottilie, note(WhereaboutsClass::Gp, "Dr Rao")).unwrap();
        let read = move |ctx: &mut app::Ctx<'_>| open_to_correct(ctx, ottilie, id);
        let (stands, left) = left_by(&world, || world.app.change(&idva, read));
        let (stands, version) = stands.unwrap();
        assert_eq!((stands.text(), version), ("Dr Rao", 0));
        assert_eq!(left, ["read open_whereabouts person:new by idva"]);
        let openings = "select count(*) as count from whereabouts_opening
                        where reason = 'correction'";
        assert_eq!(count(&world.app, openings), 1);
        let gp = || note(WhereaboutsClass::Gp, "Dr Silva");
        let first = || correct(&world, &idva, (ottilie, id), (0, gp()));
        let (first, left) = left_by(&world, first);
        assert_eq!(word(&first), "done");
        assert_eq!(left, ["change keep_whereabouts person:new by idva"]);
        let second = correct(&world, &world.sign_in("second idva"), (ottilie, id), (0, gp()));
        assert!(matches!(second, Err(Error::Conflict(Conflict::Changed { version: 1 }))));
        let opened = open(&world.app, &idva, ottilie).unwrap();
        assert_eq!(texts(&opened), [("gp", "Dr Silva".to_owned())]);
        assert_eq!(opened.entries[0].changes, 1);
        assert_eq!(count(&world.app, "select count(*) as count from whereabouts_state"), 2);
        // Whose record it is not does not correct it, and is not told whose it is.
        let coordinator = world.sign_in("coordinator");
        let theirs = correct(&world, &coordinator, (ottilie, id), (1, gp()));
        assert_eq!(word(&theirs), "not found");
        assert_eq!(word(&world.app.change(&coordinator, read)), "not found");
        let theirs = end(&world, &coordinator, (ottilie, id), Ending::Today);
        assert_eq!(word(&theirs), "not found");
    });
}

#[test]
fn what_has_ended_stays_with_its_day_and_what_was_never_right_is_shown_no_more() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "R1");
        let idva = world.sign_in("idva");
        let kept = add(&world.app, &idva, ottilie, note(WhereaboutsClass::Refuge, REFUGE)).unwrap();
        let wrong = add(&world.app, &idva, ottilie, note(WhereaboutsClass::Gp, "Dr No")).unwrap();
        let ended = || end(&world, &idva, (ottilie, kept), Ending::Today);
        let (ended, left) = left_by(&world, ended);
        assert_eq!(word(&ended), "done");
        assert_eq!(left, ["change keep_whereabouts person:new by idva"]);
        end(&world, &idva, (ottilie, wrong), Ending::NeverRight).unwrap();
        let opened = open(&world.app, &idva, ottilie).unwrap();
        assert_eq!(texts(&opened), [("refuge", REFUGE.to_owned())]);
        assert_eq!(opened.entries[0].note.until(), Some(date(2026, 11, 24)));
        assert_eq!(word(&end(&world, &idva, (ottilie, wrong), Ending::Today)), "not found");
        let later = (Some(date(2026, 11, 25)), None);
        let later = WhereaboutsNote::new(WhereaboutsClass::School, ("Hillside", ""), later);
        let later = add(&world.app, &idva, ottilie, later.unwrap()).unwrap();
        let too_soon = end(&world, &idva, (ottilie, later), Ending::Today);
        let refused = app::Refused::Whereabouts(WhereaboutsRefused::Days);
        assert!(matches!(too_soon, Err(Error::Refused(why)) if why == refused), "{too_soon:?}");
    });
}

#[test]
fn only_those_who_keep_the_person_safe_write_it_down_and_the_excluded_meet_nobody() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        exclude(&world, ottilie, "deputy");
        let nobody = PersonId::from_uuid(Uuid::from_u128(7));
        for (name, answer) in [
            ("representative", "done"),
            ("coordinator", "done"),
            ("idva lead", "done"),
            ("analyst", "denied"),
            ("chair", "denied"),
            ("referrer", "denied"),
            ("deputy", "not found"),
            ("grantor", "not found"),
            ("administrator", "not found"),
            ("privacy officer", "not found"),
        ] {
            let visitor = world.sign_in(name);
            let wrote = add(&world.app, &visitor, ottilie, note(WhereaboutsClass::Gp, "Dr Rao"));
            assert_eq!(word(&wrote), answer, "{name}");
            let offered = world.app.read(&visitor, move |ctx| offer_to_keep(ctx, ottilie));
            assert_eq!(word(&offered), answer, "{name}");
            let of_none = add(&world.app, &visitor, nobody, note(WhereaboutsClass::Gp, "Dr Rao"));
            assert_eq!(word(&of_none), "not found", "{name}");
        }
        // Nor does a colleague who only reads correct or end what is the own agency's.
        let police = world.sign_in("representative");
        let id = add(&world.app, &police, ottilie, note(WhereaboutsClass::Gp, "Dr No")).unwrap();
        let analyst = world.sign_in("analyst");
        let gp = (0, note(WhereaboutsClass::Gp, "Dr Rao"));
        assert_eq!(word(&correct(&world, &analyst, (ottilie, id), gp)), "denied");
        assert_eq!(word(&end(&world, &analyst, (ottilie, id), Ending::Today)), "denied");
        // Without a fresh sign-in it is written down all the same, and not opened to be corrected.
        let idva = world.sign_in("idva");
        world.clock.advance(SignedDuration::from_secs(5 * 60 + 1));
        let id = add(&world.app, &idva, ottilie, note(WhereaboutsClass::Gp, "Dr Rao")).unwrap();
        let stale = world.app.change(&idva, move |ctx| open_to_correct(ctx, ottilie, id));
        assert_eq!(word(&stale), "denied");
    });
}

#[test]
fn what_was_written_down_stays_with_its_case_when_people_are_parted_and_joined() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "R1");
        let idva = world.sign_in("idva");
        add(&world.app, &idva, ottilie, note(WhereaboutsClass::Refuge, REFUGE)).unwrap();
        link(
            &world.app,
            &[
                ("FEN-POLICE/X1/victim", 1),
                ("FEN-POLICE/X2/victim", 2),
                ("PARTNERSHIP/R1/victim", 3),
            ],
        );
        let alone = victim_of(&world.app, "R1");
        assert_eq!(open(&world.app, &idva, alone).unwrap().entries.len(), 1);
        let police = world.sign_in("representative");
        let parted = victim_of(&world.app, "X1");
        assert_eq!(open(&world.app, &police, parted).unwrap().entries.len(), 0);
        let offers = |by: &Visitor, person| {
            world.app.read(by, move |ctx| {
                let offers = find_offers(ctx, person)?;
                app::person::read_person(ctx, person)?;
                Ok::<_, Error>((offers.is_kept, offers.may_keep, offers.may_ask_second))
            })
        };
        assert_eq!(offers(&idva, alone).unwrap(), (true, true, false));
        assert_eq!(offers(&police, parted).unwrap(), (false, true, false));
    });
}

/// The person whose record as a victim of an incident has this given name.
fn victim_called(world: &World, reference: &str, given: &str) -> PersonId {
    let sql = "select m.person_id as person from membership m
               join person_record r on r.record_id = m.record_id and r.party = 'victim'
               join incident i on i.incident_id = r.source_id
               where m.superseded_at is null and r.superseded_at is null
                     and i.reference = $1 and r.given_names = $2";
    let find = |row: &app::db::Row<'_>| row.get("person");
    let found = world.app.db().read(|tx| tx.find(sql, params![reference, given], find));
    found.unwrap().unwrap()
}

#[test]
fn where_one_is_does_not_stand_with_the_other_victim_of_the_same_incident() {
    on_both(|world| {
        let row = |victim: [&'static str; 2], suspect: [&'static str; 2]| {
            [
                ("incident_ref", "X9"),
                ("reported_on", "2026-10-01"),
                ("area", "Fenland"),
                ("victim_given_names", victim[0]),
                ("victim_family_name", victim[1]),
                ("suspect_given_names", suspect[0]),
                ("suspect_family_name", suspect[1]),
            ]
        };
        let (ottilie, casimir) = (["Ottilie", "Marchbanks"], ["Casimir", "Quillfeather"]);
        let rows = [row(ottilie, casimir), row(casimir, ottilie)];
        incidents(&world.app, &[rows[0].as_slice(), rows[1].as_slice()]);
        let (her, his) =
            (victim_called(&world, "X9", "Ottilie"), victim_called(&world, "X9", "Casimir"));
        assert_ne!(her, his);
        let deputy = world.sign_in("deputy");
        add(&world.app, &deputy, her, note(WhereaboutsClass::Refuge, REFUGE)).unwrap();
        assert_eq!(texts(&open(&world.app, &deputy, her).unwrap()).len(), 1);
        assert_eq!(texts(&open(&world.app, &deputy, his).unwrap()), []);
    });
}
