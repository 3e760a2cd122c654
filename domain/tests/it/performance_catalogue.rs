//! The committed catalogue of indicators says what the definitions say.

use std::path::Path;

use domain::performance::catalogue_text;

#[test]
#[expect(clippy::disallowed_methods, reason = "UPDATE=1 is how a person redraws the catalogue")]
fn the_catalogue_of_indicators_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/generated/indicators.md");
    let drawn = catalogue_text();
    if std::env::var("UPDATE").is_ok() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &drawn).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == drawn,
        "docs/generated/indicators.md is stale: run UPDATE=1 cargo test -p domain, read the \
         difference as what figures now mean, and commit it"
    );
}
