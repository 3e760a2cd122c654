//! The evidence as a waterfall: each part of the weight begins where the one before it ended.

use super::telling::{bits, field};
use crate::components::Markup;
use app::person::review::ReviewReason;
use askama::Template;

/// The whole drawing.
#[derive(Template)]
#[template(path = "review/waterfall.html")]
pub(super) struct Waterfall {
    title: String,
    steps: Vec<Step>,
    /// Where the odds are even.
    even: String,
    height: usize,
}

struct Step {
    label: String,
    label_y: usize,
    class: &'static str,
    x: String,
    width: String,
    y: usize,
    words: String,
    words_x: String,
    words_y: usize,
}

const ROW: usize = 44;
const LABEL: usize = 18;
const BAR: usize = 16;
/// Of the width, for the bars; the rest is for the number after the longest.
const BARS: f64 = 80.0;

impl Waterfall {
    pub(super) fn draw(title: String, reasons: &[ReviewReason], weight: i64) -> Markup {
        Markup::of(&Waterfall::laid_out(title, reasons, weight))
    }

    fn laid_out(title: String, reasons: &[ReviewReason], weight: i64) -> Waterfall {
        let mut bars: Vec<(String, i64, i64)> = Vec::new();
        let mut sum = 0;
        for reason in reasons {
            bars.push((field(&reason.field), sum, sum + reason.weight));
            sum += reason.weight;
        }
        bars.push(("Together".to_owned(), 0, weight));
        let ends = bars.iter().flat_map(|(_, from, to)| [*from, *to]);
        let least = ends.clone().min().unwrap_or(0).min(0);
        let most = ends.max().unwrap_or(0).max(0);
        let share = |at: i64| BARS * (at - least) as f64 / (most - least).max(1) as f64;
        let steps = bars.iter().enumerate().map(|(at, (label, from, to))| {
            let (left, right) = (share(*from.min(to)), share(*from.max(to)));
            let top = at * ROW;
            let is_against = to < from;
            Step {
                label: label.clone(),
                label_y: top + LABEL - 5,
                class: match is_against {
                    true => "app-chart__bar app-chart__bar--before",
                    false => "app-chart__bar",
                },
                x: percent(left),
                // A part that weighs next to nothing is seen all the same.
                width: percent((right - left).max(0.3)),
                y: top + LABEL,
                words: bits(to - from),
                words_x: percent(right.max(left + 0.3)),
                words_y: top + LABEL + BAR - 3,
            }
        });
        let steps: Vec<Step> = steps.collect();
        Waterfall { title, even: percent(share(0)), height: steps.len() * ROW, steps }
    }
}

fn percent(share: f64) -> String {
    format!("{share:.2}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(field: &str, weight: i64) -> ReviewReason {
        ReviewReason { field: field.to_owned(), level: "the same".to_owned(), weight }
    }

    #[test]
    fn each_part_begins_where_the_one_before_it_ended() {
        let reasons = [reason("prior", -10_000), reason("name", 15_000), reason("phone", 5_000)];
        let drawn = Waterfall::laid_out(String::new(), &reasons, 10_000);
        let at: Vec<(&str, &str)> =
            drawn.steps.iter().map(|step| (step.x.as_str(), step.width.as_str())).collect();
        // From 10 bits against to 10 bits for: 80 hundredths of the width.
        assert_eq!(
            at,
            [("0.00%", "40.00%"), ("0.00%", "60.00%"), ("60.00%", "20.00%"), ("40.00%", "40.00%"),]
        );
        assert_eq!(drawn.even, "40.00%");
        assert!(
            drawn.steps[0].class.contains("before") && !drawn.steps[1].class.contains("before")
        );
    }

    #[test]
    fn without_reasons_there_is_the_sum_alone() {
        let drawn = Waterfall::laid_out(String::new(), &[], 0);
        assert_eq!(drawn.steps.len(), 1);
        assert_eq!(drawn.steps[0].words, "+0.0");
    }

    #[test]
    fn no_drawing_carries_a_style_attribute_and_labels_are_escaped() {
        let html = Waterfall::draw("<i>".to_owned(), &[reason("<b>", 1)], 1).to_string();
        assert!(
            !html.contains("style=") && !html.contains("<b>") && !html.contains("<i>"),
            "{html}"
        );
    }
}
