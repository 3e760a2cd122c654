//! Closed lists of the field: each name is declared once, with its stable code and its plain words.

/// Declares an enum whose members carry a code for machines and words for people.
///
/// A macro, because a hand-written `ALL` beside the enum can forget a new member in silence.
macro_rules! coded {
    (
        $(#[$meta:meta])*
        $name:ident {
            $( $(#[$member_meta:meta])* $member:ident = $code:literal, $words:literal; )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[$member_meta])* $member, )+
        }

        impl $name {
            /// Every one of them, in the order people see them.
            pub const ALL: &[Self] = &[$(Self::$member),+];

            /// The name in databases, files and rules; it never changes.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$member => $code),+ }
            }

            /// The name people read.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$member => $words),+ }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|member| member.code() == code)
            }

            /// Reads what an agency wrote in a file: the code or the words, whatever the case,
            /// the spaces and the hyphens. Words that two members share are nobody's.
            pub fn from_file(text: &str) -> Option<Self> {
                use $crate::coded::is_same_word;
                let coded = |member: &&Self| is_same_word(member.code(), text);
                if let Some(member) = Self::ALL.iter().find(coded) {
                    return Some(*member);
                }
                let worded = |member: &&Self| is_same_word(member.words(), text);
                let mut members = Self::ALL.iter().filter(worded);
                members.next().copied().filter(|_| members.next().is_none())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Self::from_code(&code).ok_or_else(|| {
                    serde::de::Error::custom(concat!("not a code of ", stringify!($name)))
                })
            }
        }
    };
}

pub(crate) use coded;

/// Whether two texts are one word to a reader: letters and digits, without regard to their case.
/// An empty text is no word.
pub(crate) fn is_same_word(left: &str, right: &str) -> bool {
    let mut left = letters(left).peekable();
    left.peek().is_some() && left.eq(letters(right))
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}
