//! The files: cases, arrays, parameters, and what is printed for each file.

use cotangent::prelude::*;
use serde_json::Value as Json;
use std::{collections::BTreeSet, fmt::Write as _, fs, io::Write as _, panic, path::PathBuf, sync::Mutex};

/// What became of a case.
pub(crate) enum Outcome {
    Passed,
    /// What is wrong.
    Failed(String),
    /// Why it is left out.
    Skipped(String),
}

impl From<Result<(), String>> for Outcome {
    fn from(result: Result<(), String>) -> Outcome {
        result.map_or_else(Outcome::Failed, |()| Outcome::Passed)
    }
}

/// Runs every case of a file, prints the counts, and fails if one failed.
pub(crate) fn run(file: &str, check: impl Fn(&Json) -> Outcome) {
    let folder = std::env::var_os("COTANGENT_GOLDEN_DIR")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data")), PathBuf::from);
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let json: Json = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let cases = json["cases"].as_array().expect("a list of cases");
    let (mut passed, mut failures, mut skipped) = (0, Vec::new(), Vec::new());
    for case in cases {
        let id = case["id"].as_str().expect("every case has an id");
        // A panic of an operation is the failure of its case, not the end of the file.
        let outcome = panic::catch_unwind(panic::AssertUnwindSafe(|| check(case)));
        match outcome.unwrap_or_else(|panic| Outcome::Failed(message(&*panic))) {
            Outcome::Passed => passed += 1,
            Outcome::Failed(text) => failures.push(format!("{id}: {text}")),
            Outcome::Skipped(reason) => skipped.push(format!("{id}: {reason}")),
        }
    }
    let mut report = String::new();
    for (verdict, lines) in [("failed ", &failures), ("skipped", &skipped)] {
        for line in lines {
            writeln!(report, "{verdict} {line}").expect("a string takes all");
        }
    }
    writeln!(report, "{file}: {passed} passed, {} failed, {} skipped", failures.len(), skipped.len())
        .expect("a string takes all");
    // Past the capture of tests: the counts are the point of the run.
    std::io::stderr().write_all(report.as_bytes()).expect("stderr");
    assert!(failures.is_empty(), "{} cases of {file} failed", failures.len());
    assert!(passed > 0, "{file}: nothing passed");
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    format!("panicked: {}", text.unwrap_or("without a text"))
}

/// An error unless the case has these fields and no others but `free` ones, which say where it comes from.
pub(crate) fn known_fields(case: &Json, needed: &[&str], free: &[&str]) -> Result<(), String> {
    let fields = case.as_object().ok_or("a case is an object")?;
    for field in fields.keys() {
        if !needed.contains(&field.as_str()) && !free.contains(&field.as_str()) {
            return Err(format!("unknown field {field}"));
        }
    }
    match needed.iter().find(|field| !fields.contains_key(**field)) {
        Some(field) => Err(format!("no field {field}")),
        None => Ok(()),
    }
}

/// The numbers that JSON cannot write are strings.
pub(crate) fn number(json: &Json) -> f64 {
    match json {
        Json::String(text) => text.parse().expect("nan, inf or -inf"),
        Json::Bool(x) => f64::from(u8::from(*x)),
        x => x.as_f64().expect("a number"),
    }
}

pub(crate) fn array_of(json: &Json) -> Array {
    let shape: Vec<usize> =
        json["shape"].as_array().expect("a shape").iter().map(|d| d.as_u64().expect("a length") as usize).collect();
    let data: Vec<f64> = json["data"].as_array().expect("data").iter().map(number).collect();
    let x = Array::from_vec(data, &shape).expect("the file says its shape");
    match json.get("dtype").and_then(Json::as_str) {
        None => x,
        Some("i64") => x.convert(DType::I64),
        Some("bool") => x.convert(DType::Bool),
        Some(other) => panic!("unknown dtype {other}"),
    }
}

pub(crate) fn arrays_of(json: &Json) -> Vec<Array> {
    json.as_array().expect("a list of arrays").iter().map(array_of).collect()
}

/// |got − want| ≤ rtol·(1e-2 + max|want|) for every element; NaN equals NaN and infinities themselves.
pub(crate) fn compare(what: &str, got: &Array, want: &Array, rtol: f64) -> Result<(), String> {
    if got.shape() != want.shape() {
        return Err(format!("{what}: shape {}, not {}", got.shape(), want.shape()));
    }
    let numbers = |x: &Array| x.convert(DType::F64).to_vec::<f64>().expect("f64");
    let (got, want) = (numbers(got), numbers(want));
    let size = want.iter().filter(|x| x.is_finite()).fold(0.0, |a: f64, x| a.max(x.abs()));
    for (i, (&a, &b)) in got.iter().zip(&want).enumerate() {
        let same = a == b || (a.is_nan() && b.is_nan());
        let near = (a - b).abs() <= rtol * (1e-2 + size);
        if !same && !near {
            return Err(format!("{what}[{i}]: {a:e}, not {b:e}"));
        }
    }
    Ok(())
}

/// [`compare`] for lists.
pub(crate) fn compare_all(what: &str, got: &[Array], want: &[Array], rtol: f64) -> Result<(), String> {
    if got.len() != want.len() {
        return Err(format!("{what}: {} arrays, not {}", got.len(), want.len()));
    }
    got.iter().zip(want).enumerate().try_for_each(|(i, (got, want))| compare(&format!("{what} {i}"), got, want, rtol))
}

/// The parameters of an operation. Those that its call does not read are an error.
pub(crate) struct Params {
    values: Json,
    read: Mutex<BTreeSet<String>>,
}

impl Params {
    pub(crate) fn new(values: &Json) -> Params {
        Params { values: values.clone(), read: Mutex::new(BTreeSet::new()) }
    }

    /// A parameter as the file writes it.
    pub(crate) fn raw(&self, name: &str) -> &Json {
        self.read.lock().expect("no panic while reading").insert(name.to_owned());
        self.values.get(name).unwrap_or_else(|| panic!("no parameter {name}"))
    }

    /// Whether the parameter is given: the file of special values leaves out those that are as usual.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.values.get(name).is_some()
    }

    pub(crate) fn int(&self, name: &str) -> i64 {
        self.raw(name).as_i64().unwrap_or_else(|| panic!("parameter {name} is no integer"))
    }

    pub(crate) fn axis(&self, name: &str) -> isize {
        self.int(name) as isize
    }

    /// A list of integers, or one of them.
    pub(crate) fn ints(&self, name: &str) -> Vec<i64> {
        self.maybe_ints(name).unwrap_or_else(|| panic!("parameter {name} is null"))
    }

    /// A list of integers, or one of them; `None` for null.
    pub(crate) fn maybe_ints(&self, name: &str) -> Option<Vec<i64>> {
        let integer = |x: &Json| x.as_i64().unwrap_or_else(|| panic!("parameter {name} is no list of integers"));
        match self.raw(name) {
            Json::Null => None,
            Json::Array(list) => Some(list.iter().map(integer).collect()),
            one => Some(vec![integer(one)]),
        }
    }

    pub(crate) fn sizes(&self, name: &str) -> Vec<usize> {
        self.ints(name).into_iter().map(|n| usize::try_from(n).expect("a size")).collect()
    }

    pub(crate) fn axes(&self, name: &str) -> Vec<isize> {
        self.ints(name).into_iter().map(|n| n as isize).collect()
    }

    pub(crate) fn float(&self, name: &str) -> f64 {
        number(self.raw(name))
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.raw(name).as_str().unwrap_or_else(|| panic!("parameter {name} is no text"))
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.raw(name).as_bool().unwrap_or_else(|| panic!("parameter {name} is no flag"))
    }

    /// An error if the call did not read all of them.
    pub(crate) fn all_read(&self) -> Result<(), String> {
        let read = self.read.lock().expect("no panic while reading");
        let mut names = self.values.as_object().ok_or("params is no object")?.keys();
        names.find(|name| !read.contains(*name)).map_or(Ok(()), |name| Err(format!("unknown parameter {name}")))
    }
}
