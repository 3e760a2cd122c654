//! Who types: the system user, whose name the ledger keeps.

use crate::config::Failure;
use app::Visitor;
use domain::policy::OperatorName;
use std::fs;

/// The system user as an operator. A user id without a name is named by its number.
pub(crate) fn visitor() -> Result<Visitor, Failure> {
    let id = rustix::process::getuid().as_raw().to_string();
    let known = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let name = known.lines().find_map(|line| {
        let mut parts = line.split(':');
        let (name, _, number) = (parts.next()?, parts.next()?, parts.next()?);
        (number == id).then(|| name.to_owned())
    });
    let name = name.unwrap_or_else(|| format!("uid-{id}"));
    let name = OperatorName::parse(&name).map_err(|error| Failure::Failed(error.to_string()))?;
    Ok(Visitor::Operator(name))
}
