//! What is refused, what is only warned of, and what a dry run leaves.

use super::{HEAD, POLICE, file, import_at, incidents, list, many, parts, referrals, request, row};
use crate::county::count;
use app::{
    App,
    import::{
        ImportState, Progress, data_quality, list_imports, list_refusals, reading::FileKind,
        run_import, show_import,
    },
    testing::{on_both, operator},
};
use std::io::Cursor;

fn rows_of_everything(app: &App) -> Vec<i64> {
    [
        "select count(*) as count from incident",
        "select count(*) as count from incident_state",
        "select count(*) as count from person_record",
        "select count(*) as count from record_key",
        "select count(*) as count from agency",
        "select count(*) as count from import_run",
        "select count(*) as count from import_refusal",
        "select count(*) as count from import_warning",
        "select count(*) as count from job",
        "select count(*) as count from fact_due",
    ]
    .map(|sql| count(app, sql))
    .to_vec()
}

/// Good, without a date, good, of the same reference as the one before but without an area.
fn mixed() -> String {
    file(&[
        row("I-1", "2026-05-01", "Stone"),
        row("I-2", "", "Reed"),
        row("I-3", "2026-05-03", "Marsh"),
        row("I-3", "2026-05-03", "Marsh").replace("Fenland,PE15 8AA", "Nowhere,"),
        row("I-4", "2026-05-04", "Hill").replace("1980-04-01", "1980-04-31"),
    ])
}

#[test]
fn a_refused_row_never_half_lands_and_holds_no_value() {
    on_both(|world| {
        let mut told = Vec::new();
        let outcome = run_import(
            &world.app,
            &operator(),
            &request(FileKind::Incidents, POLICE),
            Cursor::new(mixed().into_bytes()),
            &mut |progress| {
                if let Progress::Refused(refusal) = progress {
                    told.push(refusal.clone());
                }
            },
        )
        .unwrap();
        assert_eq!(parts(outcome.summary), [2, 0, 0, 3]);
        assert_eq!(outcome.summary.warnings, 1);
        let references = list(&world.app, "select reference as a from incident order by reference");
        assert_eq!(references, ["I-1", "I-4"]);
        let id = outcome.id.unwrap();
        let (page, _) = world.app.read(&operator(), |ctx| list_refusals(ctx, id, None)).unwrap();
        let mut in_order = told.clone();
        in_order.sort_by_key(|refusal| refusal.line);
        assert_eq!(page.items, in_order);
        assert_eq!(page.items.iter().map(|refusal| refusal.line).collect::<Vec<_>>(), [3, 4, 5]);
        for refusal in &page.items {
            let words = format!("{refusal:?}");
            for value in ["Stone", "Reed", "Marsh", "Ann", "960001", "Lane"] {
                assert!(!words.contains(value), "{words}");
            }
        }
        let (run, warnings, _) = world.app.read(&operator(), |ctx| show_import(ctx, id)).unwrap();
        assert_eq!((run.state, run.summary), (ImportState::Done, outcome.summary));
        let warned: Vec<_> =
            warnings.iter().map(|warning| (warning.column.as_str(), warning.times)).collect();
        assert_eq!(warned, [("victim_date_of_birth", 1)]);
    });
}

#[test]
fn a_nul_byte_refuses_the_row_that_holds_it_and_the_rest_lands() {
    on_both(|world| {
        let rows = [
            row("I-1", "2026-05-01", "Stone"),
            row("I-2", "2026-05-02", "Reed").replace("Ann", "A\0nn"),
            row("I-3", "2026-05-03", "Marsh"),
        ];
        let outcome = import_at(&world.app, &request(FileKind::Incidents, POLICE), &file(&rows));
        assert_eq!(parts(outcome.summary), [2, 0, 0, 1]);
        let references = list(&world.app, "select reference as a from incident order by reference");
        assert_eq!(references, ["I-1", "I-3"]);
        let look = |ctx: &mut app::Ctx<'_>| list_refusals(ctx, outcome.id.unwrap(), None);
        let (page, _) = world.app.read(&operator(), look).unwrap();
        let [refusal] = page.items.as_slice() else { panic!("{page:?}") };
        let told = (refusal.line, refusal.column.as_str(), refusal.reference.as_str());
        assert_eq!(told, (3, "victim_given_names", "I-2"));
        assert!(refusal.reason.contains("NUL byte") && refusal.reason.contains("remove it"));
    });
}

#[test]
fn a_referral_whose_status_cannot_be_read_counts_nowhere_until_it_is_mended() {
    on_both(|world| {
        let file = |status: &str| {
            format!(
                "referral_ref,marac,referred_on,referring_agency,status,heard_on,victim_ref\n\
                 R-1,Fenland MARAC,2026-05-01,IDVA,{status},2026-05-20,V-1\n"
            )
        };
        let cases = "select count(*) as count from case_fact where superseded_at is null";
        let summary = referrals(&world, "PARTNERSHIP", &file("rejected"));
        assert_eq!((parts(summary), summary.warnings), ([1, 0, 0, 0], 1));
        assert_eq!(count(&world.app, cases), 0);
        let warned = list(&world.app, "select what as a from import_warning");
        assert_eq!(warned, ["taken_as_submitted"]);
        assert_eq!(parts(referrals(&world, "PARTNERSHIP", &file(""))), [0, 1, 0, 0]);
        assert_eq!(count(&world.app, cases), 1);
    });
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    on_both(|world| {
        incidents(&world, POLICE, &file(&[row("I-1", "2026-05-01", "Stone")]));
        let before = rows_of_everything(&world.app);
        let mut dry = request(FileKind::Incidents, POLICE);
        dry.dry_run = true;
        let tried = import_at(&world.app, &dry, &mixed());
        assert_eq!(tried.id, None);
        assert_eq!(parts(tried.summary), [1, 0, 1, 3]);
        assert_eq!(rows_of_everything(&world.app), before);
        assert!(tried.notes.iter().any(|note| note.contains("linking was not tried")));
        dry.agency = domain::agency::AgencyCode::parse("SHIRE-POLICE").unwrap();
        let tried = import_at(&world.app, &dry, &mixed());
        assert_eq!(parts(tried.summary), [2, 0, 0, 3]);
        assert!(tried.notes[0].contains("SHIRE-POLICE") || tried.notes.len() == 2);
        assert_eq!(rows_of_everything(&world.app), before);
    });
}

#[test]
fn a_page_of_refusals_goes_on_where_the_one_before_ended() {
    on_both(|world| {
        let rows: Vec<String> = (0..120).map(|_| row("", "2026-05-01", "Stone")).collect();
        let request = request(FileKind::Incidents, POLICE);
        let id = import_at(&world.app, &request, &file(&rows)).id.unwrap();
        let (mut lines, mut after) = (Vec::new(), None);
        for size in [50, 50, 20] {
            let look = |ctx: &mut app::Ctx<'_>| list_refusals(ctx, id, after);
            let (page, _) = world.app.read(&operator(), look).unwrap();
            assert_eq!(page.items.len(), size);
            lines.extend(page.items.iter().map(|refusal| refusal.line));
            after = page.next;
        }
        assert_eq!((lines, after), ((2..122).collect(), None));
    });
}

#[test]
fn imports_are_listed_newest_first() {
    on_both(|world| {
        for count in [1, 2, 3] {
            incidents(&world, POLICE, &many(count));
        }
        let (page, _) = world.app.read(&operator(), |ctx| list_imports(ctx, None)).unwrap();
        let rows: Vec<u64> = page.items.iter().map(|run| run.summary.rows).collect();
        assert_eq!(rows, [3, 2, 1]);
        assert!(page.items.iter().all(|run| run.agency_name == "Fen Police"));
        assert!(page.items.iter().all(|run| run.file_name == "extract.csv"));
    });
}

#[test]
fn a_file_that_is_none_of_ours_changes_nothing_but_is_told_of() {
    on_both(|world| {
        let input = Cursor::new(b"name,colour\nx,blue\n".to_vec());
        let request = request(FileKind::Incidents, POLICE);
        let answer = run_import(&world.app, &operator(), &request, input, &mut |_| ());
        assert!(matches!(answer, Err(app::import::ImportError::File(_))), "{answer:?}");
        assert_eq!(list(&world.app, "select state as a from import_run"), ["failed"]);
        assert_eq!(count(&world.app, "select count(*) as count from incident"), 0);
    });
}

#[test]
fn the_quality_of_what_a_sender_sends_is_counted_and_shows_nobody() {
    on_both(|world| {
        let known = row("I-1", "2026-05-01", "Stone");
        let unknown = "I-2,2026-05-01,Fenland,,,,,,,,,,,,,,,,\n".to_owned();
        incidents(&world, POLICE, &file(&[known, unknown]));
        let (senders, _) = world.app.read(&operator(), data_quality).unwrap();
        let [police] = senders.as_slice() else { panic!("{senders:?}") };
        assert_eq!((police.code.as_str(), police.name.as_str()), (POLICE, "Fen Police"));
        let shares = [
            police.records,
            police.with_name,
            police.with_date_of_birth,
            police.with_address,
            police.with_phone,
            police.with_nhs_number,
        ];
        assert_eq!(shares, [4, 2, 1, 1, 2, 0]);
    });
}

#[test]
fn a_postcode_of_the_table_gives_the_area_and_a_given_area_beats_it() {
    on_both(|world| {
        let table = "postcode,area\npe158aa,Fenland\nCB1 2AB,E07000008\nnot one,Fenland\n\
                     CB1 2AC,Atlantis\n";
        let loaded = app::area::load_postcodes(&world.app, &operator(), table.as_bytes()).unwrap();
        assert_eq!((loaded.postcodes, loaded.refused), (2, 2));
        assert_eq!(loaded.faults.iter().map(|fault| fault.0).collect::<Vec<_>>(), [4, 5]);
        let text = format!(
            "{HEAD}{}{}{}",
            "I-1,2026-05-01,,PE15 8AA,,,,,,,,,,,,,,,\n",
            "I-2,2026-05-01,Huntingdonshire,PE15 8AA,,,,,,,,,,,,,,,\n",
            "I-3,2026-05-01,,PE99 9ZZ,,,,,,,,,,,,,,,\n",
        );
        assert_eq!(parts(incidents(&world, POLICE, &text)), [2, 0, 0, 1]);
        let areas = "select area_code as a from incident_state s
                     join incident i on i.incident_id = s.incident_id order by i.reference";
        assert_eq!(list(&world.app, areas), ["E07000010", "E07000011"]);
    });
}
