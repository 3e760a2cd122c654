//! Which area a postcode lies in, from a table that the operator loads.

use super::{add::about_areas, store};
use crate::{
    app::App,
    ctx::{Ctx, Record, Visitor},
    error::Error,
    import::reading::parse_postcode,
};
use domain::policy::{Permission, Subject};
use std::io::{self, BufRead, Read};

/// Rows saved in one transaction: some ten milliseconds of the writer.
const BATCH: usize = 1_000;
/// A line that is longer is no postcode and area.
const LINE_MOST: u64 = 1_024;
/// Faults that are told one by one.
const FAULTS_MOST: usize = 100;

/// What was loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    pub postcodes: u64,
    pub refused: u64,
    /// The first hundred lines that were refused, each with the reason.
    pub faults: Vec<(u64, &'static str)>,
}

/// A table of postcodes was not loaded to its end; what was loaded stays.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error(transparent)]
    App(#[from] Error),
    #[error("the first line must be: postcode,area")]
    NoHeader,
    #[error("the file cannot be read: {0}")]
    Read(#[from] io::Error),
}

/// Which of the two columns stands first.
#[derive(Clone, Copy)]
enum Order {
    PostcodeFirst,
    AreaFirst,
}

/// Loads `postcode,area` lines; an area is a code or a name. A postcode that is there already gets
/// the new area; incidents that were imported before keep theirs.
///
/// # Errors
/// [`LoadError`].
pub fn load_postcodes(
    app: &App,
    visitor: &Visitor,
    mut input: impl BufRead,
) -> Result<Loaded, LoadError> {
    let areas = app.db().read(store::list_names).map_err(Error::from)?;
    let mut loaded = Loaded::default();
    let header = read_line(&mut input)?.ok_or(LoadError::NoHeader)?;
    let order = order_of(&header).ok_or(LoadError::NoHeader)?;
    let mut waiting = Vec::new();
    for number in 2_u64.. {
        let Some(line) = read_line(&mut input)? else { break };
        if line.trim().is_empty() {
            continue;
        }
        match parse(&line, order, &areas) {
            Ok(row) => waiting.push(row),
            Err(fault) => {
                loaded.refused += 1;
                if loaded.faults.len() < FAULTS_MOST {
                    loaded.faults.push((number, fault));
                }
            }
        }
        if BATCH <= waiting.len() {
            loaded.postcodes += save(app, visitor, std::mem::take(&mut waiting))?;
        }
    }
    loaded.postcodes += save(app, visitor, waiting)?;
    Ok(loaded)
}

fn save(app: &App, visitor: &Visitor, rows: Vec<(String, String)>) -> Result<u64, Error> {
    app.change(visitor, move |ctx| save_rows(ctx, &rows))
}

fn save_rows(ctx: &mut Ctx<'_>, rows: &[(String, String)]) -> Result<u64, Error> {
    let basis = ctx.permit(Permission::KeepAreas, Subject::System)?;
    let now = ctx.now();
    for (postcode, area) in rows {
        store::upsert_postcode(&mut ctx.tx, postcode, area, now)?;
    }
    ctx.record(Record::Changed { basis: &basis, about: about_areas() })?;
    Ok(rows.len() as u64)
}

fn read_line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let read = input.by_ref().take(LINE_MOST).read_until(b'\n', &mut line)?;
    Ok((0 < read).then(|| String::from_utf8_lossy(&line).into_owned()))
}

fn order_of(header: &str) -> Option<Order> {
    let header = header.trim_start_matches('\u{feff}').to_lowercase();
    let (first, second) = header.split_once(',')?;
    match (cell(first).as_str(), cell(second).as_str()) {
        ("postcode", "area") => Some(Order::PostcodeFirst),
        ("area", "postcode") => Some(Order::AreaFirst),
        (_, _) => None,
    }
}

/// The name of an area may hold a comma, a postcode never.
fn parse(
    line: &str,
    order: Order,
    areas: &[(String, String)],
) -> Result<(String, String), &'static str> {
    let (postcode, area) = match order {
        Order::PostcodeFirst => line.split_once(','),
        Order::AreaFirst => line.rsplit_once(',').map(|(area, postcode)| (postcode, area)),
    }
    .ok_or("the line has no comma")?;
    let postcode = parse_postcode(&cell(postcode)).ok_or("this is no postcode")?;
    let wanted = cell(area).to_lowercase();
    let is_it = |known: &str| known.to_lowercase() == wanted;
    let found = areas.iter().find(|(code, name)| is_it(code) || is_it(name));
    let (code, _) = found.ok_or("the area is not known; `wicken area add` adds one")?;
    Ok((postcode, code.clone()))
}

fn cell(text: &str) -> String {
    text.trim().trim_matches('"').trim().to_owned()
}
