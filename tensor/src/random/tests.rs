//! The draws compared with JAX: the notebook's file, a table of checksums, and laws.

use super::{
    Key, KeyLayout, bits_u32, bits_u64, fold_in, key_with_layout, log, normal, normal_f32, normal_f64,
    permutation::{permutation, shuffle},
    randint_i32, randint_i64, split, split_n, threefry,
    uniform::{bernoulli, uniform_f32, uniform_f64},
};
use alloc::{format, string::String, vec::Vec};
use cotangent_kernels::isa::Baseline;
use quickcheck::quickcheck;
use serde_json::Value;

const NOTEBOOK: &str = include_str!("../../../tests/data/notebook.json");
const TABLE: &str = include_str!("../../tests/data/random.json");

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn items(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn word(value: &Value) -> u32 {
    u32::from_str_radix(value.as_str().unwrap().trim_start_matches("0x"), 16).unwrap()
}

fn long_word(value: &Value) -> u64 {
    u64::from_str_radix(value.as_str().unwrap(), 16).unwrap()
}

fn words(value: &Value) -> Vec<u32> {
    items(value).iter().map(word).collect()
}

fn pair(value: &Value) -> [u32; 2] {
    words(value).try_into().unwrap()
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|x| x.to_bits()).collect()
}

#[test]
fn the_cipher_gives_the_published_blocks() {
    let file = parse(NOTEBOOK);
    let blocks = items(&file["threefry2x32"]);
    assert!(blocks.len() >= 3);
    for block in blocks {
        assert_eq!(threefry::block(pair(&block["key"]), pair(&block["count"])), pair(&block["out"]));
    }
}

#[test]
fn the_notebook_gets_its_parameters() {
    let file = parse(NOTEBOOK);
    let [key, w_key, b_key] = split_n(&key_with_layout(0, KeyLayout::Original));
    let [_, subkey] = split_n(&key);
    let draws = [("W_key", w_key, normal_f32(&w_key, 3)), ("subkey", subkey, normal_f32(&subkey, 3))];
    for (name, key, draw) in draws {
        let chain = &file["normal_chain"][name];
        assert_eq!(bits_u32(&key, 3), words(&chain["bits_u32"]), "{name}");
        assert_eq!(bits(&draw), words(&chain["normal"]["hex"]), "{name}");
    }
    assert_eq!(normal_f32(&b_key, 1)[0].to_bits(), word(&file["normal_chain"]["b_key"]["normal"]["hex"]));
}

#[test]
fn both_layouts_give_the_notebook_file() {
    let file = parse(NOTEBOOK);
    for (name, layout) in [("random_original", KeyLayout::Original), ("random_partitionable", KeyLayout::Partitionable)]
    {
        for case in items(&file[name]) {
            compare_with_notebook(&key_with_layout(case["seed"].as_u64().unwrap(), layout), case);
        }
    }
}

fn compare_with_notebook(key: &Key, case: &Value) {
    assert_eq!(key.words(), pair(&case["key_data"]));
    for n in [1, 2, 3, 4, 5, 7] {
        let expected: Vec<[u32; 2]> = items(&case[format!("split_{n}")]).iter().map(pair).collect();
        assert_eq!(split(key, n).iter().map(Key::words).collect::<Vec<_>>(), expected);
    }
    for data in [0, 1, 123_456_789] {
        assert_eq!(fold_in(key, data).words(), pair(&case[format!("fold_in_{data}")]));
    }
    for n in [0, 1, 2, 3, 4, 5, 8, 9] {
        assert_eq!(bits_u32(key, n), words(&case[format!("bits_u32_{n}")]));
    }
    for n in [1, 3, 4, 7] {
        assert_eq!(bits(&uniform_f32(key, n, 0.0, 1.0)), words(&case[format!("uniform_f32_{n}")]["hex"]));
        assert_eq!(bits(&normal_f32(key, n)), words(&case[format!("normal_f32_{n}")]["hex"]));
    }
    assert_eq!(bits(&uniform_f32(key, 6, -2.0, 5.0)), words(&case["uniform_f32_2x3_lo-2_hi5"]["hex"]));
    let coins: Vec<bool> = items(&case["bernoulli_0.3_8"]).iter().map(|x| x.as_bool().unwrap()).collect();
    assert_eq!(bernoulli(key, 0.3, 8), coins);
    let integers = |field: &str| -> Vec<i64> { items(&case[field]).iter().map(|x| x.as_i64().unwrap()).collect() };
    assert_eq!(
        randint_i32(key, 8, 0, 100).iter().map(|&x| i64::from(x)).collect::<Vec<_>>(),
        integers("randint_8_0_100")
    );
    assert_eq!(permutation(key, 8), integers("permutation_8"));
}

/// Σ word·(2i + 1) modulo 2⁶⁴.
fn checksum(words: impl IntoIterator<Item = u64>) -> String {
    let sum =
        words.into_iter().zip(0_u64..).fold(0_u64, |sum, (word, i)| sum.wrapping_add(word.wrapping_mul(2 * i + 1)));
    format!("{sum:016x}")
}

#[test]
fn thousands_of_draws_have_the_checksums_of_jax() {
    let file = parse(TABLE);
    let mut count = 0;
    for case in items(&file["cases"]) {
        let layout = if case["layout"] == "original" { KeyLayout::Original } else { KeyLayout::Partitionable };
        let key = key_with_layout(case["seed"].as_str().unwrap().parse().unwrap(), layout);
        for draw in items(&case["draws"]) {
            assert_eq!(drawn(&key, draw), draw["sum"].as_str().unwrap(), "{key:?} {draw}");
            count += 1;
        }
    }
    assert!(count > 1000, "only {count}");
}

/// The checksum of the draw that a case describes.
fn drawn(key: &Key, draw: &Value) -> String {
    fn whole<T: core::str::FromStr>(value: &Value) -> T {
        value.as_str().unwrap().parse().ok().unwrap()
    }
    let n = draw["n"].as_u64().unwrap() as usize;
    let float = |name: &str| draw[name].as_f64().unwrap();
    let keys = |keys: &[Key]| checksum(keys.iter().flat_map(Key::words).map(u64::from));
    match draw["kind"].as_str().unwrap() {
        "split" => keys(&split(key, n)),
        "fold_in" => keys(&[fold_in(key, n as u32)]),
        "bits_u32" => checksum(bits_u32(key, n).into_iter().map(u64::from)),
        "bits_u64" => checksum(bits_u64(key, n)),
        "uniform_f32" => {
            let values = uniform_f32(key, n, float("lo") as f32, float("hi") as f32);
            checksum(values.into_iter().map(|x| u64::from(x.to_bits())))
        }
        "uniform_f64" => checksum(uniform_f64(key, n, float("lo"), float("hi")).into_iter().map(f64::to_bits)),
        "normal_f32" => checksum(normal_f32(key, n).into_iter().map(|x| u64::from(x.to_bits()))),
        "bernoulli" => checksum(bernoulli(key, float("p") as f32, n).into_iter().map(u64::from)),
        "randint_i32" => {
            let values = randint_i32(key, n, whole(&draw["lo"]), whole(&draw["hi"]));
            checksum(values.into_iter().map(|x| u64::from(x as u32)))
        }
        "randint_i64" => {
            checksum(randint_i64(key, n, whole(&draw["lo"]), whole(&draw["hi"])).into_iter().map(|x| x as u64))
        }
        "permutation" => checksum(permutation(key, n).into_iter().map(|x| x as u64)),
        other => panic!("unknown kind {other}"),
    }
}

/// A normal f32 is a function of 23 random bits: all of them.
#[test]
fn every_normal_f32_that_can_be_drawn_has_the_bits_of_jax() {
    const RUN: u32 = 1 << 16;
    let file = parse(TABLE);
    let sums = items(&file["normal_f32_grid"]);
    assert_eq!(sums.len() as u32 * RUN, 1 << 23);
    for (run, sum) in (0..).zip(sums) {
        let quantile =
            |i: u32| normal::quantile_f32::<Baseline>(f32::from_bits(1_f32.to_bits() | (run * RUN + i)) - 1.0);
        assert_eq!(checksum((0..RUN).map(|i| u64::from(quantile(i).to_bits()))), sum.as_str().unwrap(), "run {run}");
    }
}

/// The distance in representable values.
fn ulps(a: f64, b: f64) -> u64 {
    a.to_bits().abs_diff(b.to_bits())
}

#[test]
fn normal_f64_is_within_four_ulp_of_jax_and_almost_always_equal() {
    let file = parse(TABLE);
    let expected: Vec<f64> = items(&file["normal_f64"]).iter().map(|x| f64::from_bits(long_word(x))).collect();
    let got = normal_f64(&key_with_layout(3, KeyLayout::Partitionable), expected.len());
    assert!(expected.iter().zip(&got).all(|(&a, &b)| ulps(a, b) <= 4));
    assert!(expected.iter().zip(&got).filter(|(a, b)| a != b).count() <= 1);
}

#[test]
fn the_logarithm_of_normal_f64_rounds_correctly() {
    let file = parse(TABLE);
    let vectors = items(&file["ln"]);
    assert!(vectors.len() > 200);
    for vector in vectors {
        let x = f64::from_bits(long_word(&vector[0]));
        assert_eq!(log::ln_f64::<Baseline>(x).to_bits(), long_word(&vector[1]), "ln {x:e}");
    }
}

fn any_key(seed: u64, original: bool) -> Key {
    key_with_layout(seed, if original { KeyLayout::Original } else { KeyLayout::Partitionable })
}

quickcheck! {
    fn a_shuffle_keeps_the_elements(seed: u64, original: bool, elements: Vec<u8>) -> bool {
        let (mut shuffled, mut sorted) = (elements.clone(), elements);
        shuffle(&any_key(seed, original), &mut shuffled);
        shuffled.sort_unstable();
        sorted.sort_unstable();
        shuffled == sorted
    }

    fn partitionable_draws_do_not_depend_on_their_number(seed: u64, n: u8, more: u8) -> bool {
        let (key, n) = (any_key(seed, false), usize::from(n));
        bits_u64(&key, n + usize::from(more))[..n] == bits_u64(&key, n)[..]
    }

    fn partitionable_split_folds_in_the_index(seed: u64, n: u8) -> bool {
        let key = any_key(seed, false);
        split(&key, usize::from(n)).into_iter().zip(0..).all(|(k, i)| k == fold_in(&key, i))
    }

    fn uniform_stays_in_the_interval(seed: u64, original: bool, lo: i16, width: u16) -> bool {
        let (lo, hi) = (f64::from(lo), f64::from(lo) + f64::from(width));
        uniform_f64(&any_key(seed, original), 50, lo, hi).iter().all(|x| (lo..=hi).contains(x))
    }

    fn integers_stay_in_the_interval(seed: u64, original: bool, a: i64, b: i64) -> bool {
        let (lo, hi) = (a.min(b), a.max(b));
        randint_i64(&any_key(seed, original), 50, lo, hi).iter().all(|&x| x == lo || (lo..hi).contains(&x))
    }
}

#[test]
#[should_panic(expected = "the original key layout draws at most 2^32 - 1 words at once")]
fn the_original_layout_has_an_end() {
    split(&key_with_layout(0, KeyLayout::Original), 1 << 31);
}
