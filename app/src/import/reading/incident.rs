//! A row of an incident extract, and the rows of one incident together.

use domain::incident::{Definition, IncidentStatus, NewIncident, NewPair, Relationship, RiskGrade};

use super::{
    Fold,
    cells::{Cells, RowFault},
    outcome::{Group, Warning, WarningKind},
    party::read_party,
    settle::{Settling, settle_odd},
    values::{Dated, parse_count, parse_postcode},
};

pub(super) struct Incidents;

/// An incident of one pair. The status apart, because an empty one says nothing.
pub(super) struct Row {
    new: NewIncident,
    status: Option<IncidentStatus>,
}

impl Fold for Incidents {
    type Row = Row;

    const REFERENCE: &'static str = "incident_ref";

    fn read(cells: &mut Cells<'_>) -> Result<Row, RowFault> {
        let reference = cells.required(Self::REFERENCE)?;
        let reported = reported(cells)?;
        let postcode = cells.value("postcode", parse_postcode);
        let area_code = area(cells, postcode.as_deref())?;
        // No guess makes it cancelled: what was reported counts until somebody says otherwise.
        let status =
            cells.value_or("record_status", IncidentStatus::from_file, WarningKind::TakenAsLive);
        let new = NewIncident {
            reference,
            reported_on: reported.date,
            reported_at: reported.at,
            occurred_on: cells.date("occurred_on"),
            area_code,
            status: status.unwrap_or(IncidentStatus::Live),
            definition: cells.word("definition", Definition::from_file),
            risk_grade: cells.word("risk_grade", RiskGrade::from_file),
            honour_based: cells.flag("honour_based"),
            forced_marriage: cells.flag("forced_marriage"),
            alcohol: cells.flag("alcohol"),
            drugs: cells.flag("drugs"),
            crime_refs: cells.list("crime_refs"),
            offences: cells.list("offence"),
            outcomes: cells.list("outcome"),
            children_present: cells.value("children_present", parse_count),
            postcode,
            pairs: vec![NewPair {
                relationship: cells.word("relationship", Relationship::from_file),
                victim: read_party(cells, "victim_"),
                perpetrator: read_party(cells, "suspect_"),
            }],
            odd: cells.take_odd(),
        };
        Ok(Row { new, status })
    }

    fn join(first: &mut Row, later: Row, line: u64, warnings: &mut Vec<Warning>) {
        join(first, later, &mut Settling { line, warnings });
    }

    fn group(row: Row, lines: Vec<u64>, warnings: Vec<Warning>) -> Group {
        let status = row.status.unwrap_or(IncidentStatus::Live);
        let new = Box::new(NewIncident { status, ..row.new });
        Group::Incident { new, lines, warnings }
    }
}

/// One of the two columns is required. The time orders incidents within the day that the other
/// one names; where the two name different days, the day holds and the time is kept as odd.
fn reported(cells: &mut Cells<'_>) -> Result<Dated, RowFault> {
    if !cells.is_filled("reported_at") {
        return cells.required_dated("reported_on");
    }
    if !cells.is_filled("reported_on") {
        return cells.required_dated("reported_at");
    }
    let (on, at) = (cells.dated("reported_on"), cells.dated("reported_at"));
    match (on, at) {
        (Some(on), Some(at)) if on.date == at.date => Ok(at),
        (Some(on), Some(_)) => {
            cells.keep_odd("reported_at", WarningKind::Contradiction);
            Ok(on)
        }
        (Some(one), None) | (None, Some(one)) => Ok(one),
        (None, None) => cells.required_dated("reported_on"),
    }
}

/// What the file says beats what the postcode says.
fn area(cells: &mut Cells<'_>, postcode: Option<&str>) -> Result<String, RowFault> {
    if let Some(code) = cells.area("area")? {
        return Ok(code);
    }
    let known = cells.sheet.known;
    let resolved = postcode.and_then(|postcode| (known.area_of_postcode)(postcode));
    match resolved.as_deref().and_then(|area| known.area(area)) {
        Some(code) => Ok(code.to_owned()),
        None => Err(RowFault::new(
            "area",
            "no area is given and the postcode leads to none: fill in the area, or load postcodes \
             with `wicken area postcodes`",
        )),
    }
}

fn join(first: &mut Row, later: Row, settling: &mut Settling<'_>) {
    let (new, more) = (&mut first.new, later.new);
    settling.open("record_status", &mut first.status, later.status);
    settling.fixed("reported_on", &new.reported_on, &more.reported_on);
    if new.reported_on == more.reported_on {
        settling.open("reported_at", &mut new.reported_at, more.reported_at);
    }
    settling.fixed("area", &new.area_code, &more.area_code);
    settling.open("occurred_on", &mut new.occurred_on, more.occurred_on);
    settling.open("definition", &mut new.definition, more.definition);
    settling.open("risk_grade", &mut new.risk_grade, more.risk_grade);
    settling.open("honour_based", &mut new.honour_based, more.honour_based);
    settling.open("forced_marriage", &mut new.forced_marriage, more.forced_marriage);
    settling.open("alcohol", &mut new.alcohol, more.alcohol);
    settling.open("drugs", &mut new.drugs, more.drugs);
    settling.open("children_present", &mut new.children_present, more.children_present);
    settling.open("postcode", &mut new.postcode, more.postcode);
    settling.list("crime_refs", &mut new.crime_refs, more.crime_refs);
    settling.list("offence", &mut new.offences, more.offences);
    settling.list("outcome", &mut new.outcomes, more.outcomes);
    settle_odd(&mut new.odd, more.odd);
    for pair in more.pairs {
        let is_named = pair.victim.is_named() && pair.perpetrator.is_named();
        if !(is_named && new.pairs.contains(&pair)) {
            new.pairs.push(pair);
        }
    }
}
