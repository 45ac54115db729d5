//! Rows of `kernels/ACCURACY.md`.

use std::{fs, path::PathBuf};

use crate::{functions::Function, sweep::Worst};

const CLASS: &str = if cfg!(feature = "unfused") { "unfused" } else { "fused" };

const HEAD: &str = "# Accuracy of the functions

Largest error in ulp of the exact result, by bit class (see `isa` in the documentation). \"every f32\" are all 2³² arguments,
with NaN, infinities, subnormals and both zeros; f64 is tried on random and on hard arguments, away from subnormal results.
A row is made by

```sh
cargo run --release -p cotangent-accuracy [--features unfused] -- ulp --write [--full | --stride N] [--f64 N] NAME
```

| function | dtype | class | arguments | worst, ulp | at |
|---|---|---|---|---|---|
";

/// A line of the table.
pub(crate) struct Row {
    pub(crate) text: String,
    pub(crate) good: bool,
}

fn row(function: &Function, dtype: &str, arguments: &str, worst: &Worst, bound: f64) -> Row {
    let wrong = worst.wrong.map(|x| format!(", wrong special value at {x:e}")).unwrap_or_default();
    Row {
        text: format!(
            "| `{}` | {dtype} | {CLASS} | {arguments} | {:.4}{wrong} | {:e} |",
            function.name, worst.ulp, worst.at
        ),
        good: worst.ulp <= bound && worst.wrong.is_none(),
    }
}

pub(crate) fn f32(function: &Function, worst: &Worst, stride: u64) -> Row {
    let arguments = if stride == 1 { "every f32".into() } else { format!("every {stride}th f32") };
    row(function, "f32", &arguments, worst, 1.0)
}

pub(crate) fn f64(function: &Function, worst: &Worst) -> Row {
    let [low, high] = function.domain;
    let arguments = format!("{:.1e} in [{low:e}, {high:e}]", worst.tried as f64);
    row(function, "f64", &arguments, worst, function.bound)
}

/// Puts the row in the place of the one of the same function, dtype and class.
pub(crate) fn write(row: &Row) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../ACCURACY.md");
    let text = fs::read_to_string(&path).unwrap_or_default();
    let key = |line: &str| line.split('|').take(4).collect::<String>();
    let mut rows: Vec<&str> =
        text.lines().filter(|line| line.starts_with("| `") && key(line) != key(&row.text)).collect();
    rows.push(&row.text);
    rows.sort_unstable();
    fs::write(path, format!("{HEAD}{}\n", rows.join("\n"))).expect("ACCURACY.md is writable");
}
