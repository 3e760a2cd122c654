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
        }
    };
}

pub(crate) use coded;
