//! Whose hand wrote a record: how much each sender knows, and how carefully they write it.

/// Shares from 0 to 1, but for `slips`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hand {
    /// How many more slips than the police make.
    pub(crate) slips: f64,
    pub(crate) capitals: bool,
    pub(crate) no_birth: f64,
    /// An age, or the first of January of a year that is guessed.
    pub(crate) guessed_birth: f64,
    pub(crate) no_given: f64,
    pub(crate) no_family: f64,
    pub(crate) no_address: f64,
    pub(crate) phone: f64,
    pub(crate) email: f64,
    pub(crate) nhs: f64,
    pub(crate) own_ref: f64,
    pub(crate) equality: f64,
    /// Nobody knows who it was.
    pub(crate) unnamed: f64,
}

const POLICE_VICTIM: Hand = Hand {
    slips: 1.0,
    capitals: false,
    no_birth: 0.02,
    guessed_birth: 0.006,
    no_given: 0.002,
    no_family: 0.002,
    no_address: 0.03,
    phone: 0.45,
    email: 0.14,
    nhs: 0.0,
    own_ref: 0.62,
    equality: 0.8,
    unnamed: 0.006,
};

const POLICE_SUSPECT: Hand = Hand {
    no_birth: 0.04,
    guessed_birth: 0.012,
    no_given: 0.004,
    no_family: 0.004,
    no_address: 0.08,
    phone: 0.25,
    email: 0.04,
    own_ref: 0.7,
    equality: 0.65,
    unnamed: 0.02,
    ..POLICE_VICTIM
};

pub(crate) fn police(of_victim: bool, early: bool) -> Hand {
    let hand = if of_victim { POLICE_VICTIM } else { POLICE_SUSPECT };
    // The old system shouted, and had no field for addresses of the net.
    if early { Hand { capitals: true, email: 0.0, slips: 1.15, ..hand } } else { hand }
}

/// The register, as the agency that refers writes to it.
pub(crate) fn register(of_victim: bool, kind: &str) -> Hand {
    let police = kind == "police";
    let health = matches!(kind, "primary_care" | "secondary_care" | "mental_health");
    let victim = Hand {
        slips: if police { 1.1 } else { 1.4 },
        capitals: kind == "probation",
        no_birth: if police || health { 0.03 } else { 0.09 },
        guessed_birth: 0.02,
        no_given: 0.004,
        no_family: 0.006,
        no_address: 0.07,
        phone: 0.62,
        email: 0.22,
        nhs: if health { 0.85 } else { 0.12 },
        own_ref: 0.55,
        equality: 0.85,
        unnamed: 0.0,
    };
    if of_victim {
        return victim;
    }
    // Told by somebody else.
    Hand {
        no_birth: if police { 0.06 } else { 0.2 },
        guessed_birth: if police { 0.02 } else { 0.08 },
        no_given: 0.02,
        no_family: if police { 0.01 } else { 0.05 },
        no_address: if police { 0.15 } else { 0.38 },
        phone: 0.18,
        email: 0.03,
        nhs: if health { 0.1 } else { 0.01 },
        own_ref: 0.4,
        equality: 0.45,
        unnamed: if police { 0.01 } else { 0.04 },
        ..victim
    }
}
