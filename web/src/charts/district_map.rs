//! The map of districts, shaded by how many there were of something.

use super::{
    Told,
    amount::Percent,
    count_words,
    outline::{Outline, Sheet, WIDTH, sheet},
};
use crate::components::Markup;
use askama::Template;

/// A district's number, where there is one.
#[derive(Debug, Clone)]
pub(crate) struct District {
    pub name: String,
    pub count: Option<i64>,
}

/// The whole drawing, with its key and its source.
#[derive(Template)]
#[template(path = "charts/district_map.html")]
pub(crate) struct DistrictMap {
    told: Told,
    view: String,
    shapes: Vec<DrawnShape>,
    labels: Vec<DrawnLabel>,
    key: Vec<KeyLine>,
    has_gaps: bool,
    attribution: &'static str,
}

struct DrawnShape {
    path: &'static str,
    shade: Shade,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Shade {
    /// From 1, the lightest, to at most 5.
    Class(usize),
    None,
}

struct DrawnLabel {
    x: Percent,
    y: Percent,
    /// The name, a word a line where it is long.
    names: Vec<&'static str>,
    words: String,
    leads_to: Option<(Percent, Percent)>,
}

struct KeyLine {
    class: usize,
    words: String,
}

const CLASSES_MOST: i64 = 5;
const WIDTHS: [i64; 8] = [1, 2, 3, 4, 5, 6, 8, 10];

impl DistrictMap {
    /// Districts are found by name; one without an outline is in the table only.
    pub(crate) fn draw(told: Told, districts: &[District]) -> Markup {
        Markup::of(&DistrictMap::laid_out(told, districts))
    }

    fn laid_out(told: Told, districts: &[District]) -> DistrictMap {
        let sheet: &'static Sheet = sheet();
        let count_of = |outline: &Outline| {
            let own = districts.iter().find(|district| district.name == outline.name);
            own.and_then(|district| district.count)
        };
        let counts: Vec<Option<i64>> = sheet.outlines.iter().map(count_of).collect();
        let width = class_width(counts.iter().flatten().copied());
        let shade = |count: &Option<i64>| match count {
            Some(count) => Shade::Class(class_of(*count, width)),
            None => Shade::None,
        };
        let drawn = sheet.outlines.iter().zip(&counts);
        let shapes =
            drawn.clone().map(|(one, count)| DrawnShape { path: &one.path, shade: shade(count) });
        let most = counts.iter().flatten().max().map_or(0, |most| class_of(*most, width));
        DistrictMap {
            told,
            view: format!("0 0 {WIDTH:.0} {:.0}", sheet.height),
            shapes: shapes.collect(),
            labels: drawn.map(|(outline, count)| label(outline, *count)).collect(),
            key: (1..=most).map(|class| key_line(class, width)).collect(),
            has_gaps: counts.iter().any(Option::is_none),
            attribution: &sheet.attribution,
        }
    }
}

/// The smallest round width with which five classes from zero hold every number.
fn class_width(counts: impl Iterator<Item = i64>) -> i64 {
    let most = counts.max().unwrap_or(0).max(0);
    let mut decade = 1;
    loop {
        let enough = WIDTHS.iter().map(|width| width * decade).find(|width| {
            // In i128, since a sum at the end of the range would overflow.
            i128::from(most) < i128::from(CLASSES_MOST) * i128::from(*width)
        });
        match enough {
            Some(width) => return width,
            None => decade *= 10,
        }
    }
}

fn class_of(count: i64, width: i64) -> usize {
    usize::try_from(count.max(0) / width).unwrap_or(0) + 1
}

fn key_line(class: usize, width: i64) -> KeyLine {
    let from = i64::try_from(class - 1).unwrap_or(0) * width;
    let until = from + width - 1;
    let words = match width {
        1 => count_words(from),
        _ => format!("{} to {}", count_words(from), count_words(until)),
    };
    KeyLine { class, words }
}

fn label(outline: &'static Outline, count: Option<i64>) -> DrawnLabel {
    let percent = |(x, y): (f64, f64)| (Percent(x), Percent(y));
    let (x, y) = percent(outline.label);
    DrawnLabel {
        x,
        y,
        names: outline.name.split(' ').collect(),
        words: count.map_or("no figure".to_owned(), count_words),
        leads_to: outline.leads_to.map(percent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn districts(counts: &[(&str, Option<i64>)]) -> Vec<District> {
        let districts =
            counts.iter().map(|(name, count)| District { name: (*name).to_owned(), count: *count });
        districts.collect()
    }

    fn strategy() -> Vec<District> {
        districts(&[
            ("Cambridge", Some(1_405)),
            ("East Cambridgeshire", Some(453)),
            ("Fenland", Some(1_221)),
            ("Huntingdonshire", Some(1_367)),
            ("South Cambridgeshire", Some(781)),
        ])
    }

    #[test]
    fn five_round_classes_hold_every_number() {
        for (most, width) in
            [(0, 1), (4, 1), (5, 2), (9, 2), (10, 3), (1_405, 300), (1_499, 300), (1_500, 400)]
        {
            assert_eq!(class_width([0, most].into_iter()), width, "{most}");
        }
        assert_eq!(class_width([].into_iter()), 1);
        assert_eq!(class_of(299, 300), 1);
        assert_eq!(class_of(300, 300), 2);
    }

    #[test]
    fn a_district_is_shaded_by_its_number_and_hatched_without_one() {
        let map = DistrictMap::laid_out(Told::default(), &strategy());
        let shades: Vec<Shade> = map.shapes.iter().map(|shape| shape.shade).collect();
        // Peterborough, Cambridge, East, Fenland, Huntingdonshire, South.
        let class = Shade::Class;
        assert_eq!(shades, [Shade::None, class(5), class(2), class(5), class(5), class(3)]);
        let key: Vec<&str> = map.key.iter().map(|line| line.words.as_str()).collect();
        let spelled = ["0 to 299", "300 to 599", "600 to 899", "900 to 1,199", "1,200 to 1,499"];
        assert_eq!(key, spelled);
        assert!(map.has_gaps);
    }

    #[test]
    fn every_map_names_its_source() {
        let html = DistrictMap::draw(Told::new("m", "t", "d"), &[]).to_string();
        let line = "Source: Office for National Statistics licensed under the Open Government \
                    Licence v.3.0. Contains OS data © Crown copyright and database right 2022.";
        assert!(html.contains(line), "{html}");
        let readme = include_str!("../../data/README.md").split_whitespace().collect::<Vec<_>>();
        assert!(readme.join(" ").contains(line), "the data's README carries the same line");
    }

    #[test]
    fn zero_is_a_number_and_stands_on_the_map() {
        let map = DistrictMap::laid_out(Told::default(), &districts(&[("Fenland", Some(0))]));
        let fenland = map.labels.iter().find(|label| label.names == ["Fenland"]).unwrap();
        assert_eq!(fenland.words, "0");
        assert_eq!(map.shapes[3].shade, Shade::Class(1));
        assert_eq!(map.key.len(), 1);
    }

    #[test]
    fn a_district_that_is_not_on_the_map_changes_nothing() {
        let mut more = strategy();
        more.push(District { name: "<b>Rutland".to_owned(), count: Some(9_999_999) });
        let html = DistrictMap::draw(Told::new("m", "t", "d"), &more).to_string();
        assert!(!html.contains("Rutland") && html.contains("1,200 to 1,499"), "{html}");
        assert!(!html.contains("style="), "{html}");
    }
}
