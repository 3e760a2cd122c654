//! Sealed fields: bound to their place, gone with their key, readable nowhere else.

use crate::{
    county::{agency, count, meddle},
    people::few_people,
};
use app::{
    App,
    db::{DbError, Engine, Tx, with_suffix},
    keys::{FieldBroken, Place, erase_record, open_field, seal_field},
    params,
    person::relink,
    testing::{PASSWORD, World, engines, on_both, operator},
};
use domain::ids::AgencyId;
use std::{collections::BTreeSet, fs, sync::Barrier, thread};
use uuid::Uuid;

const TABLES: [&str; 4] = ["person", "address", "note", "perso"];
const COLUMNS: [&str; 5] = ["street", "phone", "streetphone", "stree", "t"];

fn seal(app: &App, place: Place, agency: AgencyId, plain: &[u8]) -> Vec<u8> {
    let (keyring, now, plain) = (app.keyring(), app.clock().now(), plain.to_vec());
    app.db().write(move |tx| seal_field(tx, &keyring, place, agency, (&plain, now))).unwrap()
}

fn open(app: &App, place: Place, sealed: &[u8]) -> Result<Vec<u8>, FieldBroken> {
    let keyring = app.keyring();
    app.db().read(|tx| open_field(tx, &keyring, place, sealed)).map(|plain| plain.to_vec())
}

/// A hundred cells: every table and column for five rows of two agencies.
fn cells(world: &World) -> Vec<(Place, Vec<u8>)> {
    let agencies = ["AMBER-HOUSE", "FEN-POLICE"].map(|code| agency(world, code));
    let mut cells = Vec::new();
    for (number, row) in (1..=5_u128).map(Uuid::from_u128).enumerate() {
        for table in TABLES {
            for column in COLUMNS {
                let place = Place { table, column, row };
                let plain = format!("12 Refuge Lane {table} {column} {row}");
                let sealed = seal(&world.app, place, agencies[number % 2], plain.as_bytes());
                cells.push((place, sealed));
            }
        }
    }
    cells
}

#[test]
fn a_cell_opens_in_its_own_place_and_in_none_of_ten_thousand_others() {
    on_both(|world| {
        let cells = cells(&world);
        let keyring = world.app.keyring();
        let swaps = world.app.db().read(|tx| {
            let mut refused = 0;
            for (from, (place, sealed)) in cells.iter().enumerate() {
                for (to, (other, _)) in cells.iter().enumerate() {
                    let opened = open_field(tx, &keyring, *other, sealed);
                    match opened {
                        Ok(plain) => {
                            assert_eq!(from, to, "a cell of {place:?} opened in {other:?}");
                            assert!(plain.starts_with(b"12 Refuge Lane"));
                        }
                        Err(FieldBroken::Tampered { .. }) => refused += 1,
                        Err(error) => panic!("{error}"),
                    }
                }
            }
            Ok::<_, DbError>(refused)
        });
        assert_eq!(swaps.unwrap(), 100 * 99);
    });
}

#[test]
fn a_bit_that_was_flipped_or_a_byte_that_was_cut_off_opens_nothing() {
    on_both(|world| {
        let place = Place { table: "person", column: "street", row: Uuid::from_u128(1) };
        let sealed = seal(&world.app, place, agency(&world, "AMBER-HOUSE"), b"12 Refuge Lane");
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let opened = open(&world.app, place, &flipped);
            assert!(matches!(opened, Err(FieldBroken::Tampered { .. })), "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert!(open(&world.app, place, &sealed[..length]).is_err(), "{length} bytes");
        }
        assert_eq!(open(&world.app, place, &sealed).unwrap(), b"12 Refuge Lane");
    });
}

#[test]
fn an_erased_record_opens_never_again_not_even_under_a_key_made_anew() {
    on_both(|world| {
        let amber = agency(&world, "AMBER-HOUSE");
        let place = Place { table: "person", column: "street", row: Uuid::from_u128(1) };
        let other = Place { row: Uuid::from_u128(2), ..place };
        let sealed = seal(&world.app, place, amber, b"12 Refuge Lane");
        let kept = seal(&world.app, other, amber, b"the neighbour");
        assert!(world.app.db().write(move |tx| erase_record(tx, place.row)).unwrap());
        assert!(!world.app.db().write(move |tx| erase_record(tx, place.row)).unwrap());
        assert!(matches!(open(&world.app, place, &sealed), Err(FieldBroken::Erased)));
        seal(&world.app, place, amber, b"something new");
        assert!(matches!(open(&world.app, place, &sealed), Err(FieldBroken::Tampered { .. })));
        assert_eq!(open(&world.app, other, &kept).unwrap(), b"the neighbour");
    });
}

#[test]
fn servers_that_seal_an_agencys_first_fields_at_once_share_one_key() {
    on_both(|world| {
        let other = world.second_server();
        let grantor = world.sign_in("grantor");
        let harbour = world
            .app
            .change(&grantor, |ctx| app::agency::add_agency(ctx, crate::agencies::harbour()))
            .unwrap();
        let start = Barrier::new(8);
        thread::scope(|scope| {
            for number in 0..8_u128 {
                let (start, server) = (&start, if number % 2 == 0 { &world.app } else { &other });
                scope.spawn(move || {
                    // Two of them want the same record besides.
                    let row = Uuid::from_u128(number / 2);
                    let column = COLUMNS[usize::try_from(number % 2).unwrap()];
                    let place = Place { table: "person", column, row };
                    start.wait();
                    let sealed = seal(server, place, harbour, b"12 Refuge Lane");
                    assert_eq!(open(server, place, &sealed).unwrap(), b"12 Refuge Lane");
                });
            }
        });
        let sql = "select count(*) as count from secret s join agency a
                   on a.agency_id = s.agency_id where a.code = 'HARBOUR'";
        assert_eq!(count(&world.app, sql), 1);
    });
}

#[test]
fn of_a_hundred_thousand_sealings_no_two_have_a_nonce_in_common() {
    let world = World::on(Engine::Sqlite);
    let (amber, keyring) = (agency(&world, "AMBER-HOUSE"), world.app.keyring());
    let now = world.clock.now();
    let place = Place { table: "person", column: "street", row: Uuid::from_u128(1) };
    let nonces = world.app.db().write(move |tx| {
        let seal = |_| seal_field(tx, &keyring, place, amber, (b"", now));
        let sealed = (0..100_000).map(seal).collect::<Result<Vec<_>, _>>()?;
        Ok::<_, FieldBroken>(sealed.into_iter().map(|bytes| bytes[..24].to_vec()))
    });
    assert_eq!(nonces.unwrap().collect::<BTreeSet<_>>().len(), 100_000);
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}

/// Everything that nobody may read in a file, in each way in which it could be written.
fn canaries(world: &World) -> Vec<Vec<u8>> {
    let mut words: Vec<Vec<u8>> = vec![
        PASSWORD.into(),
        b"12 Refuge Lane".to_vec(),
        b"The idva".to_vec(),
        b"county.example".to_vec(),
        b"AMBER-HOUSE".to_vec(),
        b"create table".to_vec(),
        b"CREATE TABLE".to_vec(),
        b"argon2id".to_vec(),
        b"see_own_account".to_vec(),
    ];
    for name in world.names() {
        let secret = &world.person(name).code_secret;
        words.push(secret.as_bytes().to_vec());
        words.push(base32(secret));
    }
    words
}

fn base32(text: &str) -> Vec<u8> {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut bits, mut count, mut bytes) = (0_u64, 0, Vec::new());
    for letter in text.bytes() {
        let value = letters.iter().position(|known| *known == letter).unwrap();
        (bits, count) = (bits << 5 | value as u64, count + 5);
        if 8 <= count {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    bytes
}

#[test]
fn no_file_of_an_embedded_database_holds_anything_in_clear() {
    let world = World::on(Engine::Sqlite);
    let cookie = world.cookie("idva");
    cells(&world);
    drop(world.app.read(&world.sign_in("idva"), app::user::show_own_account));
    let path = world.app.db().path().unwrap();
    let mut words = canaries(&world);
    words.push(cookie.into_bytes());
    let spool = world.folder().join("spool");
    let mut files: Vec<_> = ["", "-wal", "-shm"].map(|part| with_suffix(path, part)).into();
    files.push(spool);
    for file in files {
        let bytes = fs::read(&file).unwrap();
        for word in &words {
            let shown = String::from_utf8_lossy(word);
            assert!(!holds(&bytes, word), "{shown:?} in {}", file.display());
        }
    }
}

#[test]
fn no_secret_stands_in_a_table_in_clear_not_even_on_a_server() {
    const COLUMNS: [&str; 5] = [
        "select secret as bytes from second_factor",
        "select code_hash as bytes from recovery_code",
        "select token_hash as bytes from session",
        "select wrapped as bytes from secret",
        "select throttle_key as bytes from throttle",
    ];
    for engine in engines() {
        let world = World::on(engine);
        let cookie = world.cookie("idva");
        let words = canaries(&world);
        for sql in COLUMNS {
            let cells: Vec<Vec<u8>> =
                world.app.db().read(|tx| tx.list(sql, params![], |row| row.get("bytes"))).unwrap();
            for cell in cells {
                assert!(!words.iter().any(|word| holds(&cell, word)), "{sql}");
                assert!(!holds(&cell, cookie.as_bytes()), "{sql}");
            }
        }
        let sql = "select password_hash from credential";
        let hashes: Vec<String> = world
            .app
            .db()
            .read(|tx| tx.list(sql, params![], |row| row.get("password_hash")))
            .unwrap();
        assert!(hashes.iter().all(|hash| hash.starts_with("$argon2id$")));
        let unique: BTreeSet<&String> = hashes.iter().collect();
        assert_eq!(unique.len(), hashes.len(), "the same password, another salt");
    }
}

#[test]
fn a_keyed_hash_is_of_its_purpose_and_of_this_database() {
    on_both(|world| {
        let keyring = world.app.keyring();
        let hash = keyring.hash("postcode", b"CB1 1AA");
        assert_eq!(hash, world.second_server().keyring().hash("postcode", b"CB1 1AA"));
        assert_ne!(hash, keyring.hash("surname", b"CB1 1AA"));
        assert_ne!(keyring.hash("a", b"bc"), keyring.hash("ab", b"c"));
    });
}

/// What it was found by holds hashes of what was sealed, and of who it was.
#[test]
fn an_erased_record_is_found_by_nothing_any_more_and_gets_no_key_back() {
    on_both(|world| {
        few_people(&world.app);
        let records = "select record_id from person_record where superseded_at is null
                       and party = 'victim' and agency_id in
                       (select agency_id from agency where code = 'FEN-POLICE')";
        let list = |tx: &mut Tx<'_>| tx.list(records, &[], |row| row.get::<Uuid>("record_id"));
        let [erased, kept]: [Uuid; 2] = world.app.db().read(list).unwrap().try_into().unwrap();
        let keys = |record: Uuid| {
            let sql = "select count(*) as count from person_key where record_id = $1";
            world.app.db().read(|tx| tx.count(sql, params![record])).unwrap()
        };
        let before = keys(kept);
        assert!(0 < keys(erased) && 0 < before);
        assert!(world.app.db().write(move |tx| erase_record(tx, erased)).unwrap());
        assert_eq!((keys(erased), keys(kept)), (0, before));
        // Linking is owed again: whoever still has a key is given what they are found by.
        let owed = "insert into fact_due (source_kind, source_id, due_id)
                    select 'incident', incident_id, incident_id from incident";
        meddle(&world.app, "delete from person_key");
        meddle(&world.app, owed);
        relink(&world.app, &operator(), &mut |_| ()).unwrap();
        assert_eq!((keys(erased), keys(kept)), (0, before));
    });
}
