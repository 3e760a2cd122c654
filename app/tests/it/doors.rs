//! Every operation at the one door: who may, who may not, and who may not even know.

use crate::county::{agency, left_by, nobody, nowhere, state, word};
use app::{
    Error, Visitor,
    agency::{
        AgencyChange, NewAgency, add_agency, change_agency, list_agencies, restore_agency,
        show_agency, suspend_agency,
    },
    ledger::{LookFilter, export_ledger, list_looks},
    system::{about_system, check_system},
    testing::{World, on_both, operator},
    user::{
        NewUser, change_role, end_sessions, invite_user, list_users, reset_sign_in, restore_user,
        show_own_account, show_user, suspend_user,
    },
};
use domain::{
    agency::{AgencyCode, AgencyKind, AgencyName},
    ids::{AgencyId, UserId},
    user::{DisplayName, EmailAddress, Role},
};
use jiff::SignedDuration;

/// Does it to an agency or to a user, where it is about one.
type Doing = fn(&World, &Visitor, AgencyId, UserId) -> Result<(), Error>;

struct Door {
    name: &'static str,
    doing: Doing,
    permission: &'static str,
    /// Whose roles may.
    may: &'static [&'static str],
    /// Who may not, but may know that the subject is there; everybody else is told that it is not.
    know: &'static [&'static str],
    /// Whether it asks for a sign-in within the last five minutes.
    fresh: bool,
}

const GRANTORS: &[&str] = &["grantor", "second grantor"];
const OFFICE: &[&str] = &["coordinator", "manager", "privacy officer", "idva lead"];
const OFFICE_WITHOUT_LEAD: &[&str] = &["coordinator", "manager", "privacy officer"];
const DIRECTORY: &[&str] =
    &["grantor", "second grantor", "coordinator", "manager", "privacy officer", "idva lead"];
const CUTTERS: &[&str] = &["grantor", "second grantor", "idva lead"];
/// The system and the ledger are no secret: everybody knows that they are there.
const ALL: &[&str] = &[
    "administrator",
    "coordinator",
    "manager",
    "privacy officer",
    "programme coordinator",
    "chair",
    "representative",
    "deputy",
    "analyst",
    "referrer",
    "police privacy officer",
    "idva lead",
    "idva",
    // Last, because they can suspend the agencies of the others.
    "grantor",
    "second grantor",
];

fn harbour() -> NewAgency {
    NewAgency {
        code: AgencyCode::parse("HARBOUR").unwrap(),
        name: AgencyName::parse("Harbour Housing").unwrap(),
        kind: AgencyKind::Housing,
    }
}

fn newcomer(agency: AgencyId) -> NewUser {
    NewUser {
        agency,
        role: Role::Idva,
        name: DisplayName::parse("New Comer").unwrap(),
        email: EmailAddress::parse("new.comer@county.example").unwrap(),
    }
}

fn renamed() -> AgencyChange {
    AgencyChange {
        seen_version: 1,
        name: AgencyName::parse("Amber Lodge").unwrap(),
        kind: AgencyKind::IdvaService,
    }
}

#[rustfmt::skip]
const DOORS: [Door; 18] = [
    Door { name: "add an agency", permission: "add_agency", fresh: false, may: GRANTORS, know: ALL,
        doing: |w, v, _, _| w.app.change(v, |c| add_agency(c, harbour())).map(drop) },
    Door { name: "change an agency", permission: "change_agency", fresh: false,
        may: GRANTORS, know: OFFICE,
        doing: |w, v, a, _| w.app.change(v, move |c| change_agency(c, a, renamed())).map(drop) },
    Door { name: "suspend an agency", permission: "suspend_agency", fresh: true,
        may: GRANTORS, know: OFFICE,
        doing: |w, v, a, _| w.app.change(v, move |c| suspend_agency(c, a, 1)).map(drop) },
    Door { name: "restore an agency", permission: "suspend_agency", fresh: true,
        may: GRANTORS, know: OFFICE,
        doing: |w, v, a, _| w.app.change(v, move |c| restore_agency(c, a, 1)).map(drop) },
    Door { name: "see an agency", permission: "see_directory", fresh: false,
        may: DIRECTORY, know: &[],
        doing: |w, v, a, _| w.app.read(v, |c| show_agency(c, a)).map(drop) },
    Door { name: "list users", permission: "see_directory", fresh: false,
        may: DIRECTORY, know: &[],
        doing: |w, v, a, _| w.app.read(v, |c| list_users(c, a, None)).map(drop) },
    Door { name: "see a user", permission: "see_directory", fresh: false,
        may: DIRECTORY, know: &[],
        doing: |w, v, _, u| w.app.read(v, |c| show_user(c, u)).map(drop) },
    Door { name: "invite a user", permission: "invite_user", fresh: true,
        may: GRANTORS, know: OFFICE,
        doing: |w, v, a, _| w.app.change(v, move |c| invite_user(c, newcomer(a))).map(drop) },
    Door { name: "change a role", permission: "change_role", fresh: true,
        may: GRANTORS, know: OFFICE,
        doing: |w, v, _, u| {
            w.app.change(v, move |c| change_role(c, u, 2, Role::IdvaLead)).map(drop)
        } },
    Door { name: "suspend a user", permission: "suspend_user", fresh: false,
        may: CUTTERS, know: OFFICE_WITHOUT_LEAD,
        doing: |w, v, _, u| w.app.change(v, move |c| suspend_user(c, u)).map(drop) },
    Door { name: "restore a user", permission: "restore_user", fresh: true,
        may: GRANTORS, know: OFFICE,
        doing: |w, v, _, u| w.app.change(v, move |c| restore_user(c, u)).map(drop) },
    Door { name: "reset a sign-in", permission: "reset_sign_in", fresh: true,
        may: GRANTORS, know: OFFICE,
        doing: |w, v, _, u| w.app.change(v, move |c| reset_sign_in(c, u)).map(drop) },
    Door { name: "end sessions", permission: "end_sessions", fresh: false,
        may: CUTTERS, know: OFFICE_WITHOUT_LEAD,
        doing: |w, v, _, u| w.app.change(v, move |c| end_sessions(c, u)).map(drop) },
    Door { name: "read the ledger", permission: "read_ledger", fresh: false,
        may: &["privacy officer", "police privacy officer"], know: ALL,
        doing: |w, v, _, _| w.app.read(v, |c| list_looks(c, LookFilter::default())).map(drop) },
    Door { name: "export the ledger", permission: "export_ledger", fresh: true,
        may: &["privacy officer"], know: ALL,
        doing: |w, v, _, _| export_ledger(&w.app, v).map(drop) },
    Door { name: "see the system", permission: "see_system", fresh: false,
        may: &["administrator", "privacy officer", "police privacy officer"], know: ALL,
        doing: |w, v, _, _| w.app.read(v, about_system).map(drop) },
    Door { name: "check the system", permission: "check_system", fresh: false,
        may: &["administrator"], know: ALL,
        doing: |w, v, _, _| check_system(&w.app, v).map(drop) },
    Door { name: "see one's own account", permission: "see_own_account", fresh: false,
        may: ALL, know: &[],
        doing: |w, v, _, _| w.app.read(v, show_own_account).map(drop) },
];

fn expected(door: &Door, name: &str) -> &'static str {
    if door.may.contains(&name) {
        "may"
    } else if door.know.contains(&name) {
        "denied"
    } else {
        "not found"
    }
}

/// What the door said: whoever was let through may still be told that there was nothing to do.
fn said(answer: &Result<(), Error>) -> &'static str {
    match word(answer) {
        "done" | "refused" | "changed" => "may",
        other => other,
    }
}

#[test]
fn each_role_is_let_through_or_told_no_or_told_that_nothing_is_there() {
    for door in DOORS {
        on_both(|world| {
            let amber = agency(&world, "AMBER-HOUSE");
            let second_idva = world.person("second idva").id;
            for name in ALL {
                let visitor = world.sign_in(name);
                let before = state(&world.app);
                let act = || (door.doing)(&world, &visitor, amber, second_idva);
                let (answer, left) = left_by(&world, act);
                assert_eq!(said(&answer), expected(&door, name), "{name} to {}", door.name);
                if said(&answer) != "may" {
                    assert_eq!(state(&world.app), before, "{name} to {}", door.name);
                    let refusal = format!("refusal {} ", door.permission);
                    // The lead may never suspend the own agency: that is forbidden besides.
                    let ends = ["not_granted", "forbidden"].map(|end| format!("by {name} ({end})"));
                    let is_noted = left.len() == 1
                        && left[0].starts_with(&refusal)
                        && ends.iter().any(|end| left[0].ends_with(end));
                    assert!(is_noted, "{name} to {}: {left:?}", door.name);
                }
            }
        });
    }
}

#[test]
fn what_asks_for_a_fresh_sign_in_is_refused_six_minutes_later_and_that_is_recorded() {
    on_both(|world| {
        let amber = agency(&world, "AMBER-HOUSE");
        let second_idva = world.person("second idva").id;
        for door in DOORS {
            let name = door.may[0];
            let visitor = world.sign_in(name);
            world.clock.advance(SignedDuration::from_mins(5));
            let in_time = (door.doing)(&world, &visitor, amber, second_idva);
            assert_eq!(said(&in_time), "may", "{} after five minutes", door.name);
            world.clock.advance(SignedDuration::from_mins(1));
            let act = || (door.doing)(&world, &visitor, amber, second_idva);
            let (late, left) = left_by(&world, act);
            if door.fresh {
                assert_eq!(said(&late), "denied", "{} after six minutes", door.name);
                assert!(left[0].ends_with("(needs_fresh_sign_in)"), "{left:?}");
            } else {
                assert_eq!(said(&late), "may", "{} after six minutes", door.name);
            }
        }
    });
}

#[test]
fn a_suspended_user_or_one_of_a_suspended_agency_is_asked_to_sign_in_at_every_door() {
    on_both(|world| {
        let amber = agency(&world, "AMBER-HOUSE");
        let police = agency(&world, "FEN-POLICE");
        let second_idva = world.person("second idva").id;
        let suspended = ["idva lead", "police privacy officer"].map(|name| world.sign_in(name));
        let grantor = world.sign_in("grantor");
        let lead = world.person("idva lead").id;
        world.app.change(&grantor, move |ctx| suspend_user(ctx, lead)).unwrap();
        world.app.change(&grantor, move |ctx| suspend_agency(ctx, police, 1)).unwrap();
        for visitor in suspended {
            for door in DOORS {
                let before = state(&world.app);
                let act = || (door.doing)(&world, &visitor, amber, second_idva);
                let (answer, left) = left_by(&world, act);
                assert_eq!(word(&answer), "sign in", "{}", door.name);
                assert_eq!((left, state(&world.app)), (vec![], before), "{}", door.name);
            }
        }
    });
}

#[test]
fn a_stranger_is_asked_to_sign_in_at_every_door() {
    on_both(|world| {
        let amber = agency(&world, "AMBER-HOUSE");
        let second_idva = world.person("second idva").id;
        let strangers = [
            Visitor::Stranger,
            Visitor::Cookie("0".repeat(64)),
            Visitor::Bearer("wicken_0".into()),
            Visitor::Cookie(String::new()),
        ];
        for visitor in strangers {
            for door in DOORS {
                let before = state(&world.app);
                let answer = (door.doing)(&world, &visitor, amber, second_idva);
                assert_eq!(word(&answer), "sign in", "{}", door.name);
                assert_eq!(state(&world.app), before, "{}", door.name);
            }
        }
    });
}

#[test]
fn the_operator_runs_the_box_and_reads_about_nobody() {
    let may = [
        "add an agency",
        "invite a user",
        "reset a sign-in",
        "export the ledger",
        "see the system",
        "check the system",
    ];
    on_both(|world| {
        let amber = agency(&world, "AMBER-HOUSE");
        let second_idva = world.person("second idva").id;
        for door in DOORS {
            let answer = (door.doing)(&world, &operator(), amber, second_idva);
            let is_let = said(&answer) == "may";
            assert_eq!(is_let, may.contains(&door.name), "{}: {answer:?}", door.name);
        }
    });
}

#[test]
fn what_is_not_there_answers_and_costs_like_what_one_may_not_know() {
    on_both(|world| {
        let amber = agency(&world, "AMBER-HOUSE");
        let second_idva = world.person("second idva").id;
        for door in DOORS {
            let idva = world.sign_in("chair");
            let (hidden, left) =
                left_by(&world, || (door.doing)(&world, &idva, amber, second_idva));
            if word(&hidden) != "not found" {
                continue;
            }
            let (missing, noted) =
                left_by(&world, || (door.doing)(&world, &idva, nowhere(), nobody()));
            assert_eq!(word(&missing), "not found", "{}", door.name);
            assert_eq!(format!("{hidden:?}"), format!("{missing:?}"), "{}", door.name);
            // One durable entry each: the same commit, so the same time.
            assert_eq!((left.len(), noted.len()), (1, 1), "{}: {noted:?}", door.name);
            assert_eq!(noted[0], "refusal find unknown by chair (not_found)");
        }
    });
}

#[test]
fn one_sees_those_agencies_in_the_list_that_one_may_see() {
    on_both(|world| {
        for (name, count) in [("grantor", 3), ("representative", 1), ("idva lead", 1)] {
            let visitor = world.sign_in(name);
            let (found, left) = left_by(&world, || world.app.read(&visitor, list_agencies));
            assert_eq!(found.unwrap().len(), count, "{name}");
            assert_eq!(left, [format!("read see_directory agency by {name}")]);
        }
        let idva = world.sign_in("idva");
        let (found, left) = left_by(&world, || world.app.read(&idva, list_agencies));
        assert_eq!(word(&found), "not found");
        assert_eq!(left, ["refusal see_directory agency:AMBER-HOUSE by idva (not_granted)"]);
    });
}

#[test]
fn nobody_decides_about_their_own_access() {
    on_both(|world| {
        let id = world.person("grantor").id;
        let own = agency(&world, "PARTNERSHIP");
        for door in DOORS {
            let about_oneself = [
                "change a role",
                "suspend a user",
                "restore a user",
                "reset a sign-in",
                "end sessions",
                "suspend an agency",
                "restore an agency",
            ];
            if about_oneself.contains(&door.name) {
                let grantor = world.sign_in("grantor");
                let act = || (door.doing)(&world, &grantor, own, id);
                let (answer, left) = left_by(&world, act);
                assert_eq!(word(&answer), "denied", "{}", door.name);
                assert!(left[0].ends_with("by grantor (forbidden)"), "{left:?}");
            }
        }
    });
}
