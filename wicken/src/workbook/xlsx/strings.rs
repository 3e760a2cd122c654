//! The texts that cells refer to by number.

use crate::workbook::{
    markup::{Markup, Piece},
    refusal::Refusal,
};
use std::io::BufRead;

/// Of all texts together.
const BYTES_MOST: usize = 64 * 1024 * 1024;

/// All texts in one, and where each ends. How many there should be is never believed.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    pub(super) fn read<R: BufRead>(mut markup: Markup<R>) -> Result<Strings, Refusal> {
        let mut strings = Strings::default();
        // Text stands in `t`; how East Asian text is spoken, in `rPh`, is no part of it.
        let (mut is_text, mut is_spoken) = (false, false);
        loop {
            match markup.next()? {
                Piece::Begin(start) => match start.local_name().as_ref() {
                    "t" => is_text = !is_spoken,
                    "rPh" => is_spoken = true,
                    _ => {}
                },
                Piece::Text(text) if is_text => strings.text.push_str(&text),
                Piece::End(end) => match end.local_name().as_ref() {
                    "t" => is_text = false,
                    "rPh" => is_spoken = false,
                    "si" => strings.close()?,
                    _ => {}
                },
                Piece::Over => return Ok(strings),
                Piece::Text(_) => {}
            }
        }
    }

    fn close(&mut self) -> Result<(), Refusal> {
        let end = self.text.len();
        let too_large = || Refusal::TooLarge("its texts are over 64 MiB");
        let fits = u32::try_from(end).ok().filter(|_| end <= BYTES_MOST);
        self.ends.push(fits.ok_or_else(too_large)?);
        Ok(())
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let begin = index.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.text.get(begin..end)
    }
}
