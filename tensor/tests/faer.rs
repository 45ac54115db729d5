//! The faer crate and our kernels give the same factorisations: each is the oracle of the other.
#![cfg(feature = "faer")]

use cotangent_kernels::linalg;
use cotangent_tensor::{DType, Tensor, random};

fn numbers(x: &Tensor) -> Vec<f64> {
    x.to_vec().expect("f64")
}

fn random(seed: u64, m: usize, n: usize) -> Vec<f64> {
    let key = random::key(seed);
    numbers(&random::normal(&key, &[m, n], DType::F64).expect("a shape"))
}

fn tensor(x: &[f64], m: usize, n: usize) -> Tensor {
    Tensor::from_vec(x.to_vec(), &[m, n]).expect("m·n numbers")
}

#[track_caller]
fn near(what: &str, got: &[f64], want: &[f64], bound: f64) {
    assert_eq!(got.len(), want.len(), "{what}");
    let size = want.iter().fold(0.0, |m: f64, x| m.max(x.abs()));
    let most = got.iter().zip(want).fold(0.0, |m: f64, (a, b)| m.max((a - b).abs()));
    assert!(most <= bound * size, "{what}: {most:e} of {size:e}");
}

/// a·aᵀ/n + 1.
fn definite(a: &[f64], n: usize) -> Vec<f64> {
    let element = |i: usize, j: usize| (0..n).map(|p| a[i * n + p] * a[j * n + p]).sum::<f64>() / n as f64;
    (0..n * n).map(|at| element(at / n, at % n) + f64::from(u8::from(at / n == at % n))).collect()
}

#[test]
fn factors_are_those_of_our_kernels() {
    for n in [48, 65, 130] {
        let a = random(n as u64, n, n);
        let b = definite(&a, n);
        let mut l = b.clone();
        linalg::cholesky(&mut l, n).expect("positive definite");
        near("cholesky", &numbers(&tensor(&b, n, n).cholesky()), &l, 1e-13);

        let (mut packed, mut pivots) = (a.clone(), vec![0; n]);
        linalg::lu_in(&mut packed, n, &mut pivots).expect("regular");
        let [ours, order] = tensor(&a, n, n).lu();
        near("lu", &numbers(&ours), &packed, 1e-11);
        let mut rows: Vec<i32> = (0..n as i32).collect();
        pivots.iter().enumerate().for_each(|(i, &pivot)| rows.swap(i, pivot));
        assert_eq!(order.to_vec::<i32>().expect("i32"), rows);
        let det = linalg::determinant(&packed, n, &pivots).expect("lengths");
        near("det", &numbers(&tensor(&a, n, n).det()), &[det], 1e-11);

        let (mut r, mut q) = (a.clone(), vec![0.0; n * n]);
        linalg::qr(&mut r, n, n, &mut q, &mut vec![0.0; linalg::qr_workspace(n, n)]).expect("lengths");
        let [ours_q, ours_r] = tensor(&a, n, n).qr();
        near("q", &numbers(&ours_q), &q, 1e-11);
        near("r", &numbers(&ours_r), &r, 1e-12);

        let (mut v, mut w) = (b.clone(), vec![0.0; n]);
        linalg::symmetric_eigen(&mut v, n, &mut w, &mut vec![0.0; linalg::symmetric_eigen_workspace(n)])
            .expect("finite");
        near("eigenvalues", &numbers(&tensor(&b, n, n).eigh()[0]), &w, 1e-13);
    }
}

#[test]
fn singular_values_and_pseudo_inverses() {
    for (m, n) in [(48, 48), (90, 50), (50, 90)] {
        let a = random(3, m, n);
        let (k, tall) = (m.min(n), m.max(n));
        let mut u: Vec<f64> = if m >= n { a.clone() } else { numbers(&tensor(&a, m, n).transpose(&[1, 0])) };
        let (mut s, mut vt) = (vec![0.0; k], vec![0.0; k * k]);
        linalg::svd(&mut u, tall, k, &mut s, &mut vt, &mut vec![0.0; linalg::svd_workspace::<f64>(tall, k)])
            .expect("finite");
        near("singular values", &numbers(&tensor(&a, m, n).svd()[1]), &s, 1e-13);
        let p = tensor(&a, m, n).pinv();
        let axes = cotangent_tensor::Contraction::new(&[], &[(1, 0)]);
        let back = tensor(&a, m, n).contract(&p, &axes).contract(&tensor(&a, m, n), &axes);
        near("A·A⁺·A", &numbers(&back), &a, 1e-12);
    }
}

/// What faer has no factors for goes to our kernels, which say NaN or keep the zero pivot.
#[test]
fn matrices_without_a_result() {
    let n = 50;
    let indefinite = tensor(&vec![1.0; n * n], n, n);
    assert!(indefinite.cholesky().has_nan());
    assert_eq!(indefinite.indefinite(), Some((0, 2)));
    assert_eq!(indefinite.det().item::<f64>().expect("a scalar"), 0.0);
    assert!(indefinite.lu()[0].unusable_pivot().is_some());
    let lost = tensor(&vec![f64::NAN; n * n], n, n);
    assert!(lost.svd()[1].has_nan() && lost.eigh()[0].has_nan() && lost.qr()[1].has_nan());
}
