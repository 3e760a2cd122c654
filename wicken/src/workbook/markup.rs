//! XML as workbooks need it: elements and text, no document types, no entities, no great depth.

use super::refusal::Refusal;
use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesEnd, BytesRef, BytesStart, Event},
};
use std::{borrow::Cow, io::BufRead};

/// Workbooks nest some ten elements.
const DEPTH_MOST: usize = 100;

pub(super) struct Markup<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
    depth: usize,
}

/// What comes next. An element without content begins and ends as any other.
pub(super) enum Piece<'m> {
    Begin(BytesStart<'m>),
    End(BytesEnd<'m>),
    Text(Cow<'m, str>),
    Over,
}

impl<R: BufRead> Markup<R> {
    pub(super) fn new(part: R) -> Markup<R> {
        let mut reader = Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        Markup { reader, buffer: Vec::new(), depth: 0 }
    }

    pub(super) fn next(&mut self) -> Result<Piece<'_>, Refusal> {
        self.buffer.clear();
        Ok(match self.reader.read_event_into(&mut self.buffer)? {
            Event::Start(start) | Event::Empty(start) => {
                self.depth += 1;
                if DEPTH_MOST < self.depth {
                    return Err(Refusal::Broken("its elements are nested too deep"));
                }
                Piece::Begin(start)
            }
            Event::End(end) => {
                self.depth = self.depth.saturating_sub(1);
                Piece::End(end)
            }
            Event::Text(text) => Piece::Text(text.xml10_content()),
            Event::CData(text) => Piece::Text(text.xml10_content()),
            Event::GeneralRef(reference) => Piece::Text(resolve(&reference)?),
            Event::DocType(_) => return Err(Refusal::Entities),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Piece::Text(Cow::Borrowed("")),
            Event::Eof if 0 < self.depth => {
                return Err(Refusal::Broken("a part of it ends in the middle"));
            }
            Event::Eof => Piece::Over,
        })
    }
}

/// The five entities that XML has of itself, and characters by number.
fn resolve(reference: &BytesRef<'_>) -> Result<Cow<'static, str>, Refusal> {
    if let Some(character) = reference.resolve_char_ref()? {
        return Ok(Cow::Owned(character.to_string()));
    }
    let known = resolve_predefined_entity(&reference.xml10_content());
    known.map(Cow::Borrowed).ok_or(Refusal::Entities)
}

/// An attribute by its whole name, prefix and all.
pub(super) fn attribute<'s>(
    start: &'s BytesStart<'_>,
    name: &str,
) -> Result<Option<Cow<'s, str>>, Refusal> {
    find(start, |key| key == name)
}

/// An attribute by its name behind whatever prefix.
pub(super) fn prefixed<'s>(
    start: &'s BytesStart<'_>,
    name: &str,
) -> Result<Option<Cow<'s, str>>, Refusal> {
    find(start, |key| key.split_once(':').is_some_and(|(_, local)| local == name))
}

fn find<'s>(
    start: &'s BytesStart<'_>,
    is_it: impl Fn(&str) -> bool,
) -> Result<Option<Cow<'s, str>>, Refusal> {
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute?;
        if is_it(attribute.key.as_ref()) {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            return Ok(Some(value.map_err(|_| Refusal::Entities)?));
        }
    }
    Ok(None)
}
