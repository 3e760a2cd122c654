//! Two people change one agency: the second is told, and keeps what they typed.

use crate::kit::County;

#[test]
fn the_second_editor_of_an_agency_is_told_and_keeps_what_they_typed() {
    County::on_both(|county| {
        let mut first = county.signed_in("grantor");
        let mut second = county.signed_in("second grantor");
        let agency = format!("/agencies/{}", county.agency_of("idva"));
        let change = format!("{agency}/change");
        let (one, two) = (first.open(&change), second.open(&change));
        let done = first.submit(&one, &change, &[("name", "Amber House Refuge")]);
        done.at(&format!("{agency}?done=changed")).says("Amber House Refuge");

        let told = second.submit(&two, &change, &[("name", "Amber and Partners")]).is(409);
        let told = told.says("Someone changed this while you were working");
        let told = told.says("It is now “Amber House Refuge”");
        assert_eq!(told.field(&change, "name"), "Amber and Partners");
        second.open(&agency).says("Amber House Refuge").does_not_say("Amber and Partners");

        let done = second.submit(&told, &change, &[]).at(&format!("{agency}?done=changed"));
        done.says("Amber and Partners");
    });
}

#[test]
fn the_second_editor_of_a_role_is_told_and_keeps_their_choice() {
    County::on_both(|county| {
        let mut first = county.signed_in("grantor");
        let mut second = county.signed_in("second grantor");
        let change = format!("/users/{}/role", county.id("referrer"));
        let (one, two) = (first.open(&change), second.open(&change));
        first.submit(&one, &change, &[("role", "analyst")]).says("The role is changed.");
        let told = second.submit(&two, &change, &[("role", "deputy")]).is(409);
        let told = told.says("Someone changed this account while you were working");
        assert_eq!(told.field(&change, "role"), "deputy");
        second.submit(&told, &change, &[]).is(200).says("deputy representative");
    });
}

#[test]
fn an_agency_that_was_changed_is_not_suspended_unread() {
    let county = County::embedded();
    let mut first = county.signed_in("grantor");
    let mut second = county.signed_in("second grantor");
    let agency = format!("/agencies/{}", county.agency_of("idva"));
    let (change, suspend) = (format!("{agency}/change"), format!("{agency}/suspend"));
    let asked = second.open(&suspend).is(200);
    let page = first.open(&change);
    first.submit(&page, &change, &[("name", "Amber House Refuge")]).is(200);
    let told = second.submit(&asked, &suspend, &[]).is(409);
    told.says("Someone changed this while you were working");
    first.open(&agency).says("Active");
}
