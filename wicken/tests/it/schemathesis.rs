//! Schemathesis tries our API against its own description.

use crate::harness::{Grantor, House, alone, target, text};
use crate::sources;
use app::db::Engine;
use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

/// Schemathesis in a folder of its own below the target folder, in the pinned version.
fn schemathesis() -> PathBuf {
    let folder = target("schemathesis");
    let program = folder.join("bin/schemathesis");
    let pinned = sources::root().join("web/tests/api/requirements.txt");
    let installed = folder.join("installed.txt");
    let wanted = std::fs::read_to_string(&pinned).expect("the pinned versions");
    if std::fs::read_to_string(&installed).is_ok_and(|found| found == wanted) {
        return program;
    }
    let made = Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder).status();
    assert!(
        made.is_ok_and(|status| status.success()),
        "Python is missing: apt-get install python3-venv"
    );
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "-r"]).arg(&pinned);
    let is_installed = pip.status().is_ok_and(|status| status.success());
    assert!(is_installed, "{pip:?} failed: is there a network?");
    std::fs::write(&installed, wanted).expect("a note of what is installed");
    program
}

#[test]
fn the_api_keeps_what_its_description_promises() {
    let program = schemathesis();
    let _alone = alone();
    let house = House::on(Engine::Sqlite);
    let server = house.serve();
    let grantor = Grantor::join(&house, &server);
    let output = Command::new(program)
        .current_dir(house.folder())
        .args(["run", &format!("http://{}/api/openapi.json", server.address)])
        .args(["--header", &format!("Authorization: Bearer {}", grantor.token)])
        .args(["--checks", "all", "--max-examples", "100", "--max-time", "90", "--no-color"])
        .stdin(Stdio::null())
        .output()
        .expect("schemathesis was just installed");
    let told = text(&output.stdout);
    assert!(output.status.success(), "{told}{}", text(&output.stderr));
    let last = told.lines().rev().take(12).collect::<Vec<_>>();
    eprintln!("{}", last.into_iter().rev().collect::<Vec<_>>().join("\n"));
}
