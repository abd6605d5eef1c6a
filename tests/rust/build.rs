//! Makes a module of each Rust block in the pages of `docs` and `docs/guides`, so that it is compiled and run unchanged.

use std::env;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (mut modules, mut table) = (String::new(), String::new());
    for folder in ["docs", "docs/guides"] {
        println!("cargo::rerun-if-changed=../../{folder}");
        for page in pages(&root.join(folder))? {
            for (line, block) in blocks(&fs::read_to_string(&page)?) {
                let stem = page.file_stem().unwrap_or_default().to_string_lossy().replace('-', "_");
                let name = format!("{stem}_line_{line}");
                let run = call(&block);
                let _ = writeln!(
                    modules,
                    "#[allow(warnings, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]\n\
                     mod {name} {{\n{block}\n\
                     pub(super) fn run(_client: &::defacto_sdk::Client) -> ::defacto_sdk::Result<()> {{ {run} }}\n}}\n"
                );
                let _ = writeln!(table, "    (\"{name}\", {name}::run),");
            }
        }
    }
    let list = format!(
        "/// The blocks: page and line, and what runs it.\n\
         const BLOCKS: &[(&str, Run)] = &[\n{table}];\n"
    );
    let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("pages.rs");
    fs::write(target, modules + &list)
}

/// Returns the Markdown files of a folder.
fn pages(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    found.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    found.sort();
    Ok(found)
}

/// Returns the Rust blocks of a page, each with the line of its fence.
fn blocks(page: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut is_inside = false;
    for (number, line) in page.lines().enumerate() {
        if is_inside && line == "```" {
            is_inside = false;
        } else if is_inside {
            if let Some((_, block)) = found.last_mut() {
                block.push_str(line);
                block.push('\n');
            }
        } else if line == "```rust" || line.starts_with("```rust,") {
            is_inside = true;
            found.push((number + 1, String::new()));
        }
    }
    found
}

/// Returns the expression that runs a block: its `main`, or its first function that needs only a client.
fn call(block: &str) -> String {
    let lines = || block.lines();
    if lines().any(|line| line.starts_with("fn main() ->")) {
        return "main()".to_owned();
    }
    if lines().any(|line| line.starts_with("fn main()")) {
        return "main(); Ok(())".to_owned();
    }
    let takes_client = ["(client: &Client) -> ", "(client: &defacto_sdk::Client) -> "];
    let function = lines().find_map(|line| {
        let rest = line.strip_prefix("fn ")?;
        takes_client.iter().find_map(|arguments| rest.split_once(arguments)).map(|(name, _)| name)
    });
    function.map_or_else(|| "Ok(())".to_owned(), |name| format!("{name}(_client)"))
}
