//! Phone numbers, e-mail addresses and national numbers in one spelling each.

/// Digits of a phone number in the national form of the United Kingdom; empty for none.
pub(crate) fn read_phone(text: &str, phone: &mut String) {
    phone.clear();
    let has_plus = text.trim_start().starts_with('+');
    // "+44 (0)7700 ..." writes the trunk 0 beside the country code.
    for (at, part) in text.split("(0)").enumerate() {
        if 0 < at && !has_plus {
            phone.push('0');
        }
        phone.extend(part.bytes().filter(u8::is_ascii_digit).map(char::from));
    }
    for prefix in ["0044", "44"] {
        if phone.starts_with(prefix) && prefix.len() + 9 <= phone.len() {
            phone.replace_range(..prefix.len(), "");
            break;
        }
    }
    if !phone.starts_with('0') && matches!(phone.len(), 9 | 10) {
        phone.insert(0, '0');
    }
    let first = phone.bytes().last();
    let is_filler = phone.bytes().skip(1).all(|digit| Some(digit) == first);
    if phone.len() < 6 || is_filler || phone.ends_with("000000") {
        phone.clear();
    }
}

/// An e-mail address in lower case; empty for none.
pub(crate) fn read_email(text: &str, email: &mut String) {
    email.clear();
    match text.is_ascii() {
        true => {
            let letters = text.bytes().filter(|letter| !char::from(*letter).is_whitespace());
            email.extend(letters.map(|letter| char::from(letter.to_ascii_lowercase())));
        }
        false => {
            let letters = text.chars().flat_map(char::to_lowercase);
            email.extend(letters.filter(|letter| !letter.is_whitespace()));
        }
    }
    let fillers = ["none", "unknown", "na", "n/a", "noemail", "test", "null", "nan"];
    let local = email.split('@').next().unwrap_or_default();
    if email.len() < 5 || fillers.contains(&local) {
        email.clear();
    }
}

/// Letters and digits of a national number, and whether a check digit is known to be right.
pub(crate) fn read_national_id(text: &str, number: &mut String) -> bool {
    number.clear();
    let plain = text.bytes().filter(u8::is_ascii_alphanumeric);
    number.extend(plain.map(|letter| char::from(letter.to_ascii_lowercase())));
    let first = number.bytes().next();
    if number.len() < 4 || number.bytes().all(|one| Some(one) == first) {
        number.clear();
    }
    is_nhs_number(number)
}

/// Ten digits of which the last is right by modulus 11, as the NHS Data Dictionary has it.
fn is_nhs_number(number: &str) -> bool {
    if number.len() != 10 || !number.bytes().all(|digit| digit.is_ascii_digit()) {
        return false;
    }
    let weighed = number.bytes().take(9).zip((2..=10u32).rev());
    let sum: u32 = weighed.map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = (11 - sum % 11) % 11;
    check == u32::from(number.as_bytes()[9] - b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_has_one_spelling() {
        for text in ["07700 900123", "+447700900123", "+44 (0)7700 900 123", "0044 7700900123"] {
            let mut phone = String::new();
            read_phone(text, &mut phone);
            assert_eq!(phone, "07700900123", "{text}");
        }
        for text in ["", "none", "00000000000", "07777 777777", "12345"] {
            let mut phone = String::new();
            read_phone(text, &mut phone);
            assert_eq!(phone, "", "{text}");
        }
    }

    #[test]
    fn an_nhs_number_is_checked_by_modulus_11() {
        for (text, is_right) in
            [("943 476 5919", true), ("9434765918", false), ("1234567", false), ("", false)]
        {
            let mut number = String::new();
            assert_eq!(read_national_id(text, &mut number), is_right, "{text}");
        }
    }
}
