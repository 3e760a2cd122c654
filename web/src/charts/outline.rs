//! The districts' outlines, read from the data file that the binary carries.

use serde_json::Value;
use std::sync::LazyLock;

/// One district, laid flat into a box of [`WIDTH`] units.
pub(super) struct Outline {
    pub name: String,
    /// The `d` of an SVG path; holes are further rings.
    pub path: String,
    /// Where its label stands, in hundredths of the map's width and height.
    pub label: (f64, f64),
    /// Where a line leads from the label, if the label stands outside.
    pub leads_to: Option<(f64, f64)>,
}

/// All outlines and the shape of the sheet that they lie on.
pub(super) struct Sheet {
    pub outlines: Vec<Outline>,
    pub height: f64,
    pub attribution: String,
}

pub(super) const WIDTH: f64 = 1000.0;

static SHEET: LazyLock<Sheet> = LazyLock::new(|| {
    let text = include_str!("../../data/cambridgeshire-districts.geojson");
    read_sheet(text).expect("a test reads the very same file")
});

pub(super) fn sheet() -> &'static Sheet {
    &SHEET
}

/// Longitude and latitude, in degrees.
type Point = (f64, f64);

struct Shape {
    code: String,
    name: String,
    rings: Vec<Vec<Point>>,
}

fn read_sheet(text: &str) -> Option<Sheet> {
    let file: Value = serde_json::from_str(text).ok()?;
    let features = file.get("features")?.as_array()?;
    let shapes = features.iter().map(read_shape).collect::<Option<Vec<Shape>>>()?;
    let points: Vec<Point> = shapes.iter().flat_map(|shape| shape.rings.concat()).collect();
    let (west, east) = ends(points.iter().map(|point| point.0));
    let (south, north) = ends(points.iter().map(|point| point.1));
    // So small a county may be drawn flat: a degree of longitude shrinks alike all over it.
    let narrowing = ((south + north) / 2.0).to_radians().cos();
    let unit = WIDTH / ((east - west) * narrowing);
    let height = (north - south) * unit;
    let flat = |point: &Point| ((point.0 - west) * narrowing * unit, (north - point.1) * unit);
    let outlines = shapes.into_iter().map(|shape| {
        let rings: Vec<Vec<Point>> =
            shape.rings.iter().map(|ring| ring.iter().map(flat).collect()).collect();
        let middle = middle(&rings[0]);
        let (label, leads_to) = place(&shape.code, (middle.0 / 10.0, middle.1 / height * 100.0));
        Outline { path: path(&rings), name: shape.name, label, leads_to }
    });
    let attribution = file.get("attribution")?.as_str()?.to_owned();
    Some(Sheet { outlines: outlines.collect(), height, attribution })
}

fn read_shape(feature: &Value) -> Option<Shape> {
    let of = feature.get("properties")?;
    let text = |name: &str| Some(of.get(name)?.as_str()?.to_owned());
    let rings = feature.get("geometry")?.get("coordinates")?.as_array()?;
    let read_point = |point: &Value| Some((point.get(0)?.as_f64()?, point.get(1)?.as_f64()?));
    let rings = rings.iter().map(|ring| ring.as_array()?.iter().map(read_point).collect());
    let rings = rings.collect::<Option<Vec<Vec<Point>>>>().filter(|rings| !rings.is_empty())?;
    Some(Shape { code: text("code")?, name: text("name")?, rings })
}

fn ends(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    numbers.fold((f64::MAX, f64::MIN), |(least, most), one| (least.min(one), most.max(one)))
}

fn path(rings: &[Vec<Point>]) -> String {
    let mut path = String::new();
    for ring in rings {
        for (at, (x, y)) in ring.iter().enumerate() {
            let pen = if at == 0 { 'M' } else { 'L' };
            path.push_str(&format!("{pen}{x:.0} {y:.0}"));
        }
        path.push('Z');
    }
    path
}

/// The centre of gravity of a ring.
fn middle(ring: &[Point]) -> Point {
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for pair in ring.windows(2) {
        let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
        let cross = x0 * y1 - x1 * y0;
        area += cross;
        x += (x0 + x1) * cross;
        y += (y0 + y1) * cross;
    }
    (x / (3.0 * area), y / (3.0 * area))
}

/// Most labels stand in the middle of their district; these read better elsewhere. Cambridge is too
/// small for its own name, and its neighbour lies around it.
fn place(code: &str, middle: (f64, f64)) -> ((f64, f64), Option<(f64, f64)>) {
    match code {
        "E07000008" => ((86.0, 90.0), Some(middle)),
        "E07000009" => ((80.0, 48.0), None),
        "E07000012" => ((44.0, 85.0), None),
        _ => (middle, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_six_districts_lie_on_the_sheet() {
        let sheet = sheet();
        let names: Vec<&str> = sheet.outlines.iter().map(|one| one.name.as_str()).collect();
        let listed = ["Peterborough", "Cambridge", "East Cambridgeshire", "Fenland"];
        assert_eq!(names[..4], listed);
        assert_eq!(names[4..], ["Huntingdonshire", "South Cambridgeshire"]);
        assert!((1_180.0..1_190.0).contains(&sheet.height), "{}", sheet.height);
        for outline in &sheet.outlines {
            let (x, y) = outline.label;
            assert!((5.0..95.0).contains(&x) && (5.0..95.0).contains(&y), "{}", outline.name);
            assert!(outline.path.starts_with('M') && outline.path.ends_with('Z'));
        }
    }

    #[test]
    fn cambridge_is_a_hole_in_the_district_around_it() {
        let south = sheet().outlines.iter().find(|one| one.name == "South Cambridgeshire");
        assert_eq!(south.unwrap().path.matches('M').count(), 2);
    }

    #[test]
    fn north_is_up() {
        let y = |name: &str| {
            let outline = sheet().outlines.iter().find(|one| one.name == name);
            outline.unwrap().label.1
        };
        assert!(y("Fenland") < y("Huntingdonshire") && y("Huntingdonshire") < y("Cambridge"));
    }

    #[test]
    fn a_broken_file_is_no_sheet() {
        assert!(read_sheet("{}").is_none());
        assert!(read_sheet("not JSON").is_none());
    }
}
