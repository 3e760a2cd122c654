//! The indicators as data with dates: what each asks, counts, means, and must not be taken for.

use jiff::civil::{Date, date};

use crate::coded::coded;

coded! {
    /// A figure by which the partnership is judged.
    Indicator {
        RecordedIncidents = "recorded-incidents", "recorded incidents";
        RepeatIncidents = "repeat-incidents", "repeat incidents";
        Ni32 = "ni32", "repeat cases at the MARAC (NI 32)";
        MaracDataset = "marac-dataset", "MARAC dataset";
    }
}

impl Indicator {
    /// Whether a record is compared with earlier ones, so that what came before the period
    /// must be known as well.
    pub const fn looks_back(self) -> bool {
        matches!(self, Self::RepeatIncidents | Self::Ni32)
    }

    /// Whether a baseline period changes the figures.
    pub const fn takes_baseline(self) -> bool {
        matches!(self, Self::RecordedIncidents | Self::Ni32)
    }

    /// What the denominator counts, one and many.
    pub const fn counted(self) -> (&'static str, &'static str) {
        match self {
            Self::RecordedIncidents | Self::RepeatIncidents => ("incident", "incidents"),
            Self::Ni32 | Self::MaracDataset => ("case", "cases"),
        }
    }
}

coded! {
    /// Which way a figure has to move for the better.
    Direction {
        Higher = "higher", "a higher figure is aimed at";
        Lower = "lower", "a lower figure is aimed at";
        /// By itself it says nothing; a target can still aim one way.
        Neither = "neither", "neither way is better by itself";
    }
}

/// Which way is better, and when that is wrong. No figure is coloured by its sign alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Polarity {
    pub direction: Direction,
    pub context: &'static str,
}

/// One version of what an indicator means. Whoever changes the meaning adds a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndicatorDefinition {
    pub indicator: Indicator,
    /// The indicator's code, a slash, and the version; it stands in every report.
    pub code: &'static str,
    pub name: &'static str,
    pub question: &'static str,
    pub numerator: &'static str,
    pub denominator: &'static str,
    pub value: &'static str,
    pub source: &'static str,
    pub polarity: Polarity,
    pub caveats: &'static [&'static str],
    /// The first day on which it was in force; nothing where that is not established.
    pub valid_from: Option<Date>,
    /// The first day on which it was no longer in force. It can be computed for any day.
    pub valid_until: Option<Date>,
    /// How long before the period the records must reach.
    pub lookback_months: Option<u8>,
}

/// The version in use.
pub const fn definition(indicator: Indicator) -> &'static IndicatorDefinition {
    match indicator {
        Indicator::RecordedIncidents => &RECORDED_INCIDENTS,
        Indicator::RepeatIncidents => &REPEAT_INCIDENTS,
        Indicator::Ni32 => &NI_32,
        Indicator::MaracDataset => &MARAC_DATASET,
    }
}

/// Every version of every indicator, in the order people see them.
pub const fn catalogue() -> &'static [&'static IndicatorDefinition] {
    &[&RECORDED_INCIDENTS, &REPEAT_INCIDENTS, &NI_32, &MARAC_DATASET]
}

const RECORDED_INCIDENTS: IndicatorDefinition = IndicatorDefinition {
    indicator: Indicator::RecordedIncidents,
    code: "recorded-incidents/1",
    name: "Recorded incidents",
    question: "How many incidents of domestic abuse were reported, and how has that changed?",
    numerator: "live incidents reported in the period",
    denominator: "live incidents reported in the baseline period, if there is one",
    value: "per cent by which the numerator has changed on the denominator",
    source: "Cambridgeshire Domestic Violence Strategy 2008 to 2011, table 1",
    polarity: Polarity {
        direction: Direction::Neither,
        context: "A rise was the aim of the strategy, because domestic abuse is under-reported. \
                  Without a target a rise or a fall says nothing by itself: it can be abuse, \
                  trust or recording that has changed.",
    },
    caveats: &[
        "An incident counts in the period in which it was reported; it may have happened years \
         earlier.",
        "Incidents that were cancelled or found to be not domestic count nowhere.",
        "The definition of domestic abuse changed on 31 March 2013 and on 1 October 2021; figures \
         from before and after such a day are not of the same thing.",
    ],
    valid_from: Some(date(2003, 4, 1)),
    valid_until: None,
    lookback_months: None,
};

const REPEAT_INCIDENTS: IndicatorDefinition = IndicatorDefinition {
    indicator: Indicator::RepeatIncidents,
    code: "repeat-incidents/1",
    name: "Repeat incidents",
    question: "In how many incidents was the victim known to have been a victim before?",
    numerator: "incidents of the denominator in which a named victim was also a victim in another \
                live incident that was reported on an earlier day and no more than twelve months \
                before, in any area",
    denominator: "live incidents reported in the period with at least one named victim",
    value: "per cent",
    source: "the strategy's second target, for which it had no data; no national counting rule \
             was found, and this one is Wicken's",
    polarity: Polarity {
        direction: Direction::Lower,
        context: "Lower is not by itself better: it can mean that fewer repeats were identified, \
                  because people report less or because their records were not linked.",
    },
    caveats: &[
        "A fall means that fewer repeats were identified.",
        "It counts victims whatever their perpetrator, by the day of the report: two reports of \
         one day are no repeat of each other.",
        "Incidents without a named victim are left out, above and below the line.",
    ],
    valid_from: Some(date(2008, 4, 1)),
    valid_until: None,
    lookback_months: Some(12),
};

const NI_32: IndicatorDefinition = IndicatorDefinition {
    indicator: Indicator::Ni32,
    code: "ni32/1",
    name: "NI 32: repeat incidents of domestic violence",
    question: "How many of the cases that a MARAC heard had come back within twelve months?",
    numerator: "cases of the denominator that are repeats: a further incident of the same victim \
                and perpetrator, no later than twelve months after the last earlier referral",
    denominator: "cases heard in the period: the accepted referrals of one victim that one MARAC \
                  heard on one day are one case, in the area of the earliest of them",
    value: "per cent; with a baseline also the per cent by which the rate and the number of \
            repeats were reduced",
    source: "national indicator 32; Cambridgeshire Domestic Violence Strategy 2008 to 2011, \
             Performance Targets and Monitoring; SafeLives, definition of repeat. The literal text \
             of the national handbook was not found",
    polarity: Polarity {
        direction: Direction::Lower,
        context: "Lower is not by itself better: under about 28 % may mean that repeats are not \
                  identified. Established MARACs are said to find 28 to 40 %, which is guidance \
                  and not confirmed.",
    },
    caveats: &[
        "A fall means that fewer repeats were identified.",
        "It was reported in three ways that do not compare: as a rate, as a number of repeats, \
         and as a reduction on a baseline.",
        "Two agencies that refer one event are no repeat. Referrals returned, screened out or \
         withdrawn start no clock.",
        "A case that is no repeat within twelve months can still have gone on.",
    ],
    valid_from: Some(date(2008, 4, 1)),
    valid_until: Some(date(2010, 10, 13)),
    lookback_months: Some(12),
};

const MARAC_DATASET: IndicatorDefinition = IndicatorDefinition {
    indicator: Indicator::MaracDataset,
    code: "marac-dataset/1",
    name: "MARAC dataset",
    question: "Which cases did the MARACs hear, whose were they, and who referred them?",
    numerator: "per measure, see below",
    denominator: "per measure, see below",
    value: "per measure, see below",
    source: "SafeLives, MARAC data; SafeLives, reviewing your MARAC data",
    polarity: Polarity {
        direction: Direction::Neither,
        context: "Fewer cases than 40 to 10,000 adult females is no good news: it may mean that \
                  people at high risk are not identified. Shares of groups are compared with the \
                  people who live in the area.",
    },
    caveats: &[
        "Shares are of all cases, those of which it is not known included; how many these are \
         stands beside them.",
        "Cases to 10,000 are of the adult females of the areas whose MARACs submitted, although \
         some victims are male. Numbers of cases from other sets of MARACs do not compare.",
        "Recommended values are for a year.",
    ],
    valid_from: None,
    valid_until: None,
    lookback_months: None,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_indicator_has_a_definition_and_its_code_names_the_version() {
        for indicator in Indicator::ALL.iter().copied() {
            let defined = definition(indicator);
            assert_eq!(defined.indicator, indicator);
            let (name, version) = defined.code.split_once('/').unwrap();
            assert_eq!(name, indicator.code());
            assert!(version.parse::<u8>().unwrap() >= 1);
            assert!(catalogue().contains(&defined), "{name} is not in the catalogue");
        }
    }

    #[test]
    fn ni_32_was_in_force_from_april_2008_until_october_2010() {
        let ni_32 = definition(Indicator::Ni32);
        assert_eq!(ni_32.valid_from, Some(date(2008, 4, 1)));
        assert_eq!(ni_32.valid_until, Some(date(2010, 10, 13)));
    }

    #[test]
    fn whatever_looks_back_says_how_far() {
        for defined in catalogue() {
            let looks_back = defined.indicator.looks_back();
            assert_eq!(defined.lookback_months, looks_back.then_some(12), "{}", defined.code);
        }
    }

    #[test]
    fn a_low_repeat_rate_is_never_called_safety() {
        for defined in catalogue() {
            let IndicatorDefinition { polarity, caveats, .. } = defined;
            let said = [polarity.context, defined.question, defined.value];
            let said = [&said[..], caveats].concat().join(" ").to_lowercase();
            assert!(!said.contains("safer"), "{}", defined.code);
            let needed = defined.indicator.looks_back();
            assert_eq!(said.contains("fewer repeats were identified"), needed, "{}", defined.code);
        }
        assert!(definition(Indicator::Ni32).polarity.context.contains("under about 28 %"));
    }

    #[test]
    fn more_recorded_incidents_are_neither_good_nor_bad_by_themselves() {
        let polarity = definition(Indicator::RecordedIncidents).polarity;
        assert_eq!(polarity.direction, Direction::Neither);
    }
}
