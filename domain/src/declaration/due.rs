//! When a declaration is due: soon after somebody begins, and then once a year.

use jiff::{ToSpan, civil::Date};

use crate::user::Role;

/// Days in which somebody new declares. A default of Wicken's, to configure.
pub const NEW_WITHIN_DAYS: i64 = 28;
/// So many days before it is due, somebody is reminded. A default of Wicken's, to configure.
pub const NOTICE_DAYS: i64 = 28;

/// How somebody stands to their next declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclarationDue {
    /// They declared, and it is not yet time to do so again.
    Done { next: Date },
    /// The last day on which it is in time.
    By(Date),
    /// The last day on which it would have been in time.
    Overdue(Date),
}

impl DeclarationDue {
    /// `began` is the day on which they were let in, `last` that of their last declaration.
    pub fn of(began: Date, last: Option<Date>, today: Date) -> Self {
        let (by, has_declared) = match last {
            Some(last) => (last.saturating_add(1.year()), true),
            None => (began.saturating_add(NEW_WITHIN_DAYS.days()), false),
        };
        if by < today {
            Self::Overdue(by)
        } else if has_declared && today.saturating_add(NOTICE_DAYS.days()) < by {
            Self::Done { next: by }
        } else {
            Self::By(by)
        }
    }

    /// Whether to remind them.
    pub const fn is_asked(self) -> bool {
        match self {
            Self::Done { .. } => false,
            Self::By(_) | Self::Overdue(_) => true,
        }
    }
}

/// Whose role gives sight of people, or has them decide about those who have it: they declare.
pub const fn declares(role: Role) -> bool {
    match role {
        Role::Coordinator
        | Role::Chair
        | Role::Representative
        | Role::Deputy
        | Role::Idva
        | Role::IdvaLead
        | Role::Referrer
        | Role::Analyst
        | Role::PrivacyOfficer => true,
        Role::Administrator | Role::Grantor | Role::Manager | Role::ProgrammeCoordinator => false,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const BEGAN: Date = date(2026, 1, 1);

    #[test]
    fn somebody_new_has_four_weeks() {
        let due = |today| DeclarationDue::of(BEGAN, None, today);
        assert_eq!(due(BEGAN), DeclarationDue::By(date(2026, 1, 29)));
        assert_eq!(due(date(2026, 1, 29)), DeclarationDue::By(date(2026, 1, 29)));
        assert_eq!(due(date(2026, 1, 30)), DeclarationDue::Overdue(date(2026, 1, 29)));
    }

    #[test]
    fn each_year_anew_and_reminded_four_weeks_before() {
        let next = date(2027, 3, 10);
        let due = |today| DeclarationDue::of(BEGAN, Some(date(2026, 3, 10)), today);
        assert_eq!(due(date(2026, 3, 10)), DeclarationDue::Done { next });
        assert_eq!(due(date(2027, 2, 9)), DeclarationDue::Done { next });
        assert_eq!(due(date(2027, 2, 10)), DeclarationDue::By(next));
        assert_eq!(due(next), DeclarationDue::By(next));
        assert_eq!(due(date(2027, 3, 11)), DeclarationDue::Overdue(next));
        assert!(!due(date(2027, 2, 9)).is_asked());
        assert!(due(date(2027, 2, 10)).is_asked() && due(date(2027, 3, 11)).is_asked());
    }

    #[test]
    fn a_declaration_of_the_twenty_ninth_of_february_is_due_on_the_twenty_eighth() {
        let due = DeclarationDue::of(BEGAN, Some(date(2028, 2, 29)), date(2029, 2, 28));
        assert_eq!(due, DeclarationDue::By(date(2029, 2, 28)));
    }
}
