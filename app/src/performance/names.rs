//! The areas, MARACs and agencies that rows of a report are named after.

use super::store::{self, NamedAgency, NamedArea};
use crate::db::{DbError, Tx};
use domain::performance::{By, Indicator, Period};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What there is to count by, with its names; nothing where it is counted by time or not at all.
#[derive(Default)]
pub(super) struct Names {
    areas: BTreeMap<String, String>,
    others: BTreeMap<Uuid, String>,
    keys: BTreeSet<String>,
}

impl Names {
    /// Those that existed `before` an instant, areas by the days of the period.
    pub(super) fn read(
        tx: &mut Tx<'_>,
        (indicator, by): (Indicator, Option<By>),
        period: &Period,
        before: Timestamp,
    ) -> Result<Names, DbError> {
        Ok(match by {
            Some(By::Area) => Names::of_areas(store::list_areas(tx)?, period),
            Some(By::Marac) => Names::of(
                store::list_maracs(tx, before)?.into_iter().map(|(id, name)| (id.uuid(), name)),
            ),
            Some(By::Agency) => Names::of_agencies(match indicator {
                Indicator::RecordedIncidents | Indicator::RepeatIncidents => {
                    store::list_senders(tx, before)?
                }
                Indicator::Ni32 | Indicator::MaracDataset => store::list_referrers(tx, before)?,
            }),
            Some(By::Quarter | By::Month) | None => Names::default(),
        })
    }

    fn of_areas(areas: Vec<NamedArea>, period: &Period) -> Names {
        let in_force = |area: &&NamedArea| {
            area.valid_from <= period.to()
                && area.valid_until.is_none_or(|until| period.from() < until)
        };
        let keys = areas.iter().filter(in_force).map(|area| area.name.clone()).collect();
        let areas = areas.into_iter().map(|area| (area.code, area.name)).collect();
        Names { areas, keys, others: BTreeMap::new() }
    }

    fn of(others: impl Iterator<Item = (Uuid, String)>) -> Names {
        let others: BTreeMap<Uuid, String> = others.collect();
        let keys = others.values().cloned().collect();
        Names { others, keys, areas: BTreeMap::new() }
    }

    /// Two agencies with one name are told apart by their codes.
    fn of_agencies(agencies: Vec<NamedAgency>) -> Names {
        let mut times: BTreeMap<String, u32> = BTreeMap::new();
        for agency in &agencies {
            *times.entry(agency.name.clone()).or_default() += 1;
        }
        Names::of(agencies.into_iter().map(|agency| {
            let is_alone = times.get(&agency.name) == Some(&1);
            let both = || format!("{} ({})", agency.name, agency.code);
            (agency.id.uuid(), if is_alone { agency.name.clone() } else { both() })
        }))
    }

    /// Every name, those of which there is nothing to count too.
    pub(super) fn keys(&self) -> BTreeSet<String> {
        self.keys.clone()
    }

    /// The area of a code. One that nobody has named goes by its code.
    pub(super) fn area(&self, code: &str) -> String {
        self.areas.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    pub(super) fn other(&self, id: Uuid) -> Option<String> {
        self.others.get(&id).cloned()
    }

    /// Whether an area goes by this.
    pub(super) fn has_area(&self, name: &str) -> bool {
        self.areas.values().any(|known| known == name)
    }

    /// The id behind a name.
    pub(super) fn id(&self, name: &str) -> Option<Uuid> {
        self.others.iter().find(|(_, known)| *known == name).map(|(id, _)| *id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::AgencyId;
    use jiff::civil::{Date, date};

    fn area(code: &str, name: &str, from: Date, until: Option<Date>) -> NamedArea {
        NamedArea { code: code.into(), name: name.into(), valid_from: from, valid_until: until }
    }

    #[test]
    fn an_area_is_listed_when_it_was_in_force_on_any_day_of_the_period() {
        let period = Period::financial_year(2008);
        let listed = |from, until| {
            !Names::of_areas(vec![area("E1", "Fenland", from, until)], &period).keys().is_empty()
        };
        assert!(listed(date(2009, 3, 31), None));
        assert!(!listed(date(2009, 4, 1), None));
        assert!(listed(date(1974, 4, 1), Some(date(2008, 4, 2))));
        assert!(!listed(date(1974, 4, 1), Some(date(2008, 4, 1))));
    }

    #[test]
    fn an_area_that_got_another_code_is_one_row() {
        let areas = [("E1", None), ("E2", Some(date(2008, 10, 1)))]
            .map(|(code, until)| area(code, "Fenland", date(1974, 4, 1), until));
        let names = Names::of_areas(areas.into(), &Period::financial_year(2008));
        assert_eq!(names.keys().len(), 1);
        assert_eq!([names.area("E1"), names.area("E2")], ["Fenland", "Fenland"]);
        assert!(names.has_area("Fenland") && !names.has_area("Ely"));
        assert_eq!(names.area("E9"), "E9");
    }

    #[test]
    fn two_agencies_of_one_name_are_two_rows() {
        let agency = |number, code: &str, name: &str| NamedAgency {
            id: AgencyId::from_uuid(Uuid::from_u128(number)),
            code: code.into(),
            name: name.into(),
        };
        let agencies =
            vec![agency(1, "A", "Haven"), agency(2, "B", "Haven"), agency(3, "C", "Mill")];
        let keys = Names::of_agencies(agencies).keys();
        assert_eq!(keys.into_iter().collect::<Vec<_>>(), ["Haven (A)", "Haven (B)", "Mill"]);
    }
}
