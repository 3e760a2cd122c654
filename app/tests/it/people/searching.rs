//! A search finds whom the own agency knows, however they are spelt, and tells nothing else.

use super::{POLICE, by_names, exclude, few_people, read, search, victim_of};
use crate::{
    county::{count, left_by, meddle, word},
    performance::{Cells, file, import},
};
use app::{
    Error, Refused,
    import::reading::FileKind,
    person::{BirthPart, FoundPerson, Likeness, SEARCHES_AN_HOUR, Sought},
    testing::on_both,
};
use domain::{ids::PersonId, person::NhsNumber};
use jiff::{SignedDuration, civil::date};
use std::{sync::Barrier, thread};
use uuid::Uuid;

fn names(found: &[FoundPerson]) -> Vec<String> {
    found.iter().map(|person| person.name.clone().unwrap_or_default()).collect()
}

#[test]
fn a_person_is_found_by_how_a_name_sounds_by_a_former_one_and_by_part_of_a_birthday() {
    on_both(|world| {
        few_people(&world.app);
        let deputy = world.sign_in("deputy");
        let find = |sought| search(&world.app, &deputy, sought).unwrap();
        for sought in [
            by_names("Otilie", "Marchbankes"),
            by_names("Ottilie", "Pryce"),
            Sought { born: Some(BirthPart::Year(1984)), ..by_names("Ottilie", "Marchbanks") },
            Sought {
                born: Some(BirthPart::Month { year: 1984, month: 2 }),
                ..by_names("Ottilie", "Marchbanks")
            },
            Sought { born: Some(BirthPart::Day(date(1984, 2, 29))), ..by_names("", "Marchbanks") },
            Sought { nhs_number: NhsNumber::parse("943 476 5919").ok(), ..Sought::default() },
            Sought { phone: "+44 7700 900123".to_owned(), ..Sought::default() },
            Sought { postcode: "pe131ab".to_owned(), ..by_names("Ottilie", "") },
        ] {
            let words = format!("{:?} {:?}", sought.born, sought.given_names);
            let found = find(sought);
            assert_eq!(names(&found), ["Ottilie Marchbanks"], "{words}");
            assert_eq!(found[0].id, victim_of(&world.app, "X1"));
            assert_eq!(found[0].own_refs, ["V-7"]);
            assert_eq!(found[0].other_names, ["Ottoline Pryce"]);
        }
        for sought in [by_names("Ottilie", "Quillfeather"), by_names("Winifred", "Marchbanks")] {
            assert!(find(sought).is_empty());
        }
    });
}

#[test]
fn whoever_fits_best_comes_first_with_reasons_that_give_no_place_away() {
    on_both(|world| {
        few_people(&world.app);
        let other: Cells<'_> = &[
            ("incident_ref", "X3"),
            ("reported_on", "2026-10-01"),
            ("area", "Fenland"),
            ("victim_given_names", "Ottilie"),
            ("victim_family_name", "Marchbanks"),
            ("victim_date_of_birth", "1951-11-23"),
        ];
        import(&world.app, FileKind::Incidents, POLICE, &file(&[other]));
        let deputy = world.sign_in("deputy");
        let find = |born, phone: &str| {
            let (postcode, phone) = ("PE13 1AB".to_owned(), phone.to_owned());
            let by_names = by_names("Ottilie", "Marchbanks");
            let sought = Sought { born: Some(born), postcode, phone, ..by_names };
            search(&world.app, &deputy, sought).unwrap()
        };
        let found = find(BirthPart::Month { year: 1984, month: 2 }, "");
        let born: Vec<_> = found.iter().map(|person| person.date_of_birth.unwrap()).collect();
        assert_eq!(born, [date(1984, 2, 29), date(1951, 11, 23)]);
        assert_eq!(found[0].likeness, Likeness::VeryLikely);
        assert_eq!(found[1].likeness, Likeness::Possible);
        assert!(found[1].probability < found[0].probability);
        let reasons = ["given name the same", "family name the same"];
        assert_eq!(found[0].reasons, [reasons[0], reasons[1], "month and year of birth fit"]);
        // Of whom the day is known and a number, nobody is meant who was born on another.
        let found = find(BirthPart::Day(date(1984, 2, 29)), "07700 900123");
        let born: Vec<_> = found.iter().map(|person| person.date_of_birth.unwrap()).collect();
        assert_eq!(born, [date(1984, 2, 29)]);
        assert_eq!(found[0].reasons, [reasons[0], reasons[1], "date of birth the same"]);
    });
}

#[test]
fn where_enough_is_asked_for_who_is_rather_not_meant_is_told_from_who_may_be() {
    on_both(|world| {
        few_people(&world.app);
        let deputy = world.sign_in("deputy");
        let find = |given, family, born| {
            let sought = Sought { born, ..by_names(given, family) };
            let found = search(&world.app, &deputy, sought).unwrap();
            found.into_iter().map(|person| person.likeness).collect::<Vec<_>>()
        };
        let day = Some(BirthPart::Day(date(1984, 2, 29)));
        assert_eq!(find("Ottilie", "Marchbanks", day), [Likeness::VeryLikely]);
        // Of her name, and born the year after: a namesake more often than a slip.
        let other_day = Some(BirthPart::Day(date(1985, 9, 13)));
        assert_eq!(find("Ottilie", "Marchbanks", other_day), [Likeness::LessLikely]);
        // By less nobody is told from their namesakes.
        assert_eq!(find("", "Marchbanks", day), [Likeness::VeryLikely]);
        assert_eq!(find("Ottilie", "Marchbanks", None), [Likeness::Possible]);
    });
}

#[test]
fn nobody_finds_whom_another_agency_knows_and_whoever_referred_finds_whom_they_referred() {
    on_both(|world| {
        few_people(&world.app);
        let man: Cells<'_> = &[
            ("incident_ref", "X9"),
            ("reported_on", "2026-10-01"),
            ("area", "Fenland"),
            ("victim_given_names", "Leopold"),
            ("victim_family_name", "Fenwicke"),
            ("victim_date_of_birth", "1960-05-06"),
        ];
        import(&world.app, FileKind::Incidents, POLICE, &file(&[man]));
        let found = |name: &str, given, family| {
            let visitor = world.sign_in(name);
            search(&world.app, &visitor, by_names(given, family)).unwrap()
        };
        assert_eq!(found("deputy", "Leopold", "Fenwicke").len(), 1);
        assert!(found("idva", "Leopold", "Fenwicke").is_empty());
        assert!(found("coordinator", "Leopold", "Fenwicke").is_empty());
        // Amber House referred her: it finds her, and what the police alone know stays theirs.
        let seen = found("idva", "Ottilie", "Marchbanks");
        assert_eq!(names(&seen), ["Ottilie Marchbanks"]);
        assert!(seen[0].own_refs.is_empty() && seen[0].other_names.is_empty(), "{seen:?}");
        assert!(found("idva", "Ottilie", "Pryce").is_empty());
        assert_eq!(names(&found("coordinator", "Ottilie", "Marchbanks")), ["Ottilie Marchbanks"]);
    });
}

#[test]
fn whoever_is_excluded_meets_the_very_answer_that_meets_a_search_for_nobody() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        exclude(&world, ottilie, "analyst");
        let analyst = world.sign_in("analyst");
        let known = || search(&world.app, &analyst, by_names("Ottilie", "Marchbanks"));
        let nobody = || search(&world.app, &analyst, by_names("Drusilla", "Nevermore"));
        let ((one, left), (other, left_by_nobody)) =
            (left_by(&world, known), left_by(&world, nobody));
        assert_eq!(one.unwrap(), other.unwrap());
        assert_eq!(left, left_by_nobody);
        assert_eq!(left, ["read search_people agency:FEN-POLICE by analyst"]);
        let gone = PersonId::from_uuid(Uuid::from_u128(7));
        for person in [ottilie, gone] {
            assert_eq!(word(&read(&world.app, &analyst, person)), "not found");
        }
        let deputy = world.sign_in("deputy");
        let found = search(&world.app, &deputy, by_names("Ottilie", "Marchbanks")).unwrap();
        assert_eq!(found.len(), 1);
    });
}

#[test]
fn every_search_is_recorded_and_so_is_everyone_whom_it_shows() {
    on_both(|world| {
        few_people(&world.app);
        let analyst = world.sign_in("analyst");
        let find = || search(&world.app, &analyst, by_names("Ottilie", "Marchbanks")).unwrap();
        let (_, left) = left_by(&world, find);
        let expected = [
            "read read_person person:new by analyst",
            "read search_people agency:FEN-POLICE by analyst",
        ];
        assert_eq!(left, expected);
        let sql = "select count(*) as count from person_search
                   where purpose = 'case_work' and found = 1";
        assert_eq!(count(&world.app, sql), 1);
        for name in ["administrator", "grantor", "manager", "privacy officer"] {
            let visitor = world.sign_in(name);
            let answer = search(&world.app, &visitor, by_names("Ottilie", "Marchbanks"));
            assert!(["denied", "not found"].contains(&word(&answer)), "{name}");
        }
    });
}

#[test]
fn sixty_searches_an_hour_are_enough_and_the_next_hour_begins_anew() {
    on_both(|world| {
        let analyst = world.sign_in("analyst");
        let find = || search(&world.app, &analyst, by_names("Ottilie", "Marchbanks"));
        for _ in 0..SEARCHES_AN_HOUR {
            assert!(find().unwrap().is_empty());
        }
        assert!(matches!(find(), Err(Error::Refused(Refused::SearchesUsedUp))));
        // A colleague has their own.
        let deputy = world.sign_in("deputy");
        assert!(search(&world.app, &deputy, by_names("Ottilie", "Marchbanks")).is_ok());
        world.clock.advance(SignedDuration::from_hours(1));
        let analyst = world.sign_in("analyst");
        assert!(search(&world.app, &analyst, by_names("Ottilie", "Marchbanks")).is_ok());
        let deputy = world.sign_in("deputy");
        let too_little = search(&world.app, &deputy, by_names("Ottilie", ""));
        assert!(matches!(too_little, Err(Error::Refused(Refused::SearchTooLittle))));
    });
}

#[test]
fn of_thirty_searches_at_once_as_many_are_answered_as_the_hour_has_left() {
    const AT_ONCE: usize = 30;
    const LEFT: usize = 3;
    on_both(|world| {
        few_people(&world.app);
        let analyst = world.sign_in("analyst");
        let find = || search(&world.app, &analyst, by_names("Ottilie", "Marchbanks"));
        for _ in LEFT..usize::try_from(SEARCHES_AN_HOUR).unwrap() {
            assert_eq!(find().unwrap().len(), 1);
        }
        let together = Barrier::new(AT_ONCE);
        let at_once = || {
            together.wait();
            find()
        };
        let answers: Vec<_> = thread::scope(|scope| {
            let searches: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(at_once)).collect();
            searches.into_iter().map(|search| search.join().unwrap()).collect()
        });
        let is_refused =
            |answer: &&Result<_, _>| matches!(answer, Err(Error::Refused(Refused::SearchesUsedUp)));
        let refused = answers.iter().filter(is_refused).count();
        let answered = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!((answered, refused), (LEFT, AT_ONCE - LEFT), "{answers:?}");
        let kept = count(&world.app, "select count(*) as count from person_search");
        assert_eq!(kept, SEARCHES_AN_HOUR);
    });
}

#[test]
fn a_person_entered_at_one_server_is_found_at_the_other_at_once() {
    on_both(|world| {
        if matches!(world.config.url, app::db::DatabaseUrl::Sqlite(_)) {
            // One file has one server.
            return;
        }
        let other = world.second_server();
        let analyst = world.sign_in("analyst");
        assert!(search(&other, &analyst, by_names("Ottilie", "Marchbanks")).unwrap().is_empty());
        few_people(&world.app);
        let found = search(&other, &analyst, by_names("Ottilie", "Marchbanks")).unwrap();
        assert_eq!(names(&found), ["Ottilie Marchbanks"]);
    });
}

#[test]
fn an_amended_record_is_found_by_what_it_says_now() {
    on_both(|world| {
        let row = |family| {
            [
                ("incident_ref", "X1"),
                ("reported_on", "2026-10-01"),
                ("area", "Fenland"),
                ("victim_given_names", "Ottilie"),
                ("victim_family_name", family),
            ]
        };
        let save = |family| {
            import(&world.app, FileKind::Incidents, POLICE, &file(&[&row(family)]));
        };
        let analyst = world.sign_in("analyst");
        let count =
            |family| search(&world.app, &analyst, by_names("Ottilie", family)).unwrap().len();
        save("Marchbanks");
        assert_eq!((count("Marchbanks"), count("Vandersloot")), (1, 0));
        save("Vandersloot");
        assert_eq!((count("Marchbanks"), count("Vandersloot")), (0, 1));
    });
}

#[test]
fn the_index_holds_hashes_that_differ_by_agency_and_no_telephone_number() {
    on_both(|world| {
        few_people(&world.app);
        let keys = count(&world.app, "select count(*) as count from person_key");
        assert!(20 < keys, "{keys}");
        let short = "select count(*) as count from person_key where length(key) <> 16";
        assert_eq!(count(&world.app, short), 0);
        // Without the index there is nothing to find by: nothing is loaded at start.
        meddle(&world.app, "delete from person_key");
        let analyst = world.sign_in("analyst");
        let found = search(&world.app, &analyst, by_names("Ottilie", "Marchbanks")).unwrap();
        assert!(found.is_empty());
    });
}

#[test]
fn the_index_keeps_nothing_of_what_an_agency_said_before() {
    let incident = |family: &'static str, phone| {
        [
            ("incident_ref", "X1"),
            ("reported_on", "2026-10-01"),
            ("area", "Fenland"),
            ("victim_given_names", "Ottilie"),
            ("victim_family_name", family),
            ("victim_date_of_birth", "1984-02-29"),
            ("victim_phone", phone),
        ]
    };
    let referral = |agency, family: &'static str| {
        [
            ("referral_ref", "R1"),
            ("marac", "Fenland MARAC"),
            ("referring_agency", agency),
            ("referred_on", "2026-10-02"),
            ("victim_given_names", "Leonie"),
            ("victim_family_name", family),
            ("victim_postcode", "PE13 1AB"),
        ]
    };
    on_both(|world| {
        let save = |kind, row: Cells<'_>| import(&world.app, kind, POLICE, &file(&[row]));
        let keys = || count(&world.app, "select count(*) as count from person_key");
        let last = [
            (FileKind::Incidents, incident("Vandersloot", "")),
            (FileKind::Referrals, referral("AMBER-HOUSE", "Fenwicke")),
        ];
        let mut wanted = Vec::new();
        for (kind, row) in &last {
            save(*kind, row);
            wanted.push(keys());
        }
        // Other names, a number that is taken out again, other agencies, and the same as at first.
        save(FileKind::Incidents, &incident("Marchbanks", "07700 900123"));
        save(FileKind::Referrals, &referral("ROWAN-HOUSE", "Fenwicke"));
        save(FileKind::Referrals, &referral("ROWAN-HOUSE", "Quillfeather"));
        assert!(wanted[1] < keys());
        for (kind, row) in &last {
            save(*kind, row);
        }
        assert_eq!(keys(), wanted[1]);
        assert_eq!(
            search(&world.app, &world.sign_in("analyst"), by_names("Ottilie", "Vandersloot"))
                .unwrap()
                .len(),
            1
        );
    });
}
