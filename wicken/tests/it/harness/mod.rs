//! The real binary at work for a test: a database of its own, a server, clients that write to it.

mod chance;
mod cluster;
mod house;
mod known;
mod people;
mod server;
mod wire;

pub use self::{
    chance::Chance,
    cluster::Cluster,
    house::{House, alone, deep, target, text},
    known::{Known, Written, compare, look},
    people::{Grantor, Person, code, sign_in},
    server::Server,
    wire::{Reply, Wire},
};
