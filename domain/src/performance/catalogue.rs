//! Draws the catalogue of indicators, for people who read no code.

use std::fmt::Write;

use super::indicator::{IndicatorDefinition, catalogue};
use super::measures::measures;
use super::notes::said;
use super::target::{STRATEGY_TARGETS, Target};

const TITLE: &str = "\
<!-- Drawn from domain/src/performance by a test; `make docs` redraws it. Change that, not this. -->

# The indicators

What each figure asks, what it counts, and what it must not be taken for. Every report names the
version that it was made with. Values are computed from counts, exactly, and rounded once, half up;
a share of nothing is no figure.
";

/// Every definition, measure and target there is, in Markdown.
pub fn catalogue_text() -> String {
    let mut page = TITLE.to_owned();
    for defined in catalogue() {
        push_definition(&mut page, defined);
    }
    page.push_str("\n## The measures of the MARAC dataset\n\n");
    push_row(&mut page, &["measure", "what it counts", "value"]);
    push_row(&mut page, &["---", "---", "---"]);
    for measure in measures() {
        let code = format!("`{}`", measure.code);
        push_row(&mut page, &[&code, &measure.words, measure.form.words()]);
    }
    page.push_str("\n## The targets\n\n");
    push_row(&mut page, &["area", "indicator", "target", "baseline", "outturn", "set by"]);
    push_row(&mut page, &["---"; 6]);
    for target in STRATEGY_TARGETS {
        push_target(&mut page, target);
    }
    page
}

fn push_definition(page: &mut String, defined: &IndicatorDefinition) {
    let from = defined.valid_from.map(|from| format!("from {}", said(from)));
    let from = from.unwrap_or_else(|| "since when is not established".to_owned());
    let until = defined.valid_until.map(|until| format!(" until {}", said(until)));
    let in_force = from + &until.unwrap_or_default();
    let lookback = match defined.lookback_months {
        Some(months) => format!("{months} months before the period"),
        None => "none".to_owned(),
    };
    let better = format!("{}. {}", defined.polarity.direction.words(), defined.polarity.context);
    write!(page, "\n## {}: `{}`\n\n", defined.name, defined.code).expect("a text takes text");
    push_row(page, &["", ""]);
    push_row(page, &["---", "---"]);
    for (what, says) in [
        ("question", defined.question),
        ("numerator", defined.numerator),
        ("denominator", defined.denominator),
        ("value", defined.value),
        ("which way is better", &better),
        ("look-back", &lookback),
        ("in force", &in_force),
        ("source", defined.source),
    ] {
        push_row(page, &[what, says]);
    }
    page.push('\n');
    for caveat in defined.caveats {
        writeln!(page, "- {caveat}").expect("a text takes text");
    }
}

fn push_target(page: &mut String, target: &Target) {
    let period = |period: super::Period, printed: u32| {
        format!("{} to {} (printed: {printed})", said(period.from()), said(period.to()))
    };
    push_row(
        page,
        &[
            target.area,
            target.indicator.words(),
            &format!("{} {} %", target.kind.words(), target.kind.aim()),
            &period(target.baseline, target.printed.0),
            &period(target.outturn, target.printed.1),
            &format!("{} ({})", target.agreed_by, target.source),
        ],
    );
}

fn push_row(page: &mut String, cells: &[&str]) {
    page.push_str("| ");
    page.push_str(&cells.join(" | "));
    page.push_str(" |\n");
}
