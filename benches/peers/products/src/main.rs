//! Products by four libraries, one thread, in interleaved rounds of one process: squares, or those of a network.
//!
//! `products [--json] [--f32 | --f64] [--left-transposed] [--right-transposed] [--sizes 4,64,1024 | --network]` prints
//! GFLOP/s, the median of seven rounds, and the share of this core's peak, which is measured in every round too.

mod peak;

use std::{hint::black_box, time::Instant};

use cotangent_kernels::{Float, MatMut, MatRef, matmul, matmul_workspace};

const ROUNDS: usize = 7;
/// Seconds that one library gets in one round.
const SLICE: f64 = 0.005;
const SIZES: [usize; 10] = [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048];
const NAMES: [&str; 4] = ["ours", "faer", "gemm", "matrixmultiply"];

/// A product m × k by k × n, with operands that lie transposed in memory.
#[derive(Clone, Copy)]
struct Case {
    shape: [usize; 3],
    transposed: [bool; 2],
}

/// The products of a 784-256-256-10 network with a batch of 128, forward and backward, and of logistic regressions.
const NETWORK: [([usize; 3], [bool; 2]); 12] = [
    ([128, 784, 256], [false, false]),
    ([128, 256, 256], [false, false]),
    ([128, 256, 10], [false, false]),
    ([128, 10, 256], [false, true]),
    ([128, 256, 256], [false, true]),
    ([256, 128, 10], [true, false]),
    ([256, 128, 256], [true, false]),
    ([784, 128, 256], [true, false]),
    ([10_000, 256, 1], [false, false]),
    ([1, 10_000, 256], [false, false]),
    ([100_000, 64, 1], [false, false]),
    ([1, 100_000, 64], [false, false]),
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |name: &str| arguments.iter().any(|a| a == name);
    let sizes = arguments
        .iter()
        .position(|a| a == "--sizes")
        .map_or(SIZES.to_vec(), |at| arguments[at + 1].split(',').map(|n| n.parse().expect("a size")).collect());
    let transposed = [has("--left-transposed"), has("--right-transposed")];
    let square = |&n: &usize| Case { shape: [n; 3], transposed };
    let cases: Vec<Case> = if has("--network") {
        NETWORK.iter().map(|&(shape, transposed)| Case { shape, transposed }).collect()
    } else {
        sizes.iter().map(square).collect()
    };
    for case in cases.iter().filter(|_| !has("--f64")) {
        compare::<f32>("sgemm", *case, has("--json"));
    }
    for case in cases.iter().filter(|_| !has("--f32") && !has("--network")) {
        compare::<f64>("dgemm", *case, has("--json"));
    }
}

fn compare<T: Peer>(name: &str, case: Case, json: bool) {
    let [m, k, n] = case.shape;
    let (x, y): (Vec<T>, Vec<T>) = (numbers(m * k, 1), numbers(k * n, 2));
    let mut z = vec![T::ZERO; m * n];
    let mut workspace = vec![T::ZERO; matmul_workspace::<T>(m, k, n)];
    let (mut rates, mut peaks) = (vec![Vec::new(); NAMES.len()], Vec::new());
    let mut expected: Option<Vec<T>> = None;
    for _ in 0..ROUNDS {
        peaks.push(T::peak());
        for (which, rates) in rates.iter_mut().enumerate() {
            let (x, y, z, workspace) = (&x, &y, &mut z[..], &mut workspace[..]);
            rates.push(match which {
                0 => rate(case, || ours(case, black_box(x), black_box(y), black_box(z), workspace)),
                1 => rate(case, || T::faer(case, black_box(x), black_box(y), black_box(z))),
                2 => rate(case, || T::gemm(case, black_box(x), black_box(y), black_box(z))),
                _ => rate(case, || T::matrixmultiply(case, black_box(x), black_box(y), black_box(z))),
            });
            let expected = expected.get_or_insert_with(|| z.to_vec());
            let close = expected.iter().zip(&*z).all(|(&a, &b)| (a - b).abs() < T::from(1e-2).expect("a float"));
            assert!(close, "{} differs at {:?}", NAMES[which], case.shape);
        }
    }
    let (rates, peak): (Vec<f64>, f64) = (rates.into_iter().map(median).collect(), median(peaks));
    let separated = |separator| case.shape.map(|n| n.to_string()).join(separator);
    if json {
        let fields: Vec<String> = NAMES.iter().zip(&rates).map(|(name, r)| format!("\"{name}\": {r:.3}")).collect();
        let shape = separated(", ");
        println!("{{\"product\": \"{name}\", \"shape\": [{shape}], \"peak\": {peak:.2}, {}}}", fields.join(", "));
    } else {
        let fields: Vec<String> = NAMES.iter().zip(&rates).map(|(name, r)| format!("{name} {r:6.1}")).collect();
        let (shape, share) = (separated("x"), rates[0] / peak);
        let micros = case.flops() / rates[0] / 1e3;
        println!("{name} {shape:14} share {share:.3}  peak {peak:5.1}  {micros:9.2} us  {}", fields.join("  "));
    }
}

impl Case {
    fn flops(&self) -> f64 {
        2.0 * self.shape.iter().map(|&n| n as f64).product::<f64>()
    }
    /// Strides of a row and a column of each operand.
    fn strides(&self) -> [[usize; 2]; 2] {
        let ([m, k, n], [x, y]) = (self.shape, self.transposed);
        [if x { [1, m] } else { [k, 1] }, if y { [1, k] } else { [n, 1] }]
    }
}

fn ours<T: Float>(case: Case, x: &[T], y: &[T], z: &mut [T], workspace: &mut [T]) {
    let ([m, k, n], [[xr, xc], [yr, yc]]) = (case.shape, case.strides());
    let (x, y) = (MatRef::new(x, m, k, xr, xc), MatRef::new(y, k, n, yr, yc));
    matmul(x, y, MatMut::row_major(z, m, n), false, workspace);
}

/// GFLOP/s of a product.
fn rate(case: Case, mut product: impl FnMut()) -> f64 {
    product();
    // As many calls between two looks at the clock as take some 50 µs at 50 GFLOP/s.
    let batch = (2.5e6 / case.flops()).ceil() as usize;
    let (start, mut best) = (Instant::now(), f64::INFINITY);
    while start.elapsed().as_secs_f64() < SLICE {
        let begin = Instant::now();
        (0..batch).for_each(|_| product());
        best = best.min(begin.elapsed().as_secs_f64());
    }
    case.flops() * batch as f64 / best / 1e9
}

fn median(mut x: Vec<f64>) -> f64 {
    x.sort_by(f64::total_cmp);
    x[x.len() / 2]
}

fn numbers<T: Float>(count: usize, seed: usize) -> Vec<T> {
    let number = |i: usize| ((i * 7919 + seed * 104_729) % 65_521) as f64 / 32_760.5 - 1.0;
    (0..count).map(|i| T::from(number(i)).expect("a float")).collect()
}

/// The libraries' entry points for one type.
trait Peer: Float {
    fn peak() -> f64;
    fn faer(case: Case, x: &[Self], y: &[Self], z: &mut [Self]);
    fn gemm(case: Case, x: &[Self], y: &[Self], z: &mut [Self]);
    fn matrixmultiply(case: Case, x: &[Self], y: &[Self], z: &mut [Self]);
}

macro_rules! peer {
    ($t:ident, $matrixmultiply:ident) => {
        impl Peer for $t {
            fn peak() -> f64 {
                peak::$t()
            }
            fn faer(case: Case, x: &[$t], y: &[$t], z: &mut [$t]) {
                let ([m, k, n], [x_transposed, y_transposed]) = (case.shape, case.transposed);
                let view = faer::MatRef::from_row_major_slice;
                let x = if x_transposed { view(x, k, m).transpose() } else { view(x, m, k) };
                let y = if y_transposed { view(y, n, k).transpose() } else { view(y, k, n) };
                let z = faer::MatMut::from_row_major_slice_mut(z, m, n);
                faer::linalg::matmul::matmul(z, faer::Accum::Replace, x, y, 1.0, faer::Par::Seq);
            }
            fn gemm(case: Case, x: &[$t], y: &[$t], z: &mut [$t]) {
                let ([m, k, n], strides) = (case.shape, case.strides());
                let [[xr, xc], [yr, yc]] = strides.map(|strides| strides.map(|s| s as isize));
                let (x, y, z, zr, one) = (x.as_ptr(), y.as_ptr(), z.as_mut_ptr(), n as isize, gemm::Parallelism::None);
                // SAFETY: slices with the elements of these matrices, one borrowed mutably.
                unsafe {
                    gemm::gemm(m, n, k, z, 1, zr, false, x, xc, xr, y, yc, yr, 0.0, 1.0, false, false, false, one);
                }
            }
            fn matrixmultiply(case: Case, x: &[$t], y: &[$t], z: &mut [$t]) {
                let ([m, k, n], strides) = (case.shape, case.strides());
                let [[xr, xc], [yr, yc]] = strides.map(|strides| strides.map(|s| s as isize));
                let (x, y, z, zr) = (x.as_ptr(), y.as_ptr(), z.as_mut_ptr(), n as isize);
                // SAFETY: slices with the elements of these matrices, one borrowed mutably.
                unsafe { matrixmultiply::$matrixmultiply(m, k, n, 1.0, x, xr, xc, y, yr, yc, 0.0, z, zr, 1) }
            }
        }
    };
}
peer!(f32, sgemm);
peer!(f64, dgemm);
