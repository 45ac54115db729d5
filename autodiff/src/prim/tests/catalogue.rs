//! The page that lists every operation (`src/operations.md` of the root package), made from the sources and the table of
//! cases: a public operation without a case, or a page that is out of date, is a failure.
//!
//! `UPDATE_OPERATIONS=1 cargo test -p cotangent-autodiff catalogue` writes the page.

use super::cases::{Case, all_cases};
use crate::{Array, Program, program::Eqn, stage};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt::Write as _;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A public operation, as the sources declare it.
struct Operation {
    name: String,
    /// Whether it is a method of `Array`.
    method: bool,
    /// The first sentence of its documentation.
    summary: String,
    /// Whether the documentation has an example.
    example: bool,
    /// The file, from the folder of the sources.
    file: String,
}

/// The folders and files whose public functions of arrays are operations.
const THEMES: [&str; 4] = ["prim", "ops", "index", "creation"];

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every source file below a folder, without those of tests.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder of sources").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && !path.ends_with("tests") {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The operations of one file: public functions that give arrays, without the forms that give errors as values.
fn operations_in(file: &Path) -> Vec<Operation> {
    let text = fs::read_to_string(file).expect("a source file");
    let name = file.strip_prefix(sources()).expect("below the sources").to_string_lossy().replace('\\', "/");
    let (mut documentation, mut found, mut in_array) = (Vec::new(), Vec::new(), false);
    let lines: Vec<&str> = text.lines().collect();
    for (i, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        match code.strip_prefix("/// ").or_else(|| code.strip_prefix("///")) {
            Some(words) => {
                documentation.push(words);
                continue;
            }
            None if code.starts_with("#[") => continue,
            None => {}
        }
        in_array = if line.starts_with("impl") { *line == "impl Array {" } else { in_array && *line != "}" };
        let indented = line.starts_with("    ");
        if let Some(rest) = code.strip_prefix("pub fn ").filter(|_| in_array == indented) {
            let end = rest.find(['(', '<']).expect("a signature");
            let signature: String = lines[i..].iter().take_while(|l| !l.ends_with(';')).take(12).copied().collect();
            let head = signature.split(" {").next().unwrap_or_default();
            let output = head.rsplit("->").next().unwrap_or_default();
            let arrays = ["Array", "Update"].iter().any(|kind| output.contains(kind));
            let gives_arrays = head.contains("->") && arrays && !output.contains("Result");
            if gives_arrays && !rest.starts_with("try_") {
                let summary = documentation.join(" ");
                let sentence = first_sentence(&summary);
                found.push(Operation {
                    name: rest[..end].to_string(),
                    method: in_array,
                    summary: sentence,
                    example: documentation.iter().any(|line| line.starts_with("```")),
                    file: name.clone(),
                });
            }
        }
        documentation.clear();
    }
    found
}

fn operations() -> Vec<Operation> {
    let mut all = Vec::new();
    files(&sources(), &mut all);
    let theme = |file: &&PathBuf| {
        let path = file.strip_prefix(sources()).expect("below the sources");
        THEMES.iter().any(|theme| path.starts_with(theme) || path == Path::new(&format!("{theme}.rs")))
    };
    // What is behind a feature has a section of its own, without links: they would break without the feature.
    let always = |file: &&PathBuf| !file.ends_with("prim/fft.rs");
    all.iter().filter(theme).filter(always).flat_map(|file| operations_in(file)).collect()
}

/// Up to the first full stop that ends a sentence, without it.
fn first_sentence(text: &str) -> String {
    let end = text.match_indices(". ").map(|(i, _)| i).find(|&i| !text[..i].ends_with("et al"));
    text[..end.unwrap_or(text.len())].trim_end_matches(['.', ':']).to_string()
}

/// What a file says of itself, up to the first full stop.
fn about(file: &str) -> String {
    let text = fs::read_to_string(sources().join(file)).expect("a source file");
    let lines: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim).collect();
    let words = lines.join(" ");
    format!("{}.", first_sentence(&words))
}

/// The public name that a case begins with.
fn tested_name(case: &Case) -> &str {
    case.name.split([':', '[']).next().unwrap_or_default().trim()
}

/// What an operation is made of, and which rules that has.
fn class(case: &Case) -> String {
    let program: Program = stage(|xs: &Vec<Array>| case.call(xs), &case.inputs);
    let mut parts = BTreeMap::new();
    for eqn in &program.eqns {
        let (name, linear) = match eqn {
            Eqn::One(..) | Eqn::Two(..) => ("lin".to_string(), true),
            Eqn::Call(call) => (call.prim.rules().to_string(), call.prim.rules().linear().is_some()),
            Eqn::Multi(m) => (m.prim.rules().to_string(), false),
        };
        parts.insert(name.split('[').next().unwrap_or_default().to_string(), linear);
    }
    let names = || parts.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match (case.discrete, parts.len()) {
        (true, _) => format!("no derivative; {}", names()),
        (_, 0) => "the array itself".to_string(),
        (_, 1) if program.eqns.len() == 1 => {
            let kind = if parts.values().all(|linear| *linear) { "linear: jvp, transpose" } else { "jvp" };
            format!("primitive {}; {kind}, batch", names())
        }
        _ => format!("of {}", names()),
    }
}

fn page() -> String {
    let cases = all_cases();
    let mut first: BTreeMap<&str, &Case> = BTreeMap::new();
    for case in &cases {
        first.entry(tested_name(case)).or_insert(case);
    }
    let all = operations();
    let mut page = String::from(
        "Every operation, with what it is made of.\n\n\
         A *primitive* has rules of its own: `jvp` (forward mode), `transpose` (reverse mode; only of what is linear, \
         since reverse mode is the transpose of the linear part of forward mode), `batch` (vmap). Everything runs under \
         `compile`. Other operations are composed *of* primitives and have their rules from them. All of them are held \
         to the same table of tests: values, both modes, orders 1 to 3, `vmap`, `compile`, layouts, f32 and f64.\n",
    );
    for group in all.chunk_by(|a, b| a.file == b.file) {
        let heading = group[0].file.trim_end_matches(".rs").rsplit('/').next().unwrap_or_default().replace('_', " ");
        write!(page, "\n# {heading}\n\n{}\n\n", about(&group[0].file)).expect("a string");
        page.push_str("| operation | what it is | class and rules |\n|---|---|---|\n");
        for op in group {
            let owner = if op.method { "Array::" } else { "" };
            let path = format!("crate::{owner}{}", op.name);
            let case = first.get(op.name.as_str()).filter(|_| !op.file.starts_with("creation"));
            let class = case.map_or_else(|| "makes arrays".to_string(), |case| class(case));
            let summary = op.summary.replace('|', "\\|");
            writeln!(page, "| [`{}`]({path}) | {summary} | {class} |", op.name).expect("a string");
        }
    }
    page.push_str(
        "\n# fft\n\nWith the feature `fft`: `fft`, `ifft`, `rfft` and `irfft` along an axis, primitives; linear: jvp, \
         transpose, batch.\n",
    );
    page
}

#[test]
fn every_operation_has_cases() {
    let tested: BTreeSet<String> = all_cases().iter().map(|case| tested_name(case).to_string()).collect();
    let missing: Vec<String> = operations()
        .iter()
        .filter(|op| !op.file.starts_with("creation") && !tested.contains(&op.name))
        .map(|op| format!("{} ({})", op.name, op.file))
        .collect();
    assert!(missing.is_empty(), "no case in the table for {}", missing.join(", "));
}

#[test]
fn every_operation_has_an_example() {
    let bare: Vec<String> =
        operations().iter().filter(|op| !op.example).map(|op| format!("{} ({})", op.name, op.file)).collect();
    assert!(bare.is_empty(), "no example in the documentation of {}", bare.join(", "));
}

#[test]
fn the_page_of_operations_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/operations.md");
    let page = page();
    if std::env::var_os("UPDATE_OPERATIONS").is_some() {
        fs::write(&path, &page).expect("the page can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "src/operations.md is out of date: run with UPDATE_OPERATIONS=1");
}
