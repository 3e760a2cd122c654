//! A county in which every role works in every relation to two cases.
//!
//! What is true of whom is written down in `people.rs` and planted here behind the doors' back, row
//! by row: the oracle is told the same, and the site has to find it out by itself.

use super::{
    people::{POSITIONS, Position, State, Works},
    rows::Rows,
};
use crate::kit::County;
use app::{
    agency::{NewAgency, add_agency},
    import::{ImportRequest, reading::FileKind, run_import},
    params,
    testing::operator,
};
use domain::{
    agency::{AgencyCode, AgencyKind, AgencyName},
    user::Role,
};
use std::{collections::BTreeMap, io::Cursor};
use uuid::Uuid;

/// Somebody who uses Wicken, with a fresh session, a stale one, and a token.
pub(super) struct Asker {
    pub id: Uuid,
    pub role: Role,
    pub position: &'static Position,
    pub agency: Uuid,
}

/// An incident or a referral: who holds and referred it, and who stands in it.
pub(super) struct Case {
    pub id: Uuid,
    pub holder: Uuid,
    pub referred_by: Option<Uuid>,
    pub victim: Uuid,
    pub perpetrator: Uuid,
}

/// Everything that was planted.
pub(super) struct Planted {
    pub county: County,
    pub askers: Vec<Asker>,
    /// An incident of the police, and a referral of Amber House to the partnership.
    pub cases: [Case; 2],
    /// Two records of the police, about which somebody decided something, and who is in one.
    pub pair: Uuid,
    pub alike: Uuid,
    pub agencies: BTreeMap<Works, Uuid>,
    /// To which the referral was made.
    marac: Uuid,
}

const INCIDENT: &[u8] = b"incident_ref,reported_on,area,victim_given_names,victim_family_name,\
victim_date_of_birth,victim_address,suspect_given_names,suspect_family_name,suspect_date_of_birth\n\
M-1,2026-10-01,Fenland,Ottilie,Marchbanks,1984-02-29,4 Orchard Row,Casimir,Quillfeather,\
1979-07-03\n";
const REFERRAL: &[u8] = b"referral_ref,marac,referring_agency,referred_on,victim_given_names,\
victim_family_name,victim_date_of_birth,victim_postcode,perpetrator_given_names,\
perpetrator_family_name,perpetrator_date_of_birth\n\
M-2,Fenland MARAC,AMBER-HOUSE,2026-10-02,Zuleika,Featherstone,1990-05-06,CB1 1AA,Ambrose,Pelham,\
1988-01-02\n";
/// Two of one name, and nothing else is known of them: linkage asks for an eye.
const ALIKE: &[u8] = b"incident_ref,reported_on,area,victim_given_names,victim_family_name\n\
W-3,2008-05-01,Fenland,Ada,Rao\nW-4,2008-05-02,Fenland,Zoe,Cole\n\
W-5,2008-05-03,Fenland,Mia,Dunn\nW-6,2008-05-04,Fenland,Eve,Silva\n\
W-7,2008-05-05,Fenland,Lena,Raghunathan\nW-8,2008-05-06,Fenland,Orla,Featherstone\n\
W-9,2008-05-07,Fenland,Ada,Rao\n";
const FIRST_ASKER: u128 = 0x10_0000;

impl Asker {
    /// The secret of a session's cookie.
    pub fn cookie(&self, is_fresh: bool) -> String {
        format!("{}-{}", self.id, if is_fresh { "fresh" } else { "stale" })
    }

    pub fn token(&self) -> String {
        format!("{}-token", self.id)
    }
}

impl Planted {
    pub fn on(county: County) -> Planted {
        import(&county, FileKind::Incidents, "FEN-POLICE", INCIDENT);
        import(&county, FileKind::Referrals, "PARTNERSHIP", REFERRAL);
        import(&county, FileKind::Incidents, "FEN-POLICE", ALIKE);
        let agencies = agencies(&county);
        let of = |works| agencies[&works];
        let cases = [
            case(&county, "M-1", (of(Works::Police), None)),
            case(&county, "M-2", (of(Works::Partnership), Some(of(Works::Amber)))),
        ];
        let pair = find(
            &county,
            "select p.link_id as id from link p
             join person_record r on r.record_id = p.left_id
             where p.band = 'review' and r.family_name = 'Rao'",
            "",
        );
        let alike = find(
            &county,
            "select m.person_id as id from membership m
             join person_record r on r.record_id = m.record_id
             join incident i on i.incident_id = r.source_id
             where m.superseded_at is null and i.reference = $1",
            "W-3",
        );
        let positions =
            POSITIONS.iter().flat_map(|it| it.roles.iter().map(move |role| (it, *role)));
        let askers = (FIRST_ASKER..).zip(positions).map(|(number, (position, role))| {
            let agency = of(position.works);
            Asker { id: Uuid::from_u128(number), role, position, agency }
        });
        let askers = askers.collect();
        let sql = "select marac_id as id from marac where name = $1";
        let marac = find(&county, sql, "Fenland MARAC");
        let planted = Planted { county, askers, cases, pair, alike, agencies, marac };
        planted.plant();
        planted
    }

    fn plant(&self) {
        let mut rows = Rows::at(self.county.app().clock().now());
        rows.agreements(&self.agencies);
        for (number, case) in (0..).zip(&self.cases) {
            rows.involvements(number, case, &self.agencies);
            rows.targets(number, case, &self.agencies);
            rows.calls(number, case, &self.agencies);
        }
        for asker in &self.askers {
            rows.user(asker);
            rows.duty(asker);
            for case in &self.cases {
                rows.state(asker, case, &self.records_of(case.victim));
            }
            if asker.position.state.is_excluded() {
                rows.exclusion(asker.id, self.alike, false);
            }
        }
        rows.offices(&self.askers, self.marac);
        rows.decision(self.pair);
        rows.suspend(self.agencies[&Works::Closed]);
        rows.write(self.county.app());
    }

    /// The roots of a person's records.
    fn records_of(&self, person: Uuid) -> Vec<Uuid> {
        let sql = "select root_id as id from membership
                   where person_id = $1 and superseded_at is null";
        let list = |tx: &mut app::db::Tx<'_>| tx.list(sql, params![person], |row| row.get("id"));
        self.county.app().db().read(list).unwrap()
    }

    /// Undoes what was done by a request that was let in.
    pub fn mend(&self) {
        let mut rows = Rows::at(self.county.app().clock().now());
        rows.mend();
        rows.write(self.county.app());
    }
}

fn import(county: &County, kind: FileKind, agency: &str, file: &'static [u8]) {
    let agency = AgencyCode::parse(agency).unwrap();
    let request =
        ImportRequest { kind, agency, file_name: "matrix.csv".to_owned(), dry_run: false };
    run_import(county.app(), &operator(), &request, Cursor::new(file), &mut |_| {}).unwrap();
}

fn agencies(county: &County) -> BTreeMap<Works, Uuid> {
    let mut agencies = BTreeMap::from([
        (Works::Police, county.agency_of("chair").uuid()),
        (Works::Partnership, county.agency_of("coordinator").uuid()),
        (Works::Amber, county.agency_of("idva").uuid()),
    ]);
    for (works, code) in Works::NEW {
        let (name, kind) = (AgencyName::parse(code).unwrap(), AgencyKind::Housing);
        let new = NewAgency { code: AgencyCode::parse(code).unwrap(), name, kind };
        county.app().change(&operator(), |ctx| add_agency(ctx, new)).unwrap();
        let sql = "select agency_id as id from agency where code = $1";
        agencies.insert(works, find(county, sql, code));
    }
    agencies
}

fn case(county: &County, reference: &str, (holder, referred_by): (Uuid, Option<Uuid>)) -> Case {
    let id = find(
        county,
        "select incident_id as id from incident where reference = $1
         union select referral_id as id from referral where reference = $1",
        reference,
    );
    let [victim, perpetrator] = ["victim", "perpetrator"].map(|party| {
        let sql = "select m.person_id as id from membership m
                   join person_record r on r.record_id = m.record_id
                   where r.source_id = $1 and r.party = $2 and m.superseded_at is null";
        let found =
            |tx: &mut app::db::Tx<'_>| tx.find(sql, params![id, party], |row| row.get("id"));
        county.app().db().read(found).unwrap().unwrap()
    });
    Case { id, holder, referred_by, victim, perpetrator }
}

fn find(county: &County, sql: &'static str, key: &str) -> Uuid {
    let found = |tx: &mut app::db::Tx<'_>| match key {
        "" => tx.find(sql, &[], |row| row.get("id")),
        key => tx.find(sql, params![key], |row| row.get("id")),
    };
    county.app().db().read(found).unwrap().unwrap()
}

impl State {
    /// From whom of a case the user was excluded, and whether that has ended.
    pub fn exclusion(self, case: &Case) -> Option<(Uuid, bool)> {
        match self {
            State::ExcludedFromPerpetrator => Some((case.perpetrator, false)),
            State::ExclusionEnded => Some((case.victim, true)),
            _ => self.is_excluded().then_some((case.victim, false)),
        }
    }
}
