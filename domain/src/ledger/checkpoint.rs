//! A checkpoint is the signed head of the tree; whoever keeps one can tell a rewritten past.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;
use uuid::Uuid;

use super::entry::to_microseconds;
use super::hexed;
use super::line::{LineBroken, check_same, from_json, instant, to_json};
use super::merkle::{Hash, TreeHead};

/// Stands before the text that is signed, so that no signature made for anything else fits here.
const DOMAIN: &str = "wicken-checkpoint/1\n";

/// The first eight bytes of the SHA-256 of the public key: says which key to try, proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct KeyId(#[serde(with = "hexed")] pub [u8; 8]);

impl KeyId {
    pub fn of(key: &VerifyingKey) -> KeyId {
        let [a, b, c, d, e, f, g, h, ..]: [u8; 32] = Sha256::digest(key.as_bytes()).into();
        KeyId([a, b, c, d, e, f, g, h])
    }
}

/// Danger: the order of the fields is the order of the keys in every text ever signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    pub ledger: Uuid,
    pub size: u64,
    pub root: Hash,
    #[serde(with = "instant")]
    pub at: Timestamp,
    pub key_id: KeyId,
}

/// A checkpoint that somebody signed: nothing is known of it until [`SignedCheckpoint::verify`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    #[serde(with = "hexed")]
    signature: [u8; 64],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SignatureBroken {
    #[error("it names another key than the one given")]
    OtherKey,
    #[error("its signature does not fit its text and the key given")]
    Forged,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyBroken {
    #[error("a public key is 64 lower-case hex digits")]
    NotHex,
    #[error("these 64 hex digits are not an Ed25519 public key")]
    NotAKey,
    /// RFC 8032 keys of small order: signatures that fit any text can be made for them.
    #[error("this public key is one of the few that prove nothing")]
    Weak,
}

impl Checkpoint {
    /// Cuts the time to microseconds, as entries do.
    pub fn sign(ledger: Uuid, head: TreeHead, at: Timestamp, key: &SigningKey) -> SignedCheckpoint {
        let TreeHead { size, root } = head;
        let key_id = KeyId::of(&key.verifying_key());
        let checkpoint = Checkpoint { ledger, size, root, at: to_microseconds(at), key_id };
        let signature = key.sign(checkpoint.signed_text().as_bytes()).to_bytes();
        SignedCheckpoint { checkpoint, signature }
    }

    pub fn head(&self) -> TreeHead {
        TreeHead { size: self.size, root: self.root }
    }

    fn signed_text(&self) -> String {
        format!("{DOMAIN}{}", to_json(self))
    }
}

impl SignedCheckpoint {
    /// What is claimed; ask [`SignedCheckpoint::verify`] whether to believe it.
    pub fn claim(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Strict verification, which refuses the second signatures and weak points that the looser
    /// kind lets pass: there is one signature line for one checkpoint and one key.
    pub fn verify(&self, key: &VerifyingKey) -> Result<&Checkpoint, SignatureBroken> {
        if self.checkpoint.key_id != KeyId::of(key) {
            return Err(SignatureBroken::OtherKey);
        }
        let text = self.checkpoint.signed_text();
        key.verify_strict(text.as_bytes(), &Signature::from_bytes(&self.signature))
            .map_err(|_| SignatureBroken::Forged)?;
        Ok(&self.checkpoint)
    }

    /// JSON in the one spelling, without the line's end.
    pub fn encode(&self) -> String {
        to_json(self)
    }

    /// Reads only what [`SignedCheckpoint::encode`] writes, byte for byte.
    pub fn decode(line: &str) -> Result<SignedCheckpoint, LineBroken> {
        let signed: SignedCheckpoint = from_json(line)?;
        check_same(&signed.encode(), line)?;
        Ok(signed)
    }
}

/// Reads the hex form in which a public key is handed to partner agencies.
pub fn parse_public_key(text: &str) -> Result<VerifyingKey, KeyBroken> {
    let bytes = hexed::parse(text.trim()).ok_or(KeyBroken::NotHex)?;
    let key = VerifyingKey::from_bytes(&bytes).map_err(|_| KeyBroken::NotAKey)?;
    if key.is_weak() { Err(KeyBroken::Weak) } else { Ok(key) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    fn signed() -> SignedCheckpoint {
        let head = TreeHead { size: 3, root: Hash([0xab; 32]) };
        let at = Timestamp::constant(1_784_550_896, 123_456_789);
        Checkpoint::sign(Uuid::from_u128(0xc), head, at, &key())
    }

    /// The key id and the signature were computed a second time with Python's `cryptography`.
    #[test]
    fn a_checkpoint_is_written_exactly_like_this_and_read_back() {
        let line = signed().encode();
        let root = "ab".repeat(32);
        let expected = [
            r#"{"checkpoint":{"ledger":"00000000-0000-0000-0000-00000000000c","size":3,"root":""#,
            &root,
            r#"","at":"2026-07-20T12:34:56.123456Z","key_id":"fe812c12f3ab4ce6"},"signature":""#,
            "62a050b6df1a717f9c51d556aa0b4328ef3082daf1185534ff32ece2d24b04f2",
            "b440a6f78017d5d1695e11a7bb6852749234a3876c8be73f6e2000e3af95bb06",
            r#""}"#,
        ];
        assert_eq!(line, expected.concat());
        assert_eq!(SignedCheckpoint::decode(&line), Ok(signed()));
    }

    #[test]
    fn its_own_key_verifies_it_and_another_does_not() {
        assert_eq!(signed().verify(&key().verifying_key()), Ok(signed().claim()));
        let other = SigningKey::from_bytes(&[8; 32]).verifying_key();
        assert_eq!(signed().verify(&other), Err(SignatureBroken::OtherKey));
        let mut renamed = signed();
        renamed.checkpoint.key_id = KeyId::of(&other);
        assert_eq!(renamed.verify(&other), Err(SignatureBroken::Forged));
    }

    #[test]
    fn every_field_is_under_the_signature() {
        let changes: [fn(&mut Checkpoint); 4] = [
            |checkpoint| checkpoint.ledger = Uuid::from_u128(0xd),
            |checkpoint| checkpoint.size = 4,
            |checkpoint| checkpoint.root.0[31] ^= 1,
            |checkpoint| checkpoint.at = Timestamp::UNIX_EPOCH,
        ];
        for change in changes {
            let mut changed = signed();
            change(&mut changed.checkpoint);
            assert_eq!(changed.verify(&key().verifying_key()), Err(SignatureBroken::Forged));
        }
    }

    #[test]
    fn a_signature_made_for_the_bare_text_is_no_checkpoint() {
        let mut bare = signed();
        bare.signature = key().sign(to_json(&bare.checkpoint).as_bytes()).to_bytes();
        assert_eq!(bare.verify(&key().verifying_key()), Err(SignatureBroken::Forged));
    }

    /// Without the strict kind of verification this signature fits every text under this key.
    #[test]
    fn a_weak_key_verifies_nothing() {
        let mut identity = [0; 32];
        identity[0] = 1;
        let weak = VerifyingKey::from_bytes(&identity).unwrap();
        let mut forged = signed();
        forged.checkpoint.key_id = KeyId::of(&weak);
        forged.signature = [0; 64];
        forged.signature[0] = 1;
        assert_eq!(forged.verify(&weak), Err(SignatureBroken::Forged));
    }

    #[test]
    fn another_spelling_of_a_checkpoint_is_refused() {
        let line = signed().encode();
        for (from, to) in [("\"size\":3", "\"size\": 3"), ("123456Z", "1234560Z"), ("{", " {")] {
            let respelt = line.replacen(from, to, 1);
            assert_eq!(SignedCheckpoint::decode(&respelt), Err(LineBroken::NotCanonical));
        }
        for (from, to) in [("abab", "ABAB"), ("\"size\":3", "\"size\":3.0")] {
            let broken = SignedCheckpoint::decode(&line.replacen(from, to, 1));
            assert!(matches!(broken, Err(LineBroken::Unreadable { .. })), "{to}");
        }
    }

    #[test]
    fn a_public_key_is_read_from_hex_and_weak_keys_are_refused() {
        let hex = hex::encode(key().verifying_key().as_bytes());
        assert_eq!(parse_public_key(&hex), Ok(key().verifying_key()));
        assert_eq!(parse_public_key(&format!("{hex}\n")), Ok(key().verifying_key()));
        assert_eq!(parse_public_key(&hex[2..]), Err(KeyBroken::NotHex));
        assert_eq!(parse_public_key(&hex.to_uppercase()), Err(KeyBroken::NotHex));
        let identity = format!("01{}", "00".repeat(31));
        assert_eq!(parse_public_key(&identity), Err(KeyBroken::Weak));
        let off_the_curve = format!("02{}", "00".repeat(31));
        assert_eq!(parse_public_key(&off_the_curve), Err(KeyBroken::NotAKey));
    }
}
