//! People read the figures: what was met, what is a repeat, and what is behind each number.

use super::import::import;
use crate::kit::{Ask, County, tags};

const HEAD: &str = "incident_ref,reported_on,area,victim_given_names,victim_family_name,\
                    victim_date_of_birth,victim_ref,victim_nhs_number\n";

/// Ten incidents in an area in 2003/04 and so many in 2007/08, each of another victim but for one
/// who comes twice in 2007/08.
fn incidents() -> String {
    let mut text = HEAD.to_owned();
    let mut number = 0;
    let mut add = |text: &mut String, day: &str, area: &str, name: &str| {
        number += 1;
        let line = format!("I-{number},{day},{area},{name},1980-02-{:02},,\n", number % 28 + 1);
        text.push_str(&line);
    };
    for (area, then, now) in [("Cambridge", 10, 13), ("Fenland", 10, 15), ("Huntingdonshire", 2, 2)]
    {
        for at in 0..then {
            add(&mut text, "2003-05-01", area, &format!("{area}{at},Before"));
        }
        for at in 0..now {
            add(&mut text, "2007-05-01", area, &format!("{area}{at},After"));
        }
    }
    text.push_str("I-901,2007-06-01,Fenland,Zuleika,Quillfeather,1971-03-04,V-7,9434765919\n");
    text.push_str("I-902,2007-09-01,Fenland,Zuleika,Quillfeather,1971-03-04,V-7,9434765919\n");
    text
}

const YEAR: &str = "from=2007-04-01&to=2008-03-31&baseline-from=2003-04-01&baseline-to=2004-03-31";

#[test]
fn the_strategys_table_tells_who_met_the_target_and_who_missed_it_by_how_many() {
    County::on_both(|county| {
        import(&county, "incidents.csv", &incidents());
        let mut chair = county.signed_in("chair");
        let page = chair.open("/performance").is(200);
        // Cambridge needed 14 and has 13; Fenland needed 12 and has 17; Huntingdonshire 3 of 2.
        let page = page.says("One of three areas met the target for more recorded incidents");
        let page = page.says("Cambridge missed it by 1 incident (10.0 points)").says("Missed by 1");
        // The strategy's empty table is there, and so is what keeps it from being a trend.
        let page = page.says("Decrease in proportion of incidents that are repeats");
        page.says("2007/08: 1 of 32 incidents with a named victim were repeats: 3.1%")
            .says("No trend is drawn")
            .does_not_say("safer");
    });
}

#[test]
fn one_look_at_a_page_of_figures_is_one_entry() {
    County::on_both(|county| {
        let looks = || {
            let sql = "select count(*) as count from ledger_entry
                       where line like '%read_indicators%'";
            county.app().db().read(|tx| tx.count(sql, &[])).unwrap()
        };
        let mut chair = county.signed_in("chair");
        for page in ["/performance", "/performance/ni32?from=2008-04-01&to=2009-03-31"] {
            let before = looks();
            chair.open(page).is(200);
            assert_eq!(looks() - before, 1, "{page}");
        }
    });
}

#[test]
fn the_figures_are_the_same_for_every_reader() {
    let county = County::embedded();
    import(&county, "incidents.csv", &incidents());
    let path = format!("/performance/recorded-incidents/table.csv?{YEAR}&by=area");
    let mut seen = Vec::new();
    for name in county.world.names() {
        let file = county.signed_in(name).open(&path).is(200);
        assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
        seen.push(file.html());
    }
    assert!(10 < seen.len(), "{}", seen.len());
    assert!(seen.iter().all(|file| *file == seen[0]));
    let text = &seen[0];
    assert!(text.starts_with("key,numerator,denominator,value\r\n"), "{text}");
    assert!(text.contains("Cambridge,13,10,30.0\r\n"), "{text}");
    assert!(text.contains("total,32,22,45.5\r\n"), "{text}");
}

#[test]
fn a_report_is_chosen_by_address_and_read_without_scripts() {
    let county = County::embedded();
    import(&county, "incidents.csv", &incidents());
    let mut chair = county.signed_in("chair");
    let page = chair.open(&format!("/performance/recorded-incidents?{YEAR}&by=quarter")).is(200);
    let page = page.says("32 incidents were recorded, 45.5% more than in the period compared with");
    let page = page.says("2007/08 Q1").says("What is counted").says("A rise was the aim");
    let form = page.form("/performance/recorded-incidents");
    assert_eq!(form.method, "get");
    assert!(form.fields.contains(&("from".to_owned(), "1/4/2007".to_owned())), "{form:?}");
    assert!(form.fields.contains(&("by".to_owned(), "quarter".to_owned())), "{form:?}");
    chair.open("/performance/nothing").is(404);
    chair.open("/performance/nothing/table.csv").is(404);
}

#[test]
fn a_day_that_is_none_is_told_beside_its_field_and_the_page_still_answers() {
    let county = County::embedded();
    let mut chair = county.signed_in("chair");
    for (path, field) in [
        ("/performance?from=31/4/2008&to=", "#from"),
        ("/performance?from=2009-01-01&to=2008-01-01", "#to"),
        ("/performance/ni32?as-at=soon", "#as-at"),
        ("/performance/recorded-incidents?by=marac", "#by"),
        ("/performance/ni32?baseline-from=2008-01-01&baseline-to=", "#baseline-to"),
    ] {
        let page = chair.open(path).is(422);
        assert!(page.title().starts_with("Error: "), "{path}");
        assert!(page.links().contains(&field.to_owned()), "{path}: {:?}", page.links());
    }
    chair.open("/performance?from=%00&to=%3Cscript%3E").is(422).does_not_say("<script>");
}

#[test]
fn every_chart_says_what_it_shows_and_no_map_is_without_its_source() {
    let county = County::embedded();
    import(&county, "incidents.csv", &incidents());
    let mut chair = county.signed_in("chair");
    let page = chair.open("/performance?from=2007-04-01&to=2008-03-31").is(200);
    let html = page.html();
    let all = tags(&html);
    let charts: Vec<_> = all.iter().filter(|tag| tag.get("role") == Some("img")).collect();
    assert!(5 < charts.len(), "{}", charts.len());
    for chart in charts {
        for id in chart.get("aria-labelledby").unwrap().split(' ') {
            let named = all.iter().find(|tag| tag.get("id") == Some(id));
            assert!(named.is_some_and(|tag| !tag.text.trim().is_empty()), "{id}: {html}");
        }
    }
    let mut ids: Vec<&str> = all.iter().filter_map(|tag| tag.get("id")).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id stands twice");
    assert!(all.iter().all(|tag| tag.get("style").is_none()), "a style attribute");
    page.says("Contains OS data © Crown copyright and database right 2022.")
        .says("Fenland recorded the most incidents: 17, of 32");
}

#[test]
fn an_empty_county_says_so_and_draws_nothing_from_nothing() {
    let county = County::embedded();
    let mut idva = county.signed_in("idva");
    let page = idva.open("/performance").is(200);
    let page = page.says("The targets for recorded incidents cannot be judged yet");
    page.says("No incidents were recorded in this period")
        .says("There were no cases heard in this period");
    for code in ["recorded-incidents", "repeat-incidents", "ni32", "marac-dataset"] {
        idva.open(&format!("/performance/{code}")).is(200).does_not_say("NaN");
    }
}

#[test]
fn as_at_an_earlier_day_the_records_of_that_day_answer() {
    let county = County::embedded();
    let before = county.app().clock().now().to_string()[..10].to_owned();
    county.later(3 * 24 * 3600);
    import(&county, "incidents.csv", &incidents());
    let mut chair = county.signed_in("chair");
    let path = format!("/performance/recorded-incidents?{YEAR}");
    chair.open(&path).is(200).says("32 incidents were recorded");
    chair.open(&format!("{path}&as-at={before}")).is(200).says("0 incidents were recorded");
}

#[test]
fn a_system_is_given_the_same_figures() {
    let county = County::embedded();
    import(&county, "incidents.csv", &incidents());
    let token = super::token_of(&county, "analyst");
    let mut system = county.stranger();
    let mut ask = |path: &str| system.send(Ask::get(path).bearer(&token));
    let path = "/api/v1/reports/recorded-incidents?from=2007-04-01&to=2008-03-31&by=area\
                &baseline_from=2003-04-01&baseline_to=2004-03-31";
    let report = ask(path).is(200).json();
    assert_eq!(report["total"]["numerator"], 32);
    assert_eq!(report["total"]["value"], "45.5");
    let rows = report["rows"].as_array().unwrap();
    let sum: i64 = rows.iter().map(|row| row["numerator"].as_i64().unwrap()).sum();
    assert_eq!(sum, 32);
    let targets = ask("/api/v1/targets").is(200).json();
    assert_eq!(targets["rows"][0]["missed_by"], 1);
    for (query, status) in [
        ("from=2008-04-01&to=2007-04-01", 404),
        ("from=2007-04-01&to=2008-03-31&by=marac", 404),
        ("from=2007-04-01&to=2008-03-31&by=moon", 400),
        ("from=2007-04-01T00:00&to=2008-03-31", 400),
        ("from=1000-01-01&to=2008-03-31", 404),
        ("from=2007-04-01", 400),
    ] {
        ask(&format!("/api/v1/reports/recorded-incidents?{query}")).is(status);
    }
    ask("/api/v1/reports/nothing?from=2007-04-01&to=2008-03-31").is(404);
}

#[test]
fn a_figure_opens_for_whom_its_records_are_and_is_a_number_for_everyone_else() {
    County::on_both(|county| {
        import(&county, "incidents.csv", &incidents());
        let report = format!("/performance/repeat-incidents?{YEAR}&by=area");
        let mut analyst = county.signed_in("analyst");
        let page = analyst.open(&report).is(200);
        let behind = page.links().into_iter().find(|link| link.ends_with("&key=Fenland")).unwrap();
        let list = analyst.open(&behind).is(200).says("17 incidents behind this figure: Fenland");
        let list = list.says("I-902 of 1 September 2007 comes after I-901 of 1 June 2007");
        list.does_not_say("Zuleika").does_not_say("Quillfeather");
        for name in ["chair", "coordinator", "grantor", "administrator", "idva"] {
            let page = county.signed_in(name).open(&behind).is(200);
            let page = page.says("17 incidents behind this figure: Fenland");
            page.says("is for the analyst of the agency").does_not_say("I-90");
        }
        analyst.open(&behind.replace("Fenland", "Atlantis")).is(404);
        analyst.open(&format!("{behind}&after=nonsense")).is(404);
        analyst.open(&behind.replace("from=2007", "from=x")).is(404);
    });
}

#[test]
fn a_long_list_behind_a_figure_goes_on_and_names_each_record_once() {
    let county = County::embedded();
    let mut text = HEAD.to_owned();
    for at in 1..=120 {
        text.push_str(&format!("L-{at:03},2007-05-01,Fenland,,,,,\n"));
    }
    import(&county, "many.csv", &text);
    let mut analyst = county.signed_in("analyst");
    let mut path = format!("/performance/recorded-incidents/behind?{YEAR}&by=area&key=Fenland");
    let mut seen = Vec::new();
    for _ in 0..3 {
        let page = analyst.open(&path).is(200).says("120 incidents behind this figure");
        let words = page.words();
        let listed = words.split(' ').filter(|word| word.starts_with("L-")).map(str::to_owned);
        seen.extend(listed);
        let next = page.links().into_iter().find(|link| link.contains("&after="));
        path = next.unwrap_or_default();
    }
    assert_eq!(path, "");
    assert_eq!(seen.len(), 120);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 120);
}
