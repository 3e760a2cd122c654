//! What every component can do alike: be shown in a page, be put into another, be adjusted.

/// A component stands unescaped in a template (`{{ button }}`), because its own template has
/// escaped what came from outside; and it can fill any other component.
macro_rules! shown {
    ($($component:ident),+) => { $(
        impl askama::filters::HtmlSafe for $component {}

        impl From<$component> for $crate::components::Markup {
            fn from(component: $component) -> Self {
                Self::of(&component)
            }
        }

        impl From<$component> for $crate::components::Content {
            fn from(component: $component) -> Self {
                Self::Html($crate::components::Markup::of(&component))
            }
        }
    )+ };
}

macro_rules! adjustable {
    ($($component:ident),+) => { $(
        impl $component {
            #[must_use]
            pub fn classes(mut self, names: &str) -> Self {
                self.classes.add(names);
                self
            }

            #[must_use]
            pub fn attribute(mut self, name: &'static str, value: impl Into<String>) -> Self {
                self.attributes.add(name, value);
                self
            }
        }
    )+ };
}

macro_rules! asks {
    ($($field:ident),+) => { $(
        impl $field {
            #[must_use]
            pub fn hint(mut self, hint: impl Into<$crate::components::Content>) -> Self {
                self.hint = Some($crate::components::Hint::new(hint));
                self
            }

            #[must_use]
            pub fn error(mut self, message: impl Into<$crate::components::Content>) -> Self {
                self.error_message = Some($crate::components::ErrorMessage::new(message));
                self
            }
        }
    )+ };
}

/// Fields with one name show the message that the form's list of errors holds for that name.
macro_rules! finds_its_error {
    ($($field:ident),+) => { $(
        impl $field {
            #[must_use]
            pub fn error_from<F, M>(self, errors: &[(F, M)]) -> Self
            where
                F: AsRef<str>,
                M: AsRef<str>,
            {
                match $crate::components::error_message::find(errors, &self.name) {
                    Some(message) => self.error(message),
                    None => self,
                }
            }
        }
    )+ };
}
