//! The files that `wicken link` writes. They speak of people: only their owner may read them.

use super::peak::peak_memory_bytes;
use crate::config::Failure;
use linkage::{Band, Levels, Model, Outcome, Pair, Records, Summary, explain};
use serde::Serialize;
use std::{
    collections::{BTreeMap, HashMap},
    fs::{File, OpenOptions, Permissions},
    io::{self, BufWriter, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

const OWNER_ONLY: u32 = 0o600;

/// `id,cluster`: each record once, in the order of the input.
pub(super) fn write_clusters(
    path: &Path,
    records: &Records,
    clusters: &[u32],
) -> Result<(), Failure> {
    // Of each cluster, by its first record, the number that it is called by.
    let mut numbers = vec![u32::MAX; clusters.len()];
    let mut count = 0;
    write_csv(path, |csv| {
        csv.write_record(["id", "cluster"])?;
        for (record, cluster) in (0u32..).zip(clusters) {
            let number = &mut numbers[*cluster as usize];
            if *number == u32::MAX {
                (*number, count) = (count, count + 1);
            }
            csv.write_record([records.id(record), &number.to_string()])?;
        }
        Ok(())
    })
}

/// `id_left,id_right,weight,probability,band` and the weight of each comparison in bits.
pub(super) fn write_pairs(
    path: &Path,
    records: &Records,
    outcome: &Outcome,
) -> Result<(), Failure> {
    let fields = outcome.model.fields.iter().filter(|field| field.is_compared);
    let names: Vec<&str> = fields.map(|field| field.name.as_str()).collect();
    // What belongs to no one column: the start, the household class, and the rarity of values.
    let names: Vec<&str> = names.into_iter().chain(["prior", "household"]).collect();
    write_csv(path, |csv| {
        let mut header: Vec<String> =
            ["id_left", "id_right", "weight", "probability", "band"].map(str::to_owned).to_vec();
        header.extend(names.iter().map(|name| format!("weight_{name}")));
        header.push("weight_rarity".to_owned());
        csv.write_record(&header)?;
        // A million pairs agree in few ways: each is explained once.
        let mut explained: HashMap<Levels, (Vec<String>, f64)> = HashMap::new();
        // What is guessed is neither certain nor asked about; it shows in the clusters.
        for pair in outcome.pairs.iter().filter(|pair| pair.band != Band::Guess) {
            let (reasons, sum) = explained
                .entry(pair.levels)
                .or_insert_with(|| weights(&outcome.model, pair.levels, &names));
            let ends = ends(records, pair);
            let rarity = format!("{:.3}", pair.weight - *sum);
            let cells = ends.iter().map(String::as_str).chain([pair.band.code()]);
            csv.write_record(cells.chain(reasons.iter().map(String::as_str)).chain([&*rarity]))?;
        }
        Ok(())
    })
}

/// What each of the named reasons adds where a pair agrees like this, as cells, and the sum of all.
fn weights(model: &Model, levels: Levels, names: &[&str]) -> (Vec<String>, f64) {
    let reasons = explain(model, levels);
    let cell = |name: &&str| {
        let reason = reasons.iter().find(|reason| reason.field == *name);
        reason.map_or_else(String::new, |one| format!("{:.3}", one.weight))
    };
    (names.iter().map(cell).collect(), reasons.iter().map(|reason| reason.weight).sum())
}

/// `id_left,id_right,weight,probability`.
pub(super) fn write_links(path: &Path, records: &Records, pairs: &[Pair]) -> Result<(), Failure> {
    write_csv(path, |csv| {
        csv.write_record(["id_left", "id_right", "weight", "probability"])?;
        for pair in pairs {
            csv.write_record(ends(records, pair))?;
        }
        Ok(())
    })
}

fn ends(records: &Records, pair: &Pair) -> Vec<String> {
    vec![
        records.id(pair.left).to_owned(),
        records.id(pair.right).to_owned(),
        format!("{:.3}", pair.weight),
        format!("{:.6}", pair.probability),
    ]
}

#[derive(Serialize)]
struct SummaryFile<'a> {
    #[serde(flatten)]
    summary: &'a Summary,
    seconds: BTreeMap<&'a str, f64>,
    peak_memory_bytes: Option<u64>,
    parameters: &'a Model,
}

pub(super) fn write_summary(
    path: &Path,
    summary: &Summary,
    model: &Model,
    seconds: &[(&str, f64)],
) -> Result<(), Failure> {
    let seconds = seconds.iter().map(|(name, seconds)| (*name, (seconds * 1e3).round() / 1e3));
    let file = SummaryFile {
        summary,
        seconds: seconds.collect(),
        peak_memory_bytes: peak_memory_bytes(),
        parameters: model,
    };
    let text = serde_json::to_string_pretty(&file).map_err(Failure::of)?;
    write_text(path, &format!("{text}\n"))
}

pub(super) fn write_text(path: &Path, text: &str) -> Result<(), Failure> {
    let mut file = create(path).map_err(|error| failed(path, &error))?;
    file.write_all(text.as_bytes()).map_err(|error| failed(path, &error))
}

pub(super) fn write_csv(
    path: &Path,
    write: impl FnOnce(&mut csv::Writer<BufWriter<File>>) -> csv::Result<()>,
) -> Result<(), Failure> {
    let file = create(path).map_err(|error| failed(path, &error))?;
    let mut csv = csv::Writer::from_writer(BufWriter::new(file));
    write(&mut csv).map_err(|error| failed(path, &error))?;
    csv.flush().map_err(|error| failed(path, &error))
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let file = options.write(true).create(true).truncate(true).mode(OWNER_ONLY).open(path)?;
    // The mode above is of a new file; one that was there may have been open to others. What is
    // no file, such as /dev/null, keeps its own.
    if file.metadata()?.is_file() {
        file.set_permissions(Permissions::from_mode(OWNER_ONLY))?;
    }
    Ok(file)
}

fn failed(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::Failed(format!("{}: {error}", path.display()))
}
