//! Who walks through the county: a stranger, and somebody in each role.

use crate::kit::{Browser, County};
use app::token::issue_token;
use uuid::Uuid;

/// As in `route_walk.txt`.
pub(super) struct Asker {
    pub head: &'static str,
    /// Nobody for a stranger.
    pub name: &'static str,
}

const fn asker(head: &'static str, name: &'static str) -> Asker {
    Asker { head, name }
}

pub(super) const ASKERS: &[Asker] = &[
    asker("nobody", ""),
    asker("admin", "administrator"),
    asker("grant", "grantor"),
    asker("stale", "grantor"),
    asker("coord", "coordinator"),
    asker("manag", "manager"),
    asker("dpo", "privacy officer"),
    asker("progr", "programme coordinator"),
    asker("chair", "chair"),
    asker("repr", "representative"),
    asker("deput", "deputy"),
    asker("analy", "analyst"),
    asker("refer", "referrer"),
    asker("p.dpo", "police privacy officer"),
    asker("lead", "idva lead"),
    asker("idva", "idva"),
];

/// Just more than five minutes.
const STALE_AFTER: i64 = 5 * 60 + 1;

/// Somebody at the site.
pub(super) struct Visit {
    pub head: &'static str,
    /// Whose entries are looked for; nobody's for a stranger.
    pub user: Option<Uuid>,
    pub browser: Browser,
    /// For the API.
    pub token: Option<String>,
}

impl Asker {
    pub fn visit(&self, county: &County) -> Visit {
        if self.name.is_empty() {
            let browser = county.stranger();
            return Visit { head: self.head, user: None, browser, token: None };
        }
        let visitor = county.world.sign_in(self.name);
        let issued = county.app().change(&visitor, |ctx| issue_token(ctx, "A system", 30));
        let browser = county.signed_in(self.name);
        if self.head == "stale" {
            county.later(STALE_AFTER);
        }
        let token = Some(issued.unwrap().secret);
        Visit { head: self.head, user: Some(county.id(self.name).uuid()), browser, token }
    }
}
