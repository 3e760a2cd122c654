//! Columns that stand: one for each quarter, by year.

use super::{
    Amount, Told,
    amount::{Percent, Px},
    scale::Scale,
};
use crate::components::Markup;
use askama::Template;

/// One column; without an amount there is a gap that says so.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// `Q1`
    pub label: String,
    /// `2008/09`: written once, under the first column of its group.
    pub group: String,
    pub amount: Option<Amount>,
}

/// The whole drawing.
#[derive(Template)]
#[template(path = "charts/columns.html")]
pub(crate) struct Columns {
    told: Told,
    ticks: Vec<Tick>,
    columns: Vec<DrawnColumn>,
    groups: Vec<DrawnGroup>,
}

pub(super) struct Tick {
    pub y: Px,
    pub words_y: Px,
    pub words: String,
}

struct DrawnColumn {
    x: Percent,
    y: Px,
    width: Percent,
    height: Px,
    middle: Percent,
    /// Above the column, where there is room for it.
    words: String,
    words_y: Px,
    label: String,
}

struct DrawnGroup {
    x: Percent,
    words: String,
}

const LEFT: f64 = 12.0;
const TOP: f64 = 26.0;
const PLOT: f64 = 170.0;
/// Of its slot.
const FILLED: f64 = 0.72;
/// More columns than these have no room for a label each on a phone.
const LABELLED_MOST: usize = 8;
/// `2008/09` on a phone takes as much as three columns of twelve.
const GROUPS_MOST: usize = 4;

impl Columns {
    /// `unit` follows the numbers of the axis: `%`, or nothing.
    pub(crate) fn draw(told: Told, unit: &str, columns: &[Column]) -> Markup {
        Markup::of(&Columns::laid_out(told, unit, columns))
    }

    fn laid_out(told: Told, unit: &str, columns: &[Column]) -> Columns {
        let sizes = columns.iter().filter_map(|column| column.amount.as_ref());
        let scale = Scale::holding(sizes.map(|amount| amount.size));
        let told_at = worth_telling(columns);
        let drawn = columns.iter().enumerate().map(|(at, column)| {
            let (slot, left) = slot(at, columns.len());
            let height = PLOT * column.amount.as_ref().map_or(0.0, |a| scale.share(a.size));
            let words = match &column.amount {
                Some(amount) if told_at.contains(&at) => amount.words.clone(),
                Some(_) => String::new(),
                None => "\u{2013}".to_owned(),
            };
            DrawnColumn {
                x: Percent(left + slot * (1.0 - FILLED) / 2.0),
                y: Px(TOP + PLOT - height),
                width: Percent(slot * FILLED),
                height: Px(height),
                middle: Percent(left + slot / 2.0),
                words,
                words_y: Px(TOP + PLOT - height - 6.0),
                label: if columns.len() <= 12 { column.label.clone() } else { String::new() },
            }
        });
        Columns {
            told,
            ticks: ticks(scale, unit, TOP, PLOT),
            columns: drawn.collect(),
            groups: groups(columns),
        }
    }
}

/// The lines across, with their numbers.
pub(super) fn ticks(scale: Scale, unit: &str, top: f64, plot: f64) -> Vec<Tick> {
    let ticks = scale.ticks(unit).into_iter().map(|(at, words)| {
        let y = top + plot - plot * scale.share(at);
        Tick { y: Px(y), words_y: Px(y + 4.0), words }
    });
    ticks.collect()
}

fn slot(at: usize, count: usize) -> (f64, f64) {
    let slot = (100.0 - LEFT) / count.max(1) as f64;
    (slot, LEFT + slot * at as f64)
}

/// Which columns are labelled: all, or the first, the last, the highest and the lowest.
fn worth_telling(columns: &[Column]) -> Vec<usize> {
    if columns.len() <= LABELLED_MOST {
        return (0..columns.len()).collect();
    }
    let sized = columns.iter().enumerate();
    let sized: Vec<(usize, f64)> =
        sized.filter_map(|(at, column)| Some((at, column.amount.as_ref()?.size))).collect();
    let least = sized.iter().min_by(|one, other| one.1.total_cmp(&other.1));
    let most = sized.iter().max_by(|one, other| one.1.total_cmp(&other.1));
    let ends = [sized.first(), sized.last(), least, most];
    ends.into_iter().flatten().map(|(at, _)| *at).collect()
}

fn groups(columns: &[Column]) -> Vec<DrawnGroup> {
    let mut groups: Vec<(usize, &str)> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        if groups.last().is_none_or(|(_, group)| *group != column.group) {
            groups.push((at, &column.group));
        }
    }
    let every = groups.len().div_ceil(GROUPS_MOST).max(1);
    let shown = groups.into_iter().step_by(every);
    let drawn = shown.map(|(at, words)| {
        let (_, left) = slot(at, columns.len());
        DrawnGroup { x: Percent(left), words: words.to_owned() }
    });
    drawn.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(label: &str, group: &str, count: Option<i64>) -> Column {
        let amount = count.map(Amount::count);
        Column { label: label.to_owned(), group: group.to_owned(), amount }
    }

    fn quarters(counts: &[i64]) -> Vec<Column> {
        let years = ["2007/08", "2008/09", "2009/10", "2010/11", "2011/12", "2012/13"];
        let columns = counts
            .iter()
            .enumerate()
            .map(|(at, count)| column(&format!("Q{}", at % 4 + 1), years[at / 4], Some(*count)));
        columns.collect()
    }

    #[test]
    fn a_column_is_as_high_as_its_number_from_zero() {
        let drawn = Columns::laid_out(Told::default(), "", &quarters(&[10, 20, 0, 40]));
        let heights: Vec<f64> = drawn.columns.iter().map(|column| column.height.0).collect();
        assert_eq!(heights, [PLOT / 4.0, PLOT / 2.0, 0.0, PLOT]);
        let last = drawn.columns.last().unwrap();
        assert!(last.x.0 + last.width.0 <= 100.0);
    }

    #[test]
    fn a_year_is_written_under_its_first_quarter_only() {
        let drawn = Columns::laid_out(Told::default(), "", &quarters(&[1; 8]));
        let years: Vec<&str> = drawn.groups.iter().map(|group| group.words.as_str()).collect();
        assert_eq!(years, ["2007/08", "2008/09"]);
        let six = Columns::laid_out(Told::default(), "", &quarters(&[1; 24]));
        assert_eq!(six.groups.len(), 3, "every second year, where six have no room");
    }

    #[test]
    fn of_many_columns_the_ends_the_highest_and_the_lowest_are_labelled() {
        let columns = quarters(&[5, 6, 9, 6, 5, 6, 1, 6, 5, 6, 7, 4]);
        let drawn = Columns::laid_out(Told::default(), "", &columns);
        let told = drawn.columns.iter().enumerate().filter(|(_, one)| !one.words.is_empty());
        let told: Vec<(usize, &str)> = told.map(|(at, one)| (at, one.words.as_str())).collect();
        assert_eq!(told, [(0, "5"), (2, "9"), (6, "1"), (11, "4")]);
    }

    #[test]
    fn a_quarter_without_a_figure_is_a_gap_and_zero_is_zero() {
        let columns = [column("Q1", "2008/09", None), column("Q2", "2008/09", Some(0))];
        let drawn = Columns::laid_out(Told::default(), "%", &columns);
        assert_eq!(drawn.columns[0].words, "\u{2013}");
        assert_eq!(drawn.columns[1].words, "0");
    }

    #[test]
    fn one_column_and_none_are_drawn_too() {
        for count in [0, 1] {
            let columns = quarters(&[7])[..count].to_vec();
            let html = Columns::draw(Told::new("q", "t", "d"), "", &columns).to_string();
            assert_eq!(html.matches("<rect").count(), count);
            assert!(!html.contains("NaN") && !html.contains("inf"), "{html}");
        }
    }

    #[test]
    fn labels_are_escaped() {
        let columns = [column("<b>", "<i>", Some(1))];
        let html = Columns::draw(Told::new("q", "t", "d"), "<u>", &columns).to_string();
        assert!(!html.contains("<b>") && !html.contains("<i>") && !html.contains("<u>"), "{html}");
    }
}
