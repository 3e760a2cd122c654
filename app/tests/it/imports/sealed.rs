//! What gives a place away is nowhere in clear: not in a row, not in what is said.

use super::{POLICE, file, incidents, row};
use app::{
    db::{Engine, Value},
    keys::{Place, open_field},
    params,
    testing::on_both,
};
use uuid::Uuid;

/// Every cell of the tables that an import fills, as bytes.
fn cells(app: &app::App) -> Vec<u8> {
    let sqlite = [
        "select quote(record_id) || quote(own_ref) || quote(given_names) || quote(other_names)
                || quote(equality) || quote(address) || quote(postcode) || quote(phone)
                || quote(email) || quote(odd) as a from person_record",
        "select quote(reference) || quote(area_code) || quote(s.postcode) || quote(s.odd) as a
         from incident i join incident_state s on s.incident_id = i.incident_id",
        "select counts || notes || file_name as a from import_run",
        "select reason || reference as a from import_refusal",
        "select line as a from ledger_entry",
        "select payload as a from job",
    ];
    let postgres = [
        "select (r.*)::text || encode(coalesce(address, ''), 'escape')
                || encode(coalesce(postcode, ''), 'escape')
                || encode(coalesce(phone, ''), 'escape') || encode(coalesce(email, ''), 'escape')
                || encode(coalesce(odd, ''), 'escape') as a from person_record r",
        "select (s.*)::text || encode(coalesce(postcode, ''), 'escape')
                || encode(coalesce(odd, ''), 'escape') as a from incident_state s",
        "select (r.*)::text as a from import_run r",
        "select (r.*)::text as a from import_refusal r",
        "select line as a from ledger_entry",
        "select (j.*)::text as a from job j",
    ];
    let all = if app.db().engine() == Engine::Sqlite { sqlite } else { postgres };
    let mut bytes = Vec::new();
    for sql in all {
        for text in super::list(app, sql) {
            bytes.extend(unhexed(&text));
        }
    }
    bytes
}

/// SQLite quotes bytes as hexadecimal: read back, so that a plain text in them is seen.
fn unhexed(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for part in text.split("X'").skip(1) {
        let digits: String = part.chars().take_while(char::is_ascii_hexdigit).collect();
        bytes.extend(hex::decode(digits).unwrap_or_default());
    }
    bytes
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

#[test]
fn whereabouts_are_sealed_from_the_first_row_on_and_open_in_their_place() {
    on_both(|world| {
        let told = row("I-1", "2026-05-01", "Stone").replace("1980-04-01", "spring 1980");
        incidents(&world, POLICE, &file(&[told]));
        let bytes = cells(&world.app);
        assert!(holds(&bytes, "Ann"), "names are kept as they came");
        for secret in
            ["1 Stone Lane", "PE15 8AB", "PE15 8AA", "960001", "960002", "mail.example", "spring"]
        {
            assert!(!holds(&bytes, secret), "{secret} is in clear");
        }
        let (keyring, columns) =
            (world.app.keyring(), ["address", "postcode", "phone", "email", "odd"]);
        let sql = "select record_id, address, postcode, phone, email, odd from person_record
                   where party = 'victim'";
        let opened: Vec<String> = world
            .app
            .db()
            .read(|tx| {
                let found = tx.find(sql, params![], |found| {
                    let row: Uuid = found.get("record_id")?;
                    let sealed: Result<Vec<Vec<u8>>, _> =
                        columns.iter().map(|column| found.get(column)).collect();
                    Ok((row, sealed?))
                })?;
                let (row, sealed) = found.unwrap();
                let open = |(column, sealed): (&&'static str, &Vec<u8>)| {
                    let place = Place { table: "person_record", column, row };
                    let plain = open_field(tx, &keyring, place, sealed).unwrap();
                    String::from_utf8(plain.to_vec()).unwrap()
                };
                Ok::<_, app::db::DbError>(columns.iter().zip(&sealed).map(open).collect())
            })
            .unwrap();
        let plain = [
            "1 Stone Lane",
            "PE15 8AB",
            "01632 960001",
            "Stone@mail.example",
            r#"{"date_of_birth":"spring 1980"}"#,
        ];
        assert_eq!(opened, plain);
    });
}

#[test]
fn the_place_of_an_incident_is_sealed_under_its_state() {
    on_both(|world| {
        incidents(&world, POLICE, &file(&[row("I-1", "2026-05-01", "Stone")]));
        let keyring = world.app.keyring();
        let sql = "select state_id, postcode from incident_state";
        let plain = world.app.db().read(|tx| {
            let (row, sealed): (Uuid, Vec<u8>) = tx
                .find(sql, params![], |row| Ok((row.get("state_id")?, row.get("postcode")?)))?
                .unwrap();
            let place = Place { table: "incident_state", column: "postcode", row };
            let plain = open_field(tx, &keyring, place, &sealed).unwrap();
            let elsewhere = Place { column: "odd", ..place };
            assert!(open_field(tx, &keyring, elsewhere, &sealed).is_err());
            Ok::<_, app::db::DbError>(plain.to_vec())
        });
        assert_eq!(plain.unwrap(), b"PE15 8AA");
        assert_ne!(Value::Null, Value::from(keyring.hash("a", b"b")));
    });
}
