//! The records that may be whoever is sought, weighed, with reasons in words.

use super::{
    fill::{KeyHash, by_case, hash},
    sought::{BirthPart, Sought, born, born_by_age},
    store::{self, OfOneKey},
};
use crate::{ctx::Ctx, error::Error};
use domain::{
    ids::{AgencyId, RecordId},
    person::Sex,
};
use jiff::civil::Date;
use linkage::{
    Model, Reason,
    online::{self, Born, Key, Known, Online, Rule},
};
use std::collections::BTreeMap;

/// How sure Wicken is that a person is whoever is sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The odds are sixteen to one or better.
    VeryLikely,
    Possible,
    /// So much was asked for that it would be more likely, were it them: for one who is meant a
    /// dozen are not.
    LessLikely,
}

/// Weight in bits from which somebody is very likely: odds of sixteen to one.
const VERY_LIKELY_AT: f64 = 4.0;
/// Bits that the fields must say by themselves: less than two names that sound alike do is noise.
const AGREES_AT: f64 = 5.0;
/// Whose day of birth is another is shown from here on: in a large county everybody has namesakes,
/// and each of them is hardly ever meant.
const MAY_BE_AT: f64 = 0.01;
/// Where enough is asked for to decide, nobody is listed who is less likely than one in twenty: of
/// those who are meant hardly any is.
const LISTED_FROM: f64 = 0.05;
/// And only those are possible who are it rather than not: odds of five or six to one. Of a hundred
/// who are new to a county of 200,000, less than one is then taken for somebody on file.
const POSSIBLE_AT: f64 = 2.5;
/// Keys of one search: a name of sixty words has more, and is none.
const KEYS_MOST: usize = 64;
/// With fewer candidates than this, names alone are looked at too: a date may be wrong by a year.
pub(super) const FEW: usize = 5;

/// A record that a key led to.
#[derive(Debug)]
pub(super) struct Row {
    pub id: RecordId,
    pub given_names: Option<String>,
    pub family_name: Option<String>,
    pub other_names: serde_json::Value,
    pub date_of_birth: Option<Date>,
    pub age: Option<i64>,
    pub seen_on: Date,
    pub sex: Option<Sex>,
    pub nhs_number: Option<String>,
}

/// A record that may be whoever is sought.
#[derive(Debug)]
pub(super) struct Hit {
    pub record: RecordId,
    pub likeness: Likeness,
    /// Log2 of the odds.
    pub weight: f64,
    /// From 0 to 1.
    pub probability: f64,
    /// Whether both names agree, and do not only sound or look alike.
    pub agrees_in_names: bool,
    /// Whether the day of birth agrees too.
    pub agrees_in_full: bool,
    pub reasons: Vec<String>,
}

impl Likeness {
    /// The name people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Likeness::VeryLikely => "very likely",
            Likeness::Possible => "possible",
            Likeness::LessLikely => "less likely",
        }
    }

    /// The name in the API.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Likeness::VeryLikely => "very_likely",
            Likeness::Possible => "possible",
            Likeness::LessLikely => "less_likely",
        }
    }
}

/// Records of `agency` that may be whoever is sought, the likeliest first. Nothing sealed is
/// opened: a phone number that agrees is known by its key, and is named as no reason.
pub(super) fn find(
    ctx: &mut Ctx<'_>,
    agency: AgencyId,
    sought: &Sought,
) -> Result<Vec<Hit>, Error> {
    let mut seeking = Seeking::of(agency, sought);
    let mut found = seeking.by_most(ctx)?;
    if found.len() < FEW {
        found.extend(seeking.by_names(ctx)?);
    }
    seeking.weigh(ctx, found)
}

/// Records with the rules by which they were found.
pub(super) type Candidates = BTreeMap<RecordId, (Row, Vec<Rule>)>;

/// A search under way among the records of one agency.
pub(super) struct Seeking<'s> {
    agency: AgencyId,
    sought: &'s Sought,
    online: Online,
    names: Vec<Key>,
    others: Vec<Key>,
    model: Option<Model>,
}

impl<'s> Seeking<'s> {
    pub(super) fn of(agency: AgencyId, sought: &'s Sought) -> Seeking<'s> {
        let mut online = Online::new();
        let keys = online.keys(&sought.known()).into_iter().take(KEYS_MOST);
        let (names, others) = keys.partition(|key| key.rule == Rule::Names);
        Seeking { agency, sought, online, names, others, model: None }
    }

    /// By all but names alone.
    pub(super) fn by_most(&self, ctx: &mut Ctx<'_>) -> Result<Candidates, Error> {
        collect(ctx, (self.agency, &self.others), OfOneKey::Many)
    }

    /// By names alone: many may share them.
    pub(super) fn by_names(&self, ctx: &mut Ctx<'_>) -> Result<Candidates, Error> {
        // Whose day of birth is known, and wrong, is not found among hundreds of namesakes.
        let most = match self.sought.born {
            Some(BirthPart::Day(_)) => OfOneKey::Few,
            Some(BirthPart::Month { .. } | BirthPart::Year(_)) | None => OfOneKey::Many,
        };
        collect(ctx, (self.agency, &self.names), most)
    }

    /// Those of some records that have a key in common with whoever is sought, but for the keys of
    /// where somebody is.
    pub(super) fn among(&mut self, records: Vec<Row>) -> Candidates {
        let mut found = Candidates::new();
        for row in records {
            let keys = self.online.keys(&row.known());
            let is_sought = |key: &&Key| self.names.contains(key) || self.others.contains(key);
            let rules: Vec<Rule> = by_case(&keys).filter(is_sought).map(|key| key.rule).collect();
            if !rules.is_empty() {
                found.insert(row.id, (row, rules));
            }
        }
        found
    }

    /// As [`Seeking::weigh`], for whoever asks: where they gave enough to decide, those are left
    /// out who are hardly meant, and told from the others who are meant rather not.
    pub(super) fn list(&mut self, ctx: &mut Ctx<'_>, found: Candidates) -> Result<Vec<Hit>, Error> {
        let mut hits = self.weigh(ctx, found)?;
        if self.sought.is_enough_to_decide() {
            hits.retain(|hit| LISTED_FROM <= hit.probability);
            for hit in hits.iter_mut().filter(|hit| hit.weight < POSSIBLE_AT) {
                hit.likeness = Likeness::LessLikely;
            }
        }
        Ok(hits)
    }

    /// Those that may be whoever is sought, the likeliest first.
    pub(super) fn weigh(
        &mut self,
        ctx: &mut Ctx<'_>,
        found: Candidates,
    ) -> Result<Vec<Hit>, Error> {
        let found: Vec<(Row, Vec<Rule>)> = found.into_values().collect();
        let candidates: Vec<online::Candidate<'_>> = found
            .iter()
            .map(|(row, rules)| online::Candidate { known: row.known(), found_by: rules.clone() })
            .collect();
        let model = match &mut self.model {
            Some(model) => model,
            none => none.insert(model(ctx)?),
        };
        let sought = self.sought;
        let scored = self.online.score(model, &sought.known(), &candidates);
        let agreeing = scored.iter().filter(|scored| AGREES_AT <= scored.agreement);
        let hits = agreeing.filter_map(|scored| {
            let reasons = self.online.explain(model, scored);
            may_be(scored.probability, &reasons).then(|| Hit {
                record: found[scored.candidate].0.id,
                likeness: match VERY_LIKELY_AT <= scored.weight {
                    true => Likeness::VeryLikely,
                    false => Likeness::Possible,
                },
                weight: scored.weight,
                probability: scored.probability,
                agrees_in_names: scored.levels.agree_in_names(),
                agrees_in_full: scored.levels.agree_in_names_and_day(),
                reasons: words(&reasons, sought.born),
            })
        });
        Ok(hits.collect())
    }
}

/// Of namesakes without a day of birth each may be meant, and all together are many: whoever asks
/// says more.
fn may_be(probability: f64, reasons: &[Reason]) -> bool {
    let speaks_against = |reason: &Reason| reason.field == "date_of_birth" && reason.weight < 0.0;
    MAY_BE_AT <= probability || !reasons.iter().any(speaks_against)
}

fn collect(
    ctx: &mut Ctx<'_>,
    (agency, keys): (AgencyId, &[Key]),
    most: OfOneKey,
) -> Result<Candidates, Error> {
    let keyring = ctx.app().keyring();
    let mut found = Candidates::new();
    for keys in keys.chunks(store::KEYS_ASKED_TOGETHER) {
        let hashes: Vec<KeyHash> = keys.iter().map(|key| hash(&keyring, agency, key)).collect();
        for (found_by, row) in store::list_by_keys(&mut ctx.tx, &hashes, most)? {
            let rules = keys.iter().zip(&hashes).filter(|(_, hash)| **hash == found_by);
            let (_, found) = found.entry(row.id).or_insert_with(|| (row, Vec::new()));
            found.extend(rules.map(|(key, _)| key.rule));
        }
    }
    Ok(found)
}

/// What was learnt last; a model that an earlier Wicken kept and this one cannot read is as none.
fn model(ctx: &mut Ctx<'_>) -> Result<Model, Error> {
    let kept = store::find_model(&mut ctx.tx)?;
    let model = kept.and_then(|kept| serde_json::from_value(kept).ok());
    Ok(model.unwrap_or_else(online::standard_model))
}

impl Row {
    pub(super) fn known(&self) -> Known<'_> {
        let born: Option<Born> = self
            .date_of_birth
            .map(born)
            .or_else(|| self.age.map(|age| born_by_age(self.seen_on, age)));
        let other_names = self.other_names.as_array().into_iter().flatten();
        Known {
            given_names: self.given_names.as_deref().unwrap_or_default(),
            family_name: self.family_name.as_deref().unwrap_or_default(),
            other_names: other_names.filter_map(serde_json::Value::as_str).collect(),
            born,
            sex: self.sex.map_or("", Sex::code),
            national_id: self.nhs_number.as_deref().unwrap_or_default(),
            ..Known::default()
        }
    }
}

/// What speaks for a candidate, in words. What gives a place away is left out, and what speaks
/// against shows in the place of the candidate in the list.
pub(in crate::person) fn words(reasons: &[Reason], born: Option<BirthPart>) -> Vec<String> {
    let speaks = |reason: &&Reason| 0.0 < reason.weight;
    let mut words = Vec::new();
    for reason in reasons.iter().filter(speaks) {
        match reason.field.as_str() {
            "name" if reason.level.starts_with("given and family") => {
                words.push(reason.level.clone());
            }
            "name" => {
                let parts = reason.level.split(", ").filter(|part| !part.ends_with("different"));
                words.extend(parts.map(|part| part.replace(SLIP, "sounds alike")));
            }
            "date_of_birth" => words.push(match born {
                Some(BirthPart::Month { .. }) => "month and year of birth fit".to_owned(),
                Some(BirthPart::Year(_)) => "year of birth fits".to_owned(),
                Some(BirthPart::Day(_)) | None => reason.level.clone(),
            }),
            "national_id" => words.push(reason.level.replace("national number", "NHS number")),
            "middle_names" => words.push(reason.level.clone()),
            _ => {}
        }
    }
    words
}

/// How linkage calls a name that is spelt a little otherwise.
const SLIP: &str = "one letter or one sound off";

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(field: &str, level: &str, weight: f64) -> Reason {
        Reason { field: field.to_owned(), level: level.to_owned(), weight }
    }

    #[test]
    fn of_namesakes_who_were_born_otherwise_those_are_shown_who_are_meant_once_in_a_hundred() {
        let otherwise = [reason("name", "both the same", 20.0), reason("date_of_birth", "x", -6.0)];
        assert!(may_be(MAY_BE_AT, &otherwise));
        assert!(!may_be(MAY_BE_AT - 1e-6, &otherwise));
        let slip = [reason("date_of_birth", "one digit off", 0.0), reason("sex", "x", -5.0)];
        assert!(may_be(0.0, &slip) && may_be(0.0, &[]));
    }

    #[test]
    fn what_gives_a_place_away_is_no_reason_and_neither_is_what_speaks_against() {
        let reasons = [
            reason("prior", "before anything is compared", -15.0),
            reason("name", "given name the same, family name one letter or one sound off", 9.0),
            reason("date_of_birth", "date of birth the same", 14.0),
            reason("address", "same postcode", 9.0),
            reason("phone", "phone the same", 15.0),
            reason("sex", "sex different", -5.0),
            reason("national_id", "national number the same", 20.0),
        ];
        let expected = [
            "given name the same",
            "family name sounds alike",
            "date of birth the same",
            "NHS number the same",
        ];
        assert_eq!(words(&reasons, None), expected);
        let part = Some(BirthPart::Year(1984));
        assert_eq!(words(&reasons[2..3], part), ["year of birth fits"]);
        let name = [reason("name", "given name different, family name the same", 1.0)];
        assert_eq!(words(&name, None), ["family name the same"]);
    }
}
