//! What is true of the house as a whole, in one binary: its sources, its documents, its command.

mod documents;
mod generated;
mod house;
mod operations;
mod sources;
mod tidy;
