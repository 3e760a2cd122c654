//! The two schemas are one: tables, columns, types, keys and indexes.

use app::{
    App,
    db::{Engine, Row, Value},
    params,
    testing::{World, engines, on_both},
};
use std::collections::{BTreeMap, BTreeSet};

const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/0001_ground.sql"),
    include_str!("../../../migrations/0002_main_job.sql"),
    include_str!("../../../migrations/0003_people.sql"),
    include_str!("../../../migrations/0004_agreement.sql"),
    include_str!("../../../migrations/0005_glass.sql"),
    include_str!("../../../migrations/0006_alert.sql"),
    include_str!("../../../migrations/0007_whereabouts.sql"),
    include_str!("../../../migrations/0008_guess.sql"),
    include_str!("../../../migrations/0009_declaration.sql"),
    include_str!("../../../migrations/0010_day_sum.sql"),
    include_str!("../../../migrations/0011_search_turn.sql"),
    include_str!("../../../migrations/0012_side.sql"),
    include_str!("../../../migrations/0013_marac_office.sql"),
    include_str!("../../../migrations/0014_duty.sql"),
    include_str!("../../../migrations/0015_left_behind.sql"),
    include_str!("../../../migrations/0016_case_sum.sql"),
    include_str!("../../../migrations/0017_fresh.sql"),
    include_str!("../../../migrations/0018_looked_at.sql"),
];

/// Token, type in SQLite, type in PostgreSQL.
const TYPES: [(&str, &str, &str); 8] = [
    ("{uuid}", "BLOB", "uuid"),
    ("{instant}", "TEXT", "timestamptz"),
    ("{date}", "TEXT", "date"),
    ("{json}", "TEXT", "jsonb"),
    ("{bytes}", "BLOB", "bytea"),
    ("{bool}", "INTEGER", "bool"),
    ("{int}", "INTEGER", "int8"),
    ("{text}", "TEXT", "text"),
];

/// Table, column, type, whether it may be empty: in the order in which they stand.
type Columns = BTreeMap<String, Vec<(String, String, bool)>>;

fn list<T>(
    app: &App,
    sql: &'static str,
    params: &[Value],
    read: impl Fn(&Row<'_>) -> Result<T, app::db::DbError>,
) -> Vec<T> {
    app.db().read(|tx| tx.list(sql, params, &read)).unwrap()
}

fn tables(app: &App) -> Vec<String> {
    let sql = match app.db().engine() {
        Engine::Sqlite => "select name from sqlite_schema where type = 'table' order by name",
        Engine::Postgres => {
            "select table_name::text collate \"C\" as name from information_schema.tables
             where table_schema = 'public' order by 1"
        }
    };
    list(app, sql, params![], |row| row.get("name"))
}

fn columns_of(app: &App, table: &str) -> Vec<(String, String, bool)> {
    let sql = match app.db().engine() {
        Engine::Sqlite => {
            "select name, type as kind, \"notnull\" = 0 as nullable from pragma_table_info($1)
             order by cid"
        }
        Engine::Postgres => {
            "select column_name::text as name, udt_name::text as kind,
                    is_nullable = 'YES' as nullable
             from information_schema.columns where table_name = $1 order by ordinal_position"
        }
    };
    let read = |row: &Row<'_>| Ok((row.get("name")?, row.get("kind")?, row.get("nullable")?));
    list(app, sql, params![table], read)
}

fn columns(app: &App) -> Columns {
    tables(app).into_iter().map(|table| (table.clone(), columns_of(app, &table))).collect()
}

/// The migration as it is written, with the types of one engine.
fn written(engine: Engine) -> Columns {
    let kind_of = |token: &str| {
        let row = TYPES.iter().find(|row| row.0 == token).unwrap();
        if engine == Engine::Sqlite { row.1.to_owned() } else { row.2.to_owned() }
    };
    let mut found = Columns::new();
    let first = "create table schema_migration (\nnumber {int} primary key\nname {text} not null\n\
                 applied_at {instant} not null\n) {strict};\n";
    let text = format!("{first}{}", MIGRATIONS.concat());
    for table in text.split("create table ").skip(1) {
        let (name, rest) = table.split_once(" (").unwrap();
        let body = rest.split_once("\n) {strict}").unwrap().0;
        let key = body.lines().find_map(|line| {
            let line = line.trim().strip_prefix("primary key (")?;
            Some(line.split(')').next().unwrap().to_owned())
        });
        let key = key.unwrap_or_default();
        let columns = body.lines().filter_map(|line| {
            let mut words = line.trim().split([' ', ',']);
            let (name, token) = (words.next()?, words.next()?);
            let is_key = line.contains(" primary key") || key.split(", ").any(|part| part == name);
            let nullable = !is_key && !line.contains(" not null");
            token.starts_with('{').then(|| (name.to_owned(), kind_of(token), nullable))
        });
        found.insert(name.to_owned(), columns.collect());
    }
    for added in text.split("alter table ").skip(1) {
        let (table, column) = added.split_once(" add column ").unwrap();
        let column = column.split_once(';').unwrap().0;
        let mut words = column.split(' ');
        let (name, token) = (words.next().unwrap(), words.next().unwrap());
        let row = (name.to_owned(), kind_of(token), !column.contains(" not null"));
        found.get_mut(table).unwrap().push(row);
    }
    found.retain(|table, _| !is_dropped(table));
    found
}

/// Whether a later migration does without a table.
fn is_dropped(table: &str) -> bool {
    MIGRATIONS.concat().contains(&format!("drop table {table};"))
}

#[test]
fn every_table_and_column_is_as_the_migration_says_on_either_engine() {
    on_both(|world| {
        let expected = written(world.app.db().engine());
        let found = columns(&world.app);
        assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
        for (table, columns) in &expected {
            assert_eq!(&found[table], columns, "{table}");
        }
    });
}

/// Table, its columns, unique, partial, primary, and the name where someone gave it one.
type Index = (String, Vec<String>, bool, bool, bool, String);

fn sqlite_indexes(app: &App) -> BTreeSet<Index> {
    let list_sql = "select name, \"unique\" as one, partial, origin from pragma_index_list($1)";
    let info_sql = "select name from pragma_index_info($1) order by seqno";
    let mut found = BTreeSet::new();
    for table in tables(app) {
        let indexes = list(app, list_sql, params![&table], |row| {
            let origin: String = row.get("origin")?;
            Ok((row.get::<String>("name")?, row.get("one")?, row.get("partial")?, origin))
        });
        for (name, one, partial, origin) in indexes {
            let columns = list(app, info_sql, params![&name], |row| row.get("name"));
            let given = if origin == "c" { name } else { String::new() };
            found.insert((table.clone(), columns, one, partial, origin == "pk", given));
        }
    }
    found
}

fn postgres_indexes(app: &App) -> BTreeSet<Index> {
    let sql = "select t.relname::text as table_name, i.relname::text as name,
                      x.indisunique as one, x.indpred is not null as partial,
                      x.indisprimary as is_key, c.oid is not null as is_constraint,
                      (select string_agg(a.attname, ',' order by k.place)
                       from unnest(x.indkey) with ordinality as k(number, place)
                       join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number) as names
               from pg_index x
               join pg_class i on i.oid = x.indexrelid
               join pg_class t on t.oid = x.indrelid
               join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
               left join pg_constraint c on c.conindid = i.oid and c.contype in ('p', 'u')";
    let rows = list(app, sql, params![], |row| {
        let is_constraint: bool = row.get("is_constraint")?;
        let name: String = row.get("name")?;
        let columns: String = row.get("names")?;
        Ok((
            row.get("table_name")?,
            columns.split(',').map(str::to_owned).collect(),
            row.get("one")?,
            row.get("partial")?,
            row.get("is_key")?,
            if is_constraint { String::new() } else { name },
        ))
    });
    rows.into_iter().collect()
}

#[test]
fn keys_and_indexes_are_the_same_by_name_columns_and_kind() {
    if engines().len() < 2 {
        return;
    }
    let sqlite = sqlite_indexes(&World::on(Engine::Sqlite).app);
    let postgres = postgres_indexes(&World::on(Engine::Postgres).app);
    assert_eq!(sqlite, postgres);
    assert!(sqlite.iter().any(|index| index.5 == "user_state_email" && index.2 && index.3));
    assert!(25 < sqlite.len(), "{}", sqlite.len());
}

#[test]
fn foreign_keys_are_the_same_and_are_enforced() {
    let found = engines().into_iter().map(|engine| {
        let world = World::on(engine);
        let refused = world.app.db().write(|tx| {
            tx.execute(
                "insert into credential (user_id, password_hash, made_at) values ($1, 'x', $2)",
                params![uuid::Uuid::from_u128(404), jiff::Timestamp::UNIX_EPOCH],
            )
        });
        assert!(refused.is_err(), "nobody has this id");
        let sql = match engine {
            Engine::Sqlite => {
                "select t.name || '.' || f.\"from\" || ' ' || f.\"table\" as words
                 from sqlite_schema t, pragma_foreign_key_list(t.name) f where t.type = 'table'"
            }
            Engine::Postgres => {
                "select t.relname || '.' || a.attname || ' ' || r.relname as words
                 from pg_constraint c
                 join pg_class t on t.oid = c.conrelid
                 join pg_class r on r.oid = c.confrelid
                 join pg_attribute a on a.attrelid = t.oid and a.attnum = c.conkey[1]
                 where c.contype = 'f'"
            }
        };
        list(&world.app, sql, params![], |row| row.get("words"))
            .into_iter()
            .collect::<BTreeSet<String>>()
    });
    let found: Vec<_> = found.collect();
    let text = MIGRATIONS.concat();
    let tables = text.split("create table ").skip(1);
    let stand = tables.filter(|table| !is_dropped(table.split_once(" (").unwrap().0));
    let references: usize = stand.map(|table| table.matches(" references ").count()).sum();
    assert!(found.iter().all(|keys| keys == &found[0] && keys.len() == references), "{found:?}");
}

#[test]
fn what_a_check_refuses_is_refused_on_both() {
    const BAD: [&str; 4] = [
        "update user_state set status = 'gone'",
        "update agency_state set status = 'gone'",
        "update secret set kind = 'gone'",
        "insert into policy_epoch (row_id, epoch) values (2, 1)",
    ];
    on_both(|world| {
        for sql in BAD {
            assert!(world.app.db().write(|tx| tx.execute(sql, params![])).is_err(), "{sql}");
        }
    });
}

#[test]
fn the_ledger_takes_entries_and_gives_none_back() {
    const TRIES: [&str; 5] = [
        "update ledger_entry set line = ''",
        "update ledger_entry set made_at = made_at where 1 = 0 or kind = 'read'",
        "delete from ledger_entry",
        "delete from ledger_entry where kind = 'sign_in'",
        "update ledger_entry set actor_user = null",
    ];
    on_both(|world| {
        let idva = world.sign_in("idva");
        world.app.read(&idva, app::user::show_own_account).unwrap();
        let before = crate::county::entries(&world.app);
        let is_postgres = world.app.db().engine() == Engine::Postgres;
        let truncate = is_postgres.then_some("truncate ledger_entry");
        for sql in TRIES.into_iter().chain(truncate) {
            let error = world.app.db().write(|tx| tx.execute(sql, params![])).unwrap_err();
            assert!(error.to_string().contains("append-only"), "{sql}: {error}");
        }
        assert_eq!(crate::county::entries(&world.app), before);
    });
}

#[test]
fn text_compares_by_its_bytes_on_both() {
    on_both(|world| {
        let sql = match world.app.db().engine() {
            Engine::Sqlite => return,
            Engine::Postgres => {
                "select count(*) as count from information_schema.columns
                 where table_schema = 'public' and udt_name = 'text'
                   and collation_name is distinct from 'C'"
            }
        };
        assert_eq!(crate::county::count(&world.app, sql), 0);
    });
}
