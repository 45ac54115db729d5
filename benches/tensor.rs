//! The array layer: elementwise, broadcast, reduction, transposed copy, gather, concat and products, and random draws.

use cotangent::{Array, DType, concat, random};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::{hint::black_box, time::Duration};

const N: usize = 100_000;

fn arrays(c: &mut Criterion) {
    let mut g = c.benchmark_group("tensor, 10^5 f32");
    g.sample_size(20).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    g.throughput(Throughput::Elements(N as u64));
    let key = random::key(0);
    let x = random::normal(&key, &[N], DType::F32);
    let m = x.reshape(&[400, 250]);
    let row = m.at(0);
    let indices = random::randint(&key, &[400], 0, 400, DType::I32);
    g.bench_function("add", |b| b.iter(|| black_box(&x) + black_box(&x)));
    g.bench_function("exp", |b| b.iter(|| black_box(&x).exp()));
    g.bench_function("add a row to each row", |b| b.iter(|| black_box(&m) + black_box(&row)));
    g.bench_function("sum", |b| b.iter(|| black_box(&x).sum()));
    g.bench_function("sum over rows", |b| b.iter(|| black_box(&m).sum_axes(0)));
    g.bench_function("sum over columns", |b| b.iter(|| black_box(&m).sum_axes(1)));
    g.bench_function("transposed copy", |b| b.iter(|| black_box(&m).t() + 0.0));
    g.bench_function("gather rows", |b| b.iter(|| black_box(&m).take(&indices, 0)));
    g.bench_function("concat", |b| b.iter(|| concat(&[black_box(&m), &m], 0)));
    g.bench_function("select", |b| b.iter(|| black_box(&x).gt(0.0).select(&x, 0.0)));
    g.bench_function("uniform draws", |b| b.iter(|| random::uniform(black_box(&key), &[N], DType::F32)));
    g.bench_function("normal draws", |b| b.iter(|| random::normal(black_box(&key), &[N], DType::F32)));
    g.finish();
}

fn products(c: &mut Criterion) {
    let mut g = c.benchmark_group("batched matmul, f32");
    g.sample_size(20).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    for (batch, n) in [(1000_usize, 4_usize), (100, 32), (10, 128)] {
        let x = random::normal(&random::key(1), &[batch, n, n], DType::F32);
        g.throughput(Throughput::Elements((2 * batch * n * n * n) as u64));
        g.bench_function(format!("{batch} of {n}x{n}"), |b| b.iter(|| -> Array { black_box(&x).matmul(&x) }));
    }
    g.finish();
}

criterion_group!(benches, arrays, products);
criterion_main!(benches);
