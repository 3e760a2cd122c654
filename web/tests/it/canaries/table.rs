//! `canaries.txt`: which canary may stand where, and who may read it there.

use super::canary::CANARIES;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

/// Where a canary was met: `get /people/{id}`, `column person_record.address`.
pub(super) type Place = String;

/// By place, who read it there.
type Places = BTreeMap<Place, BTreeSet<&'static str>>;

/// By canary and place, by whom; nobody where nobody asks, as in a column.
#[derive(Debug, Default)]
pub(super) struct Met(BTreeMap<usize, Places>);

const ABOVE: &str = "\
# Where each canary stands, and who reads it there. It stands nowhere else.
#
# A line without indent names canaries: whose they are, and the field. Below it:
#   get /people/{id}     chair repr      an answer to these askers, as in route_walk.txt
#   column person_record.given_names     in clear in this column, whoever carries the disk away
#
# Canaries that stand nowhere are listed first: what no page shows, and what is sealed.
#
";

impl Met {
    pub fn note(&mut self, canary: usize, place: &str, asker: Option<&'static str>) {
        let askers = self.0.entry(canary).or_default().entry(place.to_owned()).or_default();
        askers.extend(asker);
    }

    pub fn askers(&self, canary: usize) -> BTreeSet<&'static str> {
        self.0.get(&canary).into_iter().flat_map(BTreeMap::values).flatten().copied().collect()
    }

    pub fn count(&self) -> usize {
        self.0.values().flat_map(BTreeMap::values).map(|askers| askers.len().max(1)).sum()
    }

    /// Canaries that stand in the same places are named together.
    fn draw(&self, heads: &[&'static str]) -> String {
        let nowhere = BTreeMap::new();
        let mut blocks: Vec<(&Places, Vec<&str>)> = Vec::new();
        for (index, canary) in CANARIES.iter().enumerate() {
            let places = self.0.get(&index).unwrap_or(&nowhere);
            match blocks.iter_mut().find(|(of, _)| *of == places) {
                Some((_, names)) => names.push(canary.name),
                None => blocks.push((places, vec![canary.name])),
            }
        }
        blocks.sort_by_key(|(places, _)| !places.is_empty());
        let mut text = ABOVE.to_owned();
        for (places, names) in blocks {
            let mut line = String::new();
            for name in names {
                if 96 < line.len() + name.len() {
                    text.push_str(&format!("{}\n", line.trim_end()));
                    line.clear();
                }
                line.push_str(&format!("{name} "));
            }
            text.push_str(&format!("{}\n", line.trim_end()));
            for (place, askers) in places {
                let askers = heads.iter().filter(|head| askers.contains(*head));
                let askers: Vec<&str> = askers.copied().collect();
                let line = format!("    {place:<40} {}", askers.join(" "));
                text.push_str(&format!("{}\n", line.trim_end()));
            }
            text.push('\n');
        }
        format!("{}\n", text.trim_end())
    }

    /// Holds what was met against the table, both ways.
    #[track_caller]
    pub fn compare(&self, heads: &[&'static str]) {
        let drawn = self.draw(heads);
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/canaries.txt");
        #[expect(clippy::disallowed_methods, reason = "read in tests only: UPDATE=1 draws it anew")]
        let is_update = std::env::var("UPDATE").is_ok();
        if is_update {
            fs::write(&path, &drawn).unwrap();
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        let (new, old) = (facts(&drawn), facts(&committed));
        let mut wrong: Vec<String> =
            new.difference(&old).map(|fact| format!("not in the table: {fact}")).collect();
        wrong.extend(old.difference(&new).map(|fact| format!("not met: {fact}")));
        assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
        assert_eq!(committed, drawn, "the table is not laid out as drawn: UPDATE=1");
    }
}

/// The places at which somebody reads something protected, by the table.
pub(super) fn readers(head: &str) -> BTreeSet<Place> {
    let facts = facts(include_str!("../canaries.txt"));
    let read = facts.iter().filter_map(|fact| fact.strip_suffix(&format!(" to {head}")));
    read.filter_map(|fact| Some(fact.split_once(" at ")?.1.to_owned())).collect()
}

/// One line for each canary, place and asker.
fn facts(table: &str) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    let mut names: Vec<&str> = Vec::new();
    let mut is_below = false;
    for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if !line.starts_with(' ') {
            if is_below {
                names.clear();
            }
            is_below = false;
            names.extend(line.split_whitespace());
            continue;
        }
        is_below = true;
        let mut words = line.split_whitespace();
        let place: Vec<&str> = words.by_ref().take(2).collect();
        let askers: Vec<&str> = words.collect();
        for name in &names {
            let fact = format!("{name} at {}", place.join(" "));
            facts.extend(askers.iter().map(|asker| format!("{fact} to {asker}")));
            facts.insert(fact);
        }
    }
    facts
}
