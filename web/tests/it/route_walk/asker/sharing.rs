//! Agreements, cases and gifts: what is planted, and what is typed into their forms.

use super::Visit;
use app::{
    agreement::EndingEffect,
    db::Tx,
    import::{ImportRequest, reading::FileKind, run_import},
    params,
    testing::operator,
};
use domain::agency::AgencyCode;
use jiff::SignedDuration;
use std::io::Cursor;
use uuid::Uuid;

const REFERRAL: &[u8] = b"referral_ref,marac,referring_agency,referred_on,victim_given_names,\
                          victim_family_name,perpetrator_given_names,perpetrator_family_name\n\
                          W-R,Fenland MARAC,AMBER-HOUSE,2026-10-02,Ismay,Fortescue,Jem,Fortescue\n";

impl Visit<'_> {
    /// An agreement of the asker's own agency and another, which nobody has signed.
    pub(super) fn agreement(&self) -> String {
        let (id, now) = (Uuid::from_u128(6), self.county.app().clock().now());
        let name = |name: &'static str| self.county.agency_of(name);
        let agencies = [name("coordinator"), name("chair"), name("idva")];
        let plant = move |tx: &mut Tx<'_>| {
            let none = serde_json::json!(["identity", "case"]);
            let law = serde_json::json!(["safeguarding"]);
            let sql = "insert into agreement (agreement_id, title, purpose, gateways, classes,
                                              from_on, recorded_at)
                       values ($1, 'A walk', 'To walk.', $2, $3, $4, $5)
                       on conflict (agreement_id) do nothing";
            let day = jiff::civil::date(2026, 11, 1);
            tx.execute(sql, params![id, law, none, day, now])?;
            let sql = "insert into agreement_review (review_id, agreement_id, version, review_on,
                                                     recorded_at)
                       values ($1, $1, 1, $2, $3) on conflict do nothing";
            tx.execute(sql, params![id, jiff::civil::date(2027, 11, 1), now])?;
            let sql = "insert into agreement_party (agreement_id, agency_id) values ($1, $2)
                       on conflict do nothing";
            agencies.into_iter().try_for_each(|of| tx.execute(sql, params![id, of]).map(drop))
        };
        self.county.app().db().write(plant).unwrap();
        id.to_string()
    }

    /// A referral that the office holds.
    pub(super) fn referral(&self) -> String {
        let request = ImportRequest {
            kind: FileKind::Referrals,
            agency: AgencyCode::parse("PARTNERSHIP").unwrap(),
            file_name: "referrals.csv".to_owned(),
            dry_run: false,
        };
        let file = Cursor::new(REFERRAL);
        run_import(self.county.app(), &operator(), &request, file, &mut |_| {}).unwrap();
        let sql = "select referral_id from referral where reference = 'W-R'";
        let find = |tx: &mut Tx<'_>| tx.find(sql, &[], |row| row.get::<Uuid>("referral_id"));
        self.county.app().db().read(find).unwrap().unwrap().to_string()
    }

    /// The deputy of the police, on duty.
    pub(super) fn duty(&self) -> String {
        let (id, now) = (Uuid::from_u128(7), self.county.app().clock().now());
        let (user, agency) = (self.county.id("deputy"), self.county.agency_of("deputy"));
        let until = now + SignedDuration::from_hours(1);
        let plant = move |tx: &mut Tx<'_>| {
            let sql = "insert into duty (duty_id, user_id, agency_id, from_at, until_at,
                                         recorded_at, recorded_by)
                       values ($1, $2, $3, $4, $5, $4, $2)
                       on conflict (duty_id) do update
                           set until_at = $5, ended_at = null, ended_by = null";
            tx.execute(sql, params![id, user, agency, now, until])
        };
        self.county.app().db().write(plant).unwrap();
        id.to_string()
    }

    /// A MARAC, and an appointment to it of the same id.
    pub(super) fn marac(&self) -> String {
        let (id, now) = (Uuid::from_u128(8), self.county.app().clock().now());
        let user = self.county.id("coordinator");
        let plant = move |tx: &mut Tx<'_>| {
            let sql = "insert into marac (marac_id, name, made_at) values ($1, 'A walk', $2)
                       on conflict (marac_id) do nothing";
            tx.execute(sql, params![id, now])?;
            let sql = "insert into marac_office (office_id, marac_id, user_id, part, from_at)
                       values ($1, $1, $2, 'coordinator', $3)
                       on conflict (office_id) do update set ended_at = null, ended_by = null";
            tx.execute(sql, params![id, user, now])
        };
        self.county.app().db().write(plant).unwrap();
        id.to_string()
    }

    /// What is typed into the forms about sharing.
    pub(super) fn shared(&self, route: &str) -> Vec<(&'static str, String)> {
        let why = ("why", "A walk.".to_owned());
        match route {
            "/agreements/new" => self.drafted(),
            "/agreements/{id}/review" => {
                let version = ("version", "1".to_owned());
                [vec![version, ("words", "A walk.".to_owned())], next("next")].concat()
            }
            "/agreements/{id}/end" => {
                vec![("version", EndingEffect::default().mark().to_string()), why]
            }
            "/cases/{id}/involved" => {
                let agency = self.county.agency_of("chair").to_string();
                vec![("agency", agency), ("part", "assigned".to_owned()), why]
            }
            "/cases/{id}/involved/{involvement}/end" => vec![why],
            "/maracs/{id}/appoint" => {
                let user = self.county.id("chair").to_string();
                vec![("user", user), ("part", "chair".to_owned())]
            }
            "/maracs/{id}/neighbour" => vec![("stand_in", String::new())],
            "/cases/{id}/duty" => {
                let agency = self.county.agency_of("chair").to_string();
                vec![("agency", agency), ("hours", "1".to_owned()), why]
            }
            "/duty" => {
                let user = self.county.id("referrer").to_string();
                vec![("user", user), ("hours", "1".to_owned())]
            }
            "/people/{id}/gifts" => vec![
                ("to", self.county.world.person("second idva").email.clone()),
                ("gateway", "vital_interests".to_owned()),
                ("necessity", "A walk.".to_owned()),
                ("decided_by", "Whoever walks".to_owned()),
                ("hours", "1".to_owned()),
            ],
            _ => Vec::new(),
        }
    }

    fn drafted(&self) -> Vec<(&'static str, String)> {
        let agency = |name: &'static str| ("party", self.county.agency_of(name).to_string());
        let terms = vec![
            ("title", "A walk".to_owned()),
            ("purpose", "To walk.".to_owned()),
            ("gateway", "safeguarding".to_owned()),
            agency("chair"),
            agency("idva"),
        ];
        [terms, next("from"), next("review")].concat()
    }
}

/// A day to come.
fn next(name: &'static str) -> Vec<(&'static str, String)> {
    let parts: [&'static str; 3] = match name {
        "from" => ["from-day", "from-month", "from-year"],
        "review" => ["review-day", "review-month", "review-year"],
        _ => ["next-day", "next-month", "next-year"],
    };
    parts
        .into_iter()
        .zip(["1", "3", "2028"])
        .map(|(part, value)| (part, value.to_owned()))
        .collect()
}
