//! Refuses to build without the page assets, which node makes from `assets/`.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=assets/dist");
    if !Path::new("assets/dist/app.css").exists() {
        println!(
            "cargo::error=the page assets are missing: run `make build` \
             (or `npm ci && npm run build` in web/assets)"
        );
    }
}
