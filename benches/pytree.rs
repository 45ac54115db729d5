//! What a tree costs per leaf, without the cost of the leaves themselves.
//!
//! Contract: flatten, unflatten and map at most 5 ns a leaf. `Throughput` is in leaves; divide the time by it.
//! Run: `cargo bench --bench pytree`.

extern crate alloc;

use alloc::collections::BTreeMap;
use core::hint::black_box;

use cotangent::pytree::{PyTree, flatten, map, structure, unflatten, zip_map};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// One hundred leaves in nested structs, as the parameters of a model are.
#[derive(Clone, PyTree)]
struct Model {
    encoder: [Block; 4],
    decoder: [Block; 4],
    scale: (f64, f64, f64, f64),
}

#[derive(Clone, PyTree)]
struct Block {
    query: Dense,
    key: Dense,
    value: Dense,
    out: Dense,
    norm: [f64; 2],
    gain: f64,
    shift: f64,
}

#[derive(Clone, PyTree)]
struct Dense {
    w: f64,
    b: f64,
}

fn model() -> Model {
    let dense = Dense { w: 1.0, b: 2.0 };
    let block = Block {
        query: dense.clone(),
        key: dense.clone(),
        value: dense.clone(),
        out: dense,
        norm: [3.0, 4.0],
        gain: 5.0,
        shift: 6.0,
    };
    let blocks = [block.clone(), block.clone(), block.clone(), block];
    Model { encoder: blocks.clone(), decoder: blocks, scale: (7.0, 8.0, 9.0, 10.0) }
}

fn measure<T: PyTree<f64>>(c: &mut Criterion, name: &str, tree: &T) {
    let (leaves, treedef) = flatten(tree);
    let mut group = c.benchmark_group(format!("pytree/{name}"));
    group.throughput(Throughput::Elements(treedef.num_leaves() as u64));
    group.bench_function("flatten", |b| b.iter(|| flatten(black_box(tree))));
    group.bench_function("unflatten", |b| b.iter(|| unflatten(black_box(tree), black_box(&leaves).iter().copied())));
    group.bench_function("map", |b| b.iter(|| map(black_box(tree), |x| x + 1.0)));
    group.bench_function("zip_map", |b| b.iter(|| zip_map(black_box(tree), black_box(tree), |x, y| x + y)));
    group.bench_function("structure", |b| b.iter(|| structure(black_box(tree))));
    group.bench_function("same_structure", |b| b.iter(|| black_box(tree).same_structure(black_box(tree))));
    group.finish();
}

fn benches(c: &mut Criterion) {
    measure(c, "vec_10000", &vec![1.0; 10_000]);
    measure(c, "struct_100", &model());
    let dict: BTreeMap<String, f64> = (0..100).map(|i| (format!("layer_{i}"), f64::from(i))).collect();
    measure(c, "dict_100", &dict);
}

criterion_group!(all, benches);
criterion_main!(all);
