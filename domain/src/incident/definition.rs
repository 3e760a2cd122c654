//! Which definition of domestic abuse an incident was recorded under.

use jiff::civil::{Date, date};

use crate::coded::coded;

coded! {
    /// A definition of domestic abuse; figures across a change of definition do not compare.
    Definition {
        /// Between adults of 18 or over who are or were partners or family.
        Ho2005 = "ho2005", "Home Office 2005";
        /// From 16 years on, and controlling or coercive behaviour with it.
        Gov2013 = "gov2013", "Government 2013";
        /// Domestic Abuse Act 2021, sections 1 to 3.
        Da2021 = "da2021", "Domestic Abuse Act 2021";
    }
}

const GOV2013_FROM: Date = date(2013, 3, 31);
const DA2021_FROM: Date = date(2021, 10, 1);

impl Definition {
    /// The one in force on the day: that of 2013 from 31 March 2013, that of the Act from
    /// 1 October 2021.
    pub fn at(reported_on: Date) -> Self {
        if reported_on < GOV2013_FROM {
            Self::Ho2005
        } else if reported_on < DA2021_FROM {
            Self::Gov2013
        } else {
            Self::Da2021
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_holds_from_its_first_day_and_not_the_day_before() {
        for (on, definition) in [
            (date(2008, 4, 1), Definition::Ho2005),
            (date(2013, 3, 30), Definition::Ho2005),
            (date(2013, 3, 31), Definition::Gov2013),
            (date(2021, 9, 30), Definition::Gov2013),
            (date(2021, 10, 1), Definition::Da2021),
        ] {
            assert_eq!(Definition::at(on), definition, "{on}");
        }
    }
}
