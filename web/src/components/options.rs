//! Options that all components share, and how the official fixtures spell them.

use std::borrow::Cow;
use std::fmt;

use askama::filters::{Escaper, Html, HtmlSafe};
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Class names beyond the component's own, shown with a blank before them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Classes(String);

impl Classes {
    pub fn add(&mut self, names: &str) {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(names);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn mention(&self, part: &str) -> bool {
        self.0.contains(part)
    }
}

impl From<&str> for Classes {
    fn from(names: &str) -> Self {
        Self(names.to_owned())
    }
}

impl fmt::Display for Classes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        f.write_str(" ")?;
        Html.write_escaped_str(f, &self.0)
    }
}

impl HtmlSafe for Classes {}

/// Further HTML attributes, each shown with a blank before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(Cow<'static, str>, String)>);

impl Attributes {
    /// The name is ours, so that nobody can type an event handler; the value is escaped.
    pub fn add(&mut self, name: &'static str, value: impl Into<String>) {
        self.0.push((Cow::Borrowed(name), value.into()));
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl fmt::Display for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.0 {
            f.write_str(" ")?;
            Html.write_escaped_str(&mut *f, name)?;
            f.write_str("=\"")?;
            Html.write_escaped_str(&mut *f, value)?;
            f.write_str("\"")?;
        }
        Ok(())
    }
}

impl HtmlSafe for Attributes {}

impl<'de> Deserialize<'de> for Attributes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InGivenOrder)
    }
}

struct InGivenOrder;

impl<'de> Visitor<'de> for InGivenOrder {
    type Value = Attributes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of HTML attributes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Attributes, A::Error> {
        let mut attributes = Attributes::default();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            let value = text_of(&value).unwrap_or_default();
            attributes.0.push((Cow::Owned(name), value));
        }
        Ok(attributes)
    }
}

/// A part that has only classes, as `formGroup` and `countMessage`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Styled {
    pub classes: Classes,
}

/// Numbers and truth values as Nunjucks writes them.
pub(super) fn text_of(value: &Value) -> Option<String> {
    if value.is_null() {
        return None;
    }
    let text = value.as_str().map(str::to_owned);
    Some(text.unwrap_or_else(|| value.to_string()))
}

pub(super) fn scalar<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(text_of(&Value::deserialize(from)?))
}

/// A list whose gaps count: the second choice keeps its number when the first is left out.
pub(super) fn slots<'de, D, T>(from: D) -> Result<Vec<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let values = Vec::<Value>::deserialize(from)?;
    values.into_iter().map(slot).collect::<Result<_, _>>().map_err(serde::de::Error::custom)
}

/// A list without what a macro would skip: `null`, `false` and the empty string.
pub(super) fn items<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    Ok(slots(from)?.into_iter().flatten().collect())
}

fn slot<T: DeserializeOwned>(value: Value) -> Result<Option<T>, serde_json::Error> {
    if value.is_object() || value.is_array() {
        return serde_json::from_value(value).map(Some);
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attribute_values_cannot_break_out() {
        let mut attributes = Attributes::default();
        attributes.add("data-name", "\" onclick=\"x");
        assert_eq!(attributes.to_string(), " data-name=\"&#34; onclick=&#34;x\"");
    }

    #[test]
    fn classes_stand_apart_from_the_first() {
        let mut classes = Classes::default();
        assert_eq!(classes.to_string(), "");
        classes.add("a");
        classes.add("b");
        assert_eq!(classes.to_string(), " a b");
    }
}
