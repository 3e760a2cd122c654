//! What was learnt and what came of it, as one page without scripts: to be read and printed.

use super::chart;
use linkage::{Band, Levels, Model, Pair, Records, Summary, explain};

const STYLE: &str = "*{box-sizing:border-box}body{font:1rem/1.5 sans-serif;max-width:60rem;\
    margin:1rem auto;padding:0 1rem;color:#0b0c0c}h1{font-size:1.6rem}h2{font-size:1.3rem;\
    margin-top:2rem}.wide{overflow-x:auto}table{border-collapse:collapse;margin:.5rem 0;\
    width:100%}caption{text-align:left;font-weight:bold}th,td{padding:.2rem .6rem .2rem 0;\
    text-align:left;vertical-align:top;border-bottom:1px solid #b1b4b6}.n{text-align:right;\
    font-variant-numeric:tabular-nums}svg{max-width:100%;height:auto}.for{fill:#00703c}\
    .against{fill:#aa2a16}.bar{fill:#1d70b8}.line{stroke:#0b0c0c;stroke-dasharray:4 3}\
    td{overflow-wrap:anywhere}@media print{h2{break-after:avoid}tr,svg{break-inside:avoid}}";

/// Pairs of each band that are shown.
const EXAMPLES: usize = 5;

/// What a page tells of.
pub(super) struct Told<'a> {
    pub records: &'a Records,
    pub summary: &'a Summary,
    pub model: &'a Model,
    pub pairs: &'a [Pair],
    /// Sizes of clusters, and how many there are of each.
    pub sizes: Vec<(usize, usize)>,
    /// Whether values are shown; otherwise only their shapes.
    pub shows_values: bool,
}

pub(super) fn page(told: &Told<'_>) -> String {
    let parts = [counts(told), weights(told), bands(told), examples(told), keys(told), sizes(told)];
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>Who is who: how the records were linked</title><style>{STYLE}</style></head>\
         <body><main>\n<h1>How the records were linked</h1>\n{}</main></body></html>\n",
        parts.concat()
    )
}

fn counts(told: &Told<'_>) -> String {
    let summary = told.summary;
    let homes = match summary.has_households {
        true => "They show people who live together, and members of a home are told apart.",
        false => "They do not show people who live together.",
    };
    format!(
        "<p>{} records are {} people by the best guess. {} pairs were compared. {homes}</p>\n\
         <p>{} pairs are linked for certain. {} pairs, with {} records, wait for a person to \
         look.</p>\n",
        summary.records,
        summary.clusters,
        summary.pairs_compared,
        summary.pairs_linked,
        summary.pairs_for_review,
        summary.records_for_review
    )
}

fn weights(told: &Told<'_>) -> String {
    let mut html =
        "<h2>What agreement is worth</h2>\n<p>Weights are in bits: each bit doubles the \
        odds that two records are of one person, and each bit below nought halves them. They were \
        learnt from these records, without anybody's answers.</p>\n"
            .to_owned();
    for (at, field) in told.model.fields.iter().enumerate().filter(|(_, field)| field.is_compared) {
        let mut rows = String::new();
        for (level, shares) in field.levels.iter().enumerate().skip(1) {
            rows.push_str(&format!(
                "<tr><th scope=\"row\">{}</th><td class=\"n\">{:.2} %</td>\
                 <td class=\"n\">{:.5} %</td><td class=\"n\">{:+.1}</td><td>{}</td></tr>\n",
                escaped(&words(told.model, at, level)),
                shares.one * 100.0,
                shares.strangers * 100.0,
                shares.bits(),
                chart::bar(shares.bits())
            ));
        }
        let title = escaped(&field.name.replace('_', " "));
        let head = ["Two records", "Of one person", "Of strangers", "Bits", "Against or for"];
        html.push_str(&table(&format!("Comparison: {title}"), &head, &rows));
    }
    html
}

fn bands(told: &Told<'_>) -> String {
    let model = told.model;
    let weights: Vec<f64> = told.pairs.iter().map(|pair| pair.weight).collect();
    let row = |name: &str, band: Band, words: &str| {
        let count = told.pairs.iter().filter(|pair| pair.band == band).count();
        format!(
            "<tr><th scope=\"row\">{name}</th><td class=\"n\">{count}</td><td>{words}</td></tr>\n"
        )
    };
    let rows = [
        row("Certain", Band::Link, "linked; needs no eye"),
        row("Guess", Band::Guess, "counted as one person, though it is not certain"),
        row("To be looked at", Band::Review, "a person should say whether the two are one"),
    ];
    format!(
        "<h2>Weights of pairs</h2>\n<p>Groups of records are guessed to be one person from a mean \
         of {:+.1} bits on, and are so for certain from {:+.1} on where nothing speaks against it. \
         Pairs below {:+.1} are not kept.</p>\n{}{}",
        model.link_at,
        model.certain_at,
        model.review_at,
        chart::histogram(&weights, [("guess", model.link_at), ("certain", model.certain_at)]),
        table("Pairs by band", &["Band", "Pairs", "What it means"], &rows.concat())
    )
}

fn examples(told: &Told<'_>) -> String {
    let mut html = "<h2>Examples</h2>\n".to_owned();
    html.push_str(match told.shows_values {
        true => "<p><strong>This page shows what records say about people.</strong></p>\n",
        false => "<p>Values are masked: only their shapes are shown.</p>\n",
    });
    let bands = [
        (Band::Link, "Certain, the weakest pairs"),
        (Band::Guess, "Guessed, the strongest pairs"),
        (Band::Review, "To be looked at, the first pairs"),
    ];
    for (band, title) in bands {
        let mut pairs: Vec<&Pair> = told.pairs.iter().filter(|pair| pair.band == band).collect();
        pairs.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        if band == Band::Link {
            pairs.reverse();
        }
        let rows: String = pairs.iter().take(EXAMPLES).map(|pair| example(told, pair)).collect();
        if !rows.is_empty() {
            html.push_str(&table(title, &["One record", "Other record", "Bits", "Why"], &rows));
        }
    }
    html
}

fn example(told: &Told<'_>, pair: &Pair) -> String {
    let values = |record: u32| {
        let values = told.records.values(record).into_iter();
        let shown = values.map(|(kind, value)| match told.shows_values {
            true => format!("{kind}: {}", escaped(&value)),
            false => format!("{kind}: {}", escaped(&masked(&value))),
        });
        shown.collect::<Vec<_>>().join("<br>")
    };
    let reasons = explain(told.model, pair.levels).into_iter().skip(1);
    let reasons = reasons.map(|reason| format!("{} {:+.1}", escaped(&reason.level), reason.weight));
    format!(
        "<tr><td>{}</td><td>{}</td><td class=\"n\">{:+.1}</td><td>{}</td></tr>\n",
        values(pair.left),
        values(pair.right),
        pair.weight,
        reasons.collect::<Vec<_>>().join("<br>")
    )
}

/// The shape of a value: the first letter of each word, and a dot for every other letter or digit.
fn masked(value: &str) -> String {
    let mut is_start = true;
    let mask = |letter: char| {
        let shown = match letter {
            _ if !letter.is_alphanumeric() => letter,
            _ if is_start && letter.is_alphabetic() => letter.to_ascii_uppercase(),
            _ => '•',
        };
        is_start = letter.is_whitespace();
        shown
    };
    value.chars().map(mask).collect()
}

fn keys(told: &Told<'_>) -> String {
    let summary = told.summary;
    let row = |name: &str, count: u64| {
        format!("<tr><th scope=\"row\">{}</th><td class=\"n\">{count}</td></tr>\n", escaped(name))
    };
    let rows: String = summary.blocked.iter().map(|one| row(&one.rule, one.pairs)).collect();
    let blocked = match rows.is_empty() {
        true => "<p>The records are few: every pair was compared.</p>\n".to_owned(),
        false => table("Pairs that share a key", &["Key", "Pairs"], &rows),
    };
    let rows: String = summary.capped.iter().map(|one| row(&one.rule, one.records)).collect();
    let capped = match rows.is_empty() {
        true => "<p>Nothing was too common to be compared.</p>\n".to_owned(),
        false => table(
            "Left out: too many records had one key, and no other agreed in a further field",
            &["Key", "Records"],
            &rows,
        ),
    };
    format!("<h2>Which pairs were compared</h2>\n{blocked}{capped}")
}

fn sizes(told: &Told<'_>) -> String {
    let row = |(size, count): &(usize, usize)| {
        format!("<tr><th scope=\"row\" class=\"n\">{size}</th><td class=\"n\">{count}</td></tr>\n")
    };
    let rows: String = told.sizes.iter().map(row).collect();
    match rows.is_empty() {
        true => String::new(),
        false => format!(
            "<h2>Records a person</h2>\n{}",
            table("People by how many records they have", &["Records", "People"], &rows)
        ),
    }
}

fn table(caption: &str, head: &[&str], rows: &str) -> String {
    let head: String = head.iter().map(|name| format!("<th scope=\"col\">{name}</th>")).collect();
    format!(
        "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\"><table>\
         <caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>\
         </div>\n"
    )
}

/// What a level of a field is called.
fn words(model: &Model, field: usize, level: usize) -> String {
    let levels = Levels::default().with(field, level);
    let name = &model.fields[field].name;
    let reasons = explain(model, levels);
    let reason = reasons.into_iter().find(|reason| reason.field == *name);
    reason.map(|reason| reason.level).unwrap_or_default()
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_value_has_the_shape_of_the_value_and_nothing_else() {
        assert_eq!(masked("anna bell"), "A••• B•••");
        assert_eq!(masked("1984-03-09"), "••••-••-••");
        assert_eq!(masked("07700900123"), "•••••••••••");
        assert_eq!(masked("ann.lee@mail.org"), "A••.•••@••••.•••");
    }
}
