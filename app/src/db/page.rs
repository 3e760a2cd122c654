//! Pages of a list by key, not by number: a page stays the same while rows arrive before it.

use uuid::Uuid;

/// One page of a list, and where the next one begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<Cursor>,
}

/// The last row of a page, as an opaque word in a URL: an id, so it holds no personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor(Uuid);

/// A cursor in a URL is none of ours.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the address of this page of the list is broken; begin at the first page")]
pub struct CursorBroken;

impl Cursor {
    #[must_use]
    pub fn after(id: Uuid) -> Cursor {
        Cursor(id)
    }

    #[must_use]
    pub fn id(self) -> Uuid {
        self.0
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.simple())
    }
}

impl std::str::FromStr for Cursor {
    type Err = CursorBroken;

    fn from_str(text: &str) -> Result<Self, CursorBroken> {
        Uuid::parse_str(text).map(Cursor).map_err(|_| CursorBroken)
    }
}

impl<T> Page<T> {
    /// Makes a page of at most `size` from a query that asked for one row more than that.
    #[must_use]
    pub fn of(mut rows: Vec<T>, size: usize, key: impl Fn(&T) -> Uuid) -> Page<T> {
        let is_more = size < rows.len();
        rows.truncate(size);
        let next = if is_more { rows.last().map(|row| Cursor(key(row))) } else { None };
        Page { items: rows, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_with_a_row_beyond_it_has_a_next() {
        let ids: Vec<Uuid> = (1..=3).map(Uuid::from_u128).collect();
        assert_eq!(Page::of(ids.clone(), 3, |id| *id).next, None);
        assert_eq!(Page::of(ids.clone(), 2, |id| *id).next, Some(Cursor(ids[1])));
        assert_eq!(Page::of(Vec::<Uuid>::new(), 2, |id| *id).next, None);
    }

    #[test]
    fn a_cursor_survives_its_trip_through_a_url() {
        let cursor = Cursor::after(Uuid::from_u128(7));
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        assert_eq!("seven".parse::<Cursor>(), Err(CursorBroken));
    }
}
