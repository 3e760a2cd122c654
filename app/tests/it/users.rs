//! People are invited, given a role, cut off and let in again.

use crate::county::{agency, count, left_by, word};
use app::{
    Error, Refused, Visitor,
    testing::{World, on_both, operator},
    user::{
        Invited, NewUser, change_role, end_sessions, find_agency_for, find_by_email, invite_user,
        list_users, reset_sign_in, restore_user, show_own_account, show_user, suspend_user,
    },
};
use domain::{
    agency::AgencyCode,
    ids::AgencyId,
    user::{DisplayName, EmailAddress, Role, UserStatus},
};

pub fn newcomer(agency: AgencyId, email: &str) -> NewUser {
    NewUser {
        agency,
        role: Role::Idva,
        name: DisplayName::parse("New Comer").unwrap(),
        email: EmailAddress::parse(email).unwrap(),
    }
}

pub fn invite(world: &World, email: &str) -> Invited {
    let (amber, email) = (agency(world, "AMBER-HOUSE"), email.to_owned());
    world.app.change(&operator(), move |ctx| invite_user(ctx, newcomer(amber, &email))).unwrap()
}

fn is_signed_in(world: &World, visitor: &Visitor) -> bool {
    world.app.read(visitor, show_own_account).is_ok()
}

#[test]
fn inviting_leaves_an_entry_about_the_new_user_and_the_list_shows_them_as_invited() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        let amber = agency(&world, "AMBER-HOUSE");
        let new = newcomer(amber, "new.comer@county.example");
        let (invited, left) =
            left_by(&world, || world.app.change(&grantor, move |ctx| invite_user(ctx, new)));
        let invited = invited.unwrap();
        assert_eq!(left, ["change invite_user user:new by grantor"]);
        let look = || world.app.read(&grantor, |ctx| list_users(ctx, amber, None));
        let (page, left) = left_by(&world, look);
        assert_eq!(left, ["read see_directory agency:AMBER-HOUSE by grantor"]);
        let page = page.unwrap();
        let listed = page.items.iter().find(|user| user.id == invited.user).unwrap();
        assert_eq!((listed.status, listed.role), (UserStatus::Invited, Role::Idva));
        assert_eq!((page.items.len(), page.next), (4, None));
        let look = || world.app.read(&grantor, |ctx| show_user(ctx, invited.user));
        let (shown, left) = left_by(&world, look);
        assert_eq!(left, ["read see_directory user:new by grantor"]);
        assert_eq!(shown.unwrap().0, *listed);
    });
}

#[test]
fn an_address_that_is_in_use_is_refused_also_in_other_letters() {
    on_both(|world| {
        let amber = agency(&world, "AMBER-HOUSE");
        for address in ["idva@county.example", "IDVA@County.Example"] {
            let new = newcomer(amber, address);
            let invite = || world.app.change(&operator(), move |ctx| invite_user(ctx, new));
            let (refused, left) = left_by(&world, invite);
            assert!(matches!(refused, Err(Error::Refused(Refused::EmailTaken))), "{address}");
            assert!(left.is_empty());
        }
    });
}

#[test]
fn a_long_list_of_users_is_turned_page_by_page_without_gap_or_double() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        let amber = agency(&world, "AMBER-HOUSE");
        for number in 0..120 {
            invite(&world, &format!("number{number}@county.example"));
        }
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = world.app.read(&grantor, |ctx| list_users(ctx, amber, after)).unwrap();
            assert!(page.items.len() <= 50);
            seen.extend(page.items.iter().map(|user| user.id));
            // Someone new arrives while the list is read.
            invite(&world, &format!("late{}@county.example", seen.len()));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let mut unique = seen.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(seen.len(), unique.len());
        assert!((123..=126).contains(&seen.len()), "{}", seen.len());
    });
}

#[test]
fn a_role_holds_from_the_very_next_request_on() {
    on_both(|world| {
        let coordinator = world.sign_in("coordinator");
        let grantor = world.sign_in("grantor");
        let amber = agency(&world, "AMBER-HOUSE");
        assert!(world.app.read(&coordinator, |ctx| list_users(ctx, amber, None)).is_ok());
        let id = world.person("coordinator").id;
        let change =
            || world.app.change(&grantor, move |ctx| change_role(ctx, id, 2, Role::Referrer));
        let (version, left) = left_by(&world, change);
        assert_eq!(version.unwrap(), 3);
        assert_eq!(left, ["change change_role user:coordinator by grantor"]);
        let look = world.app.read(&coordinator, |ctx| list_users(ctx, amber, None));
        assert_eq!(word(&look), "not found");
        let (own, _) = world.app.read(&coordinator, show_own_account).unwrap();
        assert_eq!(own.role, Role::Referrer);
        let late = world.app.change(&grantor, move |ctx| change_role(ctx, id, 2, Role::Chair));
        assert_eq!(word(&late), "changed");
    });
}

#[test]
fn the_officer_of_an_agency_sees_its_people_only_and_that_of_the_partnership_everyone() {
    on_both(|world| {
        let agencies = ["FEN-POLICE", "AMBER-HOUSE", "PARTNERSHIP"];
        for (name, seen) in
            [("police privacy officer", &agencies[..1]), ("privacy officer", &agencies[..])]
        {
            let officer = world.sign_in(name);
            for code in agencies {
                let id = agency(&world, code);
                let expected = if seen.contains(&code) { "done" } else { "not found" };
                let people = world.app.read(&officer, |ctx| list_users(ctx, id, None));
                assert_eq!(word(&people), expected, "{name}: {code}");
                let shown = world.app.read(&officer, |ctx| app::agency::show_agency(ctx, id));
                assert_eq!(word(&shown), expected, "{name}: {code}");
            }
            let listed = world.app.read(&officer, app::agency::list_agencies).unwrap();
            assert_eq!(listed.len() == 1, seen.len() == 1, "{name}");
            let idva = world.person("idva").id;
            let expected = if seen.len() == 1 { "not found" } else { "done" };
            assert_eq!(word(&world.app.read(&officer, |ctx| show_user(ctx, idva))), expected);
        }
    });
}

#[test]
fn suspending_ends_every_session_and_token_and_restoring_brings_none_back() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let token = world.app.change(&idva, |ctx| app::token::issue_token(ctx, "case system", 30));
        let token = Visitor::Bearer(token.unwrap().secret);
        assert!(is_signed_in(&world, &token));
        let grantor = world.sign_in("grantor");
        let id = world.person("idva").id;
        let (version, left) =
            left_by(&world, || world.app.change(&grantor, move |ctx| suspend_user(ctx, id)));
        assert_eq!(version.unwrap(), 3);
        assert_eq!(left, ["change suspend_user user:idva by grantor"]);
        for visitor in [&idva, &token] {
            assert!(!is_signed_in(&world, visitor));
        }
        let again = world.app.change(&grantor, move |ctx| suspend_user(ctx, id));
        assert!(matches!(again, Err(Error::Refused(Refused::Step(_)))));
        let (version, left) =
            left_by(&world, || world.app.change(&grantor, move |ctx| restore_user(ctx, id)));
        assert_eq!(version.unwrap(), 4);
        assert_eq!(left, ["change restore_user user:idva by grantor"]);
        for visitor in [&idva, &token] {
            assert!(!is_signed_in(&world, visitor));
        }
        assert!(is_signed_in(&world, &world.sign_in("idva")));
    });
}

#[test]
fn a_suspension_holds_on_the_other_server_too_at_once() {
    on_both(|world| {
        let other = world.second_server();
        let idva = world.sign_in("idva");
        let lead = world.sign_in("idva lead");
        let id = world.person("idva").id;
        for _ in 0..50 {
            assert!(other.read(&idva, show_own_account).is_ok());
        }
        world.app.change(&lead, move |ctx| suspend_user(ctx, id)).unwrap();
        for server in [&other, &world.app] {
            assert_eq!(word(&server.read(&idva, show_own_account)), "sign in");
        }
    });
}

#[test]
fn a_lead_signs_a_colleague_out_everywhere_and_the_colleague_may_sign_in_anew() {
    on_both(|world| {
        let screens = [world.sign_in("idva"), world.sign_in("idva")];
        let lead = world.sign_in("idva lead");
        let id = world.person("idva").id;
        let (ended, left) =
            left_by(&world, || world.app.change(&lead, move |ctx| end_sessions(ctx, id)));
        assert_eq!(ended.unwrap(), 2);
        assert_eq!(left, ["change end_sessions user:idva by idva lead"]);
        assert!(screens.iter().all(|screen| !is_signed_in(&world, screen)));
        assert!(is_signed_in(&world, &world.sign_in("idva")));
    });
}

#[test]
fn a_reset_takes_password_code_app_recovery_codes_sessions_and_tokens_at_once() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let issue = world.app.change(&idva, |ctx| app::token::issue_token(ctx, "system", 30));
        let token = Visitor::Bearer(issue.unwrap().secret);
        let grantor = world.sign_in("grantor");
        let id = world.person("idva").id;
        let (invited, left) =
            left_by(&world, || world.app.change(&grantor, move |ctx| reset_sign_in(ctx, id)));
        assert_eq!(invited.unwrap().user, id);
        assert_eq!(left, ["change reset_sign_in user:idva by grantor"]);
        assert!(!is_signed_in(&world, &idva) && !is_signed_in(&world, &token));
        for sql in [
            "select count(*) as count from credential c join user_state u
             on u.user_id = c.user_id and u.email = 'idva@county.example'",
            "select count(*) as count from second_factor c join user_state u
             on u.user_id = c.user_id and u.email = 'idva@county.example'",
            "select count(*) as count from recovery_code c join user_state u
             on u.user_id = c.user_id and u.email = 'idva@county.example'",
        ] {
            assert_eq!(count(&world.app, sql), 0, "{sql}");
        }
    });
}

#[test]
fn every_change_of_access_counts_the_policy_epoch_up_and_a_look_does_not() {
    on_both(|world| {
        let epoch = || count(&world.app, "select epoch as count from policy_epoch");
        let grantor = world.sign_in("grantor");
        let id = world.person("idva").id;
        let amber = agency(&world, "AMBER-HOUSE");
        let before = epoch();
        world.app.read(&grantor, |ctx| show_user(ctx, id)).unwrap();
        assert_eq!(epoch(), before);
        world.app.change(&grantor, move |ctx| change_role(ctx, id, 2, Role::IdvaLead)).unwrap();
        world.app.change(&grantor, move |ctx| end_sessions(ctx, id)).unwrap();
        world.app.change(&grantor, move |ctx| suspend_user(ctx, id)).unwrap();
        world.app.change(&grantor, move |ctx| restore_user(ctx, id)).unwrap();
        world.app.change(&grantor, move |ctx| reset_sign_in(ctx, id)).unwrap();
        let suspend = move |ctx: &mut app::Ctx<'_>| app::agency::suspend_agency(ctx, amber, 1);
        world.app.change(&grantor, suspend).unwrap();
        assert_eq!(epoch(), before + 6);
    });
}

#[test]
fn a_code_or_an_address_is_found_by_whoever_may_use_it_and_by_nobody_else() {
    on_both(|world| {
        let find_agency = |visitor: &Visitor, code: &'static str| {
            world.app.read(visitor, |ctx| {
                show_own_account(ctx)?;
                find_agency_for(ctx, &AgencyCode::parse(code).unwrap())
            })
        };
        let find_user = |visitor: &Visitor, address: &'static str| {
            world.app.read(visitor, |ctx| {
                show_own_account(ctx)?;
                find_by_email(ctx, &EmailAddress::parse(address).unwrap())
            })
        };
        let address = "idva@county.example";
        let rows = [("grantor", "done"), ("coordinator", "denied"), ("chair", "not found")];
        for (name, expected) in rows {
            let visitor = world.sign_in(name);
            let (found, left) = left_by(&world, || find_agency(&visitor, "AMBER-HOUSE"));
            assert_eq!(word(&found), expected, "{name}");
            let refusal = format!("refusal invite_user agency:AMBER-HOUSE by {name} (not_granted)");
            assert_eq!(left.contains(&refusal), name != "grantor", "{left:?}");
            let (found, left) = left_by(&world, || find_user(&visitor, address));
            assert_eq!(word(&found), expected, "{name}");
            let refusal = format!("refusal reset_sign_in user:idva by {name} (not_granted)");
            assert_eq!(left.contains(&refusal), name != "grantor", "{left:?}");
            assert_eq!(word(&find_agency(&visitor, "NO-SUCH")), "not found");
            assert_eq!(word(&find_user(&visitor, "no.one@county.example")), "not found");
        }
        let grantor = world.sign_in("grantor");
        let found = find_agency(&grantor, "AMBER-HOUSE").unwrap();
        assert_eq!(found, agency(&world, "AMBER-HOUSE"));
        assert_eq!(find_user(&grantor, address).unwrap(), world.person("idva").id);
    });
}
