//! Where somebody is opens for a reason, after a fresh sign-in, and leaves an entry of its own.

use super::{exclude, few_people, victim_of};
use crate::county::{count, left_by, word};
use app::{
    App, Error, Visitor,
    keys::erase_record,
    params,
    testing::on_both,
    whereabouts::{Opened, OpeningRequest, offer_whereabouts, open_whereabouts},
};
use domain::{ids::PersonId, person::OpeningReason};
use jiff::SignedDuration;
use uuid::Uuid;

fn open(app: &App, by: &Visitor, person: PersonId) -> Result<Opened, Error> {
    let request = OpeningRequest::new(OpeningReason::Visit, "A visit with the locksmith.").unwrap();
    app.change(by, move |ctx| open_whereabouts(ctx, person, &request))
}

#[test]
fn what_was_sealed_opens_for_those_who_have_to_reach_somebody() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        let representative = world.sign_in("representative");
        let (opened, left) = left_by(&world, || open(&world.app, &representative, ottilie));
        let opened = opened.unwrap();
        assert_eq!(opened.name.as_deref(), Some("Ottilie Marchbanks"));
        assert_eq!(opened.records.len(), 2, "the police's two, and not the referral");
        let one = &opened.records[0];
        assert_eq!(one.address.as_deref(), Some("4 Orchard Row"));
        assert_eq!(one.postcode.as_deref(), Some("PE13 1AB"));
        assert_eq!(left, ["read open_whereabouts person:new by representative"]);
        let sql = "select count(*) as count from whereabouts_opening
                   where reason = 'visit' and words = 'A visit with the locksmith.'";
        assert_eq!(count(&world.app, sql), 1);
        // Amber House referred her: it opens what came with the referral.
        let opened = open(&world.app, &world.sign_in("idva"), ottilie).unwrap();
        assert_eq!(opened.records.len(), 1);
        assert_eq!(opened.records[0].postcode.as_deref(), Some("CB1 1AA"));
        assert_eq!(opened.records[0].address, None);
    });
}

#[test]
fn a_stale_sign_in_opens_nothing_and_the_role_that_only_reads_never_does() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        for name in ["analyst", "chair", "referrer"] {
            let visitor = world.sign_in(name);
            assert_eq!(word(&open(&world.app, &visitor, ottilie)), "denied", "{name}");
            let offered = world.app.read(&visitor, move |ctx| offer_whereabouts(ctx, ottilie));
            assert_eq!(word(&offered), "denied", "{name}");
        }
        let deputy = world.sign_in("deputy");
        world.clock.advance(SignedDuration::from_secs(5 * 60 + 1));
        let (answer, left) = left_by(&world, || open(&world.app, &deputy, ottilie));
        assert_eq!(word(&answer), "denied");
        let refusal = "refusal open_whereabouts person:new by deputy (needs_fresh_sign_in)";
        assert_eq!(left, [refusal]);
        assert_eq!(count(&world.app, "select count(*) as count from whereabouts_opening"), 0);
    });
}

#[test]
fn whoever_is_excluded_or_of_another_agency_learns_nothing_by_trying_to_open() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        let gone = PersonId::from_uuid(Uuid::from_u128(7));
        exclude(&world, ottilie, "deputy");
        let deputy = world.sign_in("deputy");
        for person in [ottilie, gone] {
            assert_eq!(word(&open(&world.app, &deputy, person)), "not found");
        }
        let grantor = world.sign_in("grantor");
        assert_eq!(word(&open(&world.app, &grantor, ottilie)), "not found");
    });
}

#[test]
fn an_erased_record_has_nothing_left_to_open() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        world
            .app
            .db()
            .write(move |tx| {
                let sql = "select record_id from membership where person_id = $1";
                let records: Vec<Uuid> =
                    tx.list(sql, params![ottilie], |row| row.get("record_id"))?;
                records.into_iter().try_for_each(|record| erase_record(tx, record).map(drop))
            })
            .unwrap();
        let opened = open(&world.app, &world.sign_in("representative"), ottilie).unwrap();
        assert!(opened.records.is_empty());
    });
}
