//! Charts: drawings that the server writes as SVG, from plain numbers.
//!
//! No script and no style attribute, so the site's content policy holds; widths are percentages and
//! letters keep their size, so a chart reads on a phone and on paper. Every drawing carries its
//! finding as title and description, begins at zero, labels its numbers directly, and stands in a
//! [`Figure`] with a table of the same numbers.

mod amount;
mod bars;
mod columns;
mod district_map;
mod figure;
mod lines;
mod outline;
mod scale;

pub(crate) use self::{
    amount::{Amount, Told, count_words},
    bars::{Bar, BarGroup, Bars},
    columns::{Column, Columns},
    district_map::{District, DistrictMap},
    figure::Figure,
    lines::{Line, Lines},
};
