//! The rules of the domain, tested from outside in one binary.
mod ledger_county;
mod ledger_properties;
mod ledger_tamper;
mod ledger_tampering;
mod ledger_verifier;
mod performance_catalogue;
mod performance_measures;
mod performance_report;
mod performance_targets;
mod policy_prover;
mod policy_table;
mod proofs;
mod repeat_incidents;
mod repeat_marac;
mod repeat_properties;
mod repeat_slowly;
