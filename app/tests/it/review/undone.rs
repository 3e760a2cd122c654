//! Who acted on a link that was wrong, for whoever answers for the data.

use super::{
    I1, I2, I3, confirm, decide, end, join, pair_of, person, read, record, three, work_in,
};
use crate::county::word;
use app::{
    person::review::{UndoneLink, Verdict, list_undone, show_undone},
    testing::{World, on_both},
};
use domain::ids::LinkId;
use jiff::SignedDuration;

fn list(world: &World, name: &str) -> Vec<UndoneLink> {
    let visitor = world.sign_in(name);
    world.app.read(&visitor, |ctx| list_undone(ctx, None)).unwrap().0.items
}

/// Joined at ten past, looked at, parted, looked at again.
fn wrong_link(world: &World, of: [(&str, &str); 2]) -> LinkId {
    let app = &world.app;
    let coordinator = world.sign_in("coordinator");
    let pair = pair_of(app, of[0], of[1]);
    let later = || world.clock.advance(SignedDuration::from_mins(1));
    join(world, pair);
    later();
    read(app, &coordinator, pair).unwrap();
    later();
    end(app, &coordinator, pair).unwrap();
    later();
    work_in(app);
    later();
    read(app, &coordinator, pair).unwrap();
    pair
}

#[test]
fn the_data_protection_officer_reads_who_looked_while_the_wrong_link_stood() {
    on_both(|world| {
        three(&world);
        let before = world.sign_in("coordinator");
        read(&world.app, &before, pair_of(&world.app, I1, I2)).unwrap();
        world.clock.advance(SignedDuration::from_mins(1));
        let joined = person(&world.app, record(&world.app, "I1", "victim"));
        wrong_link(&world, [I1, I2]);
        let undone = list(&world, "privacy officer");
        let [link] = &undone[..] else { panic!("{undone:?}") };
        assert_eq!((link.linked_by_itself, link.why.as_str()), (false, "it was wrong"));
        let officer = world.sign_in("privacy officer");
        let id = link.id;
        let (_, looks, _) = world.app.read(&officer, |ctx| show_undone(ctx, id, None)).unwrap();
        // One look in between; it left an entry for each record, and both were one person.
        assert_eq!(looks.items.len(), 2, "{looks:?}");
        for look in &looks.items {
            assert_eq!(look.user_name.as_deref(), Some("The coordinator"));
            assert_eq!(look.entry.subject, Some(joined));
            assert!(link.linked_at <= look.entry.at && look.entry.at <= link.undone_at);
        }
    });
}

#[test]
fn an_agencys_officer_sees_the_links_of_its_own_records_and_nobody_else_sees_any() {
    on_both(|world| {
        three(&world);
        wrong_link(&world, [I2, I3]);
        assert_eq!(list(&world, "police privacy officer").len(), 1);
        wrong_link(&world, [("I3", "victim"), ("I3", "perpetrator")]);
        assert_eq!(list(&world, "police privacy officer").len(), 1);
        let all = list(&world, "privacy officer");
        assert_eq!(all.len(), 2);
        let police = world.sign_in("police privacy officer");
        let foreign = all[0].id;
        let hidden = world.app.read(&police, |ctx| show_undone(ctx, foreign, None).map(drop));
        assert_eq!(word(&hidden), "not found");
        for name in ["coordinator", "analyst", "grantor", "idva lead"] {
            let visitor = world.sign_in(name);
            let refused = world.app.read(&visitor, |ctx| list_undone(ctx, None).map(drop));
            assert_eq!(word(&refused), "denied", "{name}");
            let refused = world.app.read(&visitor, |ctx| show_undone(ctx, foreign, None).map(drop));
            assert_eq!(word(&refused), "denied", "{name}");
        }
    });
}

#[test]
fn whom_linkage_joined_and_somebody_parted_is_among_them() {
    on_both(|world| {
        three(&world);
        let app = &world.app;
        let coordinator = world.sign_in("coordinator");
        let pair = pair_of(app, I1, I2);
        crate::county::meddle(app, "update link set band = 'link'");
        world.clock.advance(SignedDuration::from_mins(1));
        decide(app, &coordinator, pair, Verdict::Different).unwrap();
        assert!(confirm(app, &coordinator, pair).is_err(), "it is in force at once");
        let undone = list(&world, "privacy officer");
        let [link] = &undone[..] else { panic!("{undone:?}") };
        assert!(link.linked_by_itself && link.linked_at < link.undone_at);
    });
}
