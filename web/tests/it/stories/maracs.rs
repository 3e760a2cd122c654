//! Who hears which MARAC: a grantor appoints, and whoever takes a case over is told so.

use crate::kit::County;
use app::{
    import::{ImportRequest, reading::FileKind, run_import},
    params,
    testing::{MARAC, operator},
};
use domain::{agency::AgencyCode, ids::PersonId, marac::MaracPart};
use std::io::Cursor;

const REFERRAL: &[u8] = b"referral_ref,marac,referring_agency,referred_on,victim_given_names,\
                          victim_family_name\n\
                          M-1,Fenland MARAC,AMBER-HOUSE,2026-10-02,Ottoline,Fanshawe\n";

fn ottoline(county: &County) -> (PersonId, uuid::Uuid) {
    let request = ImportRequest {
        kind: FileKind::Referrals,
        agency: AgencyCode::parse("PARTNERSHIP").unwrap(),
        file_name: "referrals.csv".to_owned(),
        dry_run: false,
    };
    let file = Cursor::new(REFERRAL);
    run_import(county.app(), &operator(), &request, file, &mut |_| {}).unwrap();
    let sql = "select m.person_id, r.source_id from membership m
               join person_record r on r.record_id = m.record_id and r.party = 'victim'
               where m.superseded_at is null";
    let find = |tx: &mut app::db::Tx<'_>| {
        tx.find(sql, params![], |row| Ok((row.get("person_id")?, row.get("source_id")?)))
    };
    county.app().db().read(find).unwrap().unwrap()
}

#[test]
fn a_grantor_appoints_names_a_neighbour_and_ends_an_appointment() {
    County::on_both(|county| {
        county.world.appoint("coordinator", "Isle MARAC", MaracPart::Coordinator);
        let mut grantor = county.signed_in("grantor");
        let list = grantor.open("/maracs").is(200).says(MARAC).says("Heard by its coordinator");
        let form = list.links().into_iter().find(|link| link.ends_with("/appoint")).unwrap();
        let page = grantor.open(&form).is(200);
        let page = grantor.submit(&page, &form, &[]).is(422);
        let page = page.says("Choose somebody.").says("Choose as what.");
        let coordinator = county.id("coordinator").to_string();
        let wrong = [("user", coordinator.as_str()), ("part", "chair")];
        let page = grantor.submit(&page, &form, &wrong).is(422);
        let page = page.says("Their role is not what this part is for");
        let again = [("user", coordinator.as_str()), ("part", "deputy")];
        grantor.submit(&page, &form, &again).is(422).says("appointed to this MARAC already");
        let stand_in = list.links().into_iter().find(|link| link.ends_with("/neighbour")).unwrap();
        let page = grantor.open(&stand_in).is(200);
        let other = page.html();
        let other = other.split("value=\"").find(|part| part.contains("Isle MARAC")).unwrap();
        let other = other.split('"').next().unwrap().to_owned();
        let list = grantor.submit(&page, &stand_in, &[("stand_in", other.as_str())]);
        let list = list.at("/maracs?done=neighbour").says("Isle MARAC");
        let end = list.links().into_iter().find(|link| link.ends_with("/end")).unwrap();
        let page = grantor.open(&end).is(200).says("End the appointment of");
        grantor.submit(&page, &end, &[]).at("/maracs?done=ended").says("has ended");
    });
}

#[test]
fn whoever_works_for_a_marac_sees_who_hears_it_and_changes_nothing() {
    let county = County::embedded();
    let page = county.signed_in("coordinator").open("/maracs").is(200).says(MARAC);
    assert!(!page.links().iter().any(|link| link.contains("/appoint")), "{:?}", page.links());
    county.signed_in("idva").open("/maracs").is(403);
}

#[test]
fn whoever_takes_a_case_over_is_told_so_where_an_exclusion_is_the_cause() {
    County::on_both(|county| {
        let (person, case) = ottoline(&county);
        let sql = "update user_state set role = 'coordinator' where role = 'manager'";
        county.app().db().write(move |tx| tx.execute(sql, params![])).unwrap();
        county.world.appoint("manager", MARAC, MaracPart::Deputy);
        let (path, involved) = (format!("/people/{person}"), format!("/cases/{case}/involved"));
        let mut deputy = county.signed_in("manager");
        deputy.open(&path).is(404);
        deputy.open("/cases").is(200).does_not_say("Cases that fell to you");
        let mut own = county.signed_in("coordinator");
        own.open(&path).is(200).does_not_say("in place of");
        let form = format!("{path}/exclusions");
        let page = own.open(&form).is(200);
        let user = county.id("coordinator").to_string();
        let typed = [("user", user.as_str()), ("reason", "friend"), ("words", "We are friends.")];
        own.submit(&page, &form, &typed).at("/people?done=excluded");
        const TOLD: &str =
            "You hear this case in place of its coordinator. Do not tell them of it.";
        deputy.open(&path).is(200).says(TOLD);
        deputy.open(&involved).is(200).says(TOLD);
        let list =
            deputy.open("/cases").is(200).says("Cases that fell to you").says("Referral M-1");
        assert!(list.links().contains(&path), "{:?}", list.links());
        own.open("/cases").is(200).does_not_say("Cases that fell to you");
        let (shut, never) =
            (own.open(&path).is(404), PersonId::from_uuid(uuid::Uuid::from_u128(9)));
        assert_eq!(shut.words(), own.open(&format!("/people/{never}")).is(404).words());
    });
}
