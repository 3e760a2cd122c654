//! What people can do, tested from outside on both engines, in one binary.

mod agencies;
mod county;
mod db;
mod doors;
mod invitations;
mod requests;
mod sessions;
mod sign_in;
mod tokens;
mod users;
