//! What lies on the disk: columns in clear as the table says, and files that tell nothing.

use super::{
    canary::CANARIES, crawl::Findings, none_in, planted::Planted, spelling::Net, table::Place,
};
use crate::kit::County;
use app::{
    db::{DatabaseUrl, Engine, Tx},
    testing::postgres,
};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Every cell of every column as hexadecimal of what it is in text, or of its bytes.
const COLUMNS_OF_SQLITE: &str = "select m.name as owner, c.name as name from sqlite_master m,
     pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%'";
const COLUMNS_OF_POSTGRES: &str = "select table_name::text as owner, column_name::text as name
     from information_schema.columns where table_schema = 'public'";

/// The columns in which canaries stand in clear.
fn columns(county: &County, net: &Net) -> BTreeSet<(usize, Place)> {
    let db = county.app().db();
    let is_sqlite = matches!(county.world.config.url, DatabaseUrl::Sqlite(_));
    let sql = if is_sqlite { COLUMNS_OF_SQLITE } else { COLUMNS_OF_POSTGRES };
    let read = |tx: &mut Tx<'_>| {
        tx.list(sql, &[], |row| Ok((row.get::<String>("owner")?, row.get::<String>("name")?)))
    };
    let mut found = BTreeSet::new();
    for (table, column) in db.read(read).unwrap() {
        let hex = match is_sqlite {
            true => format!("hex(cast(\"{column}\" as blob))"),
            false => format!("encode(convert_to(\"{column}\"::text, 'UTF8'), 'hex')"),
        };
        let sql = format!("select {hex} as cell from \"{table}\" where \"{column}\" is not null");
        // A statement lives as long as the process.
        let sql: &'static str = sql.leak();
        let read = |tx: &mut Tx<'_>| tx.list(sql, &[], |row| row.get::<String>("cell"));
        let cells = db.read(read).unwrap();
        let cells: Vec<Vec<u8>> = cells.iter().map(|cell| bytes_of(cell)).collect();
        let place = format!("column {table}.{column}");
        let caught = net.catch(&cells.join(&b'\n'));
        found.extend(caught.into_iter().map(|index| (index, place.clone())));
    }
    found
}

fn bytes_of(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

pub(super) fn note_columns(planted: &Planted, net: &Net, found: &mut Findings) {
    for (index, place) in columns(&planted.county, net) {
        found.met.note(index, &place, None);
    }
}

/// The embedded database is one cipher from its first byte on, and so is what belongs to it.
pub(super) fn nothing_in_the_folder(planted: &Planted, net: &Net) {
    let files = files_below(&planted.county.world.folder());
    assert!(files.iter().any(|file| file.ends_with("wicken.db-wal")), "{files:?}");
    for file in files {
        none_in(&file.display().to_string(), &fs::read(&file).unwrap(), net);
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let below = |path: PathBuf| if path.is_dir() { files_below(&path) } else { vec![path] };
    paths.flat_map(below).collect()
}

#[test]
fn what_is_sealed_lies_in_clear_in_no_column_and_no_file_of_either_database() {
    let net = Net::of_all();
    let mut of_engines = Vec::new();
    for engine in app::testing::engines() {
        let planted = Planted::on(County::on(engine));
        let found = columns(&planted.county, &net);
        for (index, place) in &found {
            assert!(!CANARIES[*index].is_sealed, "{}: {place}", CANARIES[*index].name);
        }
        assert!(40 < found.len(), "{}", found.len());
        match engine {
            Engine::Sqlite => nothing_in_the_folder(&planted, &net),
            Engine::Postgres => nothing_sealed_in_the_cluster(&planted, &net),
        }
        of_engines.push(found);
    }
    assert!(of_engines.windows(2).all(|two| two[0] == two[1]), "the engines differ");
}

/// Of PostgreSQL the rows lie in clear, what is sealed in them sealed: in its files and in its log.
fn nothing_sealed_in_the_cluster(planted: &Planted, net: &Net) {
    let DatabaseUrl::Postgres(url) = &planted.county.world.config.url else { return };
    let host = url.split("host=").nth(1).and_then(|rest| rest.split('&').next()).unwrap();
    let folder = PathBuf::from(host.replace("%2F", "/"));
    assert!(postgres::name_of(url).starts_with('t'), "a database of the test's own");
    let (mut bytes, mut is_heard) = (0, false);
    for file in files_below(&folder) {
        // A socket is no file, and another test's database may go meanwhile.
        let Ok(content) = fs::read(&file) else { continue };
        bytes += content.len();
        for index in net.catch(&content) {
            let canary = &CANARIES[index];
            is_heard |= canary.name == "ada.family_name";
            assert!(!canary.is_sealed, "{} in {}", canary.name, file.display());
        }
    }
    assert!(is_heard, "{bytes} bytes of {} were looked through in vain", folder.display());
}
