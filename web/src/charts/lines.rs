//! Small drawings side by side on one scale: a line for each area, over the same months.

use super::{
    Amount, Told,
    amount::{Percent, Px},
    columns::{Tick, ticks},
    scale::Scale,
};
use crate::components::Markup;
use askama::Template;

/// One area's line; a month without an amount is a gap.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub name: String,
    pub points: Vec<Option<Amount>>,
}

/// All of them, on one scale: only so can they be compared by eye.
#[derive(Template)]
#[template(path = "charts/lines.html")]
pub(crate) struct Lines {
    panels: Vec<Panel>,
}

struct Panel {
    told: Told,
    name: String,
    ticks: Vec<Tick>,
    strokes: Vec<Stroke>,
    dots: Vec<Dot>,
    words: Vec<Words>,
    from: String,
    until: String,
}

struct Stroke {
    from: Dot,
    until: Dot,
}

#[derive(Clone, Copy)]
struct Dot {
    x: Percent,
    y: Px,
}

struct Words {
    x: Percent,
    y: Px,
    anchor: &'static str,
    words: String,
}

const LEFT: f64 = 14.0;
const RIGHT: f64 = 88.0;
const TOP: f64 = 26.0;
const PLOT: f64 = 84.0;

impl Lines {
    /// `labels` are the months, as many as each line has points; `unit` follows the axis' numbers.
    pub(crate) fn draw(told: &Told, unit: &str, labels: &[String], lines: &[Line]) -> Markup {
        Markup::of(&Lines::laid_out(told, unit, labels, lines))
    }

    fn laid_out(told: &Told, unit: &str, labels: &[String], lines: &[Line]) -> Lines {
        let points = lines.iter().flat_map(|line| line.points.iter().flatten());
        let scale = Scale::holding(points.map(|amount| amount.size));
        let panels = lines.iter().enumerate().map(|(at, line)| {
            let own = Told {
                id: format!("{}-{at}", told.id),
                title: spoken(line, labels),
                desc: told.desc.clone(),
            };
            panel(own, scale, unit, labels, line)
        });
        Lines { panels: panels.collect() }
    }
}

fn panel(told: Told, scale: Scale, unit: &str, labels: &[String], line: &Line) -> Panel {
    let dots: Vec<Option<Dot>> = line
        .points
        .iter()
        .enumerate()
        .map(|(at, point)| Some(dot(at, line.points.len(), scale.share(point.as_ref()?.size))))
        .collect();
    let strokes = dots.windows(2).filter_map(|pair| {
        let [from, until] = pair else { return None };
        Some(Stroke { from: (*from)?, until: (*until)? })
    });
    Panel {
        told,
        name: line.name.clone(),
        ticks: ends_of(ticks(scale, unit, TOP, PLOT)),
        strokes: strokes.collect(),
        words: words(line, &dots),
        dots: dots.into_iter().flatten().collect(),
        from: labels.first().cloned().unwrap_or_default(),
        until: labels.last().filter(|_| 1 < labels.len()).cloned().unwrap_or_default(),
    }
}

/// There is room for the ends of the axis only.
fn ends_of(ticks: Vec<Tick>) -> Vec<Tick> {
    let last = ticks.len().saturating_sub(1);
    let ends = ticks.into_iter().enumerate().filter(|(at, _)| *at == 0 || *at == last);
    ends.map(|(_, tick)| tick).collect()
}

fn dot(at: usize, count: usize, share: f64) -> Dot {
    let along = at as f64 / (count.max(2) - 1) as f64;
    Dot { x: Percent(LEFT + (RIGHT - LEFT) * along), y: Px(TOP + PLOT - PLOT * share) }
}

/// The first and the last number are written; one alone is written once.
fn words(line: &Line, dots: &[Option<Dot>]) -> Vec<Words> {
    let known = line.points.iter().zip(dots);
    let known: Vec<(&Amount, Dot)> =
        known.filter_map(|(point, dot)| Some((point.as_ref()?, (*dot)?))).collect();
    let mut ends = Vec::new();
    if let Some((amount, dot)) = known.first() {
        ends.push(beside(*dot, known.get(1).map(|(_, next)| *next), "start", amount));
    }
    if let [.., (_, before), (amount, dot)] = known.as_slice() {
        ends.push(beside(*dot, Some(*before), "end", amount));
    }
    ends
}

/// Above a dot; below it where the line comes from above and there is room.
fn beside(dot: Dot, neighbour: Option<Dot>, anchor: &'static str, amount: &Amount) -> Words {
    let comes_from_above = neighbour.is_some_and(|neighbour| neighbour.y.0 + 4.0 < dot.y.0);
    let has_room = dot.y.0 + 18.0 < TOP + PLOT;
    let y = if comes_from_above && has_room { dot.y.0 + 17.0 } else { dot.y.0 - 9.0 };
    Words { x: dot.x, y: Px(y), anchor, words: amount.words.clone() }
}

/// What the line says: "Fenland: 20.0% in March 2009, 15.0% in March 2010".
fn spoken(line: &Line, labels: &[String]) -> String {
    let known = line.points.iter().zip(labels);
    let known: Vec<String> = known
        .filter_map(|(point, label)| Some(format!("{} in {label}", point.as_ref()?.words)))
        .collect();
    match known.as_slice() {
        [] => format!("{}: no figures", line.name),
        [one] => format!("{}: {one}", line.name),
        [first, .., last] => format!("{}: {first}, {last}", line.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, sizes: &[Option<i64>]) -> Line {
        let points = sizes.iter().map(|size| size.map(Amount::count)).collect();
        Line { name: name.to_owned(), points }
    }

    fn months(count: usize) -> Vec<String> {
        (1..=count).map(|month| format!("month {month}")).collect()
    }

    fn drawn(lines: &[Line]) -> Lines {
        let count = lines.first().map_or(0, |line| line.points.len());
        Lines::laid_out(&Told::new("l", "t", "d"), "", &months(count), lines)
    }

    #[test]
    fn all_lines_stand_on_one_scale_from_zero() {
        let lines = [line("low", &[Some(0), Some(10)]), line("high", &[Some(20), Some(40)])];
        let heights = drawn(&lines)
            .panels
            .into_iter()
            .map(|panel| panel.dots.iter().map(|dot| TOP + PLOT - dot.y.0).collect::<Vec<f64>>());
        let heights: Vec<Vec<f64>> = heights.collect();
        assert_eq!(heights, [[0.0, PLOT / 4.0], [PLOT / 2.0, PLOT]]);
    }

    #[test]
    fn a_month_without_a_figure_breaks_the_line() {
        let lines = [line("a", &[Some(1), None, Some(3), Some(4)])];
        let panel = &drawn(&lines).panels[0];
        assert_eq!((panel.dots.len(), panel.strokes.len()), (3, 1));
    }

    #[test]
    fn the_first_and_the_last_number_are_written() {
        let panel = &drawn(&[line("a", &[Some(5), Some(6), Some(7)])]).panels[0];
        let words: Vec<&str> = panel.words.iter().map(|words| words.words.as_str()).collect();
        assert_eq!(words, ["5", "7"]);
        assert_eq!(panel.told.title, "a: 5 in month 1, 7 in month 3");
    }

    #[test]
    fn one_point_is_written_once_and_none_is_said() {
        let one = &drawn(&[line("a", &[Some(5)])]).panels[0];
        assert_eq!((one.words.len(), one.dots.len(), one.strokes.len()), (1, 1, 0));
        assert!(one.dots[0].x.0.is_finite());
        let none = &drawn(&[line("a", &[None, None])]).panels[0];
        assert_eq!((none.told.title.as_str(), none.dots.len()), ("a: no figures", 0));
        let html = Markup::of(&drawn(&[line("a", &[None])])).to_string();
        assert!(html.contains(">no figures</text>"), "{html}");
        assert!(drawn(&[]).panels.is_empty());
    }

    #[test]
    fn labels_are_escaped() {
        let lines = [line("<b>", &[Some(1), Some(2)])];
        let labels = ["<i>".to_owned(), "<u>".to_owned()];
        let html = Lines::draw(&Told::new("l", "t", "d"), "", &labels, &lines).to_string();
        assert!(!html.contains("<b>") && !html.contains("<i>") && !html.contains("<u>"), "{html}");
    }
}
