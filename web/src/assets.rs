//! The stylesheet, scripts and icon, built by node and carried inside the binary.

use std::borrow::Cow;

use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "assets/dist"]
struct Dist;

/// One file as a browser may ask for it.
pub struct Asset {
    pub content_type: &'static str,
    pub plain: Cow<'static, [u8]>,
    pub brotli: Option<Cow<'static, [u8]>>,
    pub gzip: Option<Cow<'static, [u8]>>,
    /// Changes with the content, so a browser may keep `?v=` of it for ever.
    pub version: String,
}

impl Asset {
    /// The smallest form that the browser's `Accept-Encoding` allows, and its name there.
    pub fn encoded(self, accepted: &str) -> (Option<&'static str>, Cow<'static, [u8]>) {
        match (self.brotli, self.gzip) {
            (Some(brotli), _) if accepts(accepted, "br") => (Some("br"), brotli),
            (_, Some(gzip)) if accepts(accepted, "gzip") => (Some("gzip"), gzip),
            (Some(_) | None, _) => (None, self.plain),
        }
    }
}

/// The address of a file, which is a new one whenever the file is.
pub fn asset_url(name: &str) -> String {
    match Dist::get(name) {
        Some(file) => format!("/assets/{name}?v={}", version(&file)),
        None => format!("/assets/{name}"),
    }
}

/// A file that pages may ask for; the compressed forms have no name of their own.
pub fn find(name: &str) -> Option<Asset> {
    let content_type = content_type(name)?;
    let file = Dist::get(name)?;
    Some(Asset {
        content_type,
        version: version(&file),
        plain: file.data,
        brotli: Dist::get(&format!("{name}.br")).map(|file| file.data),
        gzip: Dist::get(&format!("{name}.gz")).map(|file| file.data),
    })
}

/// The same eight digits that `assets/build.mjs` puts into the scripts' imports.
fn version(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

fn content_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "txt" => Some("text/plain; charset=utf-8"),
        _ => None,
    }
}

fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|one| {
        let (name, quality) = one.split_once(';').unwrap_or((one, ""));
        let refused = matches!(quality.replace(' ', "").as_str(), "q=0" | "q=0.0");
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_changes_with_the_file() {
        let url = asset_url("app.css");
        let version = url.strip_prefix("/assets/app.css?v=").unwrap();
        assert_eq!(version.len(), 8);
        assert_eq!(version, find("app.css").unwrap().version);
    }

    #[test]
    fn the_script_asks_for_the_modules_by_the_same_address() {
        let script = find("app.js").unwrap().plain;
        let script = String::from_utf8_lossy(&script);
        for module in ["govuk-frontend.min.js", "moj-frontend.min.js"] {
            let url = asset_url(module).replace("/assets/", "./");
            assert!(script.contains(&url), "app.js does not import {url}");
        }
    }

    #[test]
    fn a_browser_gets_the_smallest_form_it_can_read() {
        let best = |accepted| find("app.css").unwrap().encoded(accepted).0;
        assert_eq!(best("gzip, deflate, br, zstd"), Some("br"));
        assert_eq!(best("gzip, br;q=0"), Some("gzip"));
        assert_eq!(best("identity"), None);
        assert_eq!(best(""), None);
    }

    #[test]
    fn only_named_files_are_found() {
        assert!(find("app.css.br").is_none());
        assert!(find("../package.json").is_none());
        assert!(find("missing.css").is_none());
    }

    #[test]
    fn nothing_shipped_is_reserved_for_gov_uk() {
        for name in ["app.css", "app.js", "govuk-frontend.min.js", "moj-frontend.min.js"] {
            let text = String::from_utf8_lossy(&find(name).unwrap().plain).to_lowercase();
            for reserved in ["gds transport", "crown", "crest", "logotype"] {
                assert!(!text.contains(reserved), "{name} holds {reserved}");
            }
        }
    }
}
