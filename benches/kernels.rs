//! The slice kernels: nanoseconds per element of functions and reductions, GFLOP/s of products.
//!
//! `cargo bench --bench kernels`; criterion prints throughput, for products in elements = floating-point operations.
//! Products by the `matrixmultiply` crate stand beside ours with `--features matrixmultiply`.

use core::{hint::black_box, time::Duration};

use cotangent_kernels as kernels;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime};
use kernels::{
    Acos, Acosh, Add, Asin, Asinh, Atan, Atanh, Cbrt, Cos, Cosh, Erf, Exp, Exp2, ExpM1, Float, Ln, Ln1p, Log2, Log10,
    Map, MatMut, MatRef, Neg, Rsqrt, Sigmoid, Sin, Sinh, Softplus, Tan, Tanh, Zip, matmul, matmul_workspace,
};

/// In the first cache, in the second, in memory.
const SIZES: [usize; 3] = [1_000, 100_000, 10_000_000];

fn numbers<T: Float>(n: usize, low: f64, high: f64) -> Vec<T> {
    // A multiplicative sequence: neighbours differ, as data do.
    let number = |i: usize| low + (high - low) * ((i * 7919) % 65_521) as f64 / 65_521.0;
    (0..n).map(|i| T::from(number(i)).expect("a float")).collect()
}

/// Few, short samples: the whole file stays under a minute.
fn quick<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10).warm_up_time(Duration::from_millis(50)).measurement_time(Duration::from_millis(200));
    group
}

fn map<F: Map<f32>>(criterion: &mut Criterion, name: &str, low: f64, high: f64) {
    let mut group = quick(criterion, name);
    for n in SIZES {
        let x = numbers::<f32>(n, low, high);
        let mut y = vec![0.0; n];
        group.throughput(Throughput::Elements(n as u64));
        group.bench_function(n.to_string(), |bench| bench.iter(|| F::slice(black_box(&x), black_box(&mut y))));
    }
}

fn functions(criterion: &mut Criterion) {
    map::<Neg>(criterion, "neg", -1.0, 1.0);
    map::<Exp>(criterion, "exp", -10.0, 10.0);
    map::<Ln>(criterion, "ln", 0.001, 100.0);
    map::<Tanh>(criterion, "tanh", -4.0, 4.0);
    map::<Sigmoid>(criterion, "sigmoid", -8.0, 8.0);
    map::<Sin>(criterion, "sin", -10.0, 10.0);
    map::<Erf>(criterion, "erf", -3.0, 3.0);
    map::<Rsqrt>(criterion, "rsqrt", 0.1, 10.0);
    map::<Exp2>(criterion, "exp2", -10.0, 10.0);
    map::<ExpM1>(criterion, "exp_m1", -3.0, 3.0);
    map::<Log2>(criterion, "log2", 0.001, 100.0);
    map::<Log10>(criterion, "log10", 0.001, 100.0);
    map::<Ln1p>(criterion, "ln_1p", -0.9, 10.0);
    map::<Cos>(criterion, "cos", -10.0, 10.0);
    map::<Tan>(criterion, "tan", -10.0, 10.0);
    map::<Asin>(criterion, "asin", -1.0, 1.0);
    map::<Acos>(criterion, "acos", -1.0, 1.0);
    map::<Atan>(criterion, "atan", -10.0, 10.0);
    map::<Sinh>(criterion, "sinh", -5.0, 5.0);
    map::<Cosh>(criterion, "cosh", -5.0, 5.0);
    map::<Asinh>(criterion, "asinh", -5.0, 5.0);
    map::<Acosh>(criterion, "acosh", 1.0, 10.0);
    map::<Atanh>(criterion, "atanh", -1.0, 1.0);
    map::<Softplus>(criterion, "softplus", -10.0, 10.0);
    map::<Cbrt>(criterion, "cbrt", -10.0, 10.0);
}

fn reductions(criterion: &mut Criterion) {
    let mut group = quick(criterion, "reductions");
    for n in SIZES {
        let (x, y) = (numbers::<f32>(n, -1.0, 1.0), numbers::<f32>(n, 0.0, 1.0));
        let mut z = vec![0.0; n];
        group.throughput(Throughput::Elements(n as u64));
        group.bench_function(format!("sum/{n}"), |bench| bench.iter(|| kernels::sum(black_box(&x))));
        group.bench_function(format!("max/{n}"), |bench| bench.iter(|| kernels::max(black_box(&x))));
        group.bench_function(format!("dot/{n}"), |bench| bench.iter(|| kernels::dot(black_box(&x), &y)));
        group.bench_function(format!("add/{n}"), |bench| bench.iter(|| Add::slices(black_box(&x), &y, &mut z)));
    }
}

/// a (m × k) times b (k × n), either perhaps transposed in memory.
fn product<T: Float>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    [m, k, n]: [usize; 3],
    [a_transposed, b_transposed]: [bool; 2],
    name: &str,
) {
    let (a, b) = (numbers::<T>(m * k, -1.0, 1.0), numbers::<T>(k * n, -1.0, 1.0));
    let a = if a_transposed { MatRef::row_major(&a, k, m).transposed() } else { MatRef::row_major(&a, m, k) };
    let b = if b_transposed { MatRef::row_major(&b, n, k).transposed() } else { MatRef::row_major(&b, k, n) };
    let mut c = vec![T::ZERO; m * n];
    let mut workspace = vec![T::ZERO; matmul_workspace::<T>(m, k, n)];
    group.throughput(Throughput::Elements(2 * (m * k * n) as u64));
    group.bench_function(format!("ours/{name}"), |bench| {
        bench.iter(|| matmul(black_box(a), b, MatMut::row_major(&mut c, m, n), false, &mut workspace));
    });
    #[cfg(feature = "matrixmultiply")]
    group.bench_function(format!("matrixmultiply/{name}"), |bench| {
        bench.iter(|| kernels::matmul_matrixmultiply(black_box(a), b, MatMut::row_major(&mut c, m, n), false));
    });
}

fn products(criterion: &mut Criterion) {
    let sizes = [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048];
    let mut group = quick(criterion, "sgemm");
    for n in sizes {
        product::<f32>(&mut group, [n, n, n], [false, false], &n.to_string());
    }
    group.finish();
    let mut group = quick(criterion, "dgemm");
    for n in sizes {
        product::<f64>(&mut group, [n, n, n], [false, false], &n.to_string());
    }
    group.finish();
    // The products of a 784-256-256-10 network with a batch of 128, forward and backward, and matrix times vector.
    let mut group = quick(criterion, "network");
    for (shape, transposed) in [
        ([128, 784, 256], [false, false]),
        ([128, 256, 10], [false, false]),
        ([128, 10, 256], [false, true]),
        ([128, 256, 256], [false, true]),
        ([256, 128, 10], [true, false]),
        ([784, 128, 256], [true, false]),
        ([10_000, 256, 1], [false, false]),
        ([1, 10_000, 256], [false, false]),
    ] {
        let [m, k, n] = shape;
        product::<f32>(&mut group, shape, transposed, &format!("{m}x{k}x{n}"));
    }
}

criterion_group!(benches, functions, reductions, products);
criterion_main!(benches);
