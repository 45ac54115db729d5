//! Random programs: a list of steps, each of which applies an operation of some family to values made before.

use cotangent_autodiff::{Array, array, concat};
use quickcheck::{Arbitrary, Gen};

/// A random program over two inputs of shapes [2, 3] and [3]: every value has one of these shapes or is a scalar.
#[derive(Clone, Debug)]
pub(crate) struct Recipe {
    steps: Vec<Step>,
    seed: u16,
}

/// Which operation, and which of the values made so far it reads.
#[derive(Clone, Copy, Debug)]
struct Step {
    op: u8,
    left: u8,
    right: u8,
}

impl Arbitrary for Recipe {
    fn arbitrary(g: &mut Gen) -> Recipe {
        let length = 2 + usize::arbitrary(g) % 12;
        let step = |g: &mut Gen| Step { op: u8::arbitrary(g), left: u8::arbitrary(g), right: u8::arbitrary(g) };
        Recipe { steps: (0..length).map(|_| step(g)).collect(), seed: u16::arbitrary(g) }
    }

    fn shrink(&self) -> Box<dyn Iterator<Item = Recipe>> {
        let whole = self.clone();
        Box::new((0..self.steps.len()).map(move |i| {
            let mut shorter = whole.clone();
            shorter.steps.remove(i);
            shorter
        }))
    }
}

/// Numbers at the edges of the range.
const EDGES: [f64; 12] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    f64::MAX,
    f64::MIN_POSITIVE,
    5e-324,
    -1e-310,
    1e300,
];

impl Recipe {
    pub(crate) fn inputs(&self) -> Vec<Array> {
        self.directions(0)
    }

    /// Arrays of the shapes of the inputs with numbers between −1 and 1; `stream` makes them differ.
    pub(crate) fn directions(&self, stream: u64) -> Vec<Array> {
        let mut state = (u64::from(self.seed) << 8 | stream).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
        };
        let mut draw = |n: usize, shape: &[usize]| {
            Array::from_vec((0..n).map(|_| next()).collect::<Vec<f64>>(), shape).expect("as many as the shape holds")
        };
        vec![draw(6, &[2, 3]), draw(3, &[3])]
    }

    /// An array of the shape of `x`.
    pub(crate) fn like(&self, x: &Array, stream: u64) -> Array {
        let n = x.shape().iter().product::<usize>();
        let numbers = self.directions(stream)[0].ravel();
        numbers.slice(0, ..n).reshape(&x.shape())
    }

    pub(crate) fn edges(&self) -> Vec<Array> {
        let pick = |n: usize, from: usize| -> Vec<f64> {
            (0..n)
                .map(|i| EDGES[(usize::from(self.seed) / 7 * (i + from) + i + usize::from(self.seed)) % EDGES.len()])
                .collect()
        };
        vec![
            Array::from_vec(pick(6, 1), &[2, 3]).expect("six numbers"),
            Array::from_vec(pick(3, 5), &[3]).expect("three numbers"),
        ]
    }

    /// The value of the last step.
    pub(crate) fn run(&self, xs: &[Array]) -> Array {
        self.values(xs).pop().expect("the inputs at least")
    }

    /// Whether every number on the way is at most 100: then rounding is judged against 1, whatever cancels in the end.
    pub(crate) fn is_tame(&self) -> bool {
        let numbers = |x: &Array| x.to_vec::<f64>().expect("f64");
        self.values(&self.inputs()).iter().flat_map(numbers).all(|x| x.abs() <= 100.0)
    }

    fn values(&self, xs: &[Array]) -> Vec<Array> {
        let mut values = xs.to_vec();
        for step in &self.steps {
            let pick = |i: u8| &values[values.len() - 1 - usize::from(i) % values.len()];
            let value = apply(step.op, pick(step.left), pick(step.right));
            values.push(value);
        }
        values
    }
}

/// A row of three numbers that depends on x.
fn row(x: &Array) -> Array {
    match x.rank() {
        0 => x.broadcast_to(&[3]),
        1 => x.clone(),
        _ => x.at(1),
    }
}

/// A matrix [2, 3] that depends on x.
fn matrix(x: &Array) -> Array {
    x.broadcast_to(&[2, 3])
}

/// An operation of one of the families, whose result has shape [2, 3], [3] or [].
fn apply(op: u8, x: &Array, y: &Array) -> Array {
    match op % 40 {
        0 => x + y,
        1 => x - y,
        2 | 3 => x * y,
        4 => x / (y.square() + 1.0),
        5 => x.maximum(y),
        6 => x.minimum(y),
        7 => (x.square() + 0.5).powf(y.tanh()),
        8 => x.sin(),
        9 => x.tanh(),
        10 => x.sigmoid() * y,
        11 => x.tanh().exp(),
        12 => (x.square() + 0.1).ln(),
        13 => (x.square() + 0.1).sqrt(),
        14 => x.abs(),
        15 => x.powi(3),
        16 => x.erf(),
        17 => -x,
        18 => x.square(),
        19 => x.cos() + y,
        20 => x.gt(y).select(x, y * 0.5),
        21 => x.lt(0.0).select(&x.square(), y),
        22 => matrix(x).sum_axes(0),
        23 => matrix(x).max_axes(0) + y,
        24 => matrix(x).min(),
        25 => row(x).mean(),
        26 => x.sum(),
        27 => matrix(x).dot(&row(y)).sum(),
        28 => matrix(x).t().dot(&matrix(y)).dot(&row(x)),
        29 => row(x).dot(&row(y)),
        30 => matrix(x).t().reshape(&[2, 3]),
        31 => matrix(x).slice_step(1, .., 2).sum_axes(1).broadcast_to(&[3, 2]).t(),
        32 => row(x).slice(0, 1..).pad(&[(0, 1)]),
        33 => concat(&[&row(x).slice(0, ..1), &row(y).slice(0, 1..)], 0),
        34 => matrix(x).take(&array([2, 0, -2]), 1),
        35 => row(x).take(&array([1, 1, -1]), 0) * y,
        36 => row(x).at(2),
        37 => row(x).expand(0).broadcast_to(&[2, 3]) * y,
        38 => x * y.stop_gradient(),
        _ => x.floor() + y,
    }
}
