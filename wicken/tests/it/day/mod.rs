//! A day in the life of five people of the demo county, in a real browser: an officer who is
//! excluded, a curious colleague, a coordinator with a conflict, a data protection officer, and a
//! housing officer whose agreement ends. What each does and meets stands in `stories.mjs`.

use crate::{
    harness::{House, Server, alone, text},
    sources,
};
use std::process::{Command, Stdio};

#[test]
fn a_day_goes_by_for_five_people_and_nobody_sees_more_than_they_may() {
    let _alone = alone();
    let folder = tempfile::tempdir().expect("a folder");
    let mut demo = House::bare();
    demo.arg("demo").arg("--data").arg(folder.path()).args(["--scale", "0.01", "--port", "0"]);
    let server = Server::start(demo);
    let script = sources::root().join("wicken/tests/it/day/stories.mjs");
    let mut node = Command::new("node");
    node.arg(script).arg(format!("http://{}", server.address)).stdin(Stdio::null());
    let output = node.output().expect("node is missing: apt-get install nodejs");
    let (summary, findings) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{summary}{findings}");
    eprintln!("{}", summary.trim());
}
