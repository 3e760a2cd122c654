//! A row of a MARAC register, and the rows of one referral together.

use domain::{
    incident::Relationship,
    marac::{Criterion, MeetingKind, NewReferral, ReferralStatus, ReferrerKind},
};

use super::{
    Fold,
    cells::{Cells, RowFault, WORD_MOST},
    outcome::{Group, Warning, WarningKind},
    party::{read_party, settle_party},
    settle::{Settling, join_list, settle_odd},
    values::{parse_count, parse_score},
};

pub(super) struct Referrals;

/// A referral of one perpetrator. The status apart, because an empty one says nothing, and one that
/// cannot be read does not say that the referral was accepted.
pub(super) struct Row {
    new: NewReferral,
    status: Option<ReferralStatus>,
}

impl Fold for Referrals {
    type Row = Row;

    const REFERENCE: &'static str = "referral_ref";

    fn read(cells: &mut Cells<'_>) -> Result<Row, RowFault> {
        let reference = cells.required(Self::REFERENCE)?;
        let marac = cells.required("marac")?;
        let referred_on = cells.required_dated("referred_on")?.date;
        let referring_agency = cells.required("referring_agency")?;
        let area_code = cells.area("area")?;
        let status =
            cells.value_or("status", ReferralStatus::from_file, WarningKind::TakenAsSubmitted);
        let mut new = NewReferral {
            reference,
            marac,
            referred_on,
            referring_agency,
            status: status.unwrap_or(ReferralStatus::Accepted),
            incident_on: cells.date("incident_on"),
            identified_on: cells.date("identified_on"),
            same_incident_as: cells.list("same_incident_as"),
            heard_on: cells.date("heard_on"),
            meeting_kind: cells.word("meeting_kind", MeetingKind::from_file),
            criteria: criteria(cells),
            checklist: cells.text("checklist", WORD_MOST),
            checklist_score: cells.value("checklist_score", parse_score),
            referrer_kind: cells.word("referring_agency_kind", ReferrerKind::from_file),
            area_code,
            children_count: cells.value("children_count", parse_count),
            pregnant: cells.flag("pregnant"),
            honour_based: cells.flag("honour_based"),
            forced_marriage: cells.flag("forced_marriage"),
            relationship: cells.word("relationship", Relationship::from_file),
            victim_aware: cells.flag("victim_aware"),
            victim_agrees: cells.flag("victim_agrees"),
            victim_lgbt: cells.flag("victim_lgbt"),
            victim: read_party(cells, "victim_"),
            perpetrators: vec![read_party(cells, "perpetrator_")],
            odd: cells.take_odd(),
        };
        let own = new.reference.clone();
        new.same_incident_as.retain(|other| *other != own);
        Ok(Row { new, status })
    }

    fn join(first: &mut Row, later: Row, line: u64, warnings: &mut Vec<Warning>) {
        join(first, later, &mut Settling { line, warnings });
    }

    fn group(row: Row, lines: Vec<u64>, warnings: Vec<Warning>) -> Group {
        let status = row.status.unwrap_or_else(|| unsaid(&row.new));
        let mut new = Box::new(NewReferral { status, ..row.new });
        new.criteria.sort_unstable();
        Group::Referral { new, lines, warnings }
    }
}

/// What no row says in a word of the list. A register is one of accepted referrals, so an empty
/// cell says as much. Danger: a word that cannot be read may be one for "returned", and a guess
/// would count a repeat that never was. A submitted referral counts nowhere and starts no clock.
fn unsaid(new: &NewReferral) -> ReferralStatus {
    match new.odd.contains_key("status") {
        true => ReferralStatus::Submitted,
        false => ReferralStatus::Accepted,
    }
}

/// The words that are known count; with one that is not, the cell is kept as it came besides.
fn criteria(cells: &mut Cells<'_>) -> Vec<Criterion> {
    let words = cells.list("criteria");
    let criteria: Vec<Criterion> =
        words.iter().filter_map(|word| Criterion::from_file(word)).collect();
    if criteria.len() < words.len() {
        cells.keep_odd("criteria", WarningKind::UnknownWord);
    }
    let mut once = Vec::new();
    join_list(&mut once, criteria);
    once
}

fn join(first: &mut Row, later: Row, settling: &mut Settling<'_>) {
    let (new, more) = (&mut first.new, later.new);
    settling.open("status", &mut first.status, later.status);
    settling.fixed("marac", &new.marac, &more.marac);
    settling.fixed("referred_on", &new.referred_on, &more.referred_on);
    settling.fixed("referring_agency", &new.referring_agency, &more.referring_agency);
    settling.open("incident_on", &mut new.incident_on, more.incident_on);
    settling.open("identified_on", &mut new.identified_on, more.identified_on);
    settling.open("heard_on", &mut new.heard_on, more.heard_on);
    settling.open("meeting_kind", &mut new.meeting_kind, more.meeting_kind);
    settling.open("checklist", &mut new.checklist, more.checklist);
    settling.open("checklist_score", &mut new.checklist_score, more.checklist_score);
    settling.open("referring_agency_kind", &mut new.referrer_kind, more.referrer_kind);
    settling.open("area", &mut new.area_code, more.area_code);
    settling.open("children_count", &mut new.children_count, more.children_count);
    settling.open("pregnant", &mut new.pregnant, more.pregnant);
    settling.open("honour_based", &mut new.honour_based, more.honour_based);
    settling.open("forced_marriage", &mut new.forced_marriage, more.forced_marriage);
    settling.open("relationship", &mut new.relationship, more.relationship);
    settling.open("victim_aware", &mut new.victim_aware, more.victim_aware);
    settling.open("victim_agrees", &mut new.victim_agrees, more.victim_agrees);
    settling.open("victim_lgbt", &mut new.victim_lgbt, more.victim_lgbt);
    settling.list("criteria", &mut new.criteria, more.criteria);
    settling.list("same_incident_as", &mut new.same_incident_as, more.same_incident_as);
    settle_party(&mut new.victim, more.victim, "victim_", settling);
    settle_odd(&mut new.odd, more.odd);
    for perpetrator in more.perpetrators {
        if !(perpetrator.is_named() && new.perpetrators.contains(&perpetrator)) {
            new.perpetrators.push(perpetrator);
        }
    }
}
