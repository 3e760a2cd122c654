//! What one question at the door costs.

use crate::{alone, each};
use domain::{
    ids::{AgencyId, UserId},
    policy::{Actor, Permission, Rules, Subject, UserActor, World, permit},
    user::Role,
};
use uuid::Uuid;

pub(crate) fn measure() {
    let rules = Rules::wicken().unwrap();
    let agency = AgencyId::from_uuid(Uuid::from_u128(1));
    let actor = Actor::User(UserActor {
        id: UserId::from_uuid(Uuid::from_u128(2)),
        role: Role::Grantor,
        agency,
        agency_is_partnership: true,
        active: true,
        agency_active: true,
    });
    let subject = Subject::Agency { id: agency, active: true };
    let world = World { fresh_sign_in: false };
    let took = each(20_000, |_| {
        permit(&rules, &actor, Permission::SeeDirectory, &subject, &world).unwrap();
    });
    alone("a question at the door", &format!("{} ns", took.as_nanos()));
}
