//! What holding a gradient against numerical differences costs.

use cotangent::prelude::*;
use criterion::{Criterion, criterion_group, criterion_main};
use std::{hint::black_box, time::Duration};

fn checks(c: &mut Criterion) {
    let mut g = c.benchmark_group("check_grads");
    g.sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    let f = |x: &Array| (x.sin() * x).sum();
    for (n, order) in [(3_usize, 1), (3, 2), (1000, 1)] {
        let x = random::normal(&random::key(0), &[n], DType::F64);
        g.bench_function(format!("{n} numbers, order {order}"), |b| {
            b.iter(|| {
                check_grads(f, black_box(&x), CheckOptions::default().order(order)).expect("sin and product are right")
            });
        });
    }
    g.finish();
}

criterion_group!(benches, checks);
criterion_main!(benches);
