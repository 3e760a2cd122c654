//! A real browser reads every page of the demo county as everyone in it.
//!
//! What is looked at stands in `web/tests/browser/`: axe-core, the keyboard, 1280 and 320 px, with
//! and without scripts, weight, other hosts, forms, the session warning. Pictures of the pages are
//! left in `screenshots/` below the target folder.

use crate::harness::{House, Server, alone, target, text};
use crate::sources;
use std::process::{Command, Stdio};

#[test]
fn every_page_of_everyone_is_well_in_a_real_browser() {
    let _alone = alone();
    let folder = tempfile::tempdir().expect("a folder");
    let mut demo = House::bare();
    demo.arg("demo").arg("--data").arg(folder.path()).args(["--scale", "0.02", "--port", "0"]);
    let server = Server::start(demo);
    let browser = sources::root().join("web/tests/browser");
    if !browser.join("node_modules").exists() {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-fund", "--no-audit", "--silent"]).current_dir(&browser);
        let is_installed = npm.status().is_ok_and(|status| status.success());
        assert!(is_installed, "npm is missing or reaches nothing: apt-get install npm");
    }
    let mut node = Command::new("node");
    node.arg("run.mjs").arg(format!("http://{}", server.address)).arg(target("screenshots"));
    let output = node.current_dir(&browser).stdin(Stdio::null()).output();
    let output = output.expect("node is missing: apt-get install nodejs");
    let (summary, findings) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{summary}{findings}");
    eprintln!("{}", summary.trim());
}
