//! The page of a data protection officer, counted from the ledger and the tables of the streets.

use super::store;
use crate::{
    agency::{self, Agency},
    agreement::{AgreementLine, list_agreements},
    ctx::{Ctx, Record},
    entropy,
    error::Error,
    ledger::Shown,
};
use domain::{
    agreement::AgreementStanding,
    alert::AlertKind,
    glass::GlassOutcome,
    ids::{AgencyId, UserId},
    ledger::{Entry, EntryActor, EntryKind, Outcome, decode},
    policy::{Basis, Permission, Subject},
};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Days over which looks, refusals, broken glass and alerts are counted; of alerts also older ones
/// that still wait.
pub const SHOWN_DAYS: i64 = 30;
/// Entries that are read at a time.
const TOGETHER: i64 = 5_000;

/// Everything on the page, for one agency or for all.
#[derive(Debug, Clone)]
pub struct Oversight {
    /// Whose page it is by name; nothing for that of all agencies.
    pub agency_name: Option<String>,
    pub since: Timestamp,
    pub until: Timestamp,
    /// In force, and due to be looked at again.
    pub agreements: Vec<AgreementLine>,
    /// By reader, holder and class.
    pub sights: Vec<SightCount>,
    /// By agency, permission and reason.
    pub refusals: Vec<RefusalCount>,
    /// By agency and outcome.
    pub glass: Vec<GlassCount>,
    /// By agency and kind.
    pub alerts: Vec<AlertCount>,
    pub basis: Basis,
}

/// How often people of one agency read a class of what an agency holds about people, its own too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SightCount {
    pub reader: String,
    pub holder: String,
    /// The code of a class of fields.
    pub class: String,
    pub looks: usize,
}

/// How often people of an agency were refused something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalCount {
    pub agency: String,
    /// The code of the permission, or `find` for what is not there.
    pub doing: String,
    pub reason: String,
    pub times: usize,
}

/// How often people of an agency broke the glass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlassCount {
    pub agency: String,
    pub outcome: GlassOutcome,
    pub times: i64,
}

/// What the officers of an agency were told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertCount {
    pub agency: String,
    pub kind: AlertKind,
    pub raised: i64,
    /// Of these, those that nobody has settled.
    pub open: i64,
    /// Of these, those that should have been settled by now.
    pub late: i64,
}

/// What the data protection officer of an agency watches over: its agreements; the looks of its
/// people and those at its records; what its people were refused; what its officers were told. For
/// the officer of the partnership that of all agencies. Counts only, and of what the asker may read
/// where they read it: who looked at whom is in the ledger.
///
/// # Errors
/// [`Error::Denied`].
pub fn read_oversight(ctx: &mut Ctx<'_>) -> Result<Oversight, Error> {
    let actor = ctx.signed()?.actor;
    let agency = (!actor.agency_is_partnership).then_some(actor.agency);
    let subject = Subject::Ledger { agency };
    let basis = ctx.permit(Permission::SeeOversight, subject)?;
    let until = ctx.now();
    let since = until.saturating_sub(SignedDuration::from_hours(24 * SHOWN_DAYS)).unwrap_or(until);
    let names = Names::of(agency::store::list_agencies(ctx)?);
    let shown = Shown::find(ctx)?;
    let mut counts = Counts::default();
    let mut after = entropy::first_id(since);
    loop {
        let lines = store::list_lines(&mut ctx.tx, agency, (after, TOGETHER))?;
        let Some((last, _)) = lines.last() else { break };
        after = *last;
        for (_, line) in &lines {
            let entry = decode(line).map_err(|error| Error::Broken(error.to_string()))?;
            if let Some(entry) = shown.of(entry)? {
                counts.take(&entry, agency);
            }
        }
    }
    let who = (agency, actor.id);
    let mut broken = store::list_glass(&mut ctx.tx, agency, since)?;
    broken.retain(|it| !shown.shut().holds(it.id));
    let mut told = store::list_alerts(&mut ctx.tx, who, (since, until))?;
    told.retain(|it| !shown.shut().holds(it.id));
    let oversight = Oversight {
        agency_name: agency.map(|agency| names.name(agency.uuid())),
        since,
        until,
        agreements: agreements(ctx, agency)?,
        sights: counts.sights(&names),
        refusals: counts.refusals(&names),
        glass: glass(broken, (agency, &names)),
        alerts: alerts(told, &names),
        basis,
    };
    let basis = &oversight.basis;
    ctx.record(Record::Read { basis, about: subject.into(), classes: &["oversight"] })?;
    Ok(oversight)
}

/// What binds the agency today, or any agency.
fn agreements(ctx: &mut Ctx<'_>, agency: Option<AgencyId>) -> Result<Vec<AgreementLine>, Error> {
    let (mut lines, _) = list_agreements(ctx)?;
    lines.retain(|line| {
        let parties = &line.agreement.parties;
        let is_party = agency.is_none_or(|own| parties.iter().any(|it| it.agency == own));
        let is_shown = match line.standing {
            AgreementStanding::InForce | AgreementStanding::DueForReview => true,
            AgreementStanding::Draft
            | AgreementStanding::Ahead
            | AgreementStanding::RunOut
            | AgreementStanding::Ended => false,
        };
        is_party && is_shown
    });
    Ok(lines)
}

struct Names(BTreeMap<Uuid, String>);

impl Names {
    fn of(agencies: Vec<Agency>) -> Names {
        let named = |agency: Agency| (agency.id.uuid(), agency.name.to_string());
        Names(agencies.into_iter().map(named).collect())
    }

    fn name(&self, id: Uuid) -> String {
        self.0.get(&id).cloned().unwrap_or_else(|| "an agency no longer known".to_owned())
    }
}

#[derive(Default)]
struct Counts {
    /// By reader, holder and class.
    sights: BTreeMap<(Uuid, Uuid, String), usize>,
    /// By agency, permission and reason.
    refusals: BTreeMap<(Uuid, String, String), usize>,
}

impl Counts {
    /// What nobody signed in did is no agency's.
    fn take(&mut self, entry: &Entry, own: Option<AgencyId>) {
        let EntryActor::User { agency: reader, .. } = entry.actor else { return };
        match (entry.kind, &entry.outcome) {
            (EntryKind::Read, Outcome::Done) if entry.subject_kind == "person" => {
                let Some(holder) = entry.subject_agency else { return };
                for class in &entry.classes {
                    *self.sights.entry((reader, holder, class.clone())).or_default() += 1;
                }
            }
            // Of the refusals of other agencies' people only their own officers read.
            (EntryKind::Refusal, Outcome::Refused { reason })
                if own.is_none_or(|own| own.uuid() == reader) =>
            {
                let key = (reader, entry.doing.clone(), reason.clone());
                *self.refusals.entry(key).or_default() += 1;
            }
            _ => {}
        }
    }

    fn sights(&self, names: &Names) -> Vec<SightCount> {
        let count =
            |((reader, holder, class), looks): (&(Uuid, Uuid, String), &usize)| SightCount {
                reader: names.name(*reader),
                holder: names.name(*holder),
                class: class.clone(),
                looks: *looks,
            };
        let mut counts: Vec<SightCount> = self.sights.iter().map(count).collect();
        counts.sort_by(|a, b| {
            (&a.reader, &a.holder, &a.class).cmp(&(&b.reader, &b.holder, &b.class))
        });
        counts
    }

    fn refusals(&self, names: &Names) -> Vec<RefusalCount> {
        let count =
            |((agency, doing, reason), times): (&(Uuid, String, String), &usize)| RefusalCount {
                agency: names.name(*agency),
                doing: doing.clone(),
                reason: reason.clone(),
                times: *times,
            };
        let mut counts: Vec<RefusalCount> = self.refusals.iter().map(count).collect();
        counts.sort_by(|a, b| {
            (&a.agency, &a.doing, &a.reason).cmp(&(&b.agency, &b.doing, &b.reason))
        });
        counts
    }
}

/// That somebody met their own exclusion is no word for the officers of their own agency: for them
/// nobody was found.
fn glass(rows: Vec<Broken>, (own, names): (Option<AgencyId>, &Names)) -> Vec<GlassCount> {
    let mut counts: BTreeMap<(String, GlassOutcome), i64> = BTreeMap::new();
    for row in rows {
        let is_hidden = row.outcome == GlassOutcome::Excluded && own == Some(row.agency);
        let outcome = if is_hidden { GlassOutcome::Nobody } else { row.outcome };
        *counts.entry((names.name(row.agency.uuid()), outcome)).or_default() += 1;
    }
    let count = |((agency, outcome), times)| GlassCount { agency, outcome, times };
    counts.into_iter().map(count).collect()
}

/// A row of `glass`, as far as it is counted.
pub(super) struct Broken {
    pub id: Uuid,
    pub agency: AgencyId,
    pub outcome: GlassOutcome,
}

/// A row of `alert`, as far as it is counted.
pub(super) struct Told {
    pub id: Uuid,
    pub agency: AgencyId,
    pub kind: AlertKind,
    pub is_open: bool,
    pub is_late: bool,
}

fn alerts(rows: Vec<Told>, names: &Names) -> Vec<AlertCount> {
    let mut counts: BTreeMap<(String, AlertKind), [i64; 3]> = BTreeMap::new();
    for row in rows {
        let count = counts.entry((names.name(row.agency.uuid()), row.kind)).or_default();
        count[0] += 1;
        count[1] += i64::from(row.is_open);
        count[2] += i64::from(row.is_late);
    }
    let rows = counts.into_iter();
    rows.map(|((agency, kind), [raised, open, late])| AlertCount {
        agency,
        kind,
        raised,
        open,
        late,
    })
    .collect()
}

/// Whose page it is, and who reads it: nobody counts the alerts about themselves.
pub(super) type Who = (Option<AgencyId>, UserId);
