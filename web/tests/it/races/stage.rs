//! A referral that the office holds, and everything by which an agency or a person may see it,
//! planted row by row so that it can be given again in a moment.

use super::right::{Ground, Right, Way};
use crate::kit::{Ask, Browser, County};
use app::{
    db::{DbError, Tx, Value},
    import::{ImportRequest, reading::FileKind, run_import},
    params,
    testing::operator,
};
use domain::agency::AgencyCode;
use jiff::{SignedDuration, civil::date};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::io::Cursor;
use uuid::Uuid;

const REFERRAL: &[u8] = b"referral_ref,marac,referring_agency,referred_on,victim_given_names,\
victim_family_name,victim_date_of_birth,perpetrator_given_names,perpetrator_family_name\n\
Q-1,Fenland MARAC,AMBER-HOUSE,2026-10-02,Zuleika,Featherstone,1990-05-06,Ambrose,Pelham\n";

const AGREEMENT: Uuid = Uuid::from_u128(0x10);
const INVOLVEMENT: Uuid = Uuid::from_u128(0x11);
const GIFT: Uuid = Uuid::from_u128(0x12);
const GLASS: Uuid = Uuid::from_u128(0x13);
const TOKEN: Uuid = Uuid::from_u128(0x20);
const DUTY: Uuid = Uuid::from_u128(0x14);
const CALL: Uuid = Uuid::from_u128(0x15);
const VISITORS: [&str; 8] = [
    "deputy",
    "idva",
    "grantor",
    "coordinator",
    "privacy officer",
    "idva lead",
    "police privacy officer",
    "representative",
];

pub(super) struct Stage {
    pub county: County,
    case: Uuid,
    person: Uuid,
    other: Uuid,
    /// Its MARAC, and the appointment of who coordinates it.
    marac: Uuid,
    office: Uuid,
}

type Statement = (&'static str, Vec<Value>);

impl Stage {
    pub fn on(county: County) -> Stage {
        let request = ImportRequest {
            kind: FileKind::Referrals,
            agency: AgencyCode::parse("PARTNERSHIP").unwrap(),
            file_name: "races.csv".to_owned(),
            dry_run: false,
        };
        run_import(county.app(), &operator(), &request, Cursor::new(REFERRAL), &mut |_| {})
            .unwrap();
        let (case, person) = party(&county, "victim");
        let (_, other) = party(&county, "perpetrator");
        let (marac, office) = office(&county);
        let stage = Stage { county, case, person, other, marac, office };
        stage.write(stage.grounds());
        stage.write(stage.visitors());
        stage
    }

    /// Somebody's browser, whose sign-in stays fresh.
    pub fn browser(&self, name: &str) -> Browser {
        self.county.stranger().with_cookie(&self.secret(name))
    }

    pub fn secret(&self, name: &str) -> String {
        format!("session of the {name}")
    }

    /// The right is there, and nothing else from which the same could be seen.
    pub fn give(&self, right: &Right) {
        let now = self.county.app().clock().now();
        let unless = |ground: Ground| (right.ground != ground).then_some(now);
        let reader = self.county.id(right.reader).uuid();
        let role = self.county.world.person(right.reader).role;
        let part = if right.ground == Ground::Deputy { "deputy" } else { "coordinator" };
        self.write(vec![
            ("delete from exclusion_anchor", Vec::new()),
            ("delete from exclusion", Vec::new()),
            ("delete from person_search", Vec::new()),
            (
                "update agreement set ended_on = null, ended_at = null, ended_by = null,
                                      ended_why = null",
                Vec::new(),
            ),
            (
                "update involvement set ended_at = $1, ended_by = null, ended_why = null",
                params![unless(Ground::Agreement)].to_vec(),
            ),
            (
                "update gift set ended_at = $1, ended_by = null",
                params![unless(Ground::Gift)].to_vec(),
            ),
            (
                "update glass set ended_at = $1, ended_by = null",
                params![unless(Ground::Glass)].to_vec(),
            ),
            (
                "update duty set ended_at = $1, ended_by = $2",
                params![unless(Ground::Duty), unless(Ground::Duty).map(|_| reader)].to_vec(),
            ),
            ("update duty_call set ended_at = null, ended_by = null", Vec::new()),
            ("update marac_office set ended_at = null, ended_by = null", Vec::new()),
            (
                "update marac_office set part = $2 where office_id = $1",
                params![self.office, part].to_vec(),
            ),
            ("update session set ended_at = null", Vec::new()),
            ("update api_token set revoked_at = null", Vec::new()),
            (
                "update user_state set role = $2, status = 'active'
                 where user_id = $1 and superseded_at is null",
                params![reader, role.code()].to_vec(),
            ),
            ("update agency_state set status = 'active' where superseded_at is null", Vec::new()),
        ]);
    }

    /// What the reader asks for.
    pub fn reading(&self, right: &Right, way: Way) -> Ask {
        let token = format!("token of the {}", right.reader);
        let person = self.person;
        match way {
            Way::Person => Ask::get(format!("/people/{person}")),
            Way::PersonByToken => Ask::get(format!("/api/v1/people/{person}")).bearer(&token),
            Way::Cases => Ask::get("/cases"),
            Way::Given => Ask::get("/given"),
            Way::Glass => Ask::get("/glass"),
            Way::Whereabouts => Ask::get(format!("/people/{person}/whereabouts")),
            Way::SearchByToken => search(("Zuleika", "Featherstone"), &token),
        }
    }

    /// The reader asks for her, or for one of two who never were.
    pub fn seeking(&self, right: &Right, way: Way, which: usize) -> Ask {
        let token = format!("token of the {}", right.reader);
        let (id, name) = match which {
            0 => (self.person, ("Zuleika", "Featherstone")),
            1 => (Uuid::from_u128(self.person.as_u128() ^ 0xf0f0), ("Zenobia", "Fothergills")),
            _ => (Uuid::from_u128(self.person.as_u128() ^ 0x0f0f), ("Zipporah", "Fairweather")),
        };
        match way {
            Way::PersonByToken => Ask::get(format!("/api/v1/people/{id}")).bearer(&token),
            Way::Whereabouts => Ask::get(format!("/people/{id}/whereabouts")),
            Way::SearchByToken => search(name, &token),
            Way::Person | Way::Cases | Way::Given | Way::Glass => Ask::get(format!("/people/{id}")),
        }
    }

    pub fn forget_searches(&self) {
        self.write(vec![("delete from person_search", Vec::new())]);
    }

    /// A request to a route, with what is planted in the holes of its address.
    pub fn anywhere(&self, path: &str, name: &str, is_token: bool) -> Ask {
        let id = match path.trim_start_matches("/api/v1").split('/').nth(1) {
            Some("people") => self.person,
            Some("cases") => self.case,
            Some("agreements") => AGREEMENT,
            Some("maracs") => self.marac,
            Some("duty") => DUTY,
            Some("agencies") => self.county.agency_of(name).uuid(),
            _ => self.county.id(name).uuid(),
        };
        let holes = [
            ("{id}", id.to_string()),
            ("{involvement}", INVOLVEMENT.to_string()),
            ("{call}", CALL.to_string()),
            ("{office}", self.office.to_string()),
            ("{indicator}", "ni32?from=2026-04-01&to=2026-10-31".to_owned()),
            ("{name}", "agreements".to_owned()),
        ];
        let path = holes.iter().fold(path.to_owned(), |path, (hole, id)| path.replace(hole, id));
        let ask = Ask::get(path);
        if is_token { ask.bearer(&format!("token of the {name}")) } else { ask }
    }

    /// Whether an answer tells of her.
    pub fn shows(&self, status: u16, body: &str) -> bool {
        status == 200 && (body.contains("Featherstone") || body.contains(&self.person.to_string()))
    }

    /// What is sent to take the right away: the form of a page, filled in.
    pub fn taking(&self, right: &Right) -> Ask {
        let reader = self.county.id(right.reader).to_string();
        let mut browser = self.browser(right.taker);
        let page = browser.open(&self.address(right, right.page)).is(200);
        let action = if right.action.is_empty() { right.page } else { right.action };
        let typed = right.typed.iter();
        let typed: Vec<(&str, &str)> = typed
            .map(|(name, value)| (*name, if *value == "{reader}" { &*reader } else { *value }))
            .collect();
        browser.fill(&page, &self.address(right, action), &typed)
    }

    fn address(&self, right: &Right, pattern: &str) -> String {
        let holes = [
            ("{reader}", self.county.id(right.reader).uuid()),
            ("{police}", self.county.agency_of("deputy").uuid()),
            ("{agreement}", AGREEMENT),
            ("{involvement}", INVOLVEMENT),
            ("{gift}", GIFT),
            ("{glass}", GLASS),
            ("{token}", TOKEN),
            ("{case}", self.case),
            ("{marac}", self.marac),
            ("{office}", self.office),
            ("{duty}", DUTY),
            ("{call}", CALL),
            ("{person}", self.person),
            ("{other}", self.other),
        ];
        holes
            .iter()
            .fold(pattern.to_owned(), |path, (hole, id)| path.replace(hole, &id.to_string()))
    }

    fn write(&self, statements: Vec<Statement>) {
        let write = move |tx: &mut Tx<'_>| -> Result<(), DbError> {
            statements.iter().try_for_each(|(sql, values)| tx.execute(sql, values).map(drop))
        };
        self.county.app().db().write(write).unwrap();
    }

    fn grounds(&self) -> Vec<Statement> {
        let county = &self.county;
        let (now, person) = (county.app().clock().now(), self.person);
        let later = now + SignedDuration::from_hours(1_000);
        let (office, police) = (county.agency_of("coordinator"), county.agency_of("deputy"));
        let (deputy, classes) = (county.id("deputy"), json!(["identity", "case"]));
        let (from, review) = (date(2026, 11, 1), date(2027, 11, 1));
        let roots = "select $1, m.root_id from membership m
                     where m.person_id = $2 and m.superseded_at is null";
        let of_gift = "select $1, r.source_id, m.root_id from membership m
                       join person_record r on r.record_id = m.record_id
                       where m.person_id = $2 and m.superseded_at is null";
        let party = "insert into agreement_party (agreement_id, agency_id, signed_on, signed_at)
                     values ($1, $2, $3, $4)";
        let insert = |into: &str, select: &str| -> &'static str {
            // A statement lives as long as the process.
            format!("insert into {into} {select}").leak()
        };
        vec![
            (
                "insert into agreement (agreement_id, title, purpose, gateways, classes, from_on,
                                        recorded_at)
                 values ($1, 'Of races', 'Safety.', $2, $3, $4, $5)",
                params![AGREEMENT, json!(["safeguarding"]), classes.clone(), from, now].to_vec(),
            ),
            (
                "insert into agreement_review (review_id, agreement_id, version, review_on,
                                               recorded_at) values ($1, $1, 1, $2, $3)",
                params![AGREEMENT, review, now].to_vec(),
            ),
            (party, params![AGREEMENT, office, from, now].to_vec()),
            (party, params![AGREEMENT, police, from, now].to_vec()),
            (
                "insert into involvement (involvement_id, source_id, agency_id, part, from_on, why,
                                          recorded_at)
                 values ($1, $2, $3, 'assigned', $4, 'Safety.', $5)",
                params![INVOLVEMENT, self.case, police, from, now].to_vec(),
            ),
            (
                "insert into gift (gift_id, person_id, agency_id, user_id, gateway, classes,
                                   necessity, decided_by, ends_at, recorded_at)
                 values ($1, $2, $3, $4, 'vital_interests', $5, 'Now.', 'The lead', $6, $7)",
                params![GIFT, person, office, deputy, classes, later, now].to_vec(),
            ),
            (
                insert("gift_anchor (gift_id, source_id, root_id)", of_gift),
                params![GIFT, person].to_vec(),
            ),
            (
                "insert into glass (glass_id, user_id, agency_id, reason, words, outcome, person_id,
                                    asked_at, ends_at)
                 values ($1, $2, $3, 'hospital', 'At the door.', 'opened', $4, $5, $6)",
                params![GLASS, deputy, police, person, now, later].to_vec(),
            ),
            (insert("glass_anchor (glass_id, root_id)", roots), params![GLASS, person].to_vec()),
            (
                "insert into glass_notice (glass_id, agency_id, alert_id) values ($1, $2, $1)",
                params![GLASS, police].to_vec(),
            ),
            (
                "insert into duty (duty_id, user_id, agency_id, from_at, until_at, recorded_at,
                                   recorded_by)
                 values ($1, $2, $3, $4, $5, $4, $2)",
                params![DUTY, deputy, police, now, later].to_vec(),
            ),
            (
                "insert into duty_call (call_id, source_id, agency_id, why, until_at, recorded_at,
                                        recorded_by)
                 values ($1, $2, $3, 'At the door.', $4, $5, $6)",
                params![CALL, self.case, police, later, now, deputy].to_vec(),
            ),
        ]
    }

    /// A session of everybody's that does not grow stale, and a token for those who read.
    fn visitors(&self) -> Vec<Statement> {
        let now = self.county.app().clock().now();
        let later = now + SignedDuration::from_hours(10);
        let hash = |secret: String| -> [u8; 32] { Sha256::digest(secret.as_bytes()).into() };
        let mut statements: Vec<Statement> = Vec::new();
        for (number, name) in (0..).zip(VISITORS) {
            let (user, secret) = (self.county.id(name).uuid(), hash(self.secret(name)));
            statements.push((
                "insert into session (session_id, user_id, token_hash, device, made_at, seen_at,
                                      fresh_until, ends_at)
                 values ($1, $2, $3, 'a race', $4, $4, $5, $5)",
                params![Uuid::from_u128(0x30 + number), user, secret, now, later].to_vec(),
            ));
            let secret = hash(format!("token of the {name}"));
            statements.push((
                "insert into api_token (token_id, user_id, name, token_hash, made_at, ends_at)
                 values ($1, $2, 'A system', $3, $4, $5)",
                params![Uuid::from_u128(TOKEN.as_u128() + number), user, secret, now, later]
                    .to_vec(),
            ));
        }
        statements
    }
}

fn search((given, family): (&str, &str), token: &str) -> Ask {
    let body = json!({ "purpose": "case_work", "given_names": given, "family_name": family });
    let ask = Ask::json("/api/v1/people/search", "", &body);
    ask.without("idempotency-key").bearer(token)
}

/// Of the one MARAC: which it is, and the appointment of who coordinates it.
fn office(county: &County) -> (Uuid, Uuid) {
    let sql = "select marac_id, office_id from marac_office
               where part = 'coordinator' and ended_at is null";
    let find = |tx: &mut Tx<'_>| {
        tx.find(sql, &[], |row| Ok((row.get("marac_id")?, row.get("office_id")?)))
    };
    county.app().db().read(find).unwrap().unwrap()
}

fn party(county: &County, party: &'static str) -> (Uuid, Uuid) {
    let sql = "select r.source_id, m.person_id from membership m
               join person_record r on r.record_id = m.record_id
               where r.party = $1 and m.superseded_at is null";
    let find = |tx: &mut Tx<'_>| {
        tx.find(sql, params![party], |row| Ok((row.get("source_id")?, row.get("person_id")?)))
    };
    county.app().db().read(find).unwrap().unwrap()
}
