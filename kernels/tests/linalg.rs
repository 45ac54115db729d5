//! Factorisations: reconstruction, residuals, exact small cases and errors.

use cotangent_kernels::{
    Float, KernelError,
    linalg::{
        Diagonal, Triangle, cholesky, cholesky_determinant, cholesky_solve, determinant, inverse, lu, lu_in, solve,
        solve_triangular,
    },
};
use quickcheck::quickcheck;

fn product<T: Float>(a: &[T], b: &[T], n: usize, columns: usize) -> Vec<T> {
    let element = |i: usize, j: usize| (0..n).fold(T::ZERO, |sum, p| sum + a[i * n + p] * b[p * columns + j]);
    (0..n).flat_map(|i| (0..columns).map(move |j| (i, j))).map(|(i, j)| element(i, j)).collect()
}

fn transpose<T: Float>(a: &[T], n: usize) -> Vec<T> {
    (0..n * n).map(|at| a[at % n * n + at / n]).collect()
}

fn close<T: Float>(x: &[T], y: &[T], tolerance: f64) -> bool {
    let tolerance = T::from(tolerance).expect("a float");
    x.len() == y.len() && x.iter().zip(y).all(|(&x, &y)| (x - y).magnitude() <= tolerance)
}

/// A matrix of order 1 to 6 with entries in [−1, 1].
fn square(seeds: &[i16]) -> (usize, Vec<f64>) {
    let n = (1..=6).rev().find(|n| n * n <= seeds.len()).unwrap_or(1);
    let entry = |at: usize| f64::from(seeds.get(at).copied().unwrap_or(1)) / 32768.0;
    (n, (0..n * n).map(entry).collect())
}

quickcheck! {
    fn cholesky_reconstructs_and_solves(seeds: Vec<i16>) -> bool {
        let (n, b) = square(&seeds);
        let mut a = product(&b, &transpose(&b, n), n, n);
        for i in 0..n {
            a[i * n + i] += 1.0;
        }
        let mut l = a.clone();
        cholesky(&mut l, n).expect("positive definite by construction");
        let x: Vec<f64> = (0..2 * n).map(|i| i as f64 - 1.5).collect();
        let mut y = product(&a, &x, n, 2);
        cholesky_solve(&l, n, &mut y, 2).expect("a factor");
        close(&product(&l, &transpose(&l, n), n, n), &a, 1e-14) && close(&x, &y, 1e-12)
    }

    fn lu_reconstructs_solves_and_inverts(seeds: Vec<i16>) -> bool {
        let (n, mut a) = square(&seeds);
        for i in 0..n {
            // Well conditioned, and pivoting still has to exchange rows.
            a[i * n + (i + 1) % n] += 8.0;
        }
        let mut factors = a.clone();
        let exchanges = lu::<f64, 6>(&mut factors, n).expect("regular by construction");
        let (mut l, mut u) = (factors.clone(), factors.clone());
        for i in 0..n {
            for j in 0..n {
                let zeroed = if j > i { &mut l } else { &mut u };
                if i == j { l[i * n + j] = 1.0 } else { zeroed[i * n + j] = 0.0 }
            }
        }
        let mut permuted = a.clone();
        for (i, &pivot) in exchanges.pivots.iter().enumerate() {
            for j in 0..n {
                permuted.swap(i * n + j, pivot * n + j);
            }
        }
        let x: Vec<f64> = (0..3 * n).map(|i| i as f64 - 4.0).collect();
        let mut y = product(&a, &x, n, 3);
        solve(&factors, n, &exchanges.pivots, &mut y, 3).expect("right lengths");
        let mut inverted = vec![0.0; n * n];
        inverse(&factors, n, &exchanges.pivots, &mut inverted).expect("right lengths");
        let identity: Vec<f64> = (0..n * n).map(|at| if at / n == at % n { 1.0 } else { 0.0 }).collect();
        l.iter().all(|l| l.abs() <= 1.0)
            && close(&product(&l, &u, n, n), &permuted, 1e-13)
            && close(&x, &y, 1e-11)
            && close(&product(&a, &inverted, n, n), &identity, 1e-12)
    }

    fn every_triangle_solves(seeds: Vec<i16>) -> bool {
        let (n, mut t) = square(&seeds);
        for i in 0..n {
            t[i * n + i] += 2.0;
        }
        let x: Vec<f64> = (0..2 * n).map(|i| 0.5 * i as f64 - 1.0).collect();
        let triangles = [Triangle::Lower, Triangle::Upper, Triangle::LowerTransposed, Triangle::UpperTransposed];
        triangles.into_iter().all(|triangle| {
            [Diagonal::Stored, Diagonal::Unit].into_iter().all(|diagonal| {
                let mut kept: Vec<f64> = t.clone();
                let lower = matches!(triangle, Triangle::Lower | Triangle::LowerTransposed);
                for i in 0..n {
                    for j in 0..n {
                        if (lower && j > i) || (!lower && j < i) { kept[i * n + j] = 0.0 }
                        if i == j && diagonal == Diagonal::Unit { kept[i * n + j] = 1.0 }
                    }
                }
                if matches!(triangle, Triangle::LowerTransposed | Triangle::UpperTransposed) {
                    kept = transpose(&kept, n);
                }
                let mut y = product(&kept, &x, n, 2);
                solve_triangular(&t, n, triangle, diagonal, &mut y, 2).expect("regular");
                close(&x, &y, 1e-10)
            })
        })
    }
}

#[test]
fn determinants() {
    let mut a = [2.0_f32, 1.0, 1.0, 4.0, -6.0, 0.0, -2.0, 7.0, 2.0];
    let factors = lu::<f32, 3>(&mut a, 3).expect("regular");
    assert!((determinant(&a, 3, &factors.pivots).expect("lengths") - -16.0).abs() < 1e-5);
    assert!(factors.is_odd());
    let mut a = [4.0, 2.0, 2.0, 5.0];
    cholesky(&mut a, 2).expect("positive definite");
    assert_eq!(cholesky_determinant(&a, 2), Ok(16.0));
    assert_eq!(determinant::<f64>(&[], 0, &[]), Ok(1.0));
}

#[test]
fn errors_are_values() {
    assert_eq!(cholesky(&mut [1.0, 0.0, 2.0, 1.0], 2), Err(KernelError::NotPositiveDefinite { index: 1 }));
    assert_eq!(cholesky(&mut [f64::NAN], 1), Err(KernelError::NotPositiveDefinite { index: 0 }));
    assert_eq!(cholesky(&mut [0.0], 1), Err(KernelError::NotPositiveDefinite { index: 0 }));
    let wrong = KernelError::Length { operation: "cholesky", needed: 4, length: 3 };
    assert_eq!(cholesky(&mut [1.0; 3], 2), Err(wrong));
    assert_eq!(lu::<f64, 2>(&mut [1.0, 2.0, 2.0, 4.0], 2), Err(KernelError::Singular { index: 1 }));
    assert_eq!(lu::<f64, 2>(&mut [1.0, 2.0, f64::NAN, 4.0], 2), Err(KernelError::Singular { index: 0 }));
    let capacity = KernelError::Capacity { operation: "lu", needed: 3, capacity: 2 };
    assert_eq!(lu::<f64, 2>(&mut [1.0; 9], 3), Err(capacity));
    assert_eq!(
        lu_in(&mut [1.0; 4], 2, &mut [0; 1]),
        Err(KernelError::Length { operation: "lu", needed: 2, length: 1 })
    );
    let mut b = [1.0, 2.0];
    let singular = solve_triangular(&[1.0, 0.0, 3.0, 0.0], 2, Triangle::Lower, Diagonal::Stored, &mut b, 1);
    assert_eq!(singular, Err(KernelError::Singular { index: 1 }));
    let pivot = solve(&[1.0, 0.0, 0.0, 1.0], 2, &[0, 2], &mut b, 1);
    assert_eq!(pivot, Err(KernelError::Pivot { pivot: 2, order: 2 }));
    assert_eq!(b, [1.0, 2.0]);
    assert_eq!(capacity.to_string(), "lu: needs a capacity of 3, there is 2");
}
