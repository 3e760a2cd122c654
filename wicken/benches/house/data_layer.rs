//! `app::db` beside the bare drivers, on the same files and the same server.

use crate::{each, in_turn, row};
use app::{
    db::{Database, DatabaseUrl, DbError, migrate},
    keys::{DatabaseKey, MasterKey},
    params,
    testing::postgres,
};
use jiff::Timestamp;
use rusqlite::Connection;
use std::path::Path;

const WRITES: u32 = 60;
const READS: u32 = 4_000;
const TURNS: usize = 7;
const INSERT: &str = "insert into setting (name, value) values ($1, $2)";
const SELECT: &str = "select value from setting where name = $1";

pub(crate) fn measure() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ours.db");
    let key = MasterKey::generate().database_key();
    let url = DatabaseUrl::Sqlite(path.clone());
    Database::create(&url, &key).unwrap();
    let db = Database::open(&url, &key).unwrap();
    migrate(&db, Timestamp::UNIX_EPOCH).unwrap();
    sqlite(&db, &bare_sqlite(&path, &key));
    on_postgres(&key);
}

fn ours_write(db: &Database, name: String) {
    let value = serde_json::json!(7);
    db.write(move |tx| tx.execute(INSERT, params![name, value])).unwrap();
}

fn ours_read(db: &Database, count: u32) {
    db.read(|tx| {
        for number in 0..count {
            let name = format!("read {}", number % 50);
            let read = |row: &app::db::Row<'_>| row.get::<serde_json::Value>("value");
            tx.find(SELECT, params![name], read)?;
        }
        Ok::<_, DbError>(())
    })
    .unwrap();
}

fn fill(db: &Database) {
    (0..50).for_each(|number| ours_write(db, format!("read {number}")));
}

/// The settings are those of Wicken's own connections: the same cipher, the same durability.
fn bare_sqlite(path: &Path, key: &DatabaseKey) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(&format!("pragma key = {}", *key.pragma())).unwrap();
    connection.execute_batch("pragma synchronous = full; pragma secure_delete = on;").unwrap();
    connection
}

fn sqlite(db: &Database, bare: &Connection) {
    fill(db);
    let mut turn = 0;
    let (ours, theirs) = in_turn(
        TURNS,
        || {
            turn += 1;
            each(WRITES, |number| ours_write(db, format!("ours {turn} {number}")))
        },
        {
            let mut turn = 0;
            move || {
                turn += 1;
                each(WRITES, |number| {
                    let mut insert = bare
                        .prepare_cached("insert into setting (name, value) values (?1, ?2)")
                        .unwrap();
                    insert.execute((format!("bare {turn} {number}"), "7")).unwrap();
                })
            }
        },
    );
    row("a durable write, encrypted SQLite", ours, theirs);
    let (ours, theirs) = in_turn(
        TURNS,
        || each(1, |_| ours_read(db, READS)) / READS,
        || {
            each(READS, |number| {
                let name = format!("read {}", number % 50);
                let mut select =
                    bare.prepare_cached("select value from setting where name = ?1").unwrap();
                let text: String = select.query_row([name], |row| row.get(0)).unwrap();
                serde_json::from_str::<serde_json::Value>(&text).unwrap();
            })
        },
    );
    row("a point read within an operation, encrypted SQLite", ours, theirs);
    let (ours, theirs) = in_turn(
        TURNS,
        || each(READS, |_| ours_read(db, 1)),
        || {
            each(READS, |_| {
                bare.execute_batch("begin").unwrap();
                let mut select =
                    bare.prepare_cached("select value from setting where name = ?1").unwrap();
                let text: String = select.query_row(["read 0"], |row| row.get(0)).unwrap();
                serde_json::from_str::<serde_json::Value>(&text).unwrap();
                bare.execute_batch("rollback").unwrap();
            })
        },
    );
    row("a snapshot with one point read, encrypted SQLite", ours, theirs);
}

fn on_postgres(key: &DatabaseKey) {
    let url = postgres::new_database(None);
    let db = Database::open(&DatabaseUrl::Postgres(url.clone()), key).unwrap();
    migrate(&db, Timestamp::UNIX_EPOCH).unwrap();
    fill(&db);
    let mut client = ::postgres::Client::connect(&url, ::postgres::NoTls).unwrap();
    let insert = client.prepare(INSERT).unwrap();
    let select = client.prepare(SELECT).unwrap();
    let (mut turn, mut other) = (0, 0);
    let client = std::cell::RefCell::new(client);
    let (ours, theirs) = in_turn(
        TURNS,
        || {
            turn += 1;
            each(WRITES, |number| ours_write(&db, format!("ours {turn} {number}")))
        },
        || {
            other += 1;
            each(WRITES, |number| {
                let mut client = client.borrow_mut();
                let mut tx = client.transaction().unwrap();
                let name = format!("bare {other} {number}");
                tx.execute(&insert, &[&name, &serde_json::json!(7)]).unwrap();
                tx.commit().unwrap();
            })
        },
    );
    row("a write in a transaction, PostgreSQL", ours, theirs);
    let (ours, theirs) = in_turn(
        TURNS,
        || each(1, |_| ours_read(&db, READS)) / READS,
        || {
            each(READS, |number| {
                let name = format!("read {}", number % 50);
                let found = client.borrow_mut().query_one(&select, &[&name]).unwrap();
                found.get::<_, serde_json::Value>(0);
            })
        },
    );
    row("a point read within an operation, PostgreSQL", ours, theirs);
}
