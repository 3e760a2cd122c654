//! Rows of `agreement`, `agreement_party` and `agreement_review`.

use super::list::{PartyLine, ReviewLine};
use crate::{
    ctx::Ctx,
    db::{DbError, Row, Tx},
    error::Error,
    params,
};
use domain::{
    agency::AgencyName,
    agreement::{Agreement, AgreementTitle, Party, SharingWords, Terms},
    ids::{AgencyId, AgreementId},
};
use jiff::{Timestamp, civil::Date};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// An agreement as it is kept.
pub(super) struct Stored {
    pub agreement: Agreement,
    /// Of its latest review.
    pub version: i64,
    pub drafted_at: Timestamp,
    pub drafted_by: Option<String>,
    pub ended_at: Option<Timestamp>,
    pub ended_by: Option<String>,
    pub ended_why: Option<String>,
}

fn broken(name: &'static str) -> impl Fn(&dyn std::fmt::Display) -> DbError {
    move |error| DbError::Column { name, why: error.to_string() }
}

fn codes<T: DeserializeOwned>(row: &Row<'_>, name: &'static str) -> Result<T, DbError> {
    serde_json::from_value(row.get(name)?).map_err(|error| broken(name)(&error))
}

fn terms(row: &Row<'_>) -> Result<Terms, DbError> {
    let title: String = row.get("title")?;
    let purpose: String = row.get("purpose")?;
    Ok(Terms {
        title: AgreementTitle::parse(&title).map_err(|error| broken("title")(&error))?,
        purpose: SharingWords::parse(&purpose).map_err(|error| broken("purpose")(&error))?,
        gateways: codes(row, "gateways")?,
        classes: codes(row, "classes")?,
        from: row.get("from_on")?,
        until: row.get("until_on")?,
        review_on: row.get("review_on")?,
    })
}

fn acts_for(row: &Row<'_>, name: &'static str) -> Result<Option<AgencyName>, DbError> {
    let text: Option<String> = row.get(name)?;
    text.map(|text| AgencyName::parse(&text)).transpose().map_err(|error| broken(name)(&error))
}

fn party(row: &Row<'_>) -> Result<Party, DbError> {
    Ok(Party {
        agency: row.get("agency_id")?,
        kind: row.get("kind")?,
        acts_for: acts_for(row, "acts_for")?,
        signed_on: row.get("signed_on")?,
    })
}

pub(super) fn insert(ctx: &mut Ctx<'_>, id: AgreementId, terms: &Terms) -> Result<(), Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    let gateways: Vec<&str> = terms.gateways.iter().map(|gateway| gateway.code()).collect();
    let classes: Vec<&str> = terms.classes.iter().map(|class| class.code()).collect();
    ctx.tx.execute(
        "insert into agreement (agreement_id, title, purpose, gateways, classes, from_on, until_on,
                                recorded_at, recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            id,
            terms.title.as_str(),
            terms.purpose.as_str(),
            serde_json::json!(gateways),
            serde_json::json!(classes),
            terms.from,
            terms.until,
            now,
            hand,
        ],
    )?;
    Ok(())
}

pub(super) fn insert_party(tx: &mut Tx<'_>, id: AgreementId, party: &Party) -> Result<(), DbError> {
    let acts_for = party.acts_for.as_ref().map(AgencyName::as_str);
    tx.execute(
        "insert into agreement_party (agreement_id, agency_id, acts_for) values ($1, $2, $3)",
        params![id, party.agency, acts_for],
    )?;
    Ok(())
}

pub(super) fn insert_review(
    ctx: &mut Ctx<'_>,
    id: AgreementId,
    (version, review_on): (i64, Date),
    words: Option<&SharingWords>,
) -> Result<(), Error> {
    let (review, now, hand) = (ctx.new_id(), ctx.now(), ctx.hand());
    ctx.tx.execute(
        "insert into agreement_review (review_id, agreement_id, version, review_on, words,
                                       recorded_at, recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![review, id, version, review_on, words.map(SharingWords::as_str), now, hand],
    )?;
    Ok(())
}

/// Whether it was not signed by this agency before.
pub(super) fn update_signed(
    ctx: &mut Ctx<'_>,
    id: AgreementId,
    agency: AgencyId,
    on: Date,
) -> Result<bool, Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    let signed = ctx.tx.execute(
        "update agreement_party set signed_on = $3, signed_at = $4, signed_by = $5
         where agreement_id = $1 and agency_id = $2 and signed_on is null",
        params![id, agency, on, now, hand],
    )?;
    Ok(signed == 1)
}

/// Whether nobody had ended it before.
pub(super) fn update_ended(
    ctx: &mut Ctx<'_>,
    id: AgreementId,
    on: Date,
    why: &SharingWords,
) -> Result<bool, Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    let ended = ctx.tx.execute(
        "update agreement set ended_on = $2, ended_at = $3, ended_by = $4, ended_why = $5
         where agreement_id = $1 and ended_on is null",
        params![id, on, now, hand, why.as_str()],
    )?;
    Ok(ended == 1)
}

pub(super) fn find(tx: &mut Tx<'_>, id: AgreementId) -> Result<Option<Stored>, DbError> {
    let found = tx.find(
        "select a.title, a.purpose, a.gateways, a.classes, a.from_on, a.until_on, a.ended_on,
                a.ended_why, a.ended_at, a.recorded_at, v.review_on, v.version,
                d.name as drafted_by, e.name as ended_by
         from agreement a
         join agreement_review v on v.agreement_id = a.agreement_id
              and v.version = (select max(w.version) from agreement_review w
                               where w.agreement_id = a.agreement_id)
         left join user_state d on d.user_id = a.recorded_by and d.superseded_at is null
         left join user_state e on e.user_id = a.ended_by and e.superseded_at is null
         where a.agreement_id = $1",
        params![id],
        |row| {
            let (terms, ended_on) = (terms(row)?, row.get("ended_on")?);
            Ok(Stored {
                agreement: Agreement { terms, parties: Vec::new(), ended_on },
                version: row.get("version")?,
                drafted_at: row.get("recorded_at")?,
                drafted_by: row.get("drafted_by")?,
                ended_at: row.get("ended_at")?,
                ended_by: row.get("ended_by")?,
                ended_why: row.get("ended_why")?,
            })
        },
    )?;
    let Some(mut found) = found else { return Ok(None) };
    found.agreement.parties = list_parties(tx, id)?.into_iter().map(|line| line.party).collect();
    Ok(Some(found))
}

/// The parties of one agreement, by name.
pub(super) fn list_parties(tx: &mut Tx<'_>, id: AgreementId) -> Result<Vec<PartyLine>, DbError> {
    tx.list(
        "select p.agency_id, p.acts_for, p.signed_on, p.signed_at, s.kind, s.name,
                u.name as signed_by
         from agreement_party p
         join agency_state s on s.agency_id = p.agency_id and s.superseded_at is null
         left join user_state u on u.user_id = p.signed_by and u.superseded_at is null
         where p.agreement_id = $1 order by s.name, p.agency_id",
        params![id],
        |row| {
            Ok(PartyLine {
                party: party(row)?,
                name: row.get("name")?,
                signed_at: row.get("signed_at")?,
                signed_by: row.get("signed_by")?,
            })
        },
    )
}

/// The reviews of an agreement, the latest first; the first of all is its draft.
pub(super) fn list_reviews(tx: &mut Tx<'_>, id: AgreementId) -> Result<Vec<ReviewLine>, DbError> {
    tx.list(
        "select v.review_on, v.words, v.recorded_at, u.name from agreement_review v
         left join user_state u on u.user_id = v.recorded_by and u.superseded_at is null
         where v.agreement_id = $1 and 1 < v.version order by v.version desc",
        params![id],
        |row| {
            Ok(ReviewLine {
                at: row.get("recorded_at")?,
                by: row.get("name")?,
                words: row.get("words")?,
                next_on: row.get("review_on")?,
            })
        },
    )
}

/// Every agreement with its parties, by title.
pub(super) fn list_all(tx: &mut Tx<'_>) -> Result<Vec<(AgreementId, Agreement)>, DbError> {
    let mut parties: BTreeMap<AgreementId, Vec<Party>> = BTreeMap::new();
    let rows = tx.list(
        "select p.agreement_id, p.agency_id, p.acts_for, p.signed_on, s.kind
         from agreement_party p
         join agency_state s on s.agency_id = p.agency_id and s.superseded_at is null
         order by s.name, p.agency_id",
        params![],
        |row| Ok((row.get("agreement_id")?, party(row)?)),
    )?;
    for (id, party) in rows {
        parties.entry(id).or_default().push(party);
    }
    let agreements = tx.list(
        "select a.agreement_id, a.title, a.purpose, a.gateways, a.classes, a.from_on, a.until_on,
                a.ended_on, v.review_on
         from agreement a
         join agreement_review v on v.agreement_id = a.agreement_id
              and v.version = (select max(w.version) from agreement_review w
                               where w.agreement_id = a.agreement_id)
         order by a.title, a.agreement_id",
        params![],
        |row| {
            let (terms, ended_on) = (terms(row)?, row.get("ended_on")?);
            let agreement = Agreement { terms, parties: Vec::new(), ended_on };
            Ok((row.get::<AgreementId>("agreement_id")?, agreement))
        },
    )?;
    let with_parties = agreements.into_iter().map(|(id, agreement)| {
        let parties = parties.remove(&id).unwrap_or_default();
        (id, Agreement { parties, ..agreement })
    });
    Ok(with_parties.collect())
}

/// What two agencies both signed, whatever became of it, with these two alone as its parties: who
/// else signed does not bear on what these two may give each other. One statement, because it is
/// asked whenever anybody reads a record of another agency.
pub(super) fn list_between(
    tx: &mut Tx<'_>,
    holder: AgencyId,
    asker: AgencyId,
) -> Result<Vec<Agreement>, DbError> {
    if holder == asker {
        return Ok(Vec::new());
    }
    tx.list(
        "select a.title, a.purpose, a.gateways, a.classes, a.from_on, a.until_on, a.ended_on,
                v.review_on, p.signed_on as holder_signed_on, t.kind as holder_kind,
                q.agency_id, q.acts_for, q.signed_on, s.kind
         from agreement_party q
         join agreement_party p on p.agreement_id = q.agreement_id and p.agency_id = $1
              and p.signed_on is not null
         join agreement a on a.agreement_id = q.agreement_id
         join agency_state s on s.agency_id = q.agency_id and s.superseded_at is null
         join agency_state t on t.agency_id = p.agency_id and t.superseded_at is null
         join agreement_review v on v.agreement_id = a.agreement_id
              and v.version = (select max(w.version) from agreement_review w
                               where w.agreement_id = a.agreement_id)
         where q.agency_id = $2 and q.signed_on is not null
         order by a.title, a.agreement_id",
        params![holder, asker],
        |row| {
            let giver = Party {
                agency: holder,
                kind: row.get("holder_kind")?,
                acts_for: None,
                signed_on: row.get("holder_signed_on")?,
            };
            let parties = vec![giver, party(row)?];
            Ok(Agreement { terms: terms(row)?, parties, ended_on: row.get("ended_on")? })
        },
    )
}
