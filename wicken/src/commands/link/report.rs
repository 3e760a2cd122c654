//! What was learnt, as one page without scripts: weights, bands and sizes of clusters.

use linkage::{Levels, Model, Summary, explain};

const STYLE: &str = "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
    table{border-collapse:collapse;margin:1rem 0}th,td{padding:.2rem .8rem;text-align:left;\
    border-bottom:1px solid #b1b4b6}td.n{text-align:right}";

/// The page. `sizes` are sizes of clusters and how many there are of each.
pub(super) fn page(summary: &Summary, model: &Model, sizes: &[(usize, usize)]) -> String {
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <title>Record linkage</title><style>{STYLE}</style></head><body>\n\
         <h1>Record linkage</h1>\n"
    );
    html.push_str(&counts(summary, model));
    html.push_str("<h2>Weights</h2>\n<p>In bits: each bit doubles the odds.</p>\n");
    for (at, field) in model.fields.iter().enumerate().filter(|(_, field)| field.is_compared) {
        let title = escaped(&field.name.replace('_', " "));
        html.push_str(&format!("<h3>{title}</h3>\n<table><tr><th>Level</th>"));
        html.push_str("<th>One person</th><th>Strangers</th><th>Weight</th></tr>\n");
        for (level, shares) in field.levels.iter().enumerate().skip(1) {
            let words = words(model, at, level);
            html.push_str(&format!(
                "<tr><td>{}</td><td class=\"n\">{:.4}</td><td class=\"n\">{:.7}</td>\
                 <td class=\"n\">{:+.1}</td></tr>\n",
                escaped(&words),
                shares.one,
                shares.strangers,
                shares.bits()
            ));
        }
        html.push_str("</table>\n");
    }
    if !sizes.is_empty() {
        html.push_str(
            "<h2>Sizes of clusters</h2>\n<table><tr><th>Records</th><th>People</th></tr>",
        );
        for (size, count) in sizes {
            html.push_str(&format!(
                "<tr><td class=\"n\">{size}</td><td class=\"n\">{count}</td></tr>\n"
            ));
        }
        html.push_str("</table>\n");
    }
    html.push_str("</body></html>\n");
    html
}

fn counts(summary: &Summary, model: &Model) -> String {
    let households = match summary.has_households {
        true => "The records show people who live together.",
        false => "The records show nobody who lives together.",
    };
    let capped: u64 = summary.capped.iter().map(|capped| capped.records).sum();
    let capped = match capped {
        0 => String::new(),
        _ => format!("<p>{capped} times a record shared a key with too many to compare.</p>\n"),
    };
    format!(
        "<p>{} records, {} pairs compared, {} people. {households}</p>\n{capped}\
         <h2>Bands</h2>\n<table><tr><th>Band</th><th>From (bits)</th><th>Pairs</th></tr>\n\
         <tr><td>link</td><td class=\"n\">{:+.1}</td><td class=\"n\">{}</td></tr>\n\
         <tr><td>review</td><td class=\"n\">{:+.1}</td><td class=\"n\">{}</td></tr></table>\n",
        summary.records,
        summary.pairs_compared,
        summary.clusters,
        model.link_at,
        summary.pairs_linked,
        model.review_at,
        summary.pairs_for_review
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

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
