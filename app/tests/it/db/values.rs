//! Whatever goes in comes out, on either engine.

use app::{
    db::{Column, DbError, Engine, Value, to_microsecond},
    params,
    testing::{World, engines, on_both},
};
use jiff::{Timestamp, civil::Date};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::json;
use uuid::Uuid;

const SQLITE: &str = "create table sample (id blob primary key, flag integer, number integer,
    words text, bytes blob, ident blob, instant text, day text, doc text) strict, without rowid";
const POSTGRES: &str = "create table sample (id uuid primary key, flag boolean, number bigint,
    words text collate \"C\", bytes bytea, ident uuid, instant timestamptz, day date, doc jsonb)";

fn with_table(engine: Engine) -> World {
    let world = World::on(engine);
    let sql = if engine == Engine::Sqlite { SQLITE } else { POSTGRES };
    world.app.db().write(|tx| tx.execute(sql, params![])).unwrap();
    world
}

#[derive(Debug, Clone, PartialEq)]
struct Sample {
    flag: Option<bool>,
    number: Option<i64>,
    words: Option<String>,
    bytes: Option<Vec<u8>>,
    ident: Option<Uuid>,
    instant: Option<Timestamp>,
    day: Option<Date>,
    doc: Option<serde_json::Value>,
}

fn instants() -> impl Strategy<Value = Timestamp> {
    // PostgreSQL begins in 4714 BC; jiff ends in the year 9999.
    let first: Timestamp = "-004712-01-02T00:00:00Z".parse().unwrap();
    let (first, last) = (first.as_microsecond(), Timestamp::MAX.as_microsecond());
    (first..=last).prop_map(|micros| Timestamp::from_microsecond(micros).unwrap())
}

fn days() -> impl Strategy<Value = Date> {
    (-4_712_i16..=9_999, 1_i8..=12, 1_i8..=28)
        .prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

/// Without fractions: the two engines spell large ones differently.
fn documents() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|v| json!(v)),
        any::<i64>().prop_map(|v| json!(v)),
        any::<u64>().prop_map(|v| json!(v)),
        words().prop_map(|v| json!(v)),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(|v| json!(v)),
            prop::collection::btree_map(words(), inner, 0..5).prop_map(|v| json!(v)),
        ]
    })
}

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(any::<char>().prop_filter("no NUL", |c| *c != '\0'), 0..20)
        .prop_map(|letters| letters.into_iter().collect())
}

fn samples() -> impl Strategy<Value = Sample> {
    (
        prop::option::of(any::<bool>()),
        prop::option::of(any::<i64>()),
        prop::option::of(words()),
        prop::option::of(prop::collection::vec(any::<u8>(), 0..40)),
        prop::option::of(any::<u128>().prop_map(Uuid::from_u128)),
        prop::option::of(instants()),
        prop::option::of(days()),
        prop::option::of(documents()),
    )
        .prop_map(|(flag, number, words, bytes, ident, instant, day, doc)| Sample {
            flag,
            number,
            words,
            bytes,
            ident,
            instant,
            day,
            // `null` in a document and no document are two things, and only one of them is kept.
            doc: doc.filter(|doc| !doc.is_null()),
        })
}

fn through(world: &World, sample: &Sample) -> Result<Sample, DbError> {
    let s = sample.clone();
    world.app.db().write(move |tx| {
        tx.execute("delete from sample", params![])?;
        tx.execute(
            "insert into sample (id, flag, number, words, bytes, ident, instant, day, doc)
             values ($9, $1, $2, $3, $4, $5, $6, $7, $8)",
            params![
                s.flag,
                s.number,
                s.words,
                s.bytes,
                s.ident,
                s.instant,
                s.day,
                s.doc,
                Uuid::nil()
            ],
        )
    })?;
    let sql = "select flag, number, words, bytes, ident, instant, day, doc from sample";
    let found = world.app.db().read(|tx| {
        tx.find(sql, params![], |row| {
            Ok(Sample {
                flag: row.get("flag")?,
                number: row.get("number")?,
                words: row.get("words")?,
                bytes: row.get("bytes")?,
                ident: row.get("ident")?,
                instant: row.get("instant")?,
                day: row.get("day")?,
                doc: row.get("doc")?,
            })
        })
    });
    found.map(Option::unwrap)
}

#[test]
fn every_kind_of_value_comes_back_as_it_went_in() {
    for engine in engines() {
        let world = with_table(engine);
        let config = ProptestConfig { cases: 250, failure_persistence: None, ..Default::default() };
        let checked = TestRunner::new(config).run(&samples(), |sample| {
            let found = through(&world, &sample);
            prop_assert_eq!(found.map_err(|error| error.to_string()), Ok(sample));
            Ok(())
        });
        checked.unwrap_or_else(|failure| panic!("{engine:?}: {failure}"));
    }
}

#[test]
fn instants_are_cut_to_microseconds_before_they_are_kept() {
    for engine in engines() {
        let world = with_table(engine);
        let fine: Timestamp = "2026-11-24T09:00:00.123456789Z".parse().unwrap();
        let sample = Sample {
            flag: None,
            number: None,
            words: None,
            bytes: None,
            ident: None,
            instant: Some(fine),
            day: None,
            doc: None,
        };
        let found = through(&world, &sample).unwrap();
        assert_eq!(found.instant, Some(to_microsecond(fine)));
        assert_eq!(found.instant.unwrap().as_nanosecond() % 1_000, 0);
    }
}

#[test]
fn instants_and_days_of_our_era_sort_by_time_on_both() {
    let instants = [
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59.9Z",
        "1970-01-01T00:00:00Z",
        "2026-11-24T09:00:00.000001Z",
        "2026-11-24T09:00:00.1Z",
        "9999-12-30T22:00:00Z",
    ];
    for engine in engines() {
        let world = with_table(engine);
        let given: Vec<Timestamp> = instants.iter().map(|text| text.parse().unwrap()).collect();
        let backwards = given.clone();
        world
            .app
            .db()
            .write(move |tx| {
                for (number, instant) in backwards.iter().rev().enumerate() {
                    let id = Uuid::from_u128(number as u128);
                    tx.execute(
                        "insert into sample (id, instant) values ($1, $2)",
                        params![id, *instant],
                    )?;
                }
                Ok::<_, DbError>(())
            })
            .unwrap();
        let sql = "select instant from sample order by instant";
        let found = world
            .app
            .db()
            .read(|tx| tx.list(sql, params![], |row| row.get::<Timestamp>("instant")));
        assert_eq!(found.unwrap(), given, "{engine:?}");
    }
}

#[test]
fn a_text_with_a_nul_is_refused_in_the_same_words_on_both() {
    on_both(|world| {
        let bad = [
            Value::from("a\0b"),
            Value::from(json!({ "a": ["b\0"] })),
            Value::from(json!({ "a\0": 1 })),
        ];
        for value in bad {
            let sql = "update setting set value = $1 where name = 'x'";
            let params = vec![value.clone()];
            let error = world.app.db().write(move |tx| tx.execute(sql, &params)).unwrap_err();
            assert!(error.to_string().contains("NUL"), "{value:?}: {error}");
            let sql = "select count(*) as count from agency where code = cast($1 as text)";
            let params = vec![value];
            let found = world.app.db().read(|tx| tx.count(sql, &params));
            assert!(found.unwrap_err().to_string().contains("NUL"));
        }
    });
}

#[test]
fn parameters_are_numbered_by_their_number_and_not_by_their_place() {
    on_both(|world| {
        let sql = "select cast($3 as text) as c, cast($1 as text) as a, cast($2 as text) as b,
                          cast($1 as text) as again, '$1' as quoted, cast($10 as text) as tenth";
        let given = params!["one", "two", "three", "4", "5", "6", "7", "8", "9", "ten"];
        // PostgreSQL wants a type for each: those that are not selected are compared.
        let sql_typed =
            "select cast($3 as text) as c, cast($1 as text) as a, cast($2 as text) as b,
                          cast($1 as text) as again, '$1' as quoted, cast($10 as text) as tenth
                          where coalesce(cast($4 as text), cast($5 as text), cast($6 as text),
                          cast($7 as text), cast($8 as text), cast($9 as text)) is not null";
        let sql = if world.app.db().engine() == Engine::Sqlite { sql } else { sql_typed };
        let found = world.app.db().read(|tx| {
            tx.find(sql, given, |row| {
                ["a", "b", "c", "again", "quoted", "tenth"]
                    .map(|name| row.get::<String>(name))
                    .into_iter()
                    .collect::<Result<Vec<_>, _>>()
            })
        });
        let expected = ["one", "two", "three", "one", "$1", "ten"];
        assert_eq!(found.unwrap().unwrap(), expected);
    });
}

#[test]
fn a_column_that_holds_something_else_or_is_not_there_is_an_error_with_its_name() {
    fn get<T: Column + std::fmt::Debug>(world: &World, name: &'static str) -> String {
        let sql = "select code, made_at from agency limit 1";
        let found = world.app.db().read(|tx| tx.find(sql, params![], |row| row.get::<T>(name)));
        found.unwrap_err().to_string()
    }
    on_both(|world| {
        assert!(get::<i64>(&world, "code").contains("column code"));
        assert!(get::<Uuid>(&world, "made_at").contains("column made_at"));
        assert!(get::<String>(&world, "nothing").contains("column nothing"));
        assert!(get::<[u8; 32]>(&world, "code").contains("column code"));
        assert!(get::<Option<i64>>(&world, "code").contains("column code"));
    });
}
