//! The rules of the domain, tested from outside in one binary.
mod ledger_county;
mod ledger_properties;
mod ledger_tamper;
mod ledger_tampering;
mod ledger_verifier;
mod policy_prover;
mod policy_table;
mod proofs;
