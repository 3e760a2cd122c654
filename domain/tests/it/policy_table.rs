//! The committed permission table says what the rules say.

use std::path::Path;

use domain::policy::{Rules, permission_table};

#[test]
#[expect(clippy::disallowed_methods, reason = "UPDATE=1 is how a person redraws the table")]
fn the_permission_table_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/generated/permissions.md");
    let drawn = permission_table(&Rules::wicken().unwrap());
    if std::env::var("UPDATE").is_ok() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &drawn).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == drawn,
        "docs/generated/permissions.md is stale: run UPDATE=1 cargo test -p domain, read the \
         difference as what people may now do, and commit it"
    );
}
