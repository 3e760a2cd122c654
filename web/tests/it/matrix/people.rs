//! Who asks: in what relation an agency stands to the cases, and what is true of a user besides.

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
    /// Neither.
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
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub works: Works,
    pub state: State,
}

const fn at(works: Works, state: State) -> Position {
    Position { works, state }
}

/// A user of each role is in each of these.
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
    at(Works::Shares, State::Leaver),
    at(Works::Shares, State::ExcludedFromVictim),
    at(Works::Shares, State::Seconded),
    at(Works::Shares, State::SecondedPast),
    at(Works::Unagreed, State::Plain),
    at(Works::Unagreed, State::Seconded),
    at(Works::Uninvolved, State::Plain),
    at(Works::Uninvolved, State::Glass),
    at(Works::Ended, State::Plain),
    at(Works::RunOut, State::Plain),
    at(Works::Unsigned, State::Plain),
    at(Works::Before, State::Plain),
    at(Works::Released, State::Plain),
    at(Works::Later, State::Plain),
    at(Works::Opposite, State::Plain),
    at(Works::Opposite, State::Glass),
    at(Works::Opposite, State::Given),
    at(Works::Closed, State::Plain),
    at(Works::Strange, State::Plain),
    at(Works::Strange, State::Glass),
    at(Works::Strange, State::GlassPast),
    at(Works::Strange, State::GlassEnded),
    at(Works::Strange, State::GlassExcluded),
    at(Works::Strange, State::Given),
    at(Works::Strange, State::GivenPast),
    at(Works::Strange, State::GivenEnded),
    at(Works::Strange, State::GivenExcluded),
    at(Works::Strange, State::Seconded),
    at(Works::Strange, State::GlassSeconded),
];

impl Works {
    /// Those that are planted, with their codes.
    pub const NEW: [(Works, &str); 12] = [
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
        all.contains(&self) || self == Works::Opposite
    }
}

impl State {
    /// Excluded from somebody who stands in each case.
    pub fn is_excluded(self) -> bool {
        use State::{ExcludedFromPerpetrator, ExcludedFromVictim, GivenExcluded, GlassExcluded};
        [ExcludedFromPerpetrator, ExcludedFromVictim, GivenExcluded, GlassExcluded].contains(&self)
    }

    /// Of the victim.
    pub fn broke_glass(self) -> bool {
        [State::Glass, State::GlassExcluded, State::GlassSeconded].contains(&self)
    }

    /// Of the victim.
    pub fn is_given(self) -> bool {
        [State::Given, State::GivenExcluded].contains(&self)
    }

    /// Of the victim.
    pub fn has_second(self) -> bool {
        [State::Seconded, State::GlassSeconded].contains(&self)
    }
}
