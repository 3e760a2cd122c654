//! "Who looked": the privacy officer sees what others did, and that she looked.

use crate::kit::{County, Page};

/// The rows of the table, each as one line of words.
fn rows(page: &Page) -> Vec<String> {
    let html = page.html();
    let body = html.split("<tbody").nth(1).unwrap_or_default().to_owned();
    let rows = body.split("<tr").skip(1);
    rows.map(|row| Page { body: format!("<tr{row}").into_bytes(), ..page.clone() }.words())
        .collect()
}

fn has(page: &Page, parts: &[&str]) -> bool {
    rows(page).iter().any(|row| parts.iter().all(|part| row.contains(part)))
}

#[test]
fn the_privacy_officer_sees_what_the_grantor_did_and_that_she_looked() {
    County::on_both(|county| {
        let mut grantor = county.signed_in("grantor");
        let step = format!("/users/{}/suspend", county.id("idva"));
        let page = grantor.open(&step);
        grantor.submit(&page, &step, &[]).is(200);

        let mut officer = county.signed_in("privacy officer");
        let page = officer.open("/who-looked").is(200);
        for parts in [
            ["The grantor", "Suspend someone", "user: The idva", "Done"],
            ["The grantor", "See an agency and the people", "user: The idva", "Done"],
            ["The privacy officer", "Sign in", "user: The privacy officer", "Done"],
        ] {
            assert!(has(&page, &parts), "{parts:?} is not in {:#?}", rows(&page));
        }
        let page = officer.open("/who-looked");
        let own = ["The privacy officer", "Read who looked", "ledger", "Done"];
        assert!(has(&page, &own), "{:#?}", rows(&page));
    });
}

#[test]
fn a_refusal_is_seen_too() {
    County::on_both(|county| {
        let mut idva = county.signed_in("idva");
        idva.open(&format!("/users/{}", county.id("referrer"))).is(404);
        idva.open("/users/0191e0a0-0000-7000-8000-00000000abcd").is(404);
        let mut officer = county.signed_in("privacy officer");
        let page = officer.open("/who-looked?kind=refusal").is(200);
        assert!(has(&page, &["The idva", "Fen Police", "Refused"]), "{:#?}", rows(&page));
        assert!(has(&page, &["The idva", "unknown", "Refused"]), "{:#?}", rows(&page));
        let only = rows(&page);
        assert!(only.iter().all(|row| row.contains("Refused")), "{only:#?}");
    });
}

#[test]
fn an_officer_of_one_agency_sees_that_agency() {
    County::on_both(|county| {
        let mut idva = county.signed_in("idva");
        idva.open("/account").is(200);
        let mut chair = county.signed_in("chair");
        chair.open("/account").is(200);
        let mut officer = county.signed_in("police privacy officer");
        let page = officer.open("/who-looked").is(200).says("The chair");
        assert!(rows(&page).iter().all(|row| !row.contains("The idva")), "{:#?}", rows(&page));
    });
}

#[test]
fn the_list_goes_on_to_older_entries() {
    let county = County::embedded();
    let mut officer = county.signed_in("privacy officer");
    for _ in 0..30 {
        officer.open("/account").is(200);
    }
    let mut page = officer.open("/who-looked?kind=read").is(200);
    let first = rows(&page);
    assert_eq!(first.len(), 50);
    page = officer.open(&page.link("/who-looked?")).is(200);
    assert!(page.path.contains("kind=read") && page.path.contains("before="));
    assert!(!rows(&page).is_empty());
    officer.open("/who-looked?before=nonsense").is(404);
}
