//! Whoever could be refused one of the cases behind a figure gets no list.

use super::{OTHER, referral, second};
use crate::performance::{ask, by, year};
use app::{
    performance::list_behind,
    testing::{MARAC, on_both},
};
use domain::{
    marac::MaracPart,
    performance::{By, Indicator},
};

#[test]
fn the_cases_behind_a_figure_are_listed_to_whoever_coordinates_each_of_their_maracs() {
    on_both(|world| {
        referral(&world.app, "R-A", MARAC, "Marchbanks");
        let other = second(&world);
        world.appoint("manager", OTHER, MaracPart::Coordinator);
        referral(&world.app, "R-B", OTHER, "Featherstone");
        let asked = by(ask(Indicator::Ni32, year(2026)), By::Marac);
        let list = |visitor: &app::Visitor, key: Option<&str>| {
            let key = key.map(str::to_owned);
            let found = world
                .app
                .read(visitor, move |ctx| list_behind(ctx, &asked, key.as_deref(), None))
                .unwrap();
            let lines = found.list.map(|page| {
                let mut lines: Vec<String> =
                    page.items.into_iter().map(|record| record.reference).collect();
                lines.sort();
                lines
            });
            (found.count, lines)
        };
        let own = world.sign_in("coordinator");
        // Of both MARACs together neither of the two may see every case; the number is one for all.
        assert_eq!(list(&own, None), (2, None));
        assert_eq!(list(&other, None), (2, None));
        assert_eq!(list(&other, Some(OTHER)), (1, Some(vec!["R-B".to_owned()])));
        assert_eq!(list(&own, Some(OTHER)), (1, None));
        world.appoint("coordinator", OTHER, MaracPart::Coordinator);
        let both = Some(vec!["R-A".to_owned(), "R-B".to_owned()]);
        assert_eq!(list(&own, None), (2, both));
    });
}
