//! What a reader chose, as it stands in the address: period, day of the records, breakdown.

use crate::{
    components::{Button, Input, Select},
    form::Errors,
    words,
};
use app::performance::ReportRequest;
use domain::performance::{By, Indicator, Period};
use jiff::{ToSpan, civil::Date};
use std::collections::HashMap;

/// The choice, whole and readable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub period: Period,
    pub by: Option<By>,
    pub baseline: Option<Period>,
    /// At the end of which day the records are read; without one, as they are.
    pub as_at: Option<Date>,
}

pub(crate) type Query = HashMap<String, String>;

/// What stands in an empty form: the last twelve whole months.
pub(crate) fn last_twelve_months(today: Date) -> Period {
    let to = today.first_of_month().yesterday().unwrap_or(today);
    year_until(to)
}

/// The twelve months that end with a day.
pub(crate) fn year_until(to: Date) -> Period {
    let next = to.tomorrow().unwrap_or(to);
    let from = next.checked_sub(1.year()).unwrap_or(to);
    Period::new(from, to).expect("a year begins before it ends")
}

/// A day so many months before; the last day of a month stays one.
pub(crate) fn months_before(day: Date, months: i32) -> Date {
    let next = day.tomorrow().unwrap_or(day);
    next.checked_sub(months.months()).and_then(Date::yesterday).unwrap_or(day)
}

impl Asked {
    /// Reads the address; what cannot be read is told, and the default stands in its place.
    pub(crate) fn read(
        query: &Query,
        indicator: Option<Indicator>,
        today: Date,
    ) -> (Asked, Errors) {
        let mut errors = Errors::new();
        let fallback = last_twelve_months(today);
        let days = (day_in(query, "from", &mut errors), day_in(query, "to", &mut errors));
        let period = match days {
            (None, None) => fallback,
            (from, to) => {
                let (from, to) = (from.unwrap_or(fallback.from()), to.unwrap_or(fallback.to()));
                Period::new(from, to).unwrap_or_else(|error| {
                    errors.push(("to", words::capital(&error.to_string())));
                    fallback
                })
            }
        };
        let asked = Asked {
            period,
            by: by_in(query, indicator, &mut errors),
            baseline: baseline_in(query, indicator, period, &mut errors),
            as_at: day_in(query, "as-at", &mut errors),
        };
        (asked, errors)
    }

    pub(crate) fn request(&self, indicator: Indicator) -> ReportRequest {
        let Asked { period, by, baseline, as_at } = *self;
        let baseline = baseline.filter(|_| indicator.takes_baseline());
        ReportRequest { indicator, period, by, baseline, as_at }
    }

    /// The same choice as the query of an address.
    pub(crate) fn query(&self) -> String {
        let mut query = format!("from={}&to={}", self.period.from(), self.period.to());
        if let Some(by) = self.by {
            query.push_str(&format!("&by={}", by.code()));
        }
        match self.baseline {
            Some(baseline) => {
                let (from, to) = (baseline.from(), baseline.to());
                query.push_str(&format!("&baseline-from={from}&baseline-to={to}"));
            }
            None => query.push_str("&baseline-from=&baseline-to="),
        }
        if let Some(day) = self.as_at {
            query.push_str(&format!("&as-at={day}"));
        }
        query
    }

    /// `1 April 2008 to 31 March 2009`
    pub(crate) fn period_words(&self) -> String {
        period_words(self.period)
    }
}

/// `1 April 2008 to 31 March 2009`
pub(crate) fn period_words(period: Period) -> String {
    format!("{} to {}", words::day(period.from()), words::day(period.to()))
}

fn day_in(query: &Query, name: &'static str, errors: &mut Errors) -> Option<Date> {
    let text = query.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())?;
    let day = parse_day(text);
    if day.is_none() {
        errors.push((name, "Enter a real date, such as 1/4/2008.".to_owned()));
    }
    day
}

/// `2008-04-01` or `1/4/2008`.
fn parse_day(text: &str) -> Option<Date> {
    let mut parts = text.split('/');
    let numbers = (parts.next(), parts.next(), parts.next(), parts.next());
    let day = match numbers {
        (Some(iso), None, _, _) => iso.parse().ok(),
        (Some(day), Some(month), Some(year), None) => {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
        }
        _ => None,
    };
    // Years outside these are slips of the finger, and arithmetic on them meets the end of time.
    day.filter(|day| (1900..=2200).contains(&day.year()))
}

fn by_in(query: &Query, indicator: Option<Indicator>, errors: &mut Errors) -> Option<By> {
    let allowed = indicator.map(breakdowns).unwrap_or_default();
    match query.get("by").map(String::as_str) {
        Some("") => None,
        None => allowed.first().copied(),
        Some(code) => {
            let by = By::from_code(code).filter(|by| allowed.contains(by));
            if by.is_none() {
                let words = "Choose one of the breakdowns of this indicator.";
                errors.push(("by", words.to_owned()));
            }
            by
        }
    }
}

/// By what an indicator can be broken down.
fn breakdowns(indicator: Indicator) -> Vec<By> {
    match indicator {
        Indicator::RecordedIncidents | Indicator::RepeatIncidents => {
            vec![By::Area, By::Agency, By::Quarter, By::Month]
        }
        Indicator::Ni32 => By::ALL.to_vec(),
        Indicator::MaracDataset => Vec::new(),
    }
}

/// The year before, unless another baseline was asked for, or none.
fn baseline_in(
    query: &Query,
    indicator: Option<Indicator>,
    period: Period,
    errors: &mut Errors,
) -> Option<Period> {
    indicator.filter(|indicator| indicator.takes_baseline())?;
    let names = ["baseline-from", "baseline-to"];
    if names.iter().all(|name| !query.contains_key(*name)) {
        return year_before(period);
    }
    let [from, to] = names.map(|name| day_in(query, name, errors));
    match (from, to) {
        (Some(from), Some(to)) => Period::new(from, to)
            .map_err(|error| errors.push(("baseline-to", words::capital(&error.to_string()))))
            .ok(),
        (None, None) => None,
        (Some(_), None) => missing("baseline-to", errors),
        (None, Some(_)) => missing("baseline-from", errors),
    }
}

/// The same days a year earlier; a period of more than a year would overlap with them.
pub(crate) fn year_before(period: Period) -> Option<Period> {
    Some(period.year_earlier()).filter(|earlier| earlier.to() < period.from())
}

fn missing(name: &'static str, errors: &mut Errors) -> Option<Period> {
    if errors.iter().all(|(field, _)| *field != name) {
        let words = "A baseline needs both its days, or none.";
        errors.push((name, words.to_owned()));
    }
    None
}

/// The form by which a reader chooses; it is sent by GET, so an address can be kept and shared.
pub(crate) struct Choice {
    pub fields: Vec<Input>,
    pub by: Option<Select>,
    pub button: Button,
}

impl Choice {
    pub(crate) fn of(
        query: &Query,
        asked: &Asked,
        indicator: Option<Indicator>,
        errors: &Errors,
    ) -> Choice {
        let field = |name: &'static str, label: &str, day: Option<Date>| {
            let shown = day.map(|day| day.strftime("%-d/%-m/%Y").to_string());
            let is_wrong = errors.iter().any(|(field, _)| *field == name);
            let typed = query.get(name).filter(|_| is_wrong).cloned();
            let value = typed.or(shown).unwrap_or_default();
            Input::new(name, label).value(&value).width(10).error_from(errors)
        };
        let Asked { period, baseline, as_at, .. } = asked;
        let mut fields = vec![
            field("from", "First day", Some(period.from())),
            field("to", "Last day", Some(period.to())),
        ];
        if indicator.is_some_and(Indicator::takes_baseline) {
            fields.push(field(
                "baseline-from",
                "Compared with, first day",
                baseline.map(|p| p.from()),
            ));
            fields.push(field("baseline-to", "Compared with, last day", baseline.map(|p| p.to())));
        }
        fields.push(field("as-at", "As the records stood on", *as_at));
        let by = indicator.map(breakdowns).filter(|by| !by.is_empty()).map(|allowed| {
            let items = allowed.iter().map(|by| (by.code(), words::capital_word(by.words())));
            Select::new("by", "By")
                .item("", "The whole county")
                .items(items)
                .value(asked.by.map_or("", By::code))
                .error_from(errors)
        });
        Choice { fields, by, button: Button::new("Show").secondary() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2009, 5, 20);

    fn read(query: &str, indicator: Indicator) -> (Asked, Errors) {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let query = pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        Asked::read(&query, Some(indicator), TODAY)
    }

    #[test]
    fn without_a_choice_it_is_the_last_twelve_whole_months_by_area() {
        let (asked, errors) = read("", Indicator::Ni32);
        assert_eq!(errors, []);
        assert_eq!(asked.period, Period::new(date(2008, 5, 1), date(2009, 4, 30)).unwrap());
        assert_eq!(asked.by, Some(By::Area));
        assert_eq!(asked.baseline, Some(asked.period.year_earlier()));
        assert_eq!(asked.as_at, None);
    }

    #[test]
    fn a_day_is_read_as_people_and_as_files_write_it() {
        for text in ["2008-04-01", "1/4/2008", "01/04/2008"] {
            assert_eq!(parse_day(text), Some(date(2008, 4, 1)), "{text}");
        }
        for text in ["31/4/2008", "4/2008", "2008-04-01/2", "9999-01-01", "1/4/08", "x"] {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_beside_its_field() {
        let (asked, errors) = read("from=31/4/2008&to=2009-03-31&by=moon", Indicator::Ni32);
        let fields: Vec<&str> = errors.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["from", "by"]);
        assert_eq!(asked.period.to(), date(2009, 3, 31));
        let (_, errors) = read("from=2009-01-01&to=2008-01-01", Indicator::Ni32);
        assert_eq!(errors[0].0, "to");
    }

    #[test]
    fn an_incident_has_no_marac_and_the_dataset_no_breakdown() {
        assert_eq!(read("by=marac", Indicator::RecordedIncidents).1.len(), 1);
        assert_eq!(read("by=marac", Indicator::Ni32).1, []);
        assert_eq!(read("by=area", Indicator::MaracDataset).1.len(), 1);
        assert_eq!(read("", Indicator::MaracDataset).0.by, None);
    }

    #[test]
    fn a_baseline_can_be_left_out_but_not_half_given() {
        assert_eq!(read("baseline-from=&baseline-to=", Indicator::Ni32).0.baseline, None);
        let (asked, errors) = read("baseline-from=1/4/2007&baseline-to=", Indicator::Ni32);
        assert_eq!((asked.baseline, errors[0].0), (None, "baseline-to"));
        assert_eq!(read("", Indicator::RepeatIncidents).0.baseline, None);
        let two_years = read("from=1/4/2007&to=31/3/2009", Indicator::Ni32).0;
        assert_eq!(two_years.baseline, None, "it would overlap with the period");
    }

    #[test]
    fn a_choice_survives_its_trip_through_an_address() {
        for indicator in Indicator::ALL.iter().copied() {
            let query = "from=2008-04-01&to=2009-03-31&as-at=2010-01-01";
            let (asked, errors) = read(query, indicator);
            assert_eq!(errors, []);
            assert_eq!(read(&asked.query(), indicator), (asked, Errors::new()));
        }
    }

    #[test]
    fn twelve_months_end_with_their_day() {
        for (to, from) in [
            (date(2009, 3, 31), date(2008, 4, 1)),
            (date(2008, 2, 29), date(2007, 3, 1)),
            (date(2009, 2, 28), date(2008, 3, 1)),
        ] {
            assert_eq!(year_until(to).from(), from);
        }
        assert_eq!(months_before(date(2009, 3, 31), 3), date(2008, 12, 31));
        assert_eq!(months_before(date(2008, 2, 29), 12), date(2007, 2, 28));
    }
}
