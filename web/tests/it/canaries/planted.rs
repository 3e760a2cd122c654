//! The county in which every canary sits in its field, put there as in life: files are imported,
//! agreements signed, the glass is broken.

use super::{
    canary::PEOPLE,
    files::{INCIDENTS, REFERRALS, csv},
};
use crate::kit::{Ask, Browser, County};
use app::{
    Visitor,
    agreement::{
        Ending, NewAgreement, draft_agreement, effect_of_ending, end_agreement, sign_agreement,
    },
    alert::settle_alert,
    db::{Tx, Value},
    declaration::{FoundBy, MatchAnswer, decide_match, declare, list_matches, read_match},
    disclosure::{NewGift, give_record},
    exclusion::{NewExclusion, end_exclusion, exclude_user},
    glass::{GlassRequest, break_glass},
    import::{ImportRequest, reading::FileKind, run_import},
    involvement::{NewInvolvement, involve_agency},
    job::run_due_jobs,
    person::review::{
        LinkAnswer, Verdict, confirm_link, decide_link, end_decision, list_reviews, read_review,
    },
    session::{Credentials, SignedIn, sign_in},
    testing::{PASSWORD, operator},
    token::issue_token,
    user::{Acceptance, NewUser, accept_invitation, current_code, invite_user, show_invitation},
};
use domain::{
    agency::{AgencyCode, AgencyName},
    agreement::{AgreementTitle, Gateway, SharingWords, Terms},
    alert::{AlertOutcome, AlertWords},
    declaration::{DeclaredPerson, DeclaredTexts, StaffDeclaration, Tie},
    disclosure::GiftTerms,
    exclusion::{ExclusionReason, ExclusionWords},
    glass::{GlassReason, GlassWords},
    ids::{AgreementId, AlertId, PersonId},
    involvement::{InvolvementDays, InvolvementPart},
    policy::FieldClass,
    user::{DisplayName, EmailAddress, Role},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
};
use uuid::Uuid;

/// The county, and who is who in it.
pub(super) struct Planted {
    pub county: County,
    /// By the names of the canaries; the two who share a name in a pair are both there.
    pub people: BTreeMap<Uuid, &'static str>,
    /// Those who search finds by it.
    pub cases: Vec<Uuid>,
}

impl Planted {
    pub fn on(county: County) -> Planted {
        send_file(&county);
        import(&county, FileKind::Referrals, "PARTNERSHIP", &csv(REFERRALS));
        let people = list_people(county.app());
        let cases = list(&county, "select source_id as id from person_record", &[]);
        let planted = Planted { county, people, cases };
        planted.decide();
        planted.exclude();
        planted.share();
        planted.give();
        planted.break_the_glass();
        planted.open_whereabouts();
        planted.settle();
        planted.declare();
        planted.work_with_him();
        planted.call_a_duty_team();
        let visitor = planted.county.world.sign_in("idva");
        let app = planted.county.app();
        app.change(&visitor, |ctx| issue_token(ctx, "Grumblethorpe", 30)).unwrap();
        planted
    }

    pub fn person(&self, name: &str) -> PersonId {
        let found = self.people.iter().find(|(_, known)| **known == name);
        PersonId::from_uuid(*found.unwrap_or_else(|| panic!("{name} was not imported")).0)
    }

    pub fn case(&self, reference: &str) -> Uuid {
        let sql = "select incident_id as id from incident where reference = $1
                   union select referral_id as id from referral where reference = $1";
        list(&self.county, sql, &[Value::Text(reference.into())])[0]
    }

    /// Of one pair nobody could tell; the other was one person for a while, by two people's word.
    fn decide(&self) {
        let (app, world) = (self.county.app(), &self.county.world);
        let analyst = world.sign_in("analyst");
        let (waiting, ..) = app.read(&analyst, |ctx| list_reviews(ctx, None)).unwrap();
        let is_of = |id, name| {
            let (review, _) = app.read(&analyst, |ctx| read_review(ctx, id)).unwrap();
            review.sides[0].given_names.as_deref() == Some(name)
        };
        let pair = |name| {
            let found = waiting.items.iter().map(|it| it.id).find(|id| is_of(*id, name));
            found.expect("two of one name, of whom nothing else is known, wait for an eye")
        };
        let decide = |id, verdict, why: &str| {
            let answer = LinkAnswer { verdict, why: why.to_owned() };
            app.change(&analyst, move |ctx| decide_link(ctx, id, &answer)).unwrap();
        };
        decide(pair("Kezziahne"), Verdict::Unsure, "Sergeant Bramblewickett could not tell.");
        let id = pair("Jessamynde");
        decide(id, Verdict::Same, "Both were asked.");
        let (review, _) = app.read(&analyst, |ctx| read_review(ctx, id)).unwrap();
        let decision = review.decision.unwrap().id;
        let second = world.sign_in("coordinator");
        app.change(&second, move |ctx| confirm_link(ctx, id, decision)).unwrap();
        self.county.later(60);
        let why = "It was another of Hexworthyne.";
        app.change(&analyst, move |ctx| end_decision(ctx, id, decision, why)).unwrap();
    }

    fn exclude(&self) {
        let (app, world) = (self.county.app(), &self.county.world);
        let lead = world.sign_in("representative");
        let (person, referrer) = (self.person("ada"), self.county.id("referrer"));
        let words = |text| ExclusionWords::parse(text).unwrap();
        let new = move |user, text| NewExclusion {
            person,
            user,
            reason: ExclusionReason::Friend,
            words: words(text),
        };
        let first = new(referrer, "They rowed together at Wobbledyke.");
        app.change(&lead, move |ctx| exclude_user(ctx, first.clone())).unwrap();
        // One that ended: made by another hand, for nobody ends what they made.
        let second = new(self.county.id("analyst"), "A mistake.");
        let id = app.change(&self.lead_of_police(), move |ctx| exclude_user(ctx, second.clone()));
        let (id, why) = (id.unwrap(), words("It was another of Crankenmoor."));
        app.change(&lead, move |ctx| end_exclusion(ctx, person, id, &why)).unwrap();
    }

    /// The office and Amber House share under an agreement, and Amber House works on one case.
    fn share(&self) {
        let (county, app) = (&self.county, self.county.app());
        let officer = self.staff_canary();
        let (amber, office) = (county.agency_of("idva"), county.agency_of("coordinator"));
        let partnership = || county.world.sign_in("privacy officer");
        let draft = |title: &str, classes: &[FieldClass]| {
            let new = NewAgreement {
                terms: terms(title, classes),
                parties: vec![
                    (office, Some(AgencyName::parse("Snoutwick Council").unwrap())),
                    (amber, Some(AgencyName::parse("Snoutwick Council").unwrap())),
                ],
            };
            app.change(&partnership(), move |ctx| draft_agreement(ctx, new.clone())).unwrap()
        };
        let classes = [FieldClass::Identity, FieldClass::Case, FieldClass::Referrer];
        let id = draft("Moonraker Protocol", &classes);
        let sign = |visitor: &Visitor, id: AgreementId| {
            app.change(visitor, move |ctx| sign_agreement(ctx, id)).unwrap();
        };
        sign(&partnership(), id);
        sign(&officer, id);
        let ended = draft("An agreement that ended", &classes);
        let why = SharingWords::parse("Frostwhyte asked for it.").unwrap();
        let effect = app.read(&partnership(), |ctx| effect_of_ending(ctx, ended)).unwrap();
        let ending = Ending { id: ended, seen: effect.mark(), why };
        app.change(&partnership(), move |ctx| end_agreement(ctx, &ending)).unwrap();
        let new = NewInvolvement {
            case: self.case("M-Hartlestone-1"),
            agency: amber,
            part: InvolvementPart::Assigned,
            days: InvolvementDays::new("2026-11-01".parse().unwrap(), None).unwrap(),
            why: SharingWords::parse("Ditherington advocates for her.").unwrap(),
        };
        let coordinator = county.world.sign_in("coordinator");
        app.change(&coordinator, move |ctx| involve_agency(ctx, &new)).unwrap();
    }

    fn give(&self) {
        let terms = GiftTerms {
            classes: BTreeSet::from([FieldClass::Identity, FieldClass::Case]),
            gateway: Gateway::VitalInterests,
            necessity: SharingWords::parse("He was seen in Grindlebarrow.").unwrap(),
            decided_by: DisplayName::parse("Insp Tarquillow").unwrap(),
            hours: 24,
        };
        let to = EmailAddress::parse(&self.county.world.person("idva").email).unwrap();
        let new = NewGift { person: self.person("eve"), to, terms };
        let lead = self.county.world.sign_in("representative");
        self.county.app().change(&lead, move |ctx| give_record(ctx, &new)).unwrap();
    }

    fn break_the_glass(&self) {
        let words = GlassWords::parse("She stands before me in Flummoxley.").unwrap();
        let why = (GlassReason::DangerToLife, words);
        let born = "1968-03-04".parse().unwrap();
        let request = GlassRequest::new(("Fayolette", "Marlingspike"), born, why).unwrap();
        let lead = self.county.world.sign_in("idva lead");
        self.county.app().change(&lead, move |ctx| break_glass(ctx, &request)).unwrap();
    }

    /// Written down, opened, and asked for by somebody to whom the case is new.
    fn open_whereabouts(&self) {
        let mut deputy = self.county.signed_in("deputy");
        let path = format!("/people/{}/whereabouts", self.person("ada"));
        for typed in [
            [("class", "refuge"), ("text", "Puddlecotes Refuge"), ("safe_contact", "Whisperdell")],
            [("class", "school"), ("text", "Quenchfield"), ("safe_contact", "")],
        ] {
            send(&mut deputy, &format!("{path}/add"), &typed);
        }
        let typed = [("reason", "visit"), ("words", "Pondersleigh asked for a visit.")];
        send(&mut deputy, &path, &typed);
        let mut lead = self.county.signed_in("idva lead");
        let path = format!("/people/{}/whereabouts/second", self.person("fay"));
        send(
            &mut lead,
            &path,
            &[("reason", "visit"), ("words", "Sergeant Plumstorke asked for it.")],
        );
    }

    /// What was given has told officers of it.
    fn settle(&self) {
        let officer = self.county.world.sign_in("police privacy officer");
        let police = Value::Uuid(self.county.agency_of("police privacy officer").uuid());
        let sql = "select alert_id as id from alert where kind = 'record_given' and agency_id = $1";
        let id = AlertId::from_uuid(list(&self.county, sql, &[police])[0]);
        let words = AlertWords::parse("Asked in Umberslade: it was right.").unwrap();
        let outcome = (AlertOutcome::PartOfWork, words);
        let settle = move |ctx: &mut app::Ctx<'_>| settle_alert(ctx, id, (outcome.0, &outcome.1));
        self.county.app().change(&officer, settle).unwrap();
    }

    /// Somebody of the police declares two people, each almost called like somebody on file; of the
    /// one an officer says that it is somebody else, and the other waits.
    fn declare(&self) {
        let (county, app) = (&self.county, self.county.app());
        let named = |given_names, former_names, born: Option<&str>| {
            let (family_name, words) = ("Gwelfthorne", "We sang together at Hucklebaird.");
            let texts = DeclaredTexts { given_names, family_name, former_names, words };
            let born = born.map(|born| born.parse().unwrap());
            DeclaredPerson::parse(texts, born, Tie::Knows).unwrap()
        };
        let fay = named("Fayolet", "Marlingspyke", Some("1968-03-04"));
        let gwen = named("Gwendora", "Huxtabblethorn", None);
        let declared = StaffDeclaration::new(None, vec![fay, gwen]).unwrap();
        let person = ("Somebody who declares", "declares@county.example");
        let by = join(county, person, "deputy", Role::Referrer);
        app.change(&by, move |ctx| declare(ctx, &declared)).unwrap();
        run_due_jobs(app).unwrap();
        let officer = county.world.sign_in("privacy officer");
        let waiting = app.read(&officer, list_matches).unwrap().0;
        let is_gwen = |id: &Uuid| {
            let file = app.read(&officer, |ctx| read_match(ctx, *id)).unwrap();
            matches!(file.by, FoundBy::Declared { person, .. } if person.born.is_none())
        };
        let gwen: Vec<Uuid> = waiting.iter().map(|it| it.id).filter(is_gwen).collect();
        assert!(!gwen.is_empty() && gwen.len() < waiting.len(), "both were found");
        for id in gwen {
            let why = ExclusionWords::parse("She is a cousin of Sprockleton.").unwrap();
            let answer = MatchAnswer::None(why);
            app.change(&officer, move |ctx| decide_match(ctx, id, &answer)).unwrap();
        }
    }

    /// The officer of Amber House, whose name and address are canaries too.
    fn staff_canary(&self) -> Visitor {
        let (name, email) = ("Ottobrine Splendlove", "ottobrine@splendmail.example");
        join(&self.county, (name, email), "idva", Role::PrivacyOfficer)
    }

    fn lead_of_police(&self) -> Visitor {
        let person = ("A second lead", "second.lead@county.example");
        join(&self.county, person, "deputy", Role::Representative)
    }
}

pub(super) fn terms(title: &str, classes: &[FieldClass]) -> Terms {
    Terms {
        title: AgreementTitle::parse(title).unwrap(),
        purpose: SharingWords::parse("To keep people of Dapplemere safe.").unwrap(),
        gateways: BTreeSet::from([Gateway::Safeguarding]),
        classes: classes.iter().copied().collect(),
        from: "2026-11-01".parse().unwrap(),
        until: None,
        review_on: "2027-11-01".parse().unwrap(),
    }
}

/// Somebody new, who has signed in.
fn join(county: &County, (name, email): (&str, &str), beside: &str, role: Role) -> Visitor {
    let app = county.app();
    let new = NewUser {
        agency: county.agency_of(beside),
        role,
        name: DisplayName::parse(name).unwrap(),
        email: EmailAddress::parse(email).unwrap(),
    };
    let invited = app.change(&operator(), move |ctx| invite_user(ctx, new.clone())).unwrap();
    let invitation = show_invitation(app, &invited.secret).unwrap();
    let code = current_code(&invitation, app.clock().now()).unwrap();
    let password = PASSWORD.to_owned();
    accept_invitation(app, Acceptance { secret: invited.secret, password, code }).unwrap();
    county.later(30);
    let credentials = Credentials {
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
        code: app::user::code_of(&invitation.code_secret, app.clock().now()).unwrap(),
        device: "a test".to_owned(),
        network: "192.0.2.1".to_owned(),
    };
    match sign_in(app, credentials) {
        Ok(SignedIn::Yes { secret }) => Visitor::Cookie(secret),
        other => panic!("{name} could not sign in: {other:?}"),
    }
}

/// Sends a form that must be taken.
fn send(browser: &mut Browser, path: &str, typed: &[(&str, &str)]) {
    let token = browser.token();
    let mut fields = vec![("request", token.as_str())];
    fields.extend(typed);
    let answer = browser.send(Ask::form(path, &fields));
    assert!([200, 303].contains(&answer.status), "{path}: {}", answer.words());
}

/// The analyst sends the police's file through the page.
fn send_file(county: &County) {
    let mut analyst = county.signed_in("analyst");
    let token = analyst.open("/imports/new").is(200).token();
    let fields = [("request", &*token), ("kind", "incidents"), ("agency", "FEN-POLICE")];
    let text = csv(INCIDENTS);
    let ask = Ask::upload("/imports/new", &fields, ("Wrigglesworthy.csv", text.as_bytes()));
    analyst.send(ask).is(303);
}

fn import(county: &County, kind: FileKind, agency: &str, text: &str) {
    let agency = AgencyCode::parse(agency).unwrap();
    let file_name = "register.csv".to_owned();
    let request = ImportRequest { kind, agency, file_name, dry_run: false };
    let file = Cursor::new(text.as_bytes());
    let outcome = run_import(county.app(), &operator(), &request, file, &mut |_| {}).unwrap();
    assert_eq!(outcome.summary.refused, 0);
}

pub(super) fn list(county: &County, sql: &'static str, values: &[Value]) -> Vec<Uuid> {
    let read = |tx: &mut Tx<'_>| tx.list(sql, values, |row| row.get::<Uuid>("id"));
    let mut found = county.app().db().read(read).unwrap();
    found.sort_unstable();
    found.dedup();
    found
}

/// Who is who, by the names that the files gave them.
fn list_people(app: &app::App) -> BTreeMap<Uuid, &'static str> {
    let sql = "select m.person_id as id, r.family_name from membership m
               join person_record r on r.record_id = m.record_id
               where m.superseded_at is null and r.family_name is not null";
    let read = |tx: &mut Tx<'_>| {
        tx.list(sql, &[], |row| Ok((row.get::<Uuid>("id")?, row.get::<String>("family_name")?)))
    };
    let family = [
        "Vanterpoole",
        "Crumpeldine",
        "Fustersby",
        "Gilderslook",
        "Tottlebridge",
        "Marlingspike",
        "Huxtablethorn",
        "Prickwillowe",
        "Quarreltonby",
        "Rookwhistler",
        "Thornapplely",
    ];
    let name = |of: &str| PEOPLE[family.iter().position(|known| *known == of).unwrap()];
    app.db().read(read).unwrap().into_iter().map(|(id, of)| (id, name(&of))).collect()
}
