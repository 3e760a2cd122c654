//! Who imports, and who sees what came of it.

use super::{POLICE, import_as, incidents, many};
use crate::county::{agency, left_by, nowhere, word};
use app::{
    Error, Visitor,
    area::{LoadError, NewArea, add_area, list_areas, load_postcodes},
    import::{
        data_quality, list_imports, list_refusals, list_senders, reading::FileKind, run_import,
        show_import,
    },
    testing::{World, on_both, operator},
    user::suspend_user,
};
use domain::ids::ImportId;
use jiff::civil::date;
use std::io::Cursor;

fn latest(world: &World) -> ImportId {
    let (page, _) = world.app.read(&operator(), |ctx| list_imports(ctx, None)).unwrap();
    page.items[0].id
}

#[test]
fn an_analyst_imports_for_the_own_agency_and_the_office_for_all() {
    on_both(|world| {
        for (name, own, other) in [
            ("analyst", "done", "not found"),
            ("coordinator", "done", "done"),
            ("manager", "denied", "denied"),
            ("privacy officer", "denied", "denied"),
            ("administrator", "not found", "not found"),
            ("idva", "not found", "not found"),
            ("chair", "not found", "not found"),
        ] {
            let visitor = world.sign_in(name);
            assert_eq!(word(&import_as(&world, &visitor, POLICE)), own, "{name}");
            assert_eq!(word(&import_as(&world, &visitor, "AMBER-HOUSE")), other, "{name}");
        }
        assert_eq!(word(&import_as(&world, &Visitor::Stranger, POLICE)), "sign in");
    });
}

#[test]
fn one_is_offered_the_senders_whose_files_one_may_bring_in_and_nobody_elses() {
    on_both(|world| {
        let analyst = world.sign_in("analyst");
        let (senders, left) = left_by(&world, || world.app.read(&analyst, list_senders));
        let codes: Vec<String> =
            senders.unwrap().0.iter().map(|agency| agency.code.as_str().to_owned()).collect();
        assert_eq!(codes, [POLICE]);
        assert_eq!(left, ["read import_file import by analyst"]);
        let coordinator = world.sign_in("coordinator");
        assert_eq!(world.app.read(&coordinator, list_senders).unwrap().0.len(), 3);
        for (name, answer) in [("manager", "denied"), ("idva", "not found")] {
            let visitor = world.sign_in(name);
            let (refused, left) = left_by(&world, || world.app.read(&visitor, list_senders));
            assert_eq!(word(&refused), answer, "{name}");
            assert!(left[0].starts_with("refusal import_file agency:"), "{left:?}");
        }
    });
}

#[test]
fn a_sender_whom_nobody_knows_is_added_by_the_office_and_by_no_analyst() {
    on_both(|world| {
        let analyst = world.sign_in("analyst");
        let (answer, left) = left_by(&world, || import_as(&world, &analyst, "SHIRE-POLICE"));
        assert_eq!(word(&answer), "not found");
        assert_eq!(left, ["refusal import_file agency:new by analyst (not_granted)"]);
        let coordinator = world.sign_in("coordinator");
        assert_eq!(word(&import_as(&world, &coordinator, "SHIRE-POLICE")), "done");
        assert_ne!(agency(&world, "SHIRE-POLICE"), nowhere());
    });
}

#[test]
fn every_batch_of_an_import_leaves_an_entry() {
    on_both(|world| {
        let analyst = world.sign_in("analyst");
        let (answer, left) = left_by(&world, || import_as(&world, &analyst, POLICE));
        answer.unwrap();
        let ours: Vec<_> = left.iter().filter(|entry| entry.contains("import_file")).collect();
        assert!(4 <= ours.len(), "{left:?}");
        assert!(ours.iter().all(|entry| *entry == "change import_file import:new by analyst"));
    });
}

#[test]
fn a_dry_run_is_a_look_and_leaves_its_entries() {
    on_both(|world| {
        let analyst = world.sign_in("analyst");
        let mut request = super::request(FileKind::Incidents, POLICE);
        request.dry_run = true;
        let (answer, left) = left_by(&world, || {
            let input = Cursor::new(many(1).into_bytes());
            run_import(&world.app, &analyst, &request, input, &mut |_| ())
        });
        answer.unwrap();
        assert_eq!(left, ["read import_file import by analyst"; 2]);
    });
}

#[test]
fn postcodes_are_the_operators_to_load() {
    on_both(|world| {
        let table = "postcode,area\nPE15 8AA,Fenland\n";
        for name in ["administrator", "grantor", "coordinator"] {
            let visitor = world.sign_in(name);
            let answer = load_postcodes(&world.app, &visitor, table.as_bytes());
            assert!(matches!(answer, Err(LoadError::App(Error::Denied(_)))), "{name}: {answer:?}");
        }
        let act = || load_postcodes(&world.app, &operator(), table.as_bytes());
        let (answer, left) = left_by(&world, act);
        assert_eq!(answer.unwrap().postcodes, 1);
        assert_eq!(left, ["change keep_areas area by operator tester"]);
    });
}

#[test]
fn those_who_answer_for_the_data_see_imports_and_nobody_else_does() {
    on_both(|world| {
        incidents(&world, POLICE, &many(2));
        let id = latest(&world);
        for (name, answer) in [
            ("administrator", "done"),
            ("manager", "done"),
            ("privacy officer", "done"),
            ("coordinator", "done"),
            ("analyst", "done"),
            ("idva", "not found"),
            ("representative", "denied"),
            ("grantor", "denied"),
        ] {
            let visitor = world.sign_in(name);
            let list = world.app.read(&visitor, |ctx| list_imports(ctx, None));
            assert_eq!(word(&list), answer, "{name}");
            let quality = world.app.read(&visitor, data_quality);
            assert_eq!(word(&quality), answer, "{name}");
            let show = world.app.read(&visitor, |ctx| show_import(ctx, id));
            assert_eq!(word(&show), answer, "{name}");
            let refusals = world.app.read(&visitor, |ctx| list_refusals(ctx, id, None));
            assert_eq!(word(&refusals), answer, "{name}");
        }
    });
}

#[test]
fn the_analyst_and_the_officer_of_an_agency_see_its_imports_only() {
    on_both(|world| {
        incidents(&world, "SHIRE-POLICE", &many(2));
        let others = latest(&world);
        incidents(&world, POLICE, &many(3));
        for name in ["analyst", "police privacy officer"] {
            let visitor = world.sign_in(name);
            let (page, _) = world.app.read(&visitor, |ctx| list_imports(ctx, None)).unwrap();
            let rows: Vec<_> = page.items.iter().map(|run| run.summary.rows).collect();
            assert_eq!(rows, [3], "{name}");
            let (senders, _) = world.app.read(&visitor, data_quality).unwrap();
            let records: Vec<_> = senders.iter().map(|sender| sender.records).collect();
            assert_eq!(records, [6], "{name}");
            let missing = ImportId::from_uuid(uuid::Uuid::from_u128(404));
            for id in [others, missing] {
                let shown = world.app.read(&visitor, |ctx| show_import(ctx, id));
                assert!(matches!(shown, Err(Error::NotFound)), "{name}: {shown:?}");
            }
        }
    });
}

#[test]
fn whoever_is_cut_off_while_importing_stops_at_the_next_batch() {
    on_both(|world| {
        let (analyst, grantor) = (world.sign_in("analyst"), world.sign_in("grantor"));
        let id = world.person("analyst").id;
        let request = super::request(FileKind::Incidents, POLICE);
        let input = Cursor::new(many(1_000).into_bytes());
        let mut is_cut = false;
        let answer = run_import(&world.app, &analyst, &request, input, &mut |_| {
            if !std::mem::replace(&mut is_cut, true) {
                world.app.change(&grantor, move |ctx| suspend_user(ctx, id)).unwrap();
            }
        });
        let said = "sign in first";
        assert_eq!(answer.map(|_| ()).map_err(|error| error.to_string()), Err(said.to_owned()));
        let saved = crate::county::count(&world.app, "select count(*) as count from incident");
        assert!(0 < saved && saved < 1_000, "{saved}");
    });
}

#[test]
fn the_operator_adds_an_area_once_and_no_user_does() {
    on_both(|world| {
        let ely = || NewArea {
            code: "E07009999".into(),
            name: "Isle of Ely".into(),
            valid_from: date(1889, 4, 1),
        };
        for name in ["administrator", "grantor", "coordinator", "analyst"] {
            let visitor = world.sign_in(name);
            let answer = world.app.change(&visitor, move |ctx| add_area(ctx, &ely()));
            assert_eq!(word(&answer), "denied", "{name}");
        }
        let add = |new: NewArea| world.app.change(&operator(), move |ctx| add_area(ctx, &new));
        assert_eq!(word(&add(ely())), "done");
        for (code, name) in [
            ("E07009999", "Another"),
            ("E07009998", "isle of ely"),
            ("FENLAND", "Another"),
            ("", "Another"),
            ("E 1", "Another"),
            ("E07009998", " "),
        ] {
            let (code, name) = (code.to_owned(), name.to_owned());
            let new = NewArea { code, name, valid_from: date(1889, 4, 1) };
            assert_eq!(word(&add(new.clone())), "refused", "{new:?}");
        }
        let areas = world.app.read(&operator(), |ctx| {
            let areas = list_areas(ctx, date(2026, 5, 1))?;
            ctx.record(app::Record::System { doing: "look" })?;
            Ok(areas)
        });
        assert_eq!(areas.unwrap().len(), 7);
    });
}
