//! Bars that lie: what was, what is, and the mark that was to be reached.

use super::{
    Amount, Told,
    amount::{Percent, Px},
    scale::Scale,
};
use crate::components::Markup;
use askama::Template;

/// One bar; without an amount it says that there is none.
#[derive(Debug, Clone)]
pub(crate) struct Bar {
    pub amount: Option<Amount>,
    /// Drawn lighter and thinner: what the other bar is compared with.
    pub is_baseline: bool,
}

/// Bars under one label, and the mark that the last one was to reach.
#[derive(Debug, Clone)]
pub(crate) struct BarGroup {
    pub label: String,
    pub bars: Vec<Bar>,
    pub target: Option<Amount>,
}

/// The whole drawing.
#[derive(Template)]
#[template(path = "charts/bars.html")]
pub(crate) struct Bars {
    told: Told,
    groups: Vec<DrawnGroup>,
    height: Px,
}

struct DrawnGroup {
    label: String,
    label_y: Px,
    bars: Vec<DrawnBar>,
    target: Option<DrawnTarget>,
}

struct DrawnBar {
    class: &'static str,
    y: Px,
    height: Px,
    width: Percent,
    words: String,
    words_x: Percent,
    words_y: Px,
}

struct DrawnTarget {
    x: Percent,
    top: Px,
    bottom: Px,
    words: String,
    words_y: Px,
    anchor: &'static str,
    nudge: i32,
}

/// The longest bar leaves this much of the width for the words after it.
const WIDEST: f64 = 52.0;
const LABEL: f64 = 22.0;
const BASELINE: f64 = 16.0;
const OUTTURN: f64 = 24.0;
const BETWEEN: f64 = 4.0;
const TARGET: f64 = 20.0;
const AFTER: f64 = 14.0;

impl Bars {
    pub(crate) fn draw(told: Told, groups: &[BarGroup]) -> Markup {
        Markup::of(&Bars::laid_out(told, groups))
    }

    fn laid_out(told: Told, groups: &[BarGroup]) -> Bars {
        let amounts = groups.iter().flat_map(|group| {
            let bars = group.bars.iter().filter_map(|bar| bar.amount.as_ref());
            bars.chain(group.target.as_ref())
        });
        let scale = Scale::holding(amounts.map(|amount| amount.size));
        let mut y = 0.0;
        let mut drawn = Vec::new();
        for group in groups {
            let (next, group) = lay_out(group, scale, y);
            drawn.push(group);
            y = next;
        }
        Bars { told, groups: drawn, height: Px(y) }
    }
}

fn lay_out(group: &BarGroup, scale: Scale, top: f64) -> (f64, DrawnGroup) {
    let label_y = Px(top + LABEL - 6.0);
    let mut y = top + LABEL;
    let mut bars = Vec::new();
    for bar in &group.bars {
        let (class, height) = match bar.is_baseline {
            true => ("app-chart__bar app-chart__bar--before", BASELINE),
            false => ("app-chart__bar", OUTTURN),
        };
        let size = bar.amount.as_ref().map_or(0.0, |amount| amount.size);
        let width = WIDEST * scale.share(size);
        bars.push(DrawnBar {
            class,
            y: Px(y),
            height: Px(height),
            width: Percent(width),
            words_x: Percent(width),
            words: bar.amount.as_ref().map_or("no figure".to_owned(), |a| a.words.clone()),
            words_y: Px(y + height / 2.0 + 5.0),
        });
        y += height + BETWEEN;
    }
    let target = group.target.as_ref().map(|amount| {
        let share = scale.share(amount.size);
        let is_right = 0.5 < share;
        let last = y - BETWEEN;
        y += TARGET;
        // The mark of a target that was missed must not run through the number.
        if let Some(bar) = bars.last_mut() {
            bar.words_x.0 = bar.words_x.0.max(WIDEST * share);
        }
        DrawnTarget {
            x: Percent(WIDEST * share),
            top: Px(last - OUTTURN - 2.0),
            bottom: Px(last + 6.0),
            words: amount.words.clone(),
            words_y: Px(last + TARGET),
            anchor: if is_right { "end" } else { "start" },
            nudge: if is_right { 3 } else { -3 },
        }
    });
    (y + AFTER, DrawnGroup { label: group.label.clone(), label_y, bars, target })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(count: i64) -> Bar {
        Bar { amount: Some(Amount::count(count)), is_baseline: false }
    }

    fn group(label: &str, counts: &[i64], target: Option<i64>) -> BarGroup {
        let bars = counts.iter().map(|count| bar(*count)).collect();
        BarGroup { label: label.to_owned(), bars, target: target.map(Amount::count) }
    }

    fn widths(groups: &[BarGroup]) -> Vec<f64> {
        let bars = Bars::laid_out(Told::default(), groups);
        bars.groups.iter().flat_map(|group| group.bars.iter().map(|bar| bar.width.0)).collect()
    }

    #[test]
    fn a_bar_is_as_long_as_its_number_from_zero() {
        let widths = widths(&[group("a", &[50, 100], None), group("b", &[0], None)]);
        assert_eq!(widths, [WIDEST / 2.0, WIDEST, 0.0]);
    }

    #[test]
    fn a_target_beyond_every_bar_still_fits() {
        let drawn = Bars::laid_out(Told::default(), &[group("a", &[50], Some(100))]);
        let group = &drawn.groups[0];
        assert_eq!(group.bars[0].width.0, WIDEST / 2.0);
        assert_eq!(group.target.as_ref().unwrap().x.0, WIDEST);
        assert_eq!(group.bars[0].words_x.0, WIDEST, "the number stands behind the mark");
    }

    #[test]
    fn what_is_not_known_is_said_and_not_drawn_as_zero() {
        let empty = Bar { amount: None, is_baseline: true };
        let groups = [BarGroup { label: "Fenland".into(), bars: vec![empty], target: None }];
        let html = Bars::draw(Told::new("x", "t", "d"), &groups).to_string();
        assert!(html.contains("no figure"), "{html}");
    }

    #[test]
    fn nothing_at_all_is_a_drawing_without_bars() {
        let html = Bars::draw(Told::new("x", "Nothing", "d"), &[]).to_string();
        assert!(html.contains("<title id=\"x-title\">Nothing</title>"), "{html}");
        assert!(!html.contains("<rect"), "{html}");
    }

    #[test]
    fn labels_are_escaped() {
        let groups = [group("<b>&", &[1], None)];
        let html = Bars::draw(Told::new("x", "<i>", "<u>"), &groups).to_string();
        assert!(!html.contains("<b>") && !html.contains("<i>") && !html.contains("<u>"), "{html}");
    }

    #[test]
    fn no_drawing_carries_a_style_attribute() {
        let html = Bars::draw(Told::new("x", "t", "d"), &[group("a", &[1, 2], Some(3))]);
        assert!(!html.to_string().contains("style="));
    }
}
