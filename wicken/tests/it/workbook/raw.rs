//! A zip written byte by byte, so that it can lie.

/// One part, and what is said of it. Stored as it is.
#[derive(Clone)]
pub struct Raw {
    pub name: Vec<u8>,
    pub data: Vec<u8>,
    pub flags: u16,
    pub method: u16,
    /// Instead of the truth.
    pub size: Option<u32>,
    pub packed: Option<u32>,
    pub crc: Option<u32>,
    /// Lies where the part of that number lies.
    pub at: Option<usize>,
}

impl Raw {
    pub fn new(name: &str, data: &[u8]) -> Raw {
        let (name, data) = (name.as_bytes().to_vec(), data.to_vec());
        Raw { name, data, flags: 0, method: 0, size: None, packed: None, crc: None, at: None }
    }

    fn head(&self) -> Vec<u8> {
        let length = self.data.len() as u32;
        let mut head = Vec::new();
        for word in [20, self.flags, self.method, 0, 0x21] {
            head.extend(word.to_le_bytes());
        }
        let crc = self.crc.unwrap_or_else(|| crc_of(&self.data));
        let (packed, size) = (self.packed.unwrap_or(length), self.size.unwrap_or(length));
        for long in [crc, packed, size] {
            head.extend(long.to_le_bytes());
        }
        head.extend((self.name.len() as u16).to_le_bytes());
        head.extend(0_u16.to_le_bytes());
        head
    }
}

pub fn zip(parts: &[Raw], count: Option<u16>) -> Vec<u8> {
    let (mut bytes, mut places) = (Vec::new(), Vec::new());
    for part in parts {
        places.push(part.at.map_or(bytes.len(), |at| places[at]));
        if part.at.is_none() {
            bytes.extend(b"PK\x03\x04");
            bytes.extend(part.head());
            bytes.extend(&part.name);
            bytes.extend(&part.data);
        }
    }
    let begin = bytes.len();
    for (part, place) in parts.iter().zip(&places) {
        bytes.extend(b"PK\x01\x02\x14\x00");
        bytes.extend(part.head());
        bytes.extend([0; 10]);
        bytes.extend((*place as u32).to_le_bytes());
        bytes.extend(&part.name);
    }
    let (length, count) = (bytes.len() - begin, count.unwrap_or(parts.len() as u16));
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    bytes.extend((length as u32).to_le_bytes());
    bytes.extend((begin as u32).to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

fn crc_of(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 }
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}
