//! The child locks itself in before it reads the first byte.

use super::refusal::Refusal;
use rustix::{
    process::{DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit},
    thread::{UnshareFlags, set_no_new_privs},
};

const MEMORY_MOST: u64 = 256 * 1024 * 1024;
const SECONDS_MOST: u64 = 10;
/// Standard input, output and error. A socket would be the fourth, and so would any file.
const OPEN_MOST: u64 = 3;

const LIMITS: [(Resource, u64); 7] = [
    (Resource::As, MEMORY_MOST),
    (Resource::Data, MEMORY_MOST),
    (Resource::Cpu, SECONDS_MOST),
    (Resource::Fsize, 0),
    // A memory image of what failed would hold people's names.
    (Resource::Core, 0),
    (Resource::Nproc, 0),
    (Resource::Nofile, OPEN_MOST),
];

/// From here on this process has little memory and time, opens nothing, starts nothing and reaches
/// nobody; none of it can be taken back.
pub(super) fn enter() -> Result<(), Refusal> {
    // An environment cannot be dropped by safe code; whoever starts the child leaves it out.
    if std::env::vars_os().next().is_some() {
        return Err(Refusal::Cage("it was given an environment"));
    }
    leave_network();
    let told = |_| Refusal::Cage("a limit could not be set");
    set_no_new_privs(true).map_err(told)?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(told)?;
    for (resource, most) in LIMITS {
        let most = getrlimit(resource).maximum.map_or(most, |before| before.min(most));
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) }).map_err(told)?;
    }
    Ok(())
}

/// A network of its own, with nobody in it. Where the kernel does not let ordinary users have one,
/// the limit of open files still lets no socket come to be.
fn leave_network() {
    #[expect(
        deprecated,
        reason = "what it warns of is sharing open files no longer; these flags do not touch them, \
                  and its successor cannot be called without unsafe code"
    )]
    let left = rustix::thread::unshare(UnshareFlags::NEWUSER | UnshareFlags::NEWNET);
    left.ok();
}
