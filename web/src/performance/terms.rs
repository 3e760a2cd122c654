//! What a figure means, and what it must not be taken for: beside every figure.

use crate::{
    components::{Details, Markup, SummaryList},
    words,
};
use askama::{Template, filters::HtmlSafe};
use domain::performance::{Report, definition};

/// Definition, look-back and caveats of one report.
#[derive(Template)]
#[template(path = "performance/terms.html")]
pub(super) struct Terms {
    /// What must be known before a figure is read at all.
    notes: Vec<String>,
    definition: Details,
}

impl HtmlSafe for Terms {}

impl Terms {
    pub(super) fn of(report: &Report) -> Terms {
        let defined = definition(report.indicator);
        let mut list = SummaryList::new()
            .row("Question", defined.question)
            .row("Counts", words::capital_word(defined.numerator))
            .row("Out of", words::capital_word(defined.denominator))
            .row("Shown as", words::capital_word(defined.value))
            .row("Source", words::capital_word(defined.source))
            .row("Definition", defined.code);
        if let Some(months) = defined.lookback_months {
            let reach = match report.lookback_complete {
                Some(false) => "The records do not reach back that far.",
                Some(true) | None => "The records reach back that far.",
            };
            list = list.row("Looks back", format!("{months} months before the period. {reach}"));
        }
        let summary = format!("What is counted: {}", defined.name);
        // The first caveat is the one without which a figure misleads; the others can be opened.
        let others = defined.caveats.get(1..).unwrap_or_default();
        let (opened, notes): (Vec<String>, Vec<String>) =
            report.notes.iter().cloned().partition(|note| others.contains(&note.as_str()));
        for note in opened {
            list = list.row("Keep in mind", note);
        }
        Terms { notes, definition: Details::new(&summary, Markup::of(&list)) }
    }
}
