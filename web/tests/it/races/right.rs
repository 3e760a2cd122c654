//! The rights that can be taken away, by what, and by whom.

/// On what the reader sees the referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// Their agency works on it, under an agreement.
    Agreement,
    Gift,
    Glass,
    /// Their agency referred it.
    Referred,
    /// They coordinate its MARAC, and their agency holds it.
    Office,
    /// They are its deputy coordinator, and it has no other.
    Deputy,
    /// They are on duty, and the case is open to their duty team, under an agreement.
    Duty,
}

/// How a reader reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Person,
    PersonByToken,
    Whereabouts,
    Cases,
    Given,
    Glass,
    /// Also of those whom the own agency referred.
    SearchByToken,
}

pub(super) struct Right {
    pub name: &'static str,
    pub ground: Ground,
    pub reader: &'static str,
    pub taker: &'static str,
    /// The page with the form, as in addresses of [`super::stage::Stage`].
    pub page: &'static str,
    /// Where the form is sent; empty where that is the page itself.
    pub action: &'static str,
    pub typed: &'static [(&'static str, &'static str)],
    pub ways: &'static [Way],
}

const BY_AGREEMENT: &[Way] = &[Way::Person, Way::Cases, Way::PersonByToken];
const BY_SESSION: &[Way] = &[Way::Person, Way::Cases];

const fn of_deputy(
    name: &'static str,
    (ground, ways): (Ground, &'static [Way]),
    taker: &'static str,
    (page, action): (&'static str, &'static str),
    typed: &'static [(&'static str, &'static str)],
) -> Right {
    Right { name, ground, reader: "deputy", taker, page, action, typed, ways }
}

pub(super) const RIGHTS: &[Right] = &[
    of_deputy(
        "role",
        (Ground::Agreement, BY_AGREEMENT),
        "grantor",
        ("/users/{reader}/role", ""),
        &[("role", "manager")],
    ),
    of_deputy(
        "account",
        (Ground::Agreement, BY_AGREEMENT),
        "grantor",
        ("/users/{reader}/suspend", ""),
        &[],
    ),
    of_deputy(
        "agency",
        (Ground::Agreement, BY_AGREEMENT),
        "grantor",
        ("/agencies/{police}/suspend", ""),
        &[],
    ),
    of_deputy(
        "agreement",
        (Ground::Agreement, BY_AGREEMENT),
        "privacy officer",
        ("/agreements/{agreement}/end", ""),
        &[("why", "The police withdrew.")],
    ),
    of_deputy(
        "assignment",
        (Ground::Agreement, BY_AGREEMENT),
        "coordinator",
        ("/cases/{case}/involved/{involvement}/end", ""),
        &[("why", "It was heard.")],
    ),
    of_deputy(
        "exclusion",
        (Ground::Agreement, BY_AGREEMENT),
        "coordinator",
        ("/people/{person}/exclusions", ""),
        &[("user", "{reader}"), ("reason", "friend"), ("words", "From school.")],
    ),
    of_deputy(
        "exclusion from the other party",
        (Ground::Agreement, BY_AGREEMENT),
        "coordinator",
        ("/people/{other}/exclusions", ""),
        &[("user", "{reader}"), ("reason", "family"), ("words", "A cousin.")],
    ),
    Right {
        name: "exclusion of whose agency referred",
        ground: Ground::Referred,
        reader: "idva",
        taker: "idva lead",
        page: "/people/{person}/exclusions",
        action: "",
        typed: &[("user", "{reader}"), ("reason", "friend"), ("words", "From school.")],
        ways: &[Way::Person, Way::SearchByToken, Way::PersonByToken, Way::Whereabouts],
    },
    of_deputy("session", (Ground::Agreement, BY_SESSION), "deputy", ("/account", "/sign-out"), &[]),
    of_deputy(
        "all sessions",
        (Ground::Agreement, BY_AGREEMENT),
        "grantor",
        ("/users/{reader}/end-sessions", ""),
        &[],
    ),
    of_deputy(
        "token",
        (Ground::Agreement, &[Way::PersonByToken]),
        "deputy",
        ("/account", "/account/tokens/{token}/revoke"),
        &[],
    ),
    of_deputy(
        "gift",
        (Ground::Gift, &[Way::Person, Way::Given, Way::PersonByToken]),
        "coordinator",
        ("/people/{person}/gifts", "/people/{person}/gifts/{gift}/end"),
        &[],
    ),
    of_deputy(
        "glass, shut by whoever broke it",
        (Ground::Glass, &[Way::Person, Way::Glass, Way::PersonByToken]),
        "deputy",
        ("/people/{person}", "/glass/{glass}/end"),
        &[],
    ),
    Right {
        name: "appointment",
        ground: Ground::Office,
        reader: "coordinator",
        taker: "grantor",
        page: "/maracs/{marac}/appointed/{office}/end",
        action: "",
        typed: &[],
        ways: &[Way::Person, Way::SearchByToken, Way::PersonByToken, Way::Whereabouts],
    },
    Right {
        name: "appointment of a deputy coordinator",
        ground: Ground::Deputy,
        reader: "coordinator",
        taker: "grantor",
        page: "/maracs/{marac}/appointed/{office}/end",
        action: "",
        typed: &[],
        ways: &[Way::Person, Way::SearchByToken, Way::PersonByToken, Way::Whereabouts],
    },
    of_deputy(
        "duty",
        (Ground::Duty, BY_AGREEMENT),
        "representative",
        ("/duty/{duty}/end", ""),
        &[],
    ),
    of_deputy(
        "call of the duty team",
        (Ground::Duty, BY_AGREEMENT),
        "coordinator",
        ("/cases/{case}/duty/{call}/end", ""),
        &[],
    ),
    of_deputy(
        "glass, shut by an officer",
        (Ground::Glass, &[Way::Person, Way::Glass, Way::PersonByToken]),
        "police privacy officer",
        ("/glass/told", "/glass/{glass}/end"),
        &[],
    ),
];
