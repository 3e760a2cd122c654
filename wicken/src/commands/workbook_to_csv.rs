//! `wicken workbook-to-csv`: what Wicken starts itself as, to read a workbook that it was sent.

use crate::workbook;
use app::import::reading::FileKind;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What the workbook holds: incidents or referrals
    #[arg(value_parser = kind)]
    kind: FileKind,
}

fn kind(text: &str) -> Result<FileKind, String> {
    FileKind::from_code(text).ok_or_else(|| "is neither `incidents` nor `referrals`".to_owned())
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    workbook::run(arguments.kind)
}
