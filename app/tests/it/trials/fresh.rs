//! Whatever lists people shows exactly those for whom the door opens, in worlds that are drawn anew
//! around one person.
//!
//! A world is one user, one person with everybody who stands beside them in a case, and a fresh
//! draw of all that lies between: the user's role, agency and status; which agencies are suspended;
//! four agreements with parties, classes, laws and days; who referred the cases and to which MARAC,
//! who coordinates, deputises, chairs or stands in there and is excluded themselves; who works on
//! the cases, on which side and until when; who is on duty and called; what was given to the user,
//! opened in an emergency or by a second person, and from whom they are excluded; which records
//! were linked to somebody else or sent again, before that or after it. The people's names and who
//! sent in which case are drawn once for a batch of worlds. Beside the user there are only those
//! who may come before them in a MARAC: nobody else's rights open anything to them.

use super::{
    Dice,
    asked::{Shown, about, found_by},
    county::{begin, list},
    expected::{Keys, expected, hold_search},
    is_deep, kept,
    redraw::{Base, redraw},
    rows::Rows,
};
use app::{
    App, Error,
    db::{DbError, Engine, Tx},
    testing::{World, ask_within, engines},
};
use std::time::Instant;

const BATCH: usize = 500;
/// Who asks, and three more who hold offices of MARACs.
const USERS: usize = 4;
/// In a long run; on PostgreSQL a statement is a journey, and a tenth of that is run.
const WORLDS_DEEP: usize = 100_000;
const WORLDS: usize = 60;

#[derive(Debug, Default, Clone, Copy)]
struct Sums {
    worlds: usize,
    people: usize,
    records: usize,
    told_of_risk: usize,
    offered_whereabouts: usize,
    cases: usize,
    called: usize,
    received: usize,
    searches: usize,
    found: usize,
}

impl Sums {
    fn add(&mut self, people: usize, shown: &Shown) {
        self.worlds += 1;
        self.people += people;
        self.records += shown.records.len();
        self.told_of_risk += shown.at_risk.len();
        self.offered_whereabouts += shown.offered.values().filter(|offered| offered[0]).count();
        self.cases += shown.cases.iter().flatten().filter(|(_, it)| it.is_some()).count();
        let called = shown.called.iter().flatten();
        self.called += called.filter(|(_, it)| it.is_some()).count();
        self.received += shown.received.len();
    }
}

#[test]
fn every_list_shows_those_and_only_those_for_whom_the_door_opens_in_worlds_drawn_anew() {
    for engine in engines() {
        let begun = Instant::now();
        let mut dice = Dice::new("worlds");
        let mut sums = Sums::default();
        let many = match engine {
            _ if !is_deep() => WORLDS,
            Engine::Sqlite => WORLDS_DEEP,
            Engine::Postgres => WORLDS_DEEP / 10,
        };
        while sums.worlds < many {
            let batch = BATCH.min(many - sums.worlds);
            let wrong;
            (dice, sums, wrong) = hold(engine, batch, (dice, sums));
            assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
        }
        eprintln!("{}: {sums:?} in {:?}", engine.words(), begun.elapsed());
        // Where every door is shut, nothing is tried.
        let often = [sums.records, sums.people / 4];
        assert!(often.iter().all(|count| many / 8 < *count), "{sums:?}");
        let rare = [sums.told_of_risk, sums.offered_whereabouts, sums.cases];
        assert!(rare.iter().all(|count| many / 100 <= *count), "{sums:?}");
        assert!(many / 500 <= sums.called.min(sums.received), "{sums:?}");
    }
}

/// What is shown otherwise than the door has it, in words.
fn hold(engine: Engine, many: usize, (mut dice, sums): (Dice, Sums)) -> (Dice, Sums, Vec<String>) {
    let world = World::on(engine);
    let app = world.app.clone();
    let (_, agencies) = begin(&app, &mut dice);
    let now = app.clock().now();
    let mut rows = Rows::at(now, &mut dice);
    let users = rows.askers(USERS, &agencies).iter().map(|user| user.id).collect();
    rows.write(&app);
    let maracs = list(&app, "select marac_id as id from marac order by name");
    let base = Base { users, agencies, maracs, now };
    let worlds = move |tx: &mut Tx<'_>| -> Result<_, DbError> {
        let (mut dice, mut sums, mut wrong) = (dice, sums, Vec::new());
        for _ in 0..many {
            tx.execute("savepoint world", &[])?;
            wrong.extend(hold_one(&app, tx, &base, (&mut dice, &mut sums))?);
            tx.execute("rollback to savepoint world", &[])?;
            tx.execute("release savepoint world", &[])?;
        }
        Ok((dice, sums, wrong))
    };
    world.app.db().write(worlds).unwrap()
}

fn hold_one(
    app: &App,
    tx: &mut Tx<'_>,
    base: &Base,
    (dice, sums): (&mut Dice, &mut Sums),
) -> Result<Vec<String>, DbError> {
    let seed = dice.0;
    let drawn = redraw(tx, base, dice)?;
    let (asker, near) = (&drawn.asker, &drawn.near);
    let facts = kept::facts(tx, base.now)?;
    let shown = match ask_within(app, tx, &asker.visitor(), |ctx| about(ctx, near)) {
        Err(Error::SignInNeeded) => Shown::default(),
        shown => shown.unwrap(),
    };
    sums.add(near.len(), &shown);
    let sought = facts.records.iter().find(|it| it.person == drawn.person);
    if let Some(sought) = sought.filter(|_| dice.one_in(4)) {
        let found = match ask_within(app, tx, &asker.visitor(), |ctx| found_by(ctx, sought)) {
            Err(Error::NotFound | Error::Denied(_) | Error::SignInNeeded) => None,
            found => found.unwrap(),
        };
        sums.searches += 1;
        sums.found += found.iter().flatten().count();
        hold_search(app, &facts, (asker, sought), found, Keys::OfHolders);
    }
    let differences = shown.differences(&expected(app, &facts, asker, near));
    let tell = |it| format!("world {}, dice {seed}, {asker:?}: {it}", sums.worlds);
    Ok(differences.into_iter().map(tell).collect())
}
