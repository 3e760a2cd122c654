//! The master key: 32 random bytes in a file that only its owner reads.

use crate::entropy;
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use std::{
    fmt, fs,
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// 32 bytes from which the keys outside the database are derived.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct MasterKey([u8; 32]);

/// The keys of a key file, newest first. There is more than one only while a rotation is under
/// way: whatever the older one still opens is brought over to the newest.
#[derive(Clone, Debug)]
pub struct MasterKeys(Vec<MasterKey>);

/// The key of a SQLite file, in SQLCipher's raw form: no slow derivation at each open.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct DatabaseKey([u8; 32]);

/// A key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileRefused {
    #[error(
        "the key file {} is missing. Name it with --key-file or WICKEN_KEY_FILE, or put it \
         back; without the key the data cannot be had back",
        .0.display()
    )]
    Missing(PathBuf),
    #[error(
        "the key file {} is no key of Wicken: it holds 64 hexadecimal digits on a line",
        .0.display()
    )]
    Broken(PathBuf),
    #[error(
        "the key file {} can be read by others (mode {mode:o}). Run: chmod 600 {}",
        path.display(), path.display()
    )]
    OthersCanRead { path: PathBuf, mode: u32 },
    #[error("a key file {} is there already; it is never overwritten", .0.display())]
    Exists(PathBuf),
    #[error("the key file {}: {why}", path.display())]
    Unreadable { path: PathBuf, why: String },
}

impl MasterKey {
    /// A new random key.
    #[must_use]
    pub fn generate() -> MasterKey {
        MasterKey(entropy::bytes())
    }

    /// Names the key without telling it: the first 8 bytes of a hash.
    #[must_use]
    pub fn id(&self) -> [u8; 8] {
        let digest = Sha256::new().chain_update(b"wicken master").chain_update(self.0).finalize();
        digest[..8].try_into().expect("a digest is longer than 8 bytes")
    }

    /// The key for one purpose.
    pub(super) fn derive(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, &self.0)
            .expand(purpose.as_bytes(), key.as_mut_slice())
            .expect("32 bytes are within what HKDF gives");
        key
    }

    /// The key of the SQLite file.
    #[must_use]
    pub fn database_key(&self) -> DatabaseKey {
        DatabaseKey(*self.derive("wicken sqlcipher 1"))
    }
}

impl MasterKeys {
    #[must_use]
    pub fn new(newest: MasterKey) -> MasterKeys {
        MasterKeys(vec![newest])
    }

    #[must_use]
    pub fn newest(&self) -> &MasterKey {
        &self.0[0]
    }

    /// Every key, newest first.
    pub fn all(&self) -> impl Iterator<Item = &MasterKey> {
        self.0.iter()
    }

    /// These keys with a newer one before them.
    #[must_use]
    pub fn with_newer(&self, newest: MasterKey) -> MasterKeys {
        MasterKeys(std::iter::once(newest).chain(self.0.iter().cloned()).collect())
    }

    /// Reads a key file: one key a line, the newest first.
    ///
    /// # Errors
    /// [`KeyFileRefused`], also when others can read it.
    pub fn read(path: &Path) -> Result<MasterKeys, KeyFileRefused> {
        let unreadable = |error: std::io::Error| {
            if error.kind() == std::io::ErrorKind::NotFound {
                return KeyFileRefused::Missing(path.to_owned());
            }
            KeyFileRefused::Unreadable { path: path.to_owned(), why: error.to_string() }
        };
        let mode = fs::metadata(path).map_err(unreadable)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(KeyFileRefused::OthersCanRead { path: path.into(), mode: mode & 0o777 });
        }
        let text = Zeroizing::new(fs::read(path).map_err(unreadable)?);
        let broken = || KeyFileRefused::Broken(path.to_owned());
        let text = std::str::from_utf8(&text).map_err(|_| broken())?;
        let keys: Option<Vec<MasterKey>> = text.lines().map(parse).collect();
        match keys {
            Some(keys) if !keys.is_empty() => Ok(MasterKeys(keys)),
            _ => Err(broken()),
        }
    }

    /// Writes a new key file; an existing one is never overwritten.
    ///
    /// # Errors
    /// [`KeyFileRefused::Exists`] and what the file system says.
    pub fn write_new(&self, path: &Path) -> Result<(), KeyFileRefused> {
        let mut options = fs::OpenOptions::new();
        self.write_to(path, options.write(true).create_new(true).mode(0o600))
    }

    /// Puts this in the place of the key file in one step: a kill leaves the old or the new one.
    ///
    /// # Errors
    /// What the file system says.
    pub fn replace(&self, path: &Path) -> Result<(), KeyFileRefused> {
        let beside = crate::db::with_suffix(path, ".new");
        let mut options = fs::OpenOptions::new();
        self.write_to(&beside, options.write(true).create(true).truncate(true).mode(0o600))?;
        fs::rename(&beside, path)
            .and_then(|()| fs::File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all())
            .map_err(|error| KeyFileRefused::Unreadable {
                path: path.to_owned(),
                why: error.to_string(),
            })
    }

    fn write_to(&self, path: &Path, options: &fs::OpenOptions) -> Result<(), KeyFileRefused> {
        let refused = |error: std::io::Error| {
            if error.kind() == std::io::ErrorKind::AlreadyExists {
                return KeyFileRefused::Exists(path.to_owned());
            }
            KeyFileRefused::Unreadable { path: path.to_owned(), why: error.to_string() }
        };
        let mut text = Zeroizing::new(String::new());
        for key in &self.0 {
            text.push_str(Zeroizing::new(hex::encode(key.0)).as_str());
            text.push('\n');
        }
        let mut file = options.open(path).map_err(refused)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(refused)
    }
}

fn parse(line: &str) -> Option<MasterKey> {
    let mut key = [0; 32];
    hex::decode_to_slice(line.trim_end(), &mut key).ok()?;
    Some(MasterKey(key))
}

impl DatabaseKey {
    /// As `pragma key` takes it.
    #[must_use]
    pub fn pragma(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("\"x'{}'\"", hex::encode(self.0)))
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({})", hex::encode(self.id()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn a_written_key_file_is_read_back_and_only_its_owner_can_read_it() {
        let folder = folder();
        let path = folder.path().join("key");
        let keys = MasterKeys::new(MasterKey::generate());
        keys.write_new(&path).unwrap();
        assert_eq!(MasterKeys::read(&path).unwrap().newest(), keys.newest());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(matches!(keys.write_new(&path), Err(KeyFileRefused::Exists(_))));
    }

    #[test]
    fn a_key_file_that_others_can_read_is_refused_with_the_mend() {
        let folder = folder();
        let path = folder.path().join("key");
        MasterKeys::new(MasterKey::generate()).write_new(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let words = MasterKeys::read(&path).unwrap_err().to_string();
        assert!(words.contains("chmod 600"), "{words}");
    }

    #[test]
    fn a_file_that_is_no_key_is_refused() {
        let folder = folder();
        for (name, text) in [("empty", ""), ("short", "abcd\n"), ("words", "not a key at all\n")] {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
            assert!(matches!(MasterKeys::read(&path), Err(KeyFileRefused::Broken(_))), "{name}");
        }
        let missing = MasterKeys::read(&folder.path().join("none"));
        assert!(matches!(missing, Err(KeyFileRefused::Missing(_))));
    }

    #[test]
    fn during_a_rotation_the_newest_key_comes_first_and_the_older_is_kept() {
        let folder = folder();
        let path = folder.path().join("key");
        let old = MasterKeys::new(MasterKey::generate());
        old.write_new(&path).unwrap();
        let both = old.with_newer(MasterKey::generate());
        both.replace(&path).unwrap();
        let read = MasterKeys::read(&path).unwrap();
        assert_eq!(read.newest(), both.newest());
        assert_eq!(read.all().nth(1), Some(old.newest()));
    }

    #[test]
    fn a_key_never_shows_itself_in_a_log() {
        let key = MasterKey::generate();
        assert!(!format!("{key:?}").contains(&hex::encode(key.0)));
    }
}
