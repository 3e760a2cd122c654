//! What is true of the house as a whole, in one binary: its sources, its documents, its command.
#![expect(clippy::panic, reason = "a harness that cannot go on says so")]

mod arrows;
mod browser;
mod canaries;
mod cli;
mod cli_whole;
mod county;
mod day;
mod disk_full;
mod documents;
mod generated;
mod harness;
mod import;
mod kill;
mod link;
mod operations;
mod report;
mod schemathesis;
mod sources;
mod stop;
mod tidy;
mod workbook;
