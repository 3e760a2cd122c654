//! What stands around every page: header, navigation by role, who is signed in, notices.

use crate::{
    asking::Asking,
    assets::asset_url,
    components::{
        Footer, GenericHeader, Markup, NotificationBanner, PhaseBanner, ServiceNavigation,
        SessionWarning, SkipLink,
    },
    declaration,
    form::new_token,
    site::Site,
    words,
};
use app::{App, Ctx, session::Signed};
use askama::Template;
use domain::{
    declaration::DeclarationDue,
    ids::LinkId,
    policy::{Permission, Subject},
};
use uuid::Uuid;

/// The frame of one page.
pub(crate) struct Frame {
    pub title: String,
    pub header: GenericHeader,
    pub navigation: ServiceNavigation,
    pub banner: PhaseBanner,
    pub notice: Option<NotificationBanner>,
    pub footer: Footer,
    pub signed: Option<SignedFrame>,
    pub skip: SkipLink,
    pub css: String,
    pub js: String,
    pub icon: String,
    app: App,
    cookie: String,
}

/// What the frame tells about a session.
pub(crate) struct SignedFrame {
    pub ends_in_seconds: i64,
    pub ends_words: String,
    pub warning: SessionWarning,
    /// Whether a password and a code were given in the last minutes.
    pub is_fresh: bool,
}

#[derive(Template)]
#[template(path = "signed_in.html")]
struct SignedIn<'s> {
    name: &'s str,
    agency: &'s str,
    role: &'s str,
    token: String,
}

/// What one must be permitted, of what, to be shown a part of the site.
type Needs = fn(&Signed) -> (Permission, Subject);

/// A part of the site, and what one must be permitted to be shown it.
pub(crate) struct Part {
    pub words: &'static str,
    pub path: &'static str,
    pub duty: &'static str,
    needs: Option<Needs>,
}

const PARTS: &[Part] = &[
    Part { words: "Home", path: "/", duty: "", needs: None },
    Part {
        words: "Performance",
        path: "/performance",
        duty: "See whether it works: targets, repeats, and what each figure means.",
        needs: Some(|_| (Permission::ReadIndicators, Subject::System)),
    },
    Part {
        words: "People",
        path: "/people",
        duty: "Find somebody whom your agency knows, before a second record is made.",
        needs: Some(|signed| {
            let own = Subject::Agency { id: signed.actor.agency, active: true };
            (Permission::SearchPeople, own)
        }),
    },
    Part {
        words: "Links to review",
        path: "/review",
        duty: "Decide whether two records are one person, where Wicken does not know.",
        needs: Some(|signed| (Permission::ReviewLink, own_pair(signed))),
    },
    Part {
        words: "Cases we work on",
        path: "/cases",
        duty: "See the cases of other agencies on which yours works.",
        needs: Some(|signed| {
            let own = Subject::Agency { id: signed.actor.agency, active: true };
            (Permission::ListCases, own)
        }),
    },
    Part {
        words: "Duty team",
        path: "/duty",
        duty: "See who is on duty at your agency, and who called the team to a case.",
        needs: Some(|signed| {
            let own = Subject::Agency { id: signed.actor.agency, active: true };
            (Permission::SeeDuty, own)
        }),
    },
    Part {
        words: "Waiting for a second person",
        path: "/second-openings",
        duty: "Open where somebody is together with somebody of another agency.",
        needs: Some(|signed| {
            let own = Subject::Agency { id: signed.actor.agency, active: true };
            (Permission::BreakGlass, own)
        }),
    },
    Part {
        words: "Imports",
        path: "/imports",
        duty: "Send a file, and see what came of those that were sent.",
        needs: Some(|signed| {
            let own = Subject::Agency { id: signed.actor.agency, active: true };
            (Permission::SeeImports, own)
        }),
    },
    Part {
        words: "Agencies and people",
        path: "/agencies",
        duty: "See who works together in the partnership, and who uses Wicken where.",
        needs: Some(|signed| {
            let own = Subject::Agency { id: signed.actor.agency, active: true };
            (Permission::SeeDirectory, own)
        }),
    },
    Part {
        words: "MARACs",
        path: "/maracs",
        duty: "See who hears the cases of which MARAC, and which of them has nobody.",
        needs: Some(|_| (Permission::SeeMaracs, Subject::System)),
    },
    Part {
        words: "Agreements",
        path: "/agreements",
        duty: "See which agencies may share what, why, and until when.",
        needs: Some(|_| (Permission::ReadAgreements, Subject::System)),
    },
    Part {
        words: "Alerts",
        path: "/alerts",
        duty: "Look at what somebody should look at, and say what came of it.",
        needs: Some(|signed| {
            (Permission::SeeAlerts, Subject::Ledger { agency: Some(signed.actor.agency) })
        }),
    },
    Part {
        words: "Declarations",
        path: "/declarations",
        duty: "See who has declared whom they know, and who is late.",
        needs: Some(|signed| {
            let own = Subject::Agency { id: signed.actor.agency, active: true };
            (Permission::SeeDeclarations, own)
        }),
    },
    Part {
        words: "Who looked",
        path: "/who-looked",
        duty: "Read who looked at what, when, and on what ground.",
        needs: Some(|signed| {
            (Permission::ReadLedger, Subject::Ledger { agency: Some(signed.actor.agency) })
        }),
    },
    Part {
        words: "Oversight",
        path: "/privacy",
        duty: "See what agencies agreed, read and refused, and what waits to be looked at.",
        needs: Some(|signed| {
            (Permission::SeeOversight, Subject::Ledger { agency: Some(signed.actor.agency) })
        }),
    },
    Part {
        words: "About this system",
        path: "/about",
        duty: "See how Wicken is doing: version, database, encryption, checks.",
        needs: Some(|_| (Permission::SeeSystem, Subject::System)),
    },
    Part {
        words: "My account",
        path: "/account",
        duty: "Your password, your code app, and where you are signed in.",
        needs: None,
    },
];

/// A pair of the own agency's records, to ask whether there is anything to review at all.
fn own_pair(signed: &Signed) -> Subject {
    let agency = signed.actor.agency;
    Subject::Pair {
        id: LinkId::from_uuid(Uuid::nil()),
        left: agency,
        right: agency,
        decided_by: None,
        excludes_asker: false,
        is_other_marac: false,
    }
}

/// The parts of the site that whoever is signed in may use.
pub(crate) fn parts(ctx: &Ctx<'_>, signed: &Signed) -> Vec<&'static Part> {
    let may = |part: &&'static Part| {
        part.needs.is_none_or(|needs| {
            let (permission, subject) = needs(signed);
            ctx.would_permit(permission, subject)
        })
    };
    PARTS.iter().filter(may).collect()
}

impl Frame {
    /// The frame for whoever is signed in.
    pub(crate) fn of(ctx: &Ctx<'_>, asking: &Asking, title: &str) -> Result<Frame, app::Error> {
        let signed = ctx.signed()?;
        let mut frame = Frame::bare(ctx.app(), asking, title);
        let mut navigation = ServiceNavigation::new("Wicken", "/");
        for part in parts(ctx, signed) {
            navigation = match is_in(&asking.path, part.path) {
                true => navigation.active_item(part.words, part.path),
                false => navigation.item(part.words, part.path),
            };
        }
        let who = SignedIn {
            name: signed.name.as_str(),
            agency: &signed.agency_name,
            role: signed.role().words(),
            token: new_token(ctx.app(), &asking.cookie),
        };
        frame.navigation = navigation.at_the_end(Markup::of(&who));
        frame.signed = Some(SignedFrame {
            ends_in_seconds: signed.ends_at.duration_since(ctx.now()).as_secs(),
            ends_words: words::instant(signed.ends_at),
            warning: SessionWarning,
            is_fresh: signed.fresh_until.is_some_and(|until| ctx.now() <= until),
        });
        Ok(frame)
    }

    /// The frame for a stranger.
    pub(crate) fn outside(site: &Site, asking: &Asking, title: &str) -> Frame {
        Frame::bare(site.app(), asking, title)
    }

    fn bare(app: &App, asking: &Asking, title: &str) -> Frame {
        Frame {
            title: title.to_owned(),
            header: GenericHeader::new("Domestic Abuse Partnership"),
            navigation: ServiceNavigation::new("Wicken", "/"),
            banner: banner(app),
            notice: None,
            footer: Footer::new().link("Licences", &asset_url("licences.txt")),
            signed: None,
            skip: SkipLink::to_main_content(),
            css: asset_url("app.css"),
            js: asset_url("app.js"),
            icon: asset_url("favicon.svg"),
            app: app.clone(),
            cookie: asking.cookie.clone(),
        }
    }

    /// With a line that says what was done.
    pub(crate) fn noting(mut self, words: Option<&str>) -> Frame {
        self.notice = words.map(NotificationBanner::success);
        self
    }

    /// With a reminder of the yearly declaration, where it is time for it.
    pub(crate) fn asking(mut self, due: Option<DeclarationDue>) -> Frame {
        #[derive(Template)]
        #[template(path = "declaration/reminder.html")]
        struct Reminder {
            due: String,
        }
        if let Some(due) = due {
            let reminder = Reminder { due: declaration::own::due_words(due) };
            self.notice = Some(NotificationBanner::new(Markup::of(&reminder)));
        }
        self
    }

    /// With a title that says first that something must be mended: it is heard before the page.
    pub(crate) fn with_errors<E>(mut self, errors: &[E]) -> Frame {
        if !errors.is_empty() {
            self.title = format!("Error: {}", self.title);
        }
        self
    }

    pub(crate) fn is_fresh(&self) -> bool {
        self.signed.as_ref().is_some_and(|signed| signed.is_fresh)
    }

    /// The hidden field of one form.
    pub(crate) fn token(&self) -> String {
        new_token(&self.app, &self.cookie)
    }
}

/// Wicken is young: until its release notes say otherwise, it holds nobody real.
fn banner(app: &App) -> PhaseBanner {
    let words = match app.is_demo() {
        true => "This is a demo county. Everyone in it is invented.",
        false => {
            "Do not enter any real person's data. Wicken is not ready for it until its release \
             notes say so."
        }
    };
    PhaseBanner::new(if app.is_demo() { "Demo" } else { "Trial" }, words)
}

fn is_in(path: &str, part: &str) -> bool {
    match part {
        "/" => path == "/",
        "/agencies" => path.starts_with("/agencies") || path.starts_with("/users"),
        part => path.starts_with(part),
    }
}
