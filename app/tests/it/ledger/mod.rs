//! The ledger: sealed, exported, verified, and never in the way of saying no.

mod excluded;
mod looks;
pub mod sealing;
mod spool;
mod tampering;

use app::{
    App, Visitor,
    ledger::{export_ledger, public_key},
};
use domain::ledger::{
    ExportBroken, SignedCheckpoint, Verified, Verifier, checkpoint::parse_public_key,
};

/// The whole ledger as it is handed out.
pub fn export(app: &App, visitor: &Visitor) -> Vec<u8> {
    let mut bytes = Vec::new();
    export_ledger(app, visitor).unwrap().write(&mut bytes).unwrap();
    bytes
}

/// What someone finds who has the file, the public key and perhaps a checkpoint of earlier.
pub fn verify(
    app: &App,
    export: &[u8],
    kept: Option<&SignedCheckpoint>,
) -> Result<Verified, ExportBroken> {
    let verifier = Verifier::new(parse_public_key(&public_key(app)).unwrap());
    let mut verifier = match kept {
        Some(kept) => verifier.expecting(kept).unwrap(),
        None => verifier,
    };
    for line in export.split_inclusive(|byte| *byte == b'\n') {
        verifier.feed(line)?;
    }
    verifier.finish()
}
