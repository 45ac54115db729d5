//! The text of arrays, compared with what `NumPy` prints for some four hundred of them.

use cotangent_tensor::Tensor;
use serde_json::Value;

const CASES: &str = include_str!("data/format.json");

/// The tensor of a case; an element is given by its bits, its value, or its index.
fn tensor(case: &Value) -> Tensor {
    let shape: Vec<usize> = case["shape"].as_array().unwrap().iter().map(|d| d.as_u64().unwrap() as usize).collect();
    let count: usize = shape.iter().product();
    let bits = |i: usize| u64::from_str_radix(case["bits"][i].as_str().unwrap(), 16).unwrap();
    let integer = |i: usize| {
        if case["arange"].is_null() { case["data"][i].as_i64().unwrap() } else { i as i64 }
    };
    let single = |i: usize| {
        if case["arange"].is_null() { f32::from_bits(bits(i) as u32) } else { i as f32 }
    };
    let double = |i: usize| {
        if case["arange"].is_null() { f64::from_bits(bits(i)) } else { i as f64 }
    };
    match case["dtype"].as_str().unwrap() {
        "f32" => Tensor::from_vec((0..count).map(single).collect::<Vec<f32>>(), &shape),
        "f64" => Tensor::from_vec((0..count).map(double).collect::<Vec<f64>>(), &shape),
        "i32" => Tensor::from_vec((0..count).map(|i| integer(i) as i32).collect::<Vec<i32>>(), &shape),
        "i64" => Tensor::from_vec((0..count).map(integer).collect::<Vec<i64>>(), &shape),
        "bool" => {
            Tensor::from_vec((0..count).map(|i| case["data"][i].as_bool().unwrap()).collect::<Vec<bool>>(), &shape)
        }
        other => panic!("unknown dtype {other}"),
    }
    .unwrap()
}

/// Runs `text` on every case that has a value for `field`, and reports all that differ.
fn compare(field: &str, text: impl Fn(&Tensor) -> String) {
    let file: Value = serde_json::from_str(CASES).unwrap();
    let cases: Vec<&Value> = file["cases"].as_array().unwrap().iter().filter(|case| case[field].is_string()).collect();
    assert!(cases.len() > 200, "only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let (expected, got) = (case[field].as_str().unwrap(), text(&tensor(case)));
        if got != expected {
            wrong.push(format!("{} {}\nexpected:\n{expected}\ngot:\n{got}\n", case["dtype"], case["shape"]));
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn display_is_the_text_of_numpy() {
    compare("display", ToString::to_string);
}

#[test]
fn a_precision_gives_as_many_digits() {
    compare("display_3", |x| format!("{x:.3}"));
}

#[test]
fn debug_is_the_text_of_jax_without_padding() {
    compare("debug", |x| format!("{x:?}"));
}

#[test]
fn a_scalar_takes_a_width() {
    let x = Tensor::from_vec(vec![2.5_f32], &[]).unwrap();
    assert_eq!(format!("{x:>8}|{x:<6.2}|"), "     2.5|2.50  |");
}
