//! Who hears which MARAC of the demo county; and a case that a deputy has taken over, because its
//! coordinator knows the victim.

use super::{scenes::desk, store};
use crate::{
    app::App,
    ctx::{Ctx, Record, Visitor},
    error::Error,
    exclusion::{NewExclusion, exclude_user},
    involvement::list_involvements,
    marac::{NewAppointment, adopt_marac, appoint, name_neighbour},
};
use domain::{
    exclusion::{ExclusionReason, ExclusionWords},
    ids::MaracId,
    marac::MaracPart,
    user::EmailAddress,
};

const HELEN: &str = "Helen Sharman-Pike";
const ANWEN: &str = "Anwen Treharne";

/// Of the chair of them all.
const CHAIR: &str = "alan.thurlow@county.example";
const HELENS: &str = "helen.sharmanpike@county.example";
const ANWENS: &str = "anwen.treharne@county.example";

struct Office {
    marac: &'static str,
    coordinator: &'static str,
    deputy: Option<&'static str>,
    stand_in: &'static str,
}

const SOUTH: &str = "Cambridge City and South";
const EAST: &str = "Fenland and East";
const WEST: &str = "Huntingdonshire";
const NORTH: &str = "Peterborough";

const OFFICES: [Office; 4] = [
    Office { marac: SOUTH, coordinator: HELENS, deputy: Some(ANWENS), stand_in: WEST },
    Office { marac: EAST, coordinator: HELENS, deputy: None, stand_in: NORTH },
    Office { marac: WEST, coordinator: HELENS, deputy: Some(ANWENS), stand_in: NORTH },
    Office { marac: NORTH, coordinator: ANWENS, deputy: Some(HELENS), stand_in: EAST },
];

/// The MARACs that the coordinator of most of them coordinates.
pub(super) const HELENS_MARACS: [&str; 3] = [SOUTH, EAST, WEST];

/// Before the first referral comes, so that somebody is there to hear it.
pub(super) fn make(app: &App, visitor: &Visitor) -> Result<(), Error> {
    app.change(visitor, |ctx| {
        ctx.record(Record::System { doing: "add_maracs" })?;
        for office in OFFICES {
            let marac = adopt_marac(ctx, office.marac)?.id;
            put(ctx, (marac, office.coordinator), MaracPart::Coordinator)?;
            put(ctx, (marac, CHAIR), MaracPart::Chair)?;
            if let Some(deputy) = office.deputy {
                put(ctx, (marac, deputy), MaracPart::Deputy)?;
            }
        }
        for office in OFFICES {
            let marac = adopt_marac(ctx, office.marac)?.id;
            let stand_in = adopt_marac(ctx, office.stand_in)?.id;
            name_neighbour(ctx, marac, Some(stand_in))?;
        }
        Ok(())
    })
}

fn put(ctx: &mut Ctx<'_>, (marac, address): (MaracId, &str), part: MaracPart) -> Result<(), Error> {
    let user = crate::user::find_by_email(ctx, &EmailAddress::parse(address)?)?;
    appoint(ctx, NewAppointment { marac, user, part }).map(drop)
}

pub(super) fn play(app: &App) -> Result<(), Error> {
    let Some((case, person)) = app.db().read(|tx| store::find_case_of(tx, WEST))? else {
        return Ok(());
    };
    let (user, helen) = desk(app, HELEN)?;
    let new = NewExclusion {
        person,
        user,
        reason: ExclusionReason::Friend,
        words: ExclusionWords::parse("Our daughters were at school together, and we still write.")?,
    };
    app.change(&helen, move |ctx| exclude_user(ctx, new))?;
    let deputy = desk(app, ANWEN)?.1;
    app.read(&deputy, move |ctx| list_involvements(ctx, case)).map(drop)
}
