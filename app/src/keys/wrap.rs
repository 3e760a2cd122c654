//! Sealing bytes under a key, bound to the place where they belong.
//!
//! XChaCha20-Poly1305: its 24-byte nonce is drawn at random for every sealing, without a counter
//! that two servers would have to share.

use crate::entropy;
use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use zeroize::Zeroizing;

const NONCE: usize = 24;

/// `plain` sealed under `key`, for `place` only: the same bytes put elsewhere do not open.
pub(super) fn seal(key: &[u8; 32], place: &[u8], plain: &[u8]) -> Vec<u8> {
    let nonce = entropy::bytes::<NONCE>();
    let sealed = XChaCha20Poly1305::new(Key::from_slice(key))
        .encrypt(XNonce::from_slice(&nonce), Payload { msg: plain, aad: place })
        .expect("a field is far shorter than the cipher's limit");
    [nonce.as_slice(), &sealed].concat()
}

/// What was sealed, or nothing when key, place or bytes are not the ones it was sealed with.
pub(super) fn open(key: &[u8; 32], place: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
    XChaCha20Poly1305::new(Key::from_slice(key))
        .decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: place })
        .ok()
        .map(Zeroizing::new)
}

/// [`open`] for a key.
pub(super) fn open_key(key: &[u8; 32], place: &[u8], sealed: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
    let plain = open(key, place, sealed)?;
    let bytes: [u8; 32] = plain.as_slice().try_into().ok()?;
    Some(Zeroizing::new(bytes))
}
