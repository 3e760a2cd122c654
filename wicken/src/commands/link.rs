//! `wicken link`: record linkage by itself, on files and without a database.

mod answers;
mod chart;
mod coded;
mod peak;
mod report;
mod schema;
mod table;
mod text;

use crate::config::Failure;
use linkage::{Options, Records, Stage};
use report::Told;
use schema::LinkSchema;
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Find the records of one file that are of one person
    Dedupe(Dedupe),
    /// Find the people of one file in another
    Match(Match),
    /// Write the records of a file in code, so that a partner can compare them and not read them
    Encode(Encode),
}

#[derive(clap::Args)]
pub(crate) struct Dedupe {
    /// Records of people, CSV or Parquet, or what `wicken link encode` wrote
    input: PathBuf,
    /// What the columns hold, in TOML; not for records in code
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// The people found: id,cluster
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The pairs behind them, and those that a person should look at
    #[arg(long, value_name = "FILE")]
    pairs: Option<PathBuf>,
    #[command(flatten)]
    more: More,
}

#[derive(clap::Args)]
pub(crate) struct Match {
    /// Records of people, CSV or Parquet, or what `wicken link encode` wrote
    left: PathBuf,
    /// The records in which to find them; in code if the others are
    right: PathBuf,
    /// What the columns of both hold, in TOML; not for records in code
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// The links found: id_left,id_right,weight,probability
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    more: More,
}

/// Values become codes by a key that the partners share: HMAC-SHA256 of pairs of letters, one
/// balanced filter of 256 bits a field. The file is CSV: clk (version and check of the key), id, a
/// column of base64 for each kind of value, sex in clear, and keyed hashes. Codes are no
/// anonymity: who has the key can try names, and who has many codes can count which are common.
#[derive(clap::Args)]
pub(crate) struct Encode {
    /// Records of people, CSV or Parquet
    input: PathBuf,
    /// What the columns hold, in TOML
    #[arg(long, value_name = "FILE")]
    schema: PathBuf,
    /// The records in code
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The key that the partners share, 32 bytes or more, readable by its owner alone
    #[arg(long, value_name = "FILE")]
    key_file: PathBuf,
}

#[derive(clap::Args)]
struct More {
    /// Counts, seconds, memory and what was learnt, as JSON
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
    /// What was learnt, as a page to read
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Show in the report what records say about people, not only the shapes of it
    #[arg(long, requires = "report")]
    show_values: bool,
    /// How many threads may work [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Dedupe(arguments) => dedupe(arguments),
        Command::Match(arguments) => match_files(arguments),
        Command::Encode(arguments) => encode(arguments),
    }
    .map(|()| ExitCode::SUCCESS)
}

fn dedupe(arguments: &Dedupe) -> Result<(), Failure> {
    let more = &arguments.more;
    let outs = [Some(&arguments.out), arguments.pairs.as_ref()].into_iter().flatten();
    let inputs = [&arguments.input].into_iter().chain(&arguments.schema);
    keep_inputs(inputs, outs.chain(more.outs()))?;
    let mut clock = Clock::new();
    let (records, _) = read(&[&arguments.input], arguments.schema.as_deref())?;
    clock.end("reading");
    let outcome = linkage::dedupe(&records, &more.options(), &mut |stage| clock.stage(stage));
    answers::write_clusters(&arguments.out, &records, &outcome.clusters)?;
    if let Some(path) = &arguments.pairs {
        answers::write_pairs(path, &records, &outcome)?;
    }
    clock.end("writing");
    let told = Told {
        records: &records,
        summary: &outcome.summary,
        model: &outcome.model,
        pairs: &outcome.pairs,
        sizes: sizes(&outcome.clusters),
        shows_values: more.show_values,
    };
    more.write(&told, &clock)?;
    let summary = &outcome.summary;
    eprintln!(
        "{} records are {} people; {} pairs wait for a person to look.",
        summary.records, summary.clusters, summary.pairs_for_review
    );
    Ok(())
}

fn match_files(arguments: &Match) -> Result<(), Failure> {
    let more = &arguments.more;
    let inputs = [&arguments.left, &arguments.right].into_iter().chain(&arguments.schema);
    keep_inputs(inputs, [&arguments.out].into_iter().chain(more.outs()))?;
    let mut clock = Clock::new();
    let sides = [arguments.left.as_path(), &arguments.right];
    let (records, left_count) = read(&sides, arguments.schema.as_deref())?;
    clock.end("reading");
    let links = linkage::match_sides(&records, left_count, &more.options(), &mut |stage| {
        clock.stage(stage);
    });
    answers::write_links(&arguments.out, &records, &links.pairs)?;
    clock.end("writing");
    let told = Told {
        records: &records,
        summary: &links.summary,
        model: &links.model,
        pairs: &links.pairs,
        sizes: Vec::new(),
        shows_values: more.show_values,
    };
    more.write(&told, &clock)?;
    eprintln!("{} people stand in both files.", links.pairs.len());
    Ok(())
}

fn encode(arguments: &Encode) -> Result<(), Failure> {
    let Encode { input, schema, out, key_file } = arguments;
    keep_inputs([input, schema, key_file].into_iter(), [out].into_iter())?;
    let key = coded::read_key(key_file)?;
    let (records, _) = read(&[input], Some(schema))?;
    coded::write(out, &records, key)?;
    eprintln!("{} records stand in {} in code.", records.len(), out.display());
    Ok(())
}

/// Reads files as one; answers how many records the first has.
fn read(paths: &[&Path], schema: Option<&Path>) -> Result<(Records, u32), Failure> {
    let coded = paths.iter().filter(|path| coded::is_coded(path)).count();
    let Some(schema) = schema else {
        return match coded {
            0 => Err(Failure::Usage(
                "--schema is missing: name the file that tells what the columns hold".to_owned(),
            )),
            some if some < paths.len() => Err(Failure::Usage(
                "one file is in code and one is not: write the other in code with the same key, \
                 wicken link encode"
                    .to_owned(),
            )),
            _ => coded::read(paths),
        };
    };
    if 0 < coded {
        let what = "records in code need no --schema: leave it out";
        return Err(Failure::Usage(what.to_owned()));
    }
    let schema = LinkSchema::read(schema)?;
    let mut records = Records::new(schema.schema());
    let mut first = None;
    for path in paths {
        table::read(path, &schema, &mut records)?;
        first.get_or_insert(records.len());
    }
    Ok((records, u32::try_from(first.unwrap_or_default()).map_err(Failure::of)?))
}

/// How many clusters there are of each size: size, count.
fn sizes(clusters: &[u32]) -> Vec<(usize, usize)> {
    let mut members = vec![0usize; clusters.len()];
    for cluster in clusters {
        members[*cluster as usize] += 1;
    }
    let mut counts = std::collections::BTreeMap::new();
    for size in members.into_iter().filter(|size| 0 < *size) {
        *counts.entry(size).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// Refuses to write an answer over what is read.
fn keep_inputs<'a>(
    inputs: impl Iterator<Item = &'a PathBuf>,
    outs: impl Iterator<Item = &'a PathBuf>,
) -> Result<(), Failure> {
    let real = |path: &PathBuf| fs::canonicalize(path).ok();
    let inputs: Vec<PathBuf> = inputs.filter_map(real).collect();
    for out in outs.filter_map(real) {
        if inputs.contains(&out) {
            let out = out.display();
            return Err(Failure::Usage(format!("{out} is read and cannot be written as well")));
        }
    }
    Ok(())
}

impl More {
    fn outs(&self) -> impl Iterator<Item = &PathBuf> {
        self.summary.iter().chain(&self.report)
    }

    fn options(&self) -> Options {
        let all = || std::thread::available_parallelism().map_or(1, usize::from);
        Options { threads: self.threads.map_or_else(all, usize::from), ..Options::default() }
    }

    fn write(&self, told: &Told<'_>, clock: &Clock) -> Result<(), Failure> {
        if let Some(path) = &self.summary {
            answers::write_summary(path, told.summary, told.model, &clock.seconds)?;
        }
        match &self.report {
            Some(path) => answers::write_text(path, &report::page(told)),
            None => Ok(()),
        }
    }
}

/// How long each stage took.
struct Clock {
    begun: Instant,
    /// Name and seconds.
    seconds: Vec<(&'static str, f64)>,
    running: Option<&'static str>,
}

impl Clock {
    fn new() -> Clock {
        Clock { begun: Instant::now(), seconds: Vec::new(), running: None }
    }

    /// What ran until here had this name.
    fn end(&mut self, name: &'static str) {
        self.seconds.push((name, self.begun.elapsed().as_secs_f64()));
        self.begun = Instant::now();
    }

    fn stage(&mut self, stage: Stage) {
        if let Some(name) = self.running.take() {
            self.end(name);
        }
        self.begun = Instant::now();
        self.running = match stage {
            Stage::Blocking => Some("blocking"),
            Stage::Learning => Some("learning"),
            Stage::Comparing => Some("comparing"),
            Stage::Clustering => Some("clustering"),
            Stage::Done => None,
        };
    }
}
