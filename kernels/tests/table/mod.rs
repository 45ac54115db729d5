//! Tables of multi-precision truth: reading them, and errors in ulp.

/// The distance of two neighbours at x, for a format with `digits` significant bits and smallest exponent `lowest`.
pub(crate) fn ulp(x: f64, digits: i32, lowest: i32) -> f64 {
    // The exponent of a subnormal f64 does not matter: it is below `lowest` for both formats.
    let exponent = ((x.abs().to_bits() >> 52) as i32 - 1023).max(lowest);
    libm::ldexp(1.0, exponent + 1 - digits)
}

fn number(hexadecimal: &str) -> f64 {
    f64::from_bits(u64::from_str_radix(hexadecimal, 16).expect("16 hexadecimal digits"))
}

/// The worst error of each function on a table.
pub(crate) fn worst(
    table: &str,
    evaluate: impl Fn(&str, &[f64]) -> f64,
    ulp: impl Fn(f64) -> f64,
) -> Vec<(String, f64, Vec<f64>)> {
    let mut worst: Vec<(String, f64, Vec<f64>)> = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split(' ');
        let name = fields.next().expect("a name");
        let numbers: Vec<f64> = fields.map(number).collect();
        let (arguments, truth) = numbers.split_at(numbers.len() - 2);
        let y = evaluate(name, arguments);
        assert!(y.is_finite(), "{name}({arguments:?}) = {y}");
        let error = ((y - truth[0]) - truth[1]).abs() / ulp(truth[0]);
        match worst.iter_mut().find(|(known, ..)| known == name) {
            Some(entry) if entry.1 < error => *entry = (name.into(), error, arguments.into()),
            Some(_) => {}
            None => worst.push((name.into(), error, arguments.into())),
        }
    }
    worst
}
