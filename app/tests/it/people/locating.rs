//! A hit by a postcode or a phone number tells where somebody is: few may search by them.

use super::{by_names, few_people, search};
use crate::county::{entries, word};
use app::{
    Error, Refused,
    person::{Sought, may_search_by_place},
    testing::on_both,
};
use domain::{ledger::Entry, policy::Permission};

const PHONE: &str = "07700 900123";
const POSTCODE: &str = "PE13 1AB";

fn by_place() -> [Sought; 3] {
    [
        Sought { phone: PHONE.to_owned(), ..Sought::default() },
        Sought { postcode: POSTCODE.to_owned(), ..by_names("Ottilie", "") },
        Sought { postcode: "BN1 9ZZ".to_owned(), ..by_names("Ottilie", "Marchbanks") },
    ]
}

#[test]
fn whoever_may_open_no_whereabouts_searches_by_none_whatever_the_answer_would_be() {
    on_both(|world| {
        few_people(&world.app);
        for name in ["analyst", "chair", "referrer"] {
            let visitor = world.sign_in(name);
            assert!(!world.app.read(&visitor, asks_and_records).unwrap(), "{name}");
            for sought in by_place() {
                let answer = search(&world.app, &visitor, sought);
                let refused = Err(Refused::SearchByPlace);
                assert_eq!(answer.map_err(why), refused, "{name}");
            }
            // Blanks are nothing, and names go on finding her.
            let blank = Sought { postcode: "  ".to_owned(), ..by_names("Ottilie", "Marchbanks") };
            let found = search(&world.app, &visitor, blank);
            assert_eq!(word(&found), "done");
            // What is missing is said without the fields that they do not have.
            let too_little = search(&world.app, &visitor, by_names("Ottilie", ""));
            assert_eq!(too_little.map_err(why), Err(Refused::SearchTooLittleByName), "{name}");
        }
    });
}

fn why(error: Error) -> Refused {
    match error {
        Error::Refused(refused) => refused,
        other => panic!("{other}"),
    }
}

/// As a page does that offers the fields.
fn asks_and_records(ctx: &mut app::Ctx<'_>) -> Result<bool, Error> {
    app::user::show_own_account(ctx)?;
    may_search_by_place(ctx)
}

#[test]
fn whoever_opens_whereabouts_searches_by_them_and_the_ledger_says_so_without_what_was_typed() {
    on_both(|world| {
        few_people(&world.app);
        for name in ["representative", "deputy"] {
            let visitor = world.sign_in(name);
            assert!(world.app.read(&visitor, asks_and_records).unwrap(), "{name}");
            for sought in by_place() {
                assert_eq!(search(&world.app, &visitor, sought).unwrap().len(), 1, "{name}");
                assert_eq!(classes(&last_search(&entries(&world.app))), ["people", "whereabouts"]);
            }
            let names = search(&world.app, &visitor, by_names("Ottilie", "Marchbanks"));
            assert_eq!(names.unwrap().len(), 1);
            assert_eq!(classes(&last_search(&entries(&world.app))), ["people"]);
        }
        let lines: Vec<String> = entries(&world.app).iter().map(domain::ledger::encode).collect();
        for typed in [PHONE, POSTCODE, "07700900123", "PE131AB", "900123"] {
            assert!(lines.iter().all(|line| !line.contains(typed)), "{typed}");
        }
    });
}

fn last_search(entries: &[Entry]) -> Entry {
    let is_search = |entry: &&Entry| entry.doing == Permission::SearchPeople.code();
    entries.iter().rfind(is_search).unwrap().clone()
}

fn classes(entry: &Entry) -> Vec<&str> {
    entry.classes.iter().map(String::as_str).collect()
}
