//! The parts of a workbook: what the zip says of them is doubted before anything is unpacked.

use super::refusal::Refusal;
use std::{
    cell::RefCell,
    io::{self, BufReader, Cursor, Read},
    rc::Rc,
};
use zip::{CompressionMethod, ZipArchive, read::ZipFile};

const PARTS_MOST: usize = 10_000;
/// Of all parts together. A hundred thousand rows of thirty columns are about 150 MiB.
const UNPACKED_MOST: u64 = 512 * 1024 * 1024;
/// Sheets shrink to a tenth or a thirtieth; what deflate can do at most is a thousandth.
const RATIO_MOST: u64 = 300;
/// Below this, nothing is said about the ratio.
const SMALL: u64 = 1024 * 1024;

/// The parts, by their names. Nothing is ever written anywhere under such a name.
pub(super) struct Parts<'f> {
    archive: RefCell<ZipArchive<Cursor<&'f [u8]>>>,
    /// Bytes that may yet be unpacked, whatever the zip said.
    left: Rc<RefCell<u64>>,
}

/// One part, unpacked as it is read.
pub(super) type Part<'p, 'f> = BufReader<Counted<ZipFile<'p, Cursor<&'f [u8]>>>>;

impl<'f> Parts<'f> {
    pub(super) fn open(bytes: &'f [u8]) -> Result<Parts<'f>, Refusal> {
        let mut archive = ZipArchive::new(Cursor::new(bytes))?;
        if PARTS_MOST < archive.len() {
            return Err(Refusal::TooLarge("it has more than 10,000 parts"));
        }
        if promised(bytes).is_some_and(|promised| promised != archive.len()) {
            return Err(Refusal::Broken("two of its parts have one name"));
        }
        doubt(&mut archive, bytes.len() as u64)?;
        let left = Rc::new(RefCell::new(UNPACKED_MOST));
        Ok(Parts { archive: RefCell::new(archive), left })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.borrow().index_for_name(name).is_some()
    }

    pub(super) fn has_below(&self, folder: &str) -> bool {
        let archive = self.archive.borrow();
        archive.file_names().flatten().any(|name| name.starts_with(folder))
    }

    /// Hands a part to whoever reads it, and looks whether all of it came as it was packed.
    pub(super) fn read<T>(
        &self,
        name: &str,
        read: impl FnOnce(&mut Part<'_, 'f>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.peek(name, |part| {
            let value = read(part)?;
            io::copy(part, &mut io::sink())?;
            Ok(value)
        })
    }

    /// [`Parts::read`] for whoever wants no more than its beginning.
    pub(super) fn peek<T>(
        &self,
        name: &str,
        read: impl FnOnce(&mut Part<'_, 'f>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut archive = self.archive.borrow_mut();
        let counted = Counted { part: archive.by_name(name)?, left: Rc::clone(&self.left) };
        read(&mut BufReader::with_capacity(1 << 16, counted))
    }

    /// A short part as text.
    pub(super) fn text(&self, name: &str, most: u64) -> Result<String, Refusal> {
        self.read(name, |part| {
            let mut text = String::new();
            part.take(most).read_to_string(&mut text)?;
            Ok(text)
        })
    }
}

/// How many parts the last record of the zip speaks of; nothing where the count did not fit.
fn promised(bytes: &[u8]) -> Option<usize> {
    let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let count = bytes.get(end + 10..end + 12)?;
    let count = u16::from_le_bytes([count[0], count[1]]);
    (count != u16::MAX).then_some(usize::from(count))
}

fn doubt(archive: &mut ZipArchive<Cursor<&[u8]>>, length: u64) -> Result<(), Refusal> {
    let (mut packed, mut unpacked) = (0_u64, 0_u64);
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index)?;
        if part.encrypted() {
            return Err(Refusal::Password);
        }
        let is_known =
            matches!(part.compression(), CompressionMethod::Stored | CompressionMethod::Deflated);
        if !is_known {
            return Err(Refusal::Broken("it is packed in a way that workbooks are not"));
        }
        if SMALL < part.size() && part.compressed_size().saturating_mul(RATIO_MOST) < part.size() {
            return Err(Refusal::Bomb);
        }
        packed = packed.saturating_add(part.compressed_size());
        unpacked = unpacked.saturating_add(part.size());
    }
    if length < packed {
        return Err(Refusal::Broken("its parts lie over one another"));
    }
    if UNPACKED_MOST < unpacked {
        return Err(Refusal::TooLarge("unpacked, it is over 512 MiB"));
    }
    Ok(())
}

/// Ends where more comes out than all parts together may hold.
pub(super) struct Counted<R> {
    part: R,
    left: Rc<RefCell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.part.read(buffer)?;
        let mut left = self.left.borrow_mut();
        *left = left.checked_sub(length as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(length)
    }
}
