//! The front door: who is let in, who must wait, and what nobody can learn there.

use crate::county::{agency, count, left_by};
use app::{
    App,
    session::{Credentials, SignedIn, sign_in},
    testing::{PASSWORD, World, on_both},
    user::{code_of, suspend_user},
};
use jiff::{SignedDuration, Timestamp};
use std::{sync::Barrier, thread};

fn at(world: &World, instant: Timestamp) -> String {
    code_of(&world.person("idva").code_secret, instant).unwrap()
}

fn steps(count: i64) -> SignedDuration {
    SignedDuration::from_secs(30 * count)
}

/// A code that no step around now has.
fn wrong_code(world: &World) -> String {
    let near: Vec<String> =
        (-2..=2).map(|step| at(world, world.clock.now() + steps(step))).collect();
    (0..9).map(|n| format!("00000{n}")).find(|code| !near.contains(code)).unwrap()
}

fn tried(world: &World, credentials: Credentials) -> SignedIn {
    sign_in(&world.app, credentials).unwrap()
}

fn is_yes(answer: &SignedIn) -> bool {
    matches!(answer, SignedIn::Yes { .. })
}

#[test]
fn each_way_to_be_wrong_has_one_answer_and_its_own_reason_in_the_ledger() {
    on_both(|world| {
        world.clock.advance(steps(1));
        let code = world.code("idva");
        let right = world.credentials("idva", &code);
        let rows = [
            (Credentials { password: "wrong".into(), ..right.clone() }, ":idva", "wrong_password"),
            (Credentials { code: wrong_code(&world), ..right.clone() }, ":idva", "wrong_code"),
            (Credentials { code: String::new(), ..right.clone() }, ":idva", "wrong_code"),
            (Credentials { code: "abcde-fghij".into(), ..right.clone() }, ":idva", "wrong_code"),
            (
                Credentials { email: "no.one@county.example".into(), ..right.clone() },
                "",
                "unknown_address",
            ),
            (Credentials { email: "no address".into(), ..right.clone() }, "", "unknown_address"),
            (Credentials { email: "%".into(), ..right.clone() }, "", "unknown_address"),
        ];
        for (credentials, whom, reason) in rows {
            let (answer, left) = left_by(&world, || tried(&world, credentials));
            assert_eq!(answer, SignedIn::No, "{reason}");
            assert_eq!(left, [format!("sign-in sign_in user{whom} by a stranger ({reason})")]);
        }
        let spelt = Credentials { email: " IDVA@County.Example ".into(), ..right };
        let (answer, left) = left_by(&world, || tried(&world, spelt));
        assert!(is_yes(&answer));
        assert_eq!(left, ["sign-in sign_in user:idva by a stranger"]);
    });
}

#[test]
fn a_suspended_user_gets_the_same_no_as_anyone() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        let (id, police) = (world.person("idva").id, agency(&world, "FEN-POLICE"));
        world.app.change(&grantor, move |ctx| suspend_user(ctx, id)).unwrap();
        let suspend = move |ctx: &mut app::Ctx<'_>| app::agency::suspend_agency(ctx, police, 1);
        world.app.change(&grantor, suspend).unwrap();
        world.clock.advance(steps(1));
        for name in ["idva", "chair"] {
            let credentials = world.credentials(name, &world.code(name));
            let (answer, left) = left_by(&world, || tried(&world, credentials));
            assert_eq!(answer, SignedIn::No);
            assert_eq!(left, [format!("sign-in sign_in user:{name} by a stranger (suspended)")]);
        }
    });
}

#[test]
fn a_code_is_good_one_step_either_side_and_no_further() {
    for (step, is_good) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
        on_both(|world| {
            world.clock.advance(steps(10));
            let code = at(&world, world.clock.now() + steps(step));
            let answer = tried(&world, world.credentials("idva", &code));
            assert_eq!(is_yes(&answer), is_good, "{step} steps from now");
        });
    }
}

#[test]
fn a_code_is_good_once_and_no_older_one_after_it() {
    on_both(|world| {
        world.clock.advance(steps(10));
        let now = world.clock.now();
        let [before, this, next] = [-1, 0, 1].map(|step| at(&world, now + steps(step)));
        assert!(is_yes(&tried(&world, world.credentials("idva", &this))));
        assert!(!is_yes(&tried(&world, world.credentials("idva", &this))), "used");
        assert!(!is_yes(&tried(&world, world.credentials("idva", &before))), "older");
        assert!(is_yes(&tried(&world, world.credentials("idva", &next))));
    });
}

#[test]
fn one_code_at_many_doors_of_two_servers_at_once_opens_one() {
    on_both(|world| {
        let other = world.second_server();
        for _ in 0..5 {
            // The seven who are late count as wrong codes: a new window each time.
            world.clock.advance(SignedDuration::from_mins(15));
            let code = world.code("idva");
            let start = Barrier::new(8);
            let enter = |server: &App| {
                start.wait();
                is_yes(&sign_in(server, world.credentials("idva", &code)).unwrap())
            };
            let let_in = thread::scope(|scope| {
                let doors: Vec<_> = (0..8)
                    .map(|door| if door % 2 == 0 { &world.app } else { &other })
                    .map(|server| scope.spawn(|| enter(server)))
                    .collect();
                doors.into_iter().map(|door| door.join().unwrap()).filter(|is_in| *is_in).count()
            });
            assert_eq!(let_in, 1);
        }
    });
}

#[test]
fn the_eleventh_wrong_try_is_told_to_wait_and_an_unknown_address_hears_the_very_same() {
    on_both(|world| {
        let right = world.credentials("idva", &wrong_code(&world));
        let sequence = |credentials: &Credentials| -> Vec<SignedIn> {
            (0..13).map(|_| tried(&world, credentials.clone())).collect()
        };
        let known = sequence(&Credentials { password: "wrong".into(), ..right.clone() });
        let unknown =
            sequence(&Credentials { email: "no.one@county.example".into(), ..right.clone() });
        let elsewhere = Credentials { network: "198.51.100.1".into(), ..right };
        let wrong_code = sequence(&elsewhere);
        let expected = [vec![SignedIn::No; 10], vec![SignedIn::Wait; 3]].concat();
        assert_eq!((&known, &unknown, &wrong_code), (&expected, &expected, &expected));
    });
}

#[test]
fn whoever_gives_all_three_right_things_is_let_in_however_often_others_tried() {
    on_both(|world| {
        let guess = Credentials { password: "guess".into(), ..world.credentials("idva", "000000") };
        for _ in 0..30 {
            tried(&world, guess.clone());
        }
        assert_eq!(tried(&world, guess), SignedIn::Wait);
        world.clock.advance(steps(1));
        assert!(is_yes(&tried(&world, world.credentials("idva", &world.code("idva")))));
    });
}

#[test]
fn the_count_begins_anew_after_a_quarter_of_an_hour() {
    on_both(|world| {
        let guess = Credentials { password: "guess".into(), ..world.credentials("idva", "000000") };
        for _ in 0..12 {
            tried(&world, guess.clone());
        }
        world.clock.advance(SignedDuration::from_mins(15) - SignedDuration::from_micros(1));
        assert_eq!(tried(&world, guess.clone()), SignedIn::Wait);
        world.clock.advance(SignedDuration::from_micros(1));
        assert_eq!(tried(&world, guess), SignedIn::No);
    });
}

#[test]
fn the_count_is_one_for_all_servers_and_outlives_a_restart() {
    on_both(|world| {
        let other = world.second_server();
        let guess = Credentials { password: "guess".into(), ..world.credentials("idva", "000000") };
        for server in [&world.app, &other].into_iter().cycle().take(10) {
            assert_eq!(sign_in(server, guess.clone()).unwrap(), SignedIn::No);
        }
        drop(other);
        let restarted = world.second_server();
        assert_eq!(sign_in(&restarted, guess).unwrap(), SignedIn::Wait);
    });
}

#[test]
fn twenty_wrong_codes_behind_the_right_password_close_the_account_to_codes_for_a_while() {
    on_both(|world| {
        for number in 0..20 {
            let network = format!("198.51.100.{number}");
            let wrong = Credentials { network, ..world.credentials("idva", &wrong_code(&world)) };
            assert_eq!(tried(&world, wrong), SignedIn::No);
        }
        world.clock.advance(steps(1));
        let credentials = world.credentials("idva", &world.code("idva"));
        let (answer, left) = left_by(&world, || tried(&world, credentials.clone()));
        assert_eq!(answer, SignedIn::No);
        assert_eq!(left, ["sign-in sign_in user:idva by a stranger (too_many_codes)"]);
        world.clock.advance(SignedDuration::from_mins(15));
        assert!(is_yes(&tried(&world, world.credentials("idva", &world.code("idva")))));
    });
}

#[test]
fn wrong_codes_behind_a_wrong_password_close_nothing() {
    on_both(|world| {
        for number in 0..40 {
            let guess = Credentials {
                password: "guess".into(),
                network: format!("198.51.100.{number}"),
                ..world.credentials("idva", "000000")
            };
            tried(&world, guess);
        }
        world.clock.advance(steps(1));
        assert!(is_yes(&tried(&world, world.credentials("idva", &world.code("idva")))));
    });
}

#[test]
fn two_thousand_stuffed_passwords_let_nobody_in_and_lock_nobody_out() {
    on_both(|world| {
        let names: Vec<String> = world.names().map(str::to_owned).collect();
        let mut let_in = 0;
        for number in 0..2_000_usize {
            let name = &names[number % names.len()];
            // Every tenth password is the true one, from a breach elsewhere; no code is.
            let password = if number % 10 == 0 { PASSWORD } else { "password123" };
            let stuffed = Credentials {
                password: password.to_owned(),
                network: format!("203.0.113.{}", number % 250),
                ..world.credentials(name, &wrong_code(&world))
            };
            let_in += usize::from(is_yes(&tried(&world, stuffed)));
        }
        assert_eq!(let_in, 0);
        let sql = "select count(*) as count from ledger_entry where kind = 'sign_in'
                   and line like '%refused%'";
        assert_eq!(count(&world.app, sql), 2_000);
        world.clock.advance(SignedDuration::from_mins(15));
        for name in &names {
            assert!(is_yes(&tried(&world, world.credentials(name, &world.code(name)))), "{name}");
        }
    });
}

#[test]
fn a_clock_that_is_set_back_opens_no_older_code_again() {
    on_both(|world| {
        world.clock.advance(steps(240));
        let earlier = world.code("idva");
        world.clock.advance(steps(120));
        assert!(is_yes(&tried(&world, world.credentials("idva", &world.code("idva")))));
        world.clock.advance(-steps(120));
        assert!(!is_yes(&tried(&world, world.credentials("idva", &earlier))));
        world.clock.advance(steps(121));
        assert!(is_yes(&tried(&world, world.credentials("idva", &world.code("idva")))));
    });
}

/// Signs in while a change is under way that began before and is durable only after the password
/// was compared.
fn sign_in_during(
    world: &World,
    change: impl FnOnce(&mut app::db::Tx<'_>) -> Result<(), app::db::DbError> + Send + 'static,
) -> SignedIn {
    world.clock.advance(steps(1));
    let credentials = world.credentials("idva", &world.code("idva"));
    let other = world.second_server();
    thread::scope(|scope| {
        let (begun, begins) = std::sync::mpsc::channel();
        scope.spawn(|| {
            let slow = move |tx: &mut app::db::Tx<'_>| {
                change(tx)?;
                begun.send(()).unwrap();
                thread::sleep(std::time::Duration::from_millis(300));
                Ok::<_, app::db::DbError>(())
            };
            world.app.db().write(slow).unwrap();
        });
        begins.recv().unwrap();
        sign_in(&other, credentials).unwrap()
    })
}

#[test]
fn a_password_that_was_changed_while_it_was_compared_lets_nobody_in() {
    on_both(|world| {
        let answer = sign_in_during(&world, |tx| {
            let sql = "update credential set password_hash = 'another'";
            tx.execute(sql, app::params![]).map(drop)
        });
        assert_eq!(answer, SignedIn::No);
    });
}

#[test]
fn a_suspension_or_a_reset_while_the_password_was_compared_lets_nobody_in() {
    const CHANGES: [&str; 2] = [
        "delete from credential",
        "update user_state set status = 'suspended' where superseded_at is null",
    ];
    for sql in CHANGES {
        on_both(|world| {
            let answer =
                sign_in_during(&world, move |tx| tx.execute(sql, app::params![]).map(drop));
            if let SignedIn::Yes { secret } = answer {
                // On PostgreSQL the two may pass each other: then the door refuses.
                let visitor = app::Visitor::Cookie(secret);
                assert!(world.app.read(&visitor, app::user::show_own_account).is_err(), "{sql}");
            }
        });
    }
}

fn median_micros(world: &World, credentials: &Credentials) -> u128 {
    let mut times: Vec<u128> = (0..60)
        .map(|_| {
            let started = std::time::Instant::now();
            tried(world, credentials.clone());
            started.elapsed().as_micros()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

#[test]
fn nobody_learns_from_the_time_it_takes_whether_an_address_is_known() {
    on_both(|world| {
        let wrong = Credentials { password: "guess".into(), ..world.credentials("idva", "000000") };
        let unknown = Credentials { email: "no.one@county.example".into(), ..wrong.clone() };
        // What else the machine does disturbs both: the closest of five pairs counts.
        let differences =
            (0..5).map(|_| median_micros(&world, &wrong).abs_diff(median_micros(&world, &unknown)));
        let closest = differences.min().unwrap();
        assert!(closest < 5_000, "{closest} microseconds");
    });
}
