//! The array layer at 10³, 10⁵ and 10⁷ elements of f32: elementwise, broadcast, reduction, transposed copy, gather, concat,
//! convolution and batched products, and random draws. `benches/peers/tensor.py` runs this beside NumPy and torch on the same shapes.

use cotangent::{Array, ConvOptions, DType, concat, random};
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime};
use std::{hint::black_box, time::Duration};

type Group<'a> = BenchmarkGroup<'a, WallTime>;

/// The shapes of about n elements.
struct Size {
    name: &'static str,
    matrix: [usize; 2],
    /// How many square matrices, and of how many rows.
    batch: [usize; 2],
    /// Examples, channels, height, width; 3×3 kernels with as many channels out as in.
    images: [usize; 4],
}

const SIZES: [Size; 3] = [
    Size { name: "1e3", matrix: [20, 50], batch: [64, 4], images: [1, 4, 16, 16] },
    Size { name: "1e5", matrix: [400, 250], batch: [100, 32], images: [4, 16, 40, 40] },
    Size { name: "1e7", matrix: [4000, 2500], batch: [600, 128], images: [16, 64, 100, 100] },
];

fn normal(seed: u64, shape: &[usize]) -> Array {
    random::normal(&random::key(seed), shape, DType::F32)
}

fn arrays(c: &mut Criterion) {
    for Size { name, matrix: [rows, columns], batch, images } in SIZES {
        let mut g = c.benchmark_group(name);
        g.sample_size(20).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
        g.throughput(Throughput::Elements((rows * columns) as u64));
        let m = normal(0, &[rows, columns]);
        elementwise(&mut g, &m.ravel());
        rearranged(&mut g, &m);
        products(&mut g, batch);
        convolution(&mut g, images);
        g.finish();
    }
}

fn elementwise(g: &mut Group<'_>, x: &Array) {
    let y = normal(1, &x.shape());
    g.bench_function("add", |b| b.iter(|| black_box(x) + black_box(&y)));
    g.bench_function("mul", |b| b.iter(|| black_box(x) * black_box(&y)));
    g.bench_function("add a number", |b| b.iter(|| black_box(x) + 1.5));
    g.bench_function("exp", |b| b.iter(|| black_box(x).exp()));
    g.bench_function("tanh", |b| b.iter(|| black_box(x).tanh()));
    g.bench_function("greater", |b| b.iter(|| black_box(x).gt(black_box(&y))));
    let mask = x.gt(0.0);
    g.bench_function("select", |b| b.iter(|| black_box(&mask).select(x, &y)));
    g.bench_function("to f64", |b| b.iter(|| black_box(x).convert(DType::F64)));
}

fn rearranged(g: &mut Group<'_>, m: &Array) {
    let [rows, columns] = [m.shape()[0], m.shape()[1]];
    let n = rows * columns;
    let (row, column) = (normal(2, &[columns]), normal(3, &[rows, 1]));
    g.bench_function("row + column", |b| b.iter(|| black_box(&row) + black_box(&column)));
    g.bench_function("matrix + row", |b| b.iter(|| black_box(m) + black_box(&row)));
    g.bench_function("sum", |b| b.iter(|| black_box(m).sum()));
    g.bench_function("sum over rows", |b| b.iter(|| black_box(m).sum_axes(0)));
    g.bench_function("sum over columns", |b| b.iter(|| black_box(m).sum_axes(1)));
    g.bench_function("max", |b| b.iter(|| black_box(m).max()));
    g.bench_function("max over columns", |b| b.iter(|| black_box(m).max_axes(1)));
    g.bench_function("transposed copy", |b| b.iter(|| black_box(m).t().to_vec::<f32>()));
    let key = random::key(4);
    let some_rows = random::randint(&key, &[rows], 0, rows as i64, DType::I64);
    let some = random::randint(&key, &[n], 0, n as i64, DType::I64);
    let flat = m.ravel();
    g.bench_function("gather rows", |b| b.iter(|| black_box(m).take(&some_rows, 0)));
    g.bench_function("gather elements", |b| b.iter(|| black_box(&flat).take(&some, 0)));
    let other = normal(5, &[rows, columns]);
    g.bench_function("concat rows", |b| b.iter(|| concat(&[black_box(m), &other], 0)));
    g.bench_function("concat columns", |b| b.iter(|| concat(&[black_box(m), &other], 1)));
}

fn products(g: &mut Group<'_>, [batch, n]: [usize; 2]) {
    let (a, b) = (normal(6, &[batch, n, n]), normal(7, &[batch, n, n]));
    g.bench_function("batched matmul", |bencher| bencher.iter(|| black_box(&a).matmul(black_box(&b))));
}

fn convolution(g: &mut Group<'_>, images: [usize; 4]) {
    let (x, kernel) = (normal(8, &images), normal(9, &[images[1], images[1], 3, 3]));
    let options = ConvOptions::default();
    g.bench_function("conv2d", |b| b.iter(|| black_box(&x).conv2d(black_box(&kernel), &options)));
}

fn draws(c: &mut Criterion) {
    let mut g = c.benchmark_group("draws of 1e5");
    g.sample_size(20).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    let (key, n) = (random::key(0), [100_000]);
    g.throughput(Throughput::Elements(n[0] as u64));
    g.bench_function("uniform", |b| b.iter(|| random::uniform(black_box(&key), &n, DType::F32)));
    g.bench_function("normal", |b| b.iter(|| random::normal(black_box(&key), &n, DType::F32)));
    g.bench_function("gumbel", |b| b.iter(|| random::gumbel(black_box(&key), &n, DType::F32)));
    let a = Array::full(&[1], 2.5, DType::F32);
    g.bench_function("gamma", |b| b.iter(|| random::gamma(black_box(&key), &a, &n)));
    g.finish();
}

criterion_group!(benches, arrays, draws);
criterion_main!(benches);
