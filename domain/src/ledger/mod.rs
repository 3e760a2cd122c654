//! The ledger says who looked at what, in a form that nobody can quietly change afterwards.
//!
//! An [`Entry`] becomes one canonical line ([`encode`]); the line and a random salt become a leaf
//! ([`sealed_leaf`]); the leaves form the Merkle tree of RFC 6962 ([`Frontier`]); the head of the
//! tree is signed ([`Checkpoint`]); and whoever holds an export and the public key can check all
//! of it without us ([`Verifier`]).
//!
//! What this proves, and what it does not. An export that verifies was signed, as a whole, by the
//! holder of the key. That holder could still sign another history: only a checkpoint kept by
//! somebody else shows that ([`Verifier::expecting`]). And a leaf whose content is gone looks the
//! same after a lawful erasure as after a theft: each lawful one therefore leaves an entry of its
//! own ([`ERASURE`]), and [`Verified`] counts both.

mod hexed;

pub mod broken;
pub mod checkpoint;
pub mod entry;
pub mod export;
pub mod leaf;
pub mod line;
pub mod merkle;
pub mod proof;
pub mod verifier;

pub use broken::{ExportBroken, Fault};
pub use checkpoint::{
    Checkpoint, KeyBroken, KeyId, SignatureBroken, SignedCheckpoint, parse_public_key,
};
pub use ed25519_dalek::{SigningKey, VerifyingKey};
pub use entry::{Entry, EntryActor, EntryKind, EntryRefused, NewEntry, Outcome};
pub use leaf::{Commitment, Salt, sealed_leaf};
pub use line::{LineBroken, decode, encode, recall};
pub use merkle::{Frontier, Hash, TreeHead};
pub use verifier::{ERASURE, Verified, Verifier};
