//! Random programs of elementwise operations, masks, sums and broadcasts: compiled, they have the bits of eager ones, on arrays
//! longer than a block and at the edges of ranges too.

use super::numbers::Numbers;
use crate::{Array, DType, bind::bind, compile, grad, prim::Prim, prim::binary::Binary, prim::unary::Unary};
use alloc::{format, vec::Vec};
use quickcheck::{QuickCheck, TestResult};

/// One operation on the values so far, named by numbers.
type Choice = (u8, u8, u8);

/// The values of a program: the inputs, and one for each choice that fits.
fn run(choices: &[Choice], inputs: &[Array]) -> Vec<Array> {
    let mut values = inputs.to_vec();
    for &(op, i, j) in choices {
        let pick = |k: u8| &values[values.len() - 1 - usize::from(k) % values.len().min(6)];
        let (x, y) = (pick(i), pick(j));
        let kind = usize::from(op);
        let value = match kind % 8 {
            0..=2 => bind(&Prim::Unary(Unary::ALL[(kind / 8 + 32 * usize::from(j % 2)) % Unary::ALL.len()]), [x]),
            3..=5 => match Binary::ALL[kind / 8 % Binary::ALL.len()] {
                // The sign of a NaN is left open, and here it would show.
                Binary::Copysign => numbers_only(x).copysign(numbers_only(y)),
                op => bind(&Prim::Binary(op), [x, y]),
            },
            6 => x.sum(),
            _ => masks_and_shapes(kind / 8, x, y),
        };
        values.push(value);
    }
    values
}

/// 1 for NaN.
fn numbers_only(x: &Array) -> Array {
    x.ne(x).select(&x.literal(1.0), x)
}

/// Masks, rows and columns that broadcast, other shapes of the same numbers.
fn masks_and_shapes(kind: usize, x: &Array, y: &Array) -> Array {
    let axes = |axis: isize, of: fn(&Array, isize) -> Array| if x.rank() == 0 { x.clone() } else { of(x, axis) };
    match kind % 9 {
        0 => x.gt(y).select(x, y),
        1 => ((x.ge(y) & !x.eq(1.0)) | y.lt(0.0)).select(x, 0.5),
        2 => (x.ne(y) ^ y.le(x)).convert(x.dtype()),
        3 => x.gt(y).convert(DType::I32).convert(x.dtype()) * x,
        4 => (x.reshape(&[x.shape().size()]).exp_m1() * 0.5).reshape(&x.shape()),
        5 => x - axes(0, |x, axis| x.max_axes(axis).expand(axis)),
        6 => x * axes(-1, |x, axis| x.sum_axes(axis).expand(axis)),
        7 => axes(0, |x, axis| x.min_axes(axis).expand(axis)).gt(y).select(y, x),
        _ => x.stop_gradient() * y,
    }
}

/// Whether the bits agree; of two NaNs the bits say nothing.
fn same(a: &Array, b: &Array) -> bool {
    let bits = |x: &Array| -> Vec<u64> {
        let values: Vec<f64> = x.convert(DType::F64).to_vec().expect("converted to f64");
        values.iter().map(|x| if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() }).collect()
    };
    a.shape() == b.shape() && a.dtype() == b.dtype() && bits(a) == bits(b)
}

/// Numbers of all sizes, and what stands at the edges of ranges.
fn input(numbers: &mut Numbers, shape: &[usize], dtype: DType) -> Array {
    const EDGES: [f64; 16] = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        1e-45,
        -1e-40,
        88.8,
        -88.8,
        -104.0,
        709.8,
        -745.2,
        3.4e38,
        1e300,
    ];
    let x = numbers.array(shape, (-3.0, 3.0));
    let n: usize = shape.iter().product();
    if n == 1 {
        return x.convert(dtype);
    }
    let mut values: Vec<f64> = x.to_vec().expect("f64");
    for (k, value) in values.iter_mut().enumerate() {
        match k % 37 {
            3 => *value = EDGES[k / 37 % EDGES.len()],
            9 => *value *= 30.0,
            _ => {}
        }
    }
    Array::from_vec(values, shape).expect("as many values").convert(dtype)
}

fn inputs(seed: u64, size: u8, dtype: DType) -> Vec<Array> {
    let shape: &[usize] = match size % 6 {
        0 => &[],
        1 => &[5],
        2 => &[1500],
        3 => &[2, 700],
        4 => &[30, 3, 37],
        _ => &[3, 1],
    };
    let mut numbers = Numbers::new(seed);
    [shape, &[], shape].iter().map(|shape| input(&mut numbers, shape, dtype)).collect()
}

#[test]
fn random_programs_compiled_are_eager_bit_for_bit() {
    fn holds(choices: Vec<Choice>, seed: u64, size: u8, double: bool) -> TestResult {
        let xs = inputs(seed, size, if double { DType::F64 } else { DType::F32 });
        let f = |xs: &Vec<Array>| run(&choices, xs);
        let (fast, slow) = (compile(f)(&xs), f(&xs));
        match fast.iter().zip(&slow).position(|(a, b)| !same(a, b)) {
            None => TestResult::passed(),
            Some(at) => TestResult::error(format!("value {at} of {choices:?}: {:?}, not {:?}", fast[at], slow[at])),
        }
    }
    QuickCheck::new().tests(300).quickcheck(holds as fn(_, _, _, _) -> _);
}

/// Of one output only, so that most values live in slots; and its gradient.
#[test]
fn random_programs_with_one_output_and_their_gradients_too() {
    fn holds(choices: Vec<Choice>, seed: u64, size: u8, double: bool) -> TestResult {
        let xs = inputs(seed, size, if double { DType::F64 } else { DType::F32 });
        // Functions of few branches: every one that is met here is differentiable as it stands.
        let f = |xs: &Vec<Array>| run(&choices, xs).pop().expect("inputs are values").sum();
        let slope = grad(f);
        let (fast, slow) = (compile(&slope)(&xs), slope(&xs));
        let value = same(&compile(f)(&xs), &f(&xs));
        TestResult::from_bool(value && fast.iter().zip(&slow).all(|(a, b)| same(a, b)))
    }
    QuickCheck::new().tests(200).quickcheck(holds as fn(_, _, _, _) -> _);
}
