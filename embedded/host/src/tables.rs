//! The truth that the kernels' accuracy tests are held against, in the form that the targets read.

use std::fmt::Write;

use cases::{
    accuracy::{Format, Truth, worst},
    functions,
};

/// The tests with the bounds, and their tables of multi-precision values.
const ULP: &str = include_str!("../../../kernels/tests/ulp.rs");
const FUNCTIONS: &str = include_str!("../../../kernels/tests/functions.rs");
const F32_ROWS: &str = include_str!("../../../kernels/tests/data/f32.txt");
const F64_ROWS: &str = include_str!("../../../kernels/tests/data/f64.txt");
const FUNCTIONS_ROWS: &str = include_str!("../../../kernels/tests/data/functions.txt");
/// The documentation with the table of bounds.
const LIBRARY: &str = include_str!("../../../kernels/src/lib.rs");

/// The table of one function.
pub struct Table {
    name: &'static str,
    order: Option<u32>,
    bound: f64,
    least: f64,
    worst: f64,
    rows: Vec<[f64; 4]>,
}

impl Table {
    /// Measures the host's error, too.
    fn new<T: Format>(test: &str, bound: f64, rows: Vec<[f64; 4]>) -> Table {
        let (name, order) = function(test);
        let bits: Vec<[u64; 4]> = rows.iter().map(|row| row.map(f64::to_bits)).collect();
        let has_zeros = test.starts_with("sinc") || ["digamma_below_zero", "polygamma_2"].contains(&test);
        let least = f64::from(u8::from(has_zeros));
        let worst = worst::<T>(&Truth { name, order, bound, least, worst: 0, rows: bits.leak() });
        assert!(worst <= bound, "{test}: {worst} ulp, bound {bound}");
        Table { name, order, bound, least, worst, rows }
    }

    /// Writes it in Rust.
    pub fn write(&self, out: &mut String) {
        let Table { name, order, bound, least, worst, .. } = self;
        let worst = worst.to_bits();
        write!(
            out,
            "cases::accuracy::Truth {{ name: {name:?}, order: {order:?}, bound: {bound:?}, least: {least:?}, worst: {worst}, rows: &["
        )
        .expect("a string takes everything");
        for row in &self.rows {
            write!(out, "{:?},", row.map(f64::to_bits)).expect("a string takes everything");
        }
        out.push_str("] },\n");
    }
}

/// Every function of f32: from the f32 tables, and the others with f64 kernels as the truth.
pub fn f32() -> Vec<Table> {
    let mut tables: Vec<Table> =
        rows(F32_ROWS).into_iter().map(|(test, rows)| Table::new::<f32>(test, bound(ULP, test, 0), rows)).collect();
    for (test, rows) in rows(FUNCTIONS_ROWS) {
        let rows = narrowed(test, &rows);
        tables.push(Table::new::<f32>(test, documented(test), rows));
    }
    complete::<f32>(&tables);
    tables
}

/// Every function of f64.
pub fn f64() -> Vec<Table> {
    let tables = [(ULP, F64_ROWS, 1), (FUNCTIONS, FUNCTIONS_ROWS, 0)].into_iter().flat_map(|(tests, table, column)| {
        rows(table).into_iter().map(move |(test, rows)| Table::new::<f64>(test, bound(tests, test, column), rows))
    });
    let tables: Vec<Table> = tables.collect();
    complete::<f64>(&tables);
    tables
}

/// A table's rows (arguments, truth, what rounding it lost) by the test's name for the function.
fn rows(table: &str) -> Vec<(&str, Vec<[f64; 4]>)> {
    let mut tables: Vec<(&str, Vec<[f64; 4]>)> = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let (test, numbers) = line.split_once(' ').expect("a name");
        let bits = |word| f64::from_bits(u64::from_str_radix(word, 16).expect("16 hexadecimal digits"));
        let row = match numbers.split(' ').map(bits).collect::<Vec<_>>()[..] {
            [x, high, low] => [x, 0.0, high, low],
            [x, y, high, low] => [x, y, high, low],
            _ => panic!("{line}"),
        };
        match tables.iter_mut().find(|(known, _)| *known == test) {
            Some((_, rows)) => rows.push(row),
            None => tables.push((test, vec![row])),
        }
    }
    tables
}

/// Rows with arguments and a result that an f32 has; the truth is the f64 kernel's, whose error an f32 does not show.
fn narrowed(test: &str, rows: &[[f64; 4]]) -> Vec<[f64; 4]> {
    let (name, order) = function(test);
    let normal = |x: f64| x.abs() >= f64::from(f32::MIN_POSITIVE) && x.abs() <= f64::from(f32::MAX);
    let row = |&[x, y, ..]: &[f64; 4]| {
        let [x, y] = [x, y].map(|x| f64::from(x as f32));
        let truth = if let Some(f) = functions::one::<f64>().iter().find(|f| f.name == name) {
            (f.scalar)(x)
        } else if let Some(f) = functions::two::<f64>().iter().find(|f| f.name == name) {
            (f.scalar)(x, y)
        } else {
            let f = functions::ORDERED.iter().find(|f| f.name == name).expect("a function");
            (f.scalar)(order.expect("an order"), x)
        };
        [x, y, truth, 0.0]
    };
    rows.iter().map(row).filter(|&[x, y, truth, _]| normal(x) && (y == 0.0 || normal(y)) && normal(truth)).collect()
}

/// The kernels' name of a function, and its order, from the test's.
fn function(test: &str) -> (&'static str, Option<u32>) {
    let simple = |name: &str| name.replace('_', "").to_lowercase();
    let names = functions::one::<f64>().map(|f| f.name);
    let pairs = functions::two::<f64>().map(|f| f.name);
    let wanted = test.trim_end_matches("_below_zero");
    if let Some(name) = names.into_iter().chain(pairs).find(|name| simple(name) == simple(wanted)) {
        return (name, None);
    }
    let digits: String = test.chars().filter(char::is_ascii_digit).collect();
    let family: String = test.chars().filter(|c| !c.is_ascii_digit()).collect();
    let known = functions::ORDERED.iter().find(|f| f.name == family.trim_end_matches('_'));
    let name = known.unwrap_or_else(|| panic!("no function for the test {test}")).name;
    (name, Some(digits.parse().expect("an order")))
}

/// The bound in a test's list of `("name", bound, …)`.
fn bound(tests: &str, test: &str, column: usize) -> f64 {
    let quoted = format!("(\"{test}\", ");
    let line = tests.lines().find_map(|line| line.trim().strip_prefix(&quoted));
    let numbers = line.unwrap_or_else(|| panic!("no bound for {test}")).trim_end_matches("),");
    numbers.split(", ").nth(column).and_then(|number| number.parse().ok()).expect("a bound")
}

/// The f32 bound in the table of the documentation; what is not there is rounded from f64.
fn documented(test: &str) -> f64 {
    let name = format!("`{}`", function(test).0);
    for line in LIBRARY.lines().filter_map(|line| line.strip_prefix("//! |")) {
        let cells: Vec<&str> = line.split('|').collect();
        if let Some(at) = cells.iter().position(|cell| cell.contains(&name)) {
            return cells[at + 1].trim().parse().expect("a bound");
        }
    }
    if name == "`SoftSign`" { 1.5 } else { 0.501 }
}

/// What needs no table: exact, or a single rounding of the hardware.
const EXACT: [&str; 22] = [
    "Abs",
    "Add",
    "Ceil",
    "Copysign",
    "Div",
    "Floor",
    "FlooredDiv",
    "FlooredRem",
    "Maximum",
    "Minimum",
    "Mul",
    "Neg",
    "OneMinusSquare",
    "Relu",
    "Rem",
    "Round",
    "Sign",
    "Square",
    "Sub",
    "Trunc",
    "Reciprocal",
    "Sqrt",
];

/// No function of the kernels is missing: neither in `functions`, nor among the tables.
fn complete<T: Format>(tables: &[Table]) {
    let known: Vec<&str> =
        functions::one::<T>().map(|f| f.name).into_iter().chain(functions::two::<T>().map(|f| f.name)).collect();
    for name in &known {
        let has_table = tables.iter().any(|table| table.name == *name);
        assert!(has_table || EXACT.contains(name), "no accuracy table for {name}");
    }
    let comparisons = functions::comparisons::<f64>().map(|f| f.name);
    for list in ["pub use map::{", "pub use zip::{"] {
        let (_, rest) = LIBRARY.split_once(list).expect("the list of functions");
        let (list, _) = rest.split_once('}').expect("its end");
        for name in list.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let other = ["Map", "Zip", "ZipAssign", "Equatable"].contains(&name) || comparisons.contains(&name);
            assert!(other || known.contains(&name), "{name} of the kernels is not in embedded/cases/src/functions.rs");
        }
    }
}
