//! Bytes are written as lower-case hex, and read back only from lower-case hex.

use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// Upper case is refused here: two spellings of one value would be two encodings of one line.
pub(super) fn parse<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    let lower_case = !text.bytes().any(|byte| byte.is_ascii_uppercase());
    lower_case.then_some(bytes)
}

pub(super) fn serialize<S: Serializer, const N: usize>(
    bytes: &[u8; N],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hex::encode(bytes))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
    deserializer: D,
) -> Result<[u8; N], D::Error> {
    // No borrowed `&str`: a line with an escape in it must reach the comparison of bytes too.
    let text = String::deserialize(deserializer)?;
    parse(&text).ok_or_else(|| D::Error::custom("not lower-case hex of the right length"))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn only_lower_case_hex_of_the_right_length_is_read() {
        assert_eq!(parse::<2>("0aff"), Some([0x0a, 0xff]));
        for wrong in ["0AFF", "0aFf", "0af", "0aff0", "0aff00", "0agg", " 0aff", ""] {
            assert_eq!(parse::<2>(wrong), None, "{wrong}");
        }
    }
}
