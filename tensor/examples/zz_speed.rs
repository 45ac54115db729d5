use cotangent_tensor::*;
use std::{hint::black_box, time::Instant};
fn time(name: &str, mut f: impl FnMut()) {
    for _ in 0..20 {
        f();
    }
    let mut best = f64::MAX;
    for _ in 0..15 {
        let t = Instant::now();
        for _ in 0..20 {
            f();
        }
        best = best.min(t.elapsed().as_secs_f64() / 20.0);
    }
    println!("{name:30} {:.1} us", best * 1e6);
}
fn main() {
    let m = Tensor::from_vec((0..100_000).map(|i| i as f32).collect(), &[400, 250]).unwrap();
    let x = m.reshape(&Shape::new(&[100_000]).unwrap()).unwrap();
    let idx: Vec<i64> = (0..100_000_i64).map(|i| (i * 7919) % 100_000).collect();
    let idx = Tensor::from_vec(idx, &[100_000]).unwrap();
    let idx32 = idx.convert(DType::I32);
    let rows = Tensor::from_vec((0..400_i64).map(|i| (i * 7) % 400).collect(), &[400]).unwrap();
    let c = m.reshape(&Shape::new(&[10, 40, 250]).unwrap()).unwrap();
    time("transposed copy 400x250", || {
        black_box(m.transpose(&[1, 0]).contiguous());
    });
    time("transposed copy [10,40,250]->2,0,1", || {
        black_box(c.transpose(&[2, 0, 1]).contiguous());
    });
    time("transposed [10,40,250]->0,2,1", || {
        black_box(c.transpose(&[0, 2, 1]).contiguous());
    });
    let m64 = m.convert(DType::F64);
    time("transposed copy f64", || {
        black_box(m64.transpose(&[1, 0]).contiguous());
    });
    time("gather 1e5 i64", || {
        black_box(x.gather(0, &idx).unwrap());
    });
    time("gather 1e5 i32", || {
        black_box(x.gather(0, &idx32).unwrap());
    });
    time("gather 400 rows", || {
        black_box(m.gather(0, &rows).unwrap());
    });
    let cols = Tensor::from_vec((0..250_i64).map(|i| (i * 7) % 250).collect(), &[250]).unwrap();
    time("gather 250 columns", || {
        black_box(m.gather(1, &cols).unwrap());
    });
    time("concat 2 axis 0", || {
        black_box(Tensor::concat(&[&m, &m], 0));
    });
    time("concat 2 axis 1", || {
        black_box(Tensor::concat(&[&m, &m], 1));
    });
    let p = |l, h| Padding { low: l, high: h, interior: 0 };
    time("pad 1 around", || {
        black_box(m.pad(&[p(1, 1), p(1, 1)]));
    });
    time("pad interior", || {
        black_box(x.pad(&[Padding { low: 0, high: 0, interior: 1 }]));
    });
    time("flip copy", || {
        black_box(x.slice(&[Range { start: 99_999, len: 100_000, step: -1 }]).contiguous());
    });
    time("step 2 copy", || {
        black_box(x.slice(&[Range { start: 0, len: 50_000, step: 2 }]).contiguous());
    });
    time("scatter_add 1e5", || {
        black_box(x.scatter_add(0, &idx, 100_000).unwrap());
    });
    time("scatter_add rows", || {
        black_box(m.scatter_add(0, &rows, 400).unwrap());
    });
    time("copy", || {
        black_box(x.as_slice::<f32>().unwrap().to_vec());
    });
}
