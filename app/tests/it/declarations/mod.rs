//! The yearly declaration: sealed, compared with those on file, and decided by somebody else.

mod deciding;
mod declaring;
mod finding;
mod told;

use app::{
    App, Error, Visitor,
    db::Tx,
    declaration::{
        MatchAnswer, MatchFile, WaitingMatch, decide_match, declare, list_matches, read_match,
    },
    job::run_due_jobs,
    params,
    testing::World,
};
use domain::{
    declaration::{DeclaredPerson, DeclaredTexts, StaffDeclaration, Tie},
    exclusion::ExclusionWords,
    ids::PersonId,
};
use jiff::{
    SignedDuration,
    civil::{Date, date},
};
use uuid::Uuid;

pub const OTTILIE: (&str, &str, Option<Date>) = ("Ottilie", "Marchbanks", Some(date(1984, 2, 29)));
pub const CASIMIR: (&str, &str, Option<Date>) = ("Casimir", "Quillfeather", Some(date(1979, 7, 3)));
pub const NOBODY_ON_FILE: (&str, &str, Option<Date>) =
    ("Perpetua", "Zzyzx", Some(date(1990, 1, 2)));

pub fn person((given, family, born): (&str, &str, Option<Date>), tie: Tie) -> DeclaredPerson {
    let texts =
        DeclaredTexts { given_names: given, family_name: family, former_names: "", words: "" };
    DeclaredPerson::parse(texts, born, tie).unwrap()
}

pub fn knows(people: Vec<DeclaredPerson>) -> StaffDeclaration {
    StaffDeclaration::new(None, people).unwrap()
}

pub fn say(world: &World, by: &Visitor, declared: StaffDeclaration) -> Result<(), Error> {
    world.app.change(by, move |ctx| declare(ctx, &declared))
}

/// Somebody declares that they know somebody, and Wicken compares.
pub fn declares(world: &World, name: &str, people: Vec<DeclaredPerson>) {
    let by = world.sign_in(name);
    say(world, &by, knows(people)).unwrap();
    run_due_jobs(&world.app).unwrap();
}

pub fn waiting(app: &App, by: &Visitor) -> Vec<WaitingMatch> {
    app.read(by, list_matches).unwrap().0
}

pub fn look(app: &App, by: &Visitor, id: Uuid) -> Result<MatchFile, Error> {
    app.read(by, move |ctx| read_match(ctx, id))
}

pub fn decide(app: &App, by: &Visitor, id: Uuid, answer: MatchAnswer) -> Result<(), Error> {
    app.change(by, move |ctx| decide_match(ctx, id, &answer))
}

pub fn none() -> MatchAnswer {
    MatchAnswer::None(ExclusionWords::parse("It is another of that name.").unwrap())
}

/// Shuts a person to somebody of the partnership, whom no lead of an agency can exclude.
pub fn shut(world: &World, person: PersonId, name: &str) {
    let (id, user) = (Uuid::from_u128(77), world.person(name).id);
    let insert = move |tx: &mut Tx<'_>| {
        tx.execute(
            "insert into exclusion (exclusion_id, user_id, person_id, reason, words, recorded_at)
             select $1, $2, $3, 'friend', 'A walk.', made_at from user_account where user_id = $2",
            params![id, user, person],
        )
    };
    assert_eq!(world.app.db().write(insert).unwrap(), 1);
}

/// Wicken compares everyone again, some minutes later.
pub fn compare(world: &World) {
    world.clock.advance(SignedDuration::from_mins(6));
    run_due_jobs(&world.app).unwrap();
}
