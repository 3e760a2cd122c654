//! Cuts a file into records and cells, after RFC 4180, in memory that no file can make grow.
//!
//! The usual CSV readers take whatever comes: a quotation mark without end swallows the rows up
//! to the next one in silence. This one tells what is broken, and goes on at the next line.

use std::io::{self, Read, Seek, SeekFrom};

use super::record::{CELL_MOST, CELLS_MOST, Fault, RECORD_MOST, Record};

const BUFFER: usize = 64 * 1024;
const AFTER_JUMP: usize = 4 * 1024;
/// How many bytes may be read again because of broken quotation marks: beside four times the
/// file's length, so that no file makes the reader go round in it for hours.
const REREAD_MOST: u64 = 16 * 1024 * 1024;

/// Where a line begins.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub offset: u64,
    pub line: u64,
}

#[derive(Clone, Copy)]
enum State {
    CellBegins,
    Plain,
    Quoted,
    /// After a quotation mark in a quoted cell: its end, or the first of two.
    Quote,
    /// White space after the closing quotation mark.
    Closed,
}

enum Step {
    Goes(State),
    Ends,
    Breaks(Fault),
}

/// Reads record after record.
pub(super) struct Records<R> {
    input: R,
    buffer: Box<[u8]>,
    filled: usize,
    at: usize,
    /// Of the first byte of the buffer.
    buffer_offset: u64,
    line: u64,
    /// How many cells a record must have.
    expected: Option<usize>,
    reread_left: u64,
    reread_most: u64,
    /// How much is read at once: little after a jump, where one record is wanted.
    ahead: usize,
    /// After the first line end inside the record: where to go on if it turns out to be broken.
    second_line: Option<Place>,
}

impl<R: Read + Seek> Records<R> {
    /// From `start`, which is on line 1, on.
    pub(super) fn new(mut input: R, start: u64, length: u64) -> io::Result<Self> {
        let reread_most = REREAD_MOST.saturating_add(length.saturating_mul(4));
        input.seek(SeekFrom::Start(start))?;
        Ok(Self {
            input,
            buffer: vec![0; BUFFER].into_boxed_slice(),
            filled: 0,
            at: 0,
            buffer_offset: start,
            line: 1,
            expected: None,
            reread_left: reread_most,
            reread_most,
            ahead: BUFFER,
            second_line: None,
        })
    }

    pub(super) fn expect_cells(&mut self, count: usize) {
        self.expected = Some(count);
    }

    /// Whether so much had to be read again that it is better to give up.
    pub(super) fn is_exhausted(&self) -> bool {
        self.reread_left == 0
    }

    pub(super) fn place(&self) -> Place {
        Place { offset: self.offset(), line: self.line }
    }

    /// For one more reading of the file, from there on.
    pub(super) fn begin_again(&mut self, place: Place) -> io::Result<()> {
        self.reread_left = self.reread_most;
        self.go_to(place)
    }

    pub(super) fn go_to(&mut self, Place { offset, line }: Place) -> io::Result<()> {
        let in_buffer = offset.checked_sub(self.buffer_offset).map(usize::try_from);
        match in_buffer {
            Some(Ok(at)) if at <= self.filled => self.at = at,
            _ => {
                self.input.seek(SeekFrom::Start(offset))?;
                (self.buffer_offset, self.filled, self.at) = (offset, 0, 0);
                self.ahead = AFTER_JUMP;
            }
        }
        self.line = line;
        Ok(())
    }

    /// The next record; `false` at the end of the file.
    pub(super) fn read(&mut self, record: &mut Record) -> io::Result<bool> {
        record.begin(self.line, self.offset());
        self.second_line = None;
        let mut state = State::CellBegins;
        let mut is_first = true;
        loop {
            self.take_run(record, state);
            let byte = self.next()?;
            if is_first && byte.is_none() {
                return Ok(false);
            }
            is_first = false;
            match self.step(record, state, byte)? {
                Step::Goes(next) => state = next,
                Step::Ends => break,
                Step::Breaks(fault) => {
                    record.note(fault);
                    self.skip_line(byte)?;
                    return Ok(true);
                }
            }
            if RECORD_MOST < self.offset() - record.offset {
                record.note(Fault::RecordTooLong);
                self.skip_line(byte)?;
                return Ok(true);
            }
        }
        // Before the number of cells: what was damaged has likely lost cells too.
        record.note_nul();
        self.check_count(record)?;
        Ok(true)
    }

    /// Takes at once what holds no turn: only for speed.
    fn take_run(&mut self, record: &mut Record, state: State) {
        let is_turn = match state {
            State::Plain => |byte: &u8| matches!(byte, b',' | b'\n' | b'\r'),
            State::Quoted => |byte: &u8| matches!(byte, b'"' | b'\n' | b'\r'),
            State::CellBegins | State::Quote | State::Closed => return,
        };
        let room = CELL_MOST.saturating_sub(record.cell_size());
        let ahead = &self.buffer[self.at..self.filled];
        let ahead = &ahead[..room.min(ahead.len())];
        let run = ahead.iter().position(is_turn).unwrap_or(ahead.len());
        record.bytes.extend_from_slice(&ahead[..run]);
        self.at += run;
    }

    fn step(&mut self, record: &mut Record, state: State, byte: Option<u8>) -> io::Result<Step> {
        let column = record.column();
        Ok(match (state, byte) {
            (State::CellBegins, Some(b'"')) => Step::Goes(State::Quoted),
            (State::Quoted, None) => Step::Breaks(Fault::QuoteWithoutEnd { column }),
            (State::Quoted, Some(b'"')) => Step::Goes(State::Quote),
            (State::Quoted, Some(byte)) => self.quoted(record, byte)?,
            (State::Quote, Some(b'"')) => self.quoted(record, b'"')?,
            (_, None) => end_record(record),
            (_, Some(b',')) => match record.ends.len() + 1 {
                CELLS_MOST.. => Step::Breaks(Fault::TooManyCells),
                _ => {
                    record.ends.push(record.bytes.len());
                    Step::Goes(State::CellBegins)
                }
            },
            (_, Some(byte @ (b'\n' | b'\r'))) => {
                self.end_line(byte)?;
                end_record(record)
            }
            (State::Quote | State::Closed, Some(b' ' | b'\t')) => Step::Goes(State::Closed),
            (State::Quote | State::Closed, Some(_)) => {
                Step::Breaks(Fault::TextAfterQuote { column })
            }
            (State::CellBegins | State::Plain, Some(byte)) => {
                // What is too long is passed over, so that a reference behind it is still found.
                match record.cell_size() {
                    CELL_MOST.. => record.note(Fault::CellTooLong { column }),
                    _ => record.bytes.push(byte),
                }
                Step::Goes(State::Plain)
            }
        })
    }

    fn quoted(&mut self, record: &mut Record, byte: u8) -> io::Result<Step> {
        let column = record.column();
        if CELL_MOST <= record.cell_size() {
            // Over several lines it is rather a missing quotation mark than a long text.
            return Ok(Step::Breaks(match self.second_line {
                Some(_) => Fault::QuoteWithoutEnd { column },
                None => Fault::CellTooLong { column },
            }));
        }
        if matches!(byte, b'\n' | b'\r') {
            self.end_line(byte)?;
            let place = self.place();
            self.second_line.get_or_insert(place);
        }
        record.bytes.push(if byte == b'\r' { b'\n' } else { byte });
        Ok(Step::Goes(State::Quoted))
    }

    /// Danger: a record over several lines with the wrong number of cells has likely swallowed
    /// rows, by quotation marks that belong to two of them. They are read again by themselves.
    fn check_count(&mut self, record: &mut Record) -> io::Result<()> {
        let found = record.ends.len();
        match self.expected {
            Some(expected) if found != expected && !record.is_blank() => {
                record.note(Fault::CellCount { found, expected });
                match self.second_line {
                    Some(_) => self.skip_line(None),
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// On to the second line of a broken record; `last` is the byte that was read last.
    fn skip_line(&mut self, last: Option<u8>) -> io::Result<()> {
        if let Some(place) = self.second_line {
            self.reread_left = self.reread_left.saturating_sub(self.offset() - place.offset);
            return self.go_to(place);
        }
        let mut byte = last;
        loop {
            match byte {
                Some(end @ (b'\n' | b'\r')) => return self.end_line(end),
                Some(_) => {
                    let ahead = &self.buffer[self.at..self.filled];
                    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
                    self.at += match ahead.contains(&b'\n') || ahead.contains(&b'\r') {
                        true => ahead.iter().position(is_end).unwrap_or(0),
                        false => ahead.len(),
                    };
                    byte = self.next()?;
                }
                None => return Ok(()),
            }
        }
    }

    /// After a `\n` or `\r` was read: `\r\n` is one end.
    fn end_line(&mut self, byte: u8) -> io::Result<()> {
        self.line += 1;
        if byte == b'\r' && self.peek()? == Some(b'\n') {
            self.at += 1;
        }
        Ok(())
    }

    fn offset(&self) -> u64 {
        self.buffer_offset + self.at as u64
    }

    fn next(&mut self) -> io::Result<Option<u8>> {
        let byte = self.peek()?;
        if byte.is_some() {
            self.at += 1;
        }
        Ok(byte)
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        while self.at == self.filled {
            self.buffer_offset += self.filled as u64;
            (self.filled, self.at) = (0, 0);
            match self.input.read(&mut self.buffer[..self.ahead]) {
                Ok(0) => return Ok(None),
                Ok(length) => {
                    self.filled = length;
                    self.ahead = BUFFER.min(2 * self.ahead);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Some(self.buffer[self.at]))
    }
}

fn end_record(record: &mut Record) -> Step {
    record.ends.push(record.bytes.len());
    Step::Ends
}
