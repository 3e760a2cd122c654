//! Who asks: in what relation an agency stands to the cases, and what is true of a user besides.

use domain::user::Role;

/// For which agency somebody works, called after how it stands to the two cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Works {
    /// Holds the incident.
    Police,
    /// Holds the referral.
    Partnership,
    /// Referred it.
    Amber,
    /// Involved, and in an agreement with both holders.
    Shares,
    /// Involved, without an agreement.
    Unagreed,
    /// In an agreement, and not involved.
    Uninvolved,
    /// Involved, in an agreement that somebody ended yesterday.
    Ended,
    /// Involved, in an agreement that ran out yesterday.
    RunOut,
    /// Involved, in an agreement that it has not signed.
    Unsigned,
    /// In an agreement, and involved until yesterday.
    Before,
    /// In an agreement, and its involvement was ended.
    Released,
    /// In an agreement, and involved from tomorrow.
    Later,
    /// Works in both cases with the alleged perpetrator, in an agreement with both holders.
    Opposite,
    /// In an agreement, and its duty team is called to both cases.
    Called,
    /// That, and it works in both with the alleged perpetrator.
    CalledOpposite,
    /// Its duty team was called, and the calls are over.
    CalledBefore,
    /// Neither; its duty team is called, without an agreement.
    Strange,
    /// As those that share, but suspended.
    Closed,
}

/// What is true of the user besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Plain,
    /// Suspended, with sessions and a token that have not ended.
    Leaver,
    ExcludedFromVictim,
    ExcludedFromPerpetrator,
    /// Was excluded once.
    ExclusionEnded,
    /// Broke the glass for the victim ten minutes ago.
    Glass,
    GlassPast,
    GlassEnded,
    GlassExcluded,
    /// Was given the victim's records by name.
    Given,
    GivenPast,
    GivenEnded,
    GivenExcluded,
    /// Somebody of the holder opened the victim's whereabouts to them.
    Seconded,
    SecondedPast,
    /// That, and the glass is broken.
    GlassSeconded,
    /// On duty for their agency since an hour ago.
    OnDuty,
    /// Until this very instant.
    DutyOver,
    OnDutyExcluded,
    OnDutySeconded,
    /// Hears a MARAC that is not the referral's.
    Elsewhere,
    /// That, and broke the glass.
    ElsewhereGlass,
    /// That, and was given the victim's records.
    ElsewhereGiven,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub works: Works,
    pub state: State,
    pub roles: &'static [Role],
}

const fn at(works: Works, state: State) -> Position {
    Position { works, state, roles: Role::ALL }
}

const fn of(works: Works, state: State, roles: &'static [Role]) -> Position {
    Position { works, state, roles }
}

/// Those who would read a case if what is over held still, or what is lacking were there: nobody
/// else ever could.
const READERS: &[Role] = &[
    Role::Coordinator,
    Role::Chair,
    Role::Representative,
    Role::Deputy,
    Role::Idva,
    Role::IdvaLead,
    Role::Referrer,
    Role::Analyst,
];
const HEARERS: &[Role] = &[Role::Coordinator, Role::Chair];
const SAFETY: &[Role] = &[Role::Coordinator, Role::Representative, Role::Deputy, Role::IdvaLead];
const LEAVERS: &[Role] = &[Role::Representative, Role::Deputy, Role::PrivacyOfficer];

/// Who is there: a user of each of these roles.
pub(super) const POSITIONS: &[Position] = &[
    at(Works::Police, State::Plain),
    at(Works::Police, State::Leaver),
    at(Works::Police, State::ExcludedFromVictim),
    at(Works::Police, State::ExcludedFromPerpetrator),
    at(Works::Police, State::ExclusionEnded),
    at(Works::Partnership, State::Plain),
    at(Works::Partnership, State::ExcludedFromVictim),
    at(Works::Amber, State::Plain),
    at(Works::Amber, State::ExcludedFromVictim),
    at(Works::Shares, State::Plain),
    of(Works::Shares, State::Leaver, LEAVERS),
    at(Works::Shares, State::ExcludedFromVictim),
    at(Works::Shares, State::Seconded),
    of(Works::Shares, State::SecondedPast, READERS),
    of(Works::Unagreed, State::Plain, READERS),
    of(Works::Unagreed, State::Seconded, READERS),
    of(Works::Uninvolved, State::Plain, READERS),
    at(Works::Uninvolved, State::Glass),
    of(Works::Ended, State::Plain, READERS),
    of(Works::RunOut, State::Plain, READERS),
    of(Works::Unsigned, State::Plain, READERS),
    of(Works::Before, State::Plain, READERS),
    of(Works::Released, State::Plain, READERS),
    of(Works::Later, State::Plain, READERS),
    at(Works::Opposite, State::Plain),
    at(Works::Opposite, State::Glass),
    at(Works::Opposite, State::Given),
    of(Works::Closed, State::Plain, READERS),
    at(Works::Strange, State::Plain),
    at(Works::Strange, State::Glass),
    of(Works::Strange, State::GlassPast, READERS),
    of(Works::Strange, State::GlassEnded, READERS),
    at(Works::Strange, State::GlassExcluded),
    at(Works::Strange, State::Given),
    at(Works::Strange, State::GivenPast),
    at(Works::Strange, State::GivenEnded),
    at(Works::Strange, State::GivenExcluded),
    of(Works::Strange, State::Seconded, READERS),
    at(Works::Strange, State::GlassSeconded),
    at(Works::Called, State::OnDuty),
    of(Works::Called, State::Plain, SAFETY),
    of(Works::Called, State::DutyOver, SAFETY),
    of(Works::Called, State::OnDutyExcluded, SAFETY),
    of(Works::Called, State::OnDutySeconded, SAFETY),
    of(Works::CalledOpposite, State::OnDuty, SAFETY),
    of(Works::CalledBefore, State::OnDuty, SAFETY),
    of(Works::Strange, State::OnDuty, SAFETY),
    of(Works::Partnership, State::Elsewhere, HEARERS),
    of(Works::Partnership, State::ElsewhereGlass, HEARERS),
    of(Works::Amber, State::Elsewhere, HEARERS),
    of(Works::Shares, State::Elsewhere, HEARERS),
    of(Works::Strange, State::ElsewhereGiven, HEARERS),
];

impl Works {
    /// Those that are planted, with their codes.
    pub const NEW: [(Works, &str); 15] = [
        (Works::Shares, "SHARES"),
        (Works::Unagreed, "UNAGREED"),
        (Works::Uninvolved, "UNINVOLVED"),
        (Works::Ended, "ENDED"),
        (Works::RunOut, "RUN-OUT"),
        (Works::Unsigned, "UNSIGNED"),
        (Works::Before, "BEFORE"),
        (Works::Released, "RELEASED"),
        (Works::Later, "LATER"),
        (Works::Opposite, "OPPOSITE"),
        (Works::Called, "CALLED"),
        (Works::CalledOpposite, "CALLED-OPPOSITE"),
        (Works::CalledBefore, "CALLED-BEFORE"),
        (Works::Strange, "STRANGE"),
        (Works::Closed, "CLOSED"),
    ];

    /// Involved today.
    pub fn is_involved(self) -> bool {
        use Works::{Closed, Ended, RunOut, Shares, Unagreed, Unsigned};
        [Closed, Ended, RunOut, Shares, Unagreed, Unsigned].contains(&self)
    }

    /// In an agreement in force with each holder. Each holder is so with the other.
    pub fn is_agreed(self) -> bool {
        use Works::{Before, Closed, Later, Partnership, Police, Released, Shares, Uninvolved};
        let all = [Before, Closed, Later, Partnership, Police, Released, Shares, Uninvolved];
        all.contains(&self) || self.is_opposite() || self.was_called() && self != Works::Strange
    }

    /// On the side of the alleged perpetrator.
    pub fn is_opposite(self) -> bool {
        [Works::Opposite, Works::CalledOpposite].contains(&self)
    }

    /// Its duty team, now or before.
    pub fn was_called(self) -> bool {
        self.is_called() || self == Works::CalledBefore
    }

    /// Its duty team, now.
    pub fn is_called(self) -> bool {
        [Works::Called, Works::CalledOpposite, Works::Strange].contains(&self)
    }
}

impl State {
    /// Excluded from somebody who stands in each case.
    pub fn is_excluded(self) -> bool {
        use State::{ExcludedFromPerpetrator, ExcludedFromVictim, GivenExcluded, GlassExcluded};
        [ExcludedFromPerpetrator, ExcludedFromVictim, GivenExcluded, GlassExcluded].contains(&self)
            || self == State::OnDutyExcluded
    }

    pub fn is_on_duty(self) -> bool {
        [State::OnDuty, State::OnDutyExcluded, State::OnDutySeconded].contains(&self)
    }

    /// Appointed to a MARAC that is not the referral's.
    pub fn is_elsewhere(self) -> bool {
        [State::Elsewhere, State::ElsewhereGlass, State::ElsewhereGiven].contains(&self)
    }

    /// Of the victim.
    pub fn broke_glass(self) -> bool {
        [State::Glass, State::GlassExcluded, State::GlassSeconded].contains(&self)
            || self == State::ElsewhereGlass
    }

    /// Of the victim.
    pub fn is_given(self) -> bool {
        [State::Given, State::GivenExcluded, State::ElsewhereGiven].contains(&self)
    }

    /// Of the victim.
    pub fn has_second(self) -> bool {
        [State::Seconded, State::GlassSeconded, State::OnDutySeconded].contains(&self)
    }
}
