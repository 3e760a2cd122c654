//! A database of the schema before imports is brought up, and that is recorded.

use super::{POLICE, incidents, many, parts};
use crate::county::{count, left_by, meddle};
use app::{
    system::migrate_database,
    testing::{on_both, operator},
};

/// Takes a new database back to the first schema.
const BACK: &[&str] = &[
    "alter table ledger_entry drop column referrals",
    "drop table fresh_source",
    "drop table duty_call",
    "drop table duty",
    "drop table case_kind_sum",
    "drop table case_marac_sum",
    "drop table case_agency_sum",
    "drop table case_area_sum",
    "drop table incident_sum",
    "drop table declaration_progress",
    "drop table declaration_match",
    "drop table declaration",
    "drop table second_opening_anchor",
    "drop table second_opening",
    "drop table whereabouts_state",
    "drop table whereabouts_anchor",
    "drop table whereabouts",
    "drop table alert_progress",
    "drop table alert_day",
    "drop table alert_entry",
    "drop table alert",
    "drop table gift_anchor",
    "drop table gift",
    "drop table perpetrator_side",
    "drop table involvement",
    "drop table agreement_review",
    "drop table agreement_party",
    "drop table agreement",
    "drop table search_turn",
    "drop table glass_turn",
    "drop table glass_notice",
    "drop table glass_anchor",
    "drop table glass",
    "drop table guess",
    "drop table whereabouts_opening",
    "drop table exclusion_anchor",
    "drop table exclusion",
    "drop table person_search",
    "drop table person_key",
    "drop table case_fact",
    "drop table incident_fact",
    "drop table fact_due",
    "drop table referral_same_incident",
    "drop table referral_perpetrator",
    "drop table referral_state",
    "drop table referral",
    "drop table incident_pair",
    "drop table incident_state",
    "drop table incident",
    "drop table link_decision",
    "drop table link",
    "drop table link_model",
    "drop table membership",
    "drop table person",
    "drop table person_record",
    "drop table import_warning",
    "drop table import_refusal",
    "drop table import_run",
    "drop table area_postcode",
    "drop table instrument",
    "drop table marac_neighbour",
    "drop table marac_office",
    "drop table marac",
    "delete from schema_migration where 1 < number",
];

#[test]
fn a_database_of_the_first_schema_is_brought_up_once_and_then_takes_files_in() {
    on_both(|world| {
        BACK.iter().for_each(|sql| meddle(&world.app, sql));
        let migrate = || migrate_database(&world.config, &operator()).unwrap();
        let (steps, left) = left_by(&world, migrate);
        assert_eq!(steps, 17);
        assert_eq!(left, ["change migrate_database system by operator tester"]);
        let instruments = "select count(*) as count from instrument";
        assert_eq!(count(&world.app, instruments), 5, "the known checklists are there");
        assert_eq!(parts(incidents(&world, POLICE, &many(3))), [3, 0, 0, 0]);
        let (steps, left) = left_by(&world, migrate);
        assert_eq!((steps, left), (0, vec![]));
    });
}
