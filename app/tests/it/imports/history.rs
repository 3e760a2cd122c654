//! The same twice changes nothing; what differs is an amendment that keeps what was.

use super::{POLICE, file, incidents, list, many, parts, referrals, row};
use crate::county::count;
use app::{App, testing::on_both};
use jiff::SignedDuration;

const CURRENT: &str = "select count(*) as count from person_record where superseded_at is null";
const STATES: &str = "select count(*) as count from incident_state";

/// Everything that an import writes, the runs themselves and what is owed apart.
fn shape(app: &App) -> Vec<i64> {
    [
        "select count(*) as count from incident",
        "select count(*) as count from incident_state",
        "select count(*) as count from incident_pair",
        "select count(*) as count from person_record",
        "select count(*) as count from record_key",
        "select count(*) as count from agency",
        "select count(*) as count from marac",
        "select count(*) as count from referral_state",
    ]
    .map(|sql| count(app, sql))
    .to_vec()
}

#[test]
fn the_same_file_twice_changes_nothing() {
    on_both(|world| {
        assert_eq!(parts(incidents(&world, POLICE, &many(30))), [30, 0, 0, 0]);
        let once = shape(&world.app);
        assert_eq!(parts(incidents(&world, POLICE, &many(30))), [0, 0, 30, 0]);
        assert_eq!(shape(&world.app), once);
        let states = list(&world.app, "select state as a from import_run");
        assert_eq!(states, ["done", "done"]);
        assert_eq!(count(&world.app, "select count(*) as count from job where done_at is null"), 0);
    });
}

#[test]
fn an_amendment_supersedes_what_was_and_keeps_it() {
    on_both(|world| {
        let before = row("I-1", "2026-05-01", "Stone");
        incidents(&world, POLICE, &file(&[before.clone(), row("I-2", "2026-05-02", "Reed")]));
        world.clock.advance(SignedDuration::from_mins(1));
        let graver = before.replace("medium", "high");
        let again = file(&[graver, row("I-2", "2026-05-02", "Reed")]);
        assert_eq!(parts(incidents(&world, POLICE, &again)), [0, 1, 1, 0]);
        let grades = "select coalesce(risk_grade, '') as a from incident_state s
                      join incident i on i.incident_id = s.incident_id
                      where i.reference = 'I-1' order by version";
        assert_eq!(list(&world.app, grades), ["medium", "high"]);
        let ended = "select count(*) as count from incident_state old
                     join incident_state new on new.incident_id = old.incident_id
                                            and new.version = old.version + 1
                                            and new.recorded_at = old.superseded_at";
        assert_eq!(count(&world.app, ended), 1);
        // Nothing else was said of the parties: their records stay.
        assert_eq!(count(&world.app, "select count(*) as count from person_record"), 4);
        assert_eq!(count(&world.app, CURRENT), 4);
    });
}

#[test]
fn a_party_told_of_otherwise_gets_a_new_record_and_the_other_keeps_its_own() {
    on_both(|world| {
        let before = row("I-1", "2026-05-01", "Stone");
        incidents(&world, POLICE, &file(std::slice::from_ref(&before)));
        let moved = before.replace("1 Stone Lane", "2 Reed Street");
        assert_eq!(parts(incidents(&world, POLICE, &file(&[moved]))), [0, 1, 0, 0]);
        assert_eq!(count(&world.app, "select count(*) as count from person_record"), 3);
        assert_eq!(count(&world.app, CURRENT), 2);
        let kept = "select party as a from person_record where superseded_at is not null";
        assert_eq!(list(&world.app, kept), ["victim"]);
        let pairs = "select count(*) as count from incident_pair p
                     join incident_state s on s.state_id = p.state_id and s.superseded_at is null
                     join person_record v on v.record_id = p.victim_id and v.superseded_at is null
                     join person_record o on o.record_id = p.perpetrator_id
                                         and o.superseded_at is null";
        assert_eq!(count(&world.app, pairs), 1);
    });
}

#[test]
fn a_new_area_amends_the_incident_alone_and_a_new_nhs_number_the_party() {
    on_both(|world| {
        let before = row("I-1", "2026-05-01", "Stone");
        incidents(&world, POLICE, &file(std::slice::from_ref(&before)));
        let moved = before.replace("Fenland", "Peterborough");
        assert_eq!(
            parts(incidents(&world, POLICE, &file(std::slice::from_ref(&moved)))),
            [0, 1, 0, 0]
        );
        assert_eq!(count(&world.app, "select count(*) as count from person_record"), 2);
        let numbered = moved.replace("@mail.example,,", "@mail.example,943 476 5919,");
        assert_eq!(parts(incidents(&world, POLICE, &file(&[numbered]))), [0, 1, 0, 0]);
        assert_eq!(count(&world.app, "select count(*) as count from person_record"), 3);
        let numbers = "select nhs_number as a from person_record
                       where superseded_at is null and nhs_number is not null";
        assert_eq!(list(&world.app, numbers), ["9434765919"]);
        let areas = "select area_code as a from incident_state order by version";
        assert_eq!(list(&world.app, areas), ["E07000010", "E06000031", "E06000031"]);
    });
}

#[test]
fn rows_of_one_reference_are_one_incident_wherever_they_stand_and_in_whatever_order() {
    on_both(|world| {
        let one = row("I-1", "2026-05-01", "Stone");
        let other = one.replace("S-Stone,Ben", "S-Reed,Carl");
        let between = row("I-2", "2026-05-01", "Marsh");
        let text = file(&[one.clone(), between.clone(), other.clone()]);
        assert_eq!(parts(incidents(&world, POLICE, &text)), [3, 0, 0, 0]);
        let pairs = "select count(*) as count from incident_pair p
                     join incident_state s on s.state_id = p.state_id
                     join incident i on i.incident_id = s.incident_id and i.reference = 'I-1'";
        assert_eq!(count(&world.app, pairs), 2);
        // One victim, said twice, and two suspects; and two of the other incident.
        assert_eq!(count(&world.app, CURRENT), 5);
        let turned = file(&[other, between, one.clone()]);
        assert_eq!(parts(incidents(&world, POLICE, &turned)), [0, 0, 3, 0]);
        // The rows of one reference are its whole state: a row that is gone is gone.
        assert_eq!(parts(incidents(&world, POLICE, &file(&[one]))), [0, 1, 0, 0]);
        assert_eq!(count(&world.app, CURRENT), 4);
    });
}

#[test]
fn two_senders_with_the_same_reference_are_two_incidents() {
    on_both(|world| {
        let text = file(&[row("I-1", "2026-05-01", "Stone")]);
        assert_eq!(parts(incidents(&world, POLICE, &text)), [1, 0, 0, 0]);
        assert_eq!(parts(incidents(&world, "SHIRE-POLICE", &text)), [1, 0, 0, 0]);
        assert_eq!(count(&world.app, "select count(*) as count from incident"), 2);
        let kinds = "select kind as a from agency_state s join agency a using (agency_id)
                     where code = 'SHIRE-POLICE'";
        assert_eq!(list(&world.app, kinds), ["police"]);
    });
}

#[test]
fn parties_of_whom_nothing_is_known_are_as_many_as_the_rows() {
    on_both(|world| {
        let row = "I-1,2026-05-01,Fenland,,,,,,,,,,,,,,,,\n".to_owned();
        let text = file(&[row.clone(), row]);
        assert_eq!(parts(incidents(&world, POLICE, &text)), [2, 0, 0, 0]);
        let unnamed = "select count(*) as count from person_record where not is_named";
        assert_eq!(count(&world.app, unnamed), 4);
        let again = "I-1,2026-05-01,Fenland,,high,,,,,,,,,,,,,,\n".to_owned();
        incidents(&world, POLICE, &file(&[again.clone(), again]));
        assert_eq!((count(&world.app, CURRENT), count(&world.app, STATES)), (4, 2));
    });
}

const REGISTER: &str = "referral_ref,marac,referred_on,referring_agency,referring_agency_kind,\
                        status,same_incident_as,checklist,checklist_score,victim_given_names,\
                        victim_family_name,perpetrator_ref,perpetrator_family_name,area\n";

#[test]
fn what_a_register_names_first_is_added_and_said() {
    on_both(|world| {
        let rows = "R-1,Fenland,2026-05-01,Harbour Housing,housing,accepted,R-9,new-list,14,\
                    Ann,Stone,P-1,Stone,Fenland\n\
                    R-1,Fenland,2026-05-01,Harbour Housing,housing,accepted,R-9,new-list,14,\
                    Ann,Stone,P-2,Reed,Fenland\n\
                    R-2,fenland,2026-05-02,amber house,idva,accepted,,dara,9,\
                    Bea,Marsh,P-3,Marsh,\n\
                    R-3,Fenland,2026-05-03,FEN-POLICE,police,accepted,,dara,9,\
                    Cat,Hill,P-4,Hill,\n";
        let text = format!("{REGISTER}{rows}");
        let kind = app::import::reading::FileKind::Referrals;
        let outcome = super::import_at(&world.app, &super::request(kind, "MARAC-OFFICE"), &text);
        assert_eq!(parts(outcome.summary), [4, 0, 0, 0]);
        for words in [
            "MARAC-OFFICE",
            "HARBOUR-HOUSING (housing)",
            "The MARAC Fenland was not known",
            "Nobody coordinates the MARAC Fenland",
            "new-list",
        ] {
            assert!(outcome.notes.iter().any(|note| note.contains(words)), "{:?}", outcome.notes);
        }
        assert_eq!(outcome.notes.len(), 5, "{:?}", outcome.notes);
        assert_eq!(
            list(&world.app, "select name as a from marac order by made_at"),
            ["Fenland MARAC", "Fenland"]
        );
        let named = "select a.code as a from referral_state s
                     join agency a on a.agency_id = s.referring_agency_id
                     join referral r on r.referral_id = s.referral_id order by r.reference";
        let codes = ["HARBOUR-HOUSING", "AMBER-HOUSE", "FEN-POLICE"];
        assert_eq!(list(&world.app, named), codes);
        assert_eq!(count(&world.app, "select count(*) as count from referral_perpetrator"), 4);
        let same = "select reference as a from referral_same_incident";
        assert_eq!(list(&world.app, same), ["R-9"]);
        assert_eq!(parts(referrals(&world, "MARAC-OFFICE", &text)), [0, 0, 4, 0]);
        let instruments = count(&world.app, "select count(*) as count from instrument");
        assert_eq!(instruments, 6, "five are known from the beginning");
    });
}
