//! What was decided about pairs: by whom, when, why, and what became of it.

mod store;

pub(super) use self::store::find_decided;

use super::{
    decide::{LinkStanding, Verdict},
    pair::{self, is_elsewhere, is_excluded},
    side::Brief,
};
use crate::{
    ctx::{About, Ctx, Record},
    db::{Cursor, Page},
    error::Error,
};
use domain::{
    ids::{AgencyId, LinkId, RecordId, UserId},
    policy::{Basis, Permission, Subject},
};
use jiff::Timestamp;
use uuid::Uuid;

const PAGE: usize = 25;

/// A decision about two records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub id: Uuid,
    /// The pair whose evidence was seen.
    pub link: Option<LinkId>,
    pub verdict: Verdict,
    pub why: String,
    pub at: Timestamp,
    pub by: Option<UserId>,
    pub by_name: Option<String>,
    pub in_force_at: Option<Timestamp>,
    pub confirmed_by: Option<String>,
    pub ended_at: Option<Timestamp>,
    pub ended_by: Option<String>,
    pub ended_why: Option<String>,
}

impl Decided {
    #[must_use]
    pub fn waits_for_second(&self) -> bool {
        self.standing() == Some(LinkStanding::WaitsForSecond)
    }

    /// Nothing once it has ended.
    #[must_use]
    pub fn standing(&self) -> Option<LinkStanding> {
        match (self.ended_at, self.verdict, self.in_force_at) {
            (Some(_), _, _) => None,
            (None, Verdict::Unsure, _) => Some(LinkStanding::Undecided),
            (None, Verdict::Same | Verdict::Different, Some(_)) => Some(LinkStanding::InForce),
            (None, Verdict::Same | Verdict::Different, None) => Some(LinkStanding::WaitsForSecond),
        }
    }
}

/// One line of the list of decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkDecision {
    pub decided: Decided,
    pub sides: [Brief; 2],
    pub may_confirm: bool,
    pub is_being_worked_in: bool,
}

/// A decision as the store reads it.
pub(super) struct Row {
    pub decided: Decided,
    pub records: [RecordId; 2],
    pub agencies: [AgencyId; 2],
    pub sides: [Brief; 2],
    pub is_owed: bool,
}

/// The decisions about pairs that the asker may review, the latest first; those that ended too.
///
/// # Errors
/// As [`super::list_reviews`].
pub fn list_decisions(
    ctx: &mut Ctx<'_>,
    before: Option<Cursor>,
) -> Result<(Page<LinkDecision>, Basis), Error> {
    let (agency, subject) = pair::scope(ctx)?;
    let basis = ctx.permit(Permission::ReviewLink, subject)?;
    let mut found = Vec::new();
    let mut before = before.map(Cursor::id);
    loop {
        let rows = store::list_decided(&mut ctx.tx, agency, (before, PAGE + 1))?;
        let is_last = rows.len() <= PAGE;
        before = rows.last().map(|row| row.decided.id);
        for row in rows {
            if !is_excluded(ctx, row.records)? && !is_elsewhere(ctx, row.records)? {
                found.push(line(ctx, row));
            }
        }
        if is_last || PAGE < found.len() {
            break;
        }
    }
    found.truncate(PAGE + 1);
    let about = About { kind: "link", id: None, agency };
    ctx.record(Record::Read { basis: &basis, about, classes: &["references", "decisions"] })?;
    Ok((Page::of(found, PAGE, |line| line.decided.id), basis))
}

fn line(ctx: &Ctx<'_>, row: Row) -> LinkDecision {
    let subject = Subject::Pair {
        id: row.decided.link.unwrap_or(LinkId::from_uuid(row.decided.id)),
        left: row.agencies[0],
        right: row.agencies[1],
        decided_by: row.decided.by,
        excludes_asker: false,
        is_other_marac: false,
    };
    let waits = row.decided.waits_for_second();
    LinkDecision {
        may_confirm: waits && ctx.would_permit(Permission::ConfirmLink, subject),
        decided: row.decided,
        sides: row.sides,
        is_being_worked_in: row.is_owed,
    }
}
