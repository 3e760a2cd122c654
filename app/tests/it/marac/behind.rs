//! Whoever could be refused one of the cases behind a figure gets no list, and whoever sees each of
//! them gets it: as the door has it.

use super::{OTHER, end, exclude, referral, second, stand_in};
use crate::{
    county::meddle,
    performance::{ask, by, year},
};
use app::{
    Visitor,
    performance::list_behind,
    testing::{MARAC, World, on_both},
};
use domain::{
    marac::MaracPart,
    performance::{By, Indicator},
};

/// The number, and the references where there is a list.
fn list(world: &World, visitor: &Visitor, key: Option<&str>) -> (u32, Option<Vec<String>>) {
    let (asked, key) = (by(ask(Indicator::Ni32, year(2026)), By::Marac), key.map(str::to_owned));
    let found = world.app.read(visitor, move |ctx| list_behind(ctx, &asked, key.as_deref(), None));
    let found = found.unwrap();
    let lines = found.list.map(|page| {
        let mut lines: Vec<String> =
            page.items.into_iter().map(|record| record.reference).collect();
        lines.sort();
        lines
    });
    (found.count, lines)
}

fn only(reference: &str) -> Option<Vec<String>> {
    Some(vec![reference.to_owned()])
}

#[test]
fn the_cases_behind_a_figure_are_listed_to_whoever_coordinates_each_of_their_maracs() {
    on_both(|world| {
        referral(&world.app, "R-A", MARAC, "Marchbanks");
        let other = second(&world);
        world.appoint("manager", OTHER, MaracPart::Coordinator);
        referral(&world.app, "R-B", OTHER, "Featherstone");
        let own = world.sign_in("coordinator");
        // Of both MARACs together neither of the two may see every case; the number is one for all.
        assert_eq!(list(&world, &own, None), (2, None));
        assert_eq!(list(&world, &other, None), (2, None));
        assert_eq!(list(&world, &other, Some(OTHER)), (1, only("R-B")));
        assert_eq!(list(&world, &own, Some(OTHER)), (1, None));
        world.appoint("coordinator", OTHER, MaracPart::Coordinator);
        let both = Some(vec!["R-A".to_owned(), "R-B".to_owned()]);
        assert_eq!(list(&world, &own, None), (2, both));
    });
}

#[test]
fn a_deputy_gets_the_list_of_cases_that_all_fell_to_them_and_none_beside_one_that_did_not() {
    on_both(|world| {
        let deputy = second(&world);
        world.appoint("manager", MARAC, MaracPart::Deputy);
        let person = referral(&world.app, "R-A", MARAC, "Marchbanks");
        assert_eq!(list(&world, &deputy, Some(MARAC)), (1, None));
        exclude(&world, "coordinator", "coordinator", person);
        assert_eq!(list(&world, &deputy, Some(MARAC)), (1, only("R-A")));
        assert_eq!(list(&world, &world.sign_in("coordinator"), Some(MARAC)), (1, None));
        // Beside it one that its coordinator hears.
        referral(&world.app, "R-B", MARAC, "Featherstone");
        assert_eq!(list(&world, &deputy, Some(MARAC)), (2, None));
        // As many fell to them as stand behind the figure, and not the same.
        referral(&world.app, "R-C", OTHER, "Marchbanks");
        assert_eq!(list(&world, &deputy, Some(MARAC)), (2, None));
        // Nobody comes before the deputy any more.
        end(&world, "coordinator", MARAC);
        let both = Some(vec!["R-A".to_owned(), "R-B".to_owned()]);
        assert_eq!(list(&world, &deputy, Some(MARAC)), (2, both));
    });
}

#[test]
fn the_neighbour_gets_the_list_of_what_nobody_of_the_marac_may_hear() {
    on_both(|world| {
        let neighbour = second(&world);
        stand_in(&world);
        let person = referral(&world.app, "R-A", MARAC, "Marchbanks");
        assert_eq!(list(&world, &neighbour, None), (1, None));
        exclude(&world, "coordinator", "coordinator", person);
        assert_eq!(list(&world, &neighbour, None), (1, only("R-A")));
        exclude(&world, "manager", "manager", person);
        assert_eq!(list(&world, &neighbour, None), (1, None));
    });
}

/// Whoever coordinates at an agency that neither holds nor referred the cases is refused each.
#[test]
fn a_coordinator_whose_agency_has_nothing_to_do_with_the_cases_gets_no_list() {
    on_both(|world| {
        referral(&world.app, "R-A", MARAC, "Marchbanks");
        let place = |code: &str| {
            let sql = format!(
                "update user_state set agency_id =
                     (select agency_id from agency where code = '{code}')
                 where role = 'coordinator'"
            );
            meddle(&world.app, sql.leak());
            world.sign_in("coordinator")
        };
        assert_eq!(list(&world, &place("AMBER-HOUSE"), None), (1, None));
        assert_eq!(list(&world, &place("FEN-POLICE"), None), (1, only("R-A")), "they referred it");
    });
}
