//! Passwords: Argon2id, with a cost that the installation sets, and codes that change.

use crate::{entropy, error::Error};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::{Output, ParamsString, SaltString},
};
use jiff::Timestamp;
use totp_rs::{Builder, Totp};

/// What one password hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    pub memory_kib: u32,
    pub passes: u32,
}

impl Default for PasswordCost {
    /// Above the floor of OWASP (19 MiB, 2 passes); about a tenth of a second.
    fn default() -> Self {
        PasswordCost { memory_kib: 48 * 1024, passes: 3 }
    }
}

impl PasswordCost {
    fn hasher(self) -> Result<Argon2<'static>, Error> {
        let params = Params::new(self.memory_kib, self.passes, 1, None)
            .map_err(|error| Error::Broken(format!("the password cost: {error}")))?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }

    /// Slow by intent: call it outside any transaction.
    ///
    /// # Errors
    /// [`Error::Broken`] for a cost that Argon2 does not take.
    pub(crate) fn hash(self, password: &str) -> Result<String, Error> {
        let salt = SaltString::encode_b64(&entropy::bytes::<16>())
            .map_err(|error| Error::Broken(error.to_string()))?;
        let hash = self.hasher()?.hash_password(password.as_bytes(), &salt);
        hash.map(|hash| hash.to_string()).map_err(|error| Error::Broken(error.to_string()))
    }

    /// A hash that no password has. Comparing with it is as slow as with any other; making it is
    /// not, since every start of a command would wait for it.
    ///
    /// # Errors
    /// [`Error::Broken`] for a cost that Argon2 does not take.
    pub(crate) fn hash_of_nobody(self) -> Result<String, Error> {
        let broken = |error: argon2::password_hash::Error| Error::Broken(error.to_string());
        let salt = SaltString::encode_b64(&entropy::bytes::<16>()).map_err(broken)?;
        let hash = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(self.hasher()?.params()).map_err(broken)?,
            salt: Some(salt.as_salt()),
            hash: Some(Output::new(&entropy::bytes::<32>()).map_err(broken)?),
        };
        Ok(hash.to_string())
    }
}

/// Whether `password` is the one that was hashed; the hash carries its own cost.
pub(crate) fn is_right(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Bytes of a code app's secret (RFC 4226 asks for at least 16, and recommends 20).
pub(crate) const SECRET_BYTES: usize = 20;

/// The code app's side: six digits, thirty seconds, one step either way (RFC 6238).
pub(crate) fn code_app(secret: &[u8], account: &str) -> Result<Totp, Error> {
    // A colon separates issuer and account in the address that the QR code carries.
    let account = account.replace(':', " ");
    Builder::new()
        .with_secret(secret.to_vec().into_boxed_slice())
        .with_account_name(account)
        .with_issuer(Some("Wicken"))
        .with_skew(1)
        .build()
        .map_err(|error| Error::Broken(format!("the code app: {error}")))
}

/// The step that `code` belongs to, if it is one of now.
pub(crate) fn step_of(app: &Totp, code: &str, now: Timestamp) -> Option<i64> {
    let seconds = u64::try_from(now.as_second()).ok()?;
    app.check(code, seconds).and_then(|step| i64::try_from(step).ok())
}

/// The code of `now`.
pub(crate) fn code_at(secret: &[u8], now: Timestamp) -> Result<String, Error> {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    Ok(code_app(secret, "account")?.generate(seconds).to_string())
}

/// Ten codes for when the phone is lost, each good once: 50 bits, in letters that are not mixed
/// up with each other.
pub(crate) fn recovery_codes() -> Vec<String> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letter = |byte: u8| char::from(LETTERS[usize::from(byte % 32)]);
    (0..10)
        .map(|_| {
            let code: String = entropy::bytes::<10>().map(letter).into_iter().collect();
            format!("{}-{}", &code[..5], &code[5..])
        })
        .collect()
}

/// A recovery code as it is compared: without hyphens, spaces or capitals.
pub(crate) fn plain_code(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_nobody_costs_what_any_other_does_and_fits_no_password() {
        let cost = PasswordCost { memory_kib: 64, passes: 1 };
        let (nobody, somebody) = (cost.hash_of_nobody(), cost.hash("lantern meadow kettle"));
        let (nobody, somebody) = (nobody.expect("a hash"), somebody.expect("a hash"));
        let price = |hash: &str| hash.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(price(&nobody), price(&somebody));
        assert_eq!(nobody.len(), somebody.len());
        assert!(!is_right("lantern meadow kettle", &nobody));
        assert!(is_right("lantern meadow kettle", &somebody));
    }
}
