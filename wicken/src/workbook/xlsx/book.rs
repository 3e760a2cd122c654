//! Which sheets there are, and which parts they and what they share are in.

use crate::workbook::{
    markup::{Markup, Piece, attribute, prefixed},
    parts::Parts,
    refusal::Refusal,
};

const SHEETS_MOST: usize = 1000;

pub(super) struct Sheet {
    pub name: String,
    pub path: String,
    pub is_hidden: bool,
}

pub(super) struct Book {
    pub sheets: Vec<Sheet>,
    pub is_1904: bool,
    pub strings: Option<String>,
    pub formats: Option<String>,
    pub has_macros: bool,
}

/// That one part leads to another.
struct Relation {
    id: String,
    /// What comes last in the address that says of what kind it is.
    kind: String,
    target: String,
    is_outside: bool,
}

struct Entry {
    name: String,
    relation: String,
    is_hidden: bool,
}

impl Book {
    pub(super) fn read(parts: &Parts<'_>) -> Result<Book, Refusal> {
        let path = find_book(parts)?;
        let (entries, is_1904) = parts.read(&path, |part| read_entries(Markup::new(part)))?;
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
        let relations = relations(parts, &join(folder, &format!("_rels/{file}.rels")))?;
        let by_kind = |kind: &str| {
            let found = relations.iter().find(|one| one.kind == kind && !one.is_outside);
            found.map(|one| join(folder, &one.target))
        };
        let mut sheets = Vec::new();
        for entry in entries {
            let relation = relations.iter().find(|one| one.id == entry.relation);
            let relation = relation.ok_or(Refusal::Broken("a sheet leads nowhere"))?;
            if relation.is_outside {
                return Err(Refusal::Broken("a sheet leads outside the workbook"));
            }
            // Charts and old macro sheets have no rows.
            if relation.kind == "worksheet" {
                let path = join(folder, &relation.target);
                sheets.push(Sheet { name: entry.name, path, is_hidden: entry.is_hidden });
            }
        }
        Ok(Book {
            sheets,
            is_1904,
            strings: by_kind("sharedStrings"),
            formats: by_kind("styles"),
            has_macros: relations.iter().any(|one| one.kind == "vbaProject"),
        })
    }
}

/// The part that lists the sheets.
fn find_book(parts: &Parts<'_>) -> Result<String, Refusal> {
    let relations = relations(parts, "_rels/.rels")?;
    let found = relations.into_iter().find(|one| one.kind == "officeDocument");
    let path = found.map_or_else(|| "xl/workbook.xml".to_owned(), |one| join("", &one.target));
    let folder = path.split('/').next().unwrap_or_default();
    match folder {
        "word" => Err(Refusal::Other("a text document")),
        "ppt" => Err(Refusal::Other("a presentation")),
        _ if path.ends_with(".bin") => Err(Refusal::Binary),
        _ if parts.has(&path) => Ok(path),
        _ => Err(Refusal::NoWorkbook),
    }
}

fn relations(parts: &Parts<'_>, path: &str) -> Result<Vec<Relation>, Refusal> {
    if !parts.has(path) {
        return Ok(Vec::new());
    }
    parts.read(path, |part| {
        let mut markup = Markup::new(part);
        let mut relations = Vec::new();
        loop {
            match markup.next()? {
                Piece::Begin(start) if start.local_name().as_ref() == "Relationship" => {
                    let text = |name| attribute(&start, name).map(Option::unwrap_or_default);
                    let kind = text("Type")?;
                    relations.push(Relation {
                        id: text("Id")?.into_owned(),
                        kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                        target: text("Target")?.into_owned(),
                        is_outside: text("TargetMode")? == "External",
                    });
                }
                Piece::Over => return Ok(relations),
                Piece::Begin(_) | Piece::End(_) | Piece::Text(_) => {}
            }
        }
    })
}

fn read_entries<R: std::io::BufRead>(mut markup: Markup<R>) -> Result<(Vec<Entry>, bool), Refusal> {
    let (mut entries, mut is_1904) = (Vec::new(), false);
    loop {
        match markup.next()? {
            Piece::Begin(start) => match start.local_name().as_ref() {
                "workbookPr" => {
                    let value = attribute(&start, "date1904")?;
                    is_1904 = matches!(value.as_deref(), Some("1" | "true" | "on"));
                }
                "sheet" => entries.push(Entry {
                    name: attribute(&start, "name")?.unwrap_or_default().into_owned(),
                    relation: prefixed(&start, "id")?.unwrap_or_default().into_owned(),
                    is_hidden: attribute(&start, "state")?.is_some_and(|is| is != "visible"),
                }),
                _ => {}
            },
            Piece::Over => return Ok((entries, is_1904)),
            Piece::End(_) | Piece::Text(_) => {}
        }
        if SHEETS_MOST < entries.len() {
            return Err(Refusal::TooLarge("it has more than 1,000 sheets"));
        }
    }
}

/// A target as seen from the folder of whoever names it. It is only ever looked up among the parts
/// of the zip, so leading out of it leads nowhere.
fn join(folder: &str, target: &str) -> String {
    let (folder, target) = match target.strip_prefix('/') {
        Some(whole) => ("", whole),
        None => (folder, target),
    };
    let mut path = Vec::new();
    for step in folder.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_seen_from_its_folder_and_never_leads_out() {
        for (folder, target, path) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "../docProps/app.xml", "docProps/app.xml"),
            ("xl", "../../../etc/passwd", "etc/passwd"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
        ] {
            assert_eq!(join(folder, target), path);
        }
    }
}
