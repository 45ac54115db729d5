//! QR, eigenvalues, singular values, exponential: reconstruction and orthogonality for all small orders and some larger
//! ones, ill-conditioned, rank-deficient and graded matrices, known spectra, errors.

use cotangent_kernels::{
    Float, KernelError,
    linalg::{expm, expm_workspace, qr, qr_workspace, svd, svd_workspace, symmetric_eigen, symmetric_eigen_workspace},
};

/// Entries in [−1, 1), the same on every run (xorshift64*, doi:10.1145/2845077).
fn numbers(seed: u64, count: usize) -> Vec<f64> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

/// a·b of an m × k and a k × n matrix.
fn product(a: &[f64], b: &[f64], [m, k, n]: [usize; 3]) -> Vec<f64> {
    let element = |i: usize, j: usize| (0..k).map(|p| a[i * k + p] * b[p * n + j]).sum::<f64>();
    (0..m * n).map(|at| element(at / n, at % n)).collect()
}

fn transpose(a: &[f64], m: usize, n: usize) -> Vec<f64> {
    (0..m * n).map(|at| a[at % m * n + at / m]).collect()
}

fn identity(n: usize) -> Vec<f64> {
    (0..n * n).map(|at| f64::from(u8::from(at / n == at % n))).collect()
}

fn norm(a: &[f64]) -> f64 {
    a.iter().map(|x| x * x).sum::<f64>().sqrt()
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    norm(&a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>())
}

/// ‖a − b‖ ≤ c·n·ε·scale.
#[track_caller]
fn near(what: &str, a: &[f64], b: &[f64], n: usize, eps: f64, scale: f64) {
    let (d, bound) = (distance(a, b), 4.0 * n.max(1) as f64 * eps * scale);
    assert!(d <= bound, "{what} of order {n}: {d:e} > {bound:e}");
}

fn wide<T: Float>(x: &[T]) -> Vec<f64> {
    x.iter().map(|x| x.to_f64().expect("a float")).collect()
}

fn narrow<T: Float>(x: &[f64]) -> Vec<T> {
    x.iter().map(|&x| T::from(x).expect("a float")).collect()
}

fn check_qr<T: Float>(a: &[f64], m: usize, n: usize) {
    let (k, eps) = (m.min(n), T::epsilon().to_f64().expect("a float"));
    let mut r = narrow::<T>(a);
    let a = wide(&r);
    let mut q = vec![T::ZERO; m * k];
    qr(&mut r, m, n, &mut q, &mut vec![T::ZERO; qr_workspace(m, n)]).expect("right lengths");
    let (q, r) = (wide(&q), wide(&r));
    for i in 0..m {
        for j in 0..n {
            assert!(j >= i || r[i * n + j] == 0.0);
            assert!(i != j || r[i * n + j] >= 0.0);
        }
    }
    let size = m.max(n);
    near("QR", &product(&q, &r[..k * n], [m, k, n]), &a, size, eps, norm(&a));
    near("QᵀQ", &product(&transpose(&q, m, k), &q, [k, m, k]), &identity(k), size, eps, (k as f64).sqrt());
}

fn check_eigen<T: Float>(a: &[f64], n: usize) -> Vec<f64> {
    let eps = T::epsilon().to_f64().expect("a float");
    let mut v = narrow::<T>(a);
    let a = wide(&v);
    let mut w = vec![T::ZERO; n];
    symmetric_eigen(&mut v, n, &mut w, &mut vec![T::ZERO; symmetric_eigen_workspace(n)])
        .unwrap_or_else(|e| panic!("{n}: {e}"));
    let (v, w) = (wide(&v), wide(&w));
    assert!(w.windows(2).all(|w| w[0] <= w[1]), "{w:?}");
    let scaled: Vec<f64> = (0..n * n).map(|at| v[at] * w[at % n]).collect();
    near("VΛVᵀ", &product(&scaled, &transpose(&v, n, n), [n; 3]), &a, n, eps, norm(&a));
    near("VᵀV", &product(&transpose(&v, n, n), &v, [n; 3]), &identity(n), n, eps, (n as f64).sqrt());
    w
}

fn check_svd<T: Float>(a: &[f64], m: usize, n: usize) -> Vec<f64> {
    let eps = T::epsilon().to_f64().expect("a float");
    let mut u = narrow::<T>(a);
    let a = wide(&u);
    let (mut s, mut vt) = (vec![T::ZERO; n], vec![T::ZERO; n * n]);
    svd(&mut u, m, n, &mut s, &mut vt, &mut vec![T::ZERO; svd_workspace::<T>(m, n)]).expect("finite");
    let (u, s, vt) = (wide(&u), wide(&s), wide(&vt));
    assert!(s.windows(2).all(|s| s[0] >= s[1]) && s.iter().all(|&s| s >= 0.0), "{s:?}");
    let scaled: Vec<f64> = (0..m * n).map(|at| u[at] * s[at % n]).collect();
    near("UΣVᵀ", &product(&scaled, &vt, [m, n, n]), &a, m, eps, norm(&a));
    near("UᵀU", &product(&transpose(&u, m, n), &u, [n, m, n]), &identity(n), m, eps, (n as f64).sqrt());
    near("VVᵀ", &product(&vt, &transpose(&vt, n, n), [n; 3]), &identity(n), m, eps, (n as f64).sqrt());
    s
}

fn symmetric(a: &[f64], n: usize) -> Vec<f64> {
    a.iter().zip(transpose(a, n, n)).map(|(a, b)| 0.5 * (a + b)).collect()
}

/// Rank ⌊n/2⌋, symmetric.
fn deficient(n: usize) -> Vec<f64> {
    let b = numbers(5, n * (n / 2));
    product(&b, &transpose(&b, n, n / 2), [n, n / 2, n])
}

/// d·A·d with d falling over many magnitudes.
fn graded(n: usize, span: f64) -> Vec<f64> {
    let d = |i: usize| span.powf(-(i as f64) / n as f64);
    let a = symmetric(&numbers(6, n * n), n);
    (0..n * n).map(|at| d(at / n) * d(at % n) * (a[at] + if at / n == at % n { 4.0 } else { 0.0 })).collect()
}

fn hilbert(n: usize) -> Vec<f64> {
    (0..n * n).map(|at| 1.0 / (at / n + at % n + 1) as f64).collect()
}

#[test]
fn factors_reconstruct_matrices_of_all_orders() {
    for n in (0..=20).chain([33, 40, 64]) {
        for a in
            [numbers(n as u64 + 1, n * n), deficient(n), hilbert(n), vec![0.0; n * n], identity(n), vec![1.0; n * n]]
        {
            check_qr::<f64>(&a, n, n);
            check_qr::<f32>(&a, n, n);
            check_eigen::<f64>(&symmetric(&a, n), n);
            check_eigen::<f32>(&symmetric(&a, n), n);
            check_svd::<f64>(&a, n, n);
            check_svd::<f32>(&a, n, n);
        }
    }
}

#[test]
fn tall_and_wide_matrices() {
    for (m, n) in [(1, 5), (5, 1), (3, 2), (2, 3), (40, 7), (7, 40), (33, 32), (4, 0), (0, 4), (17, 16)] {
        let a = numbers((m * 100 + n) as u64, m * n);
        check_qr::<f64>(&a, m, n);
        check_qr::<f32>(&a, m, n);
        if m >= n {
            check_svd::<f64>(&a, m, n);
            check_svd::<f32>(&a, m, n);
        }
    }
}

#[test]
fn graded_matrices() {
    for n in [3, 8, 16, 20, 40] {
        for span in [1e8, 1e30, 1e100] {
            let a = graded(n, span);
            check_qr::<f64>(&a, n, n);
            check_eigen::<f64>(&a, n);
            check_svd::<f64>(&a, n, n);
        }
        check_eigen::<f32>(&graded(n, 1e8), n);
        check_svd::<f32>(&graded(n, 1e15), n, n);
    }
}

/// Elements near the ends of the range: squares overflow or vanish.
#[test]
fn huge_and_tiny_elements() {
    for n in [3, 20] {
        let a = numbers(9, n * n);
        for scale in [1e300, 1e-290, 1e160, 1e-160] {
            let a: Vec<f64> = a.iter().map(|x| x * scale).collect();
            let unit = |x: &[f64]| x.iter().map(|x| x / scale).collect::<Vec<f64>>();
            let mut r = a.clone();
            let mut q = vec![0.0; n * n];
            qr(&mut r, n, n, &mut q, &mut vec![0.0; qr_workspace(n, n)]).expect("right lengths");
            near("QR", &product(&q, &unit(&r), [n; 3]), &unit(&a), n, f64::EPSILON, n as f64);
            let (mut u, mut s, mut vt) = (a.clone(), vec![0.0; n], vec![0.0; n * n]);
            svd(&mut u, n, n, &mut s, &mut vt, &mut vec![0.0; svd_workspace::<f64>(n, n)]).expect("finite");
            let scaled: Vec<f64> = (0..n * n).map(|at| u[at] * (s[at % n] / scale)).collect();
            near("UΣVᵀ", &product(&scaled, &vt, [n; 3]), &unit(&a), n, f64::EPSILON, n as f64);
            let (mut v, mut w) = (symmetric(&a, n), vec![0.0; n]);
            symmetric_eigen(&mut v, n, &mut w, &mut vec![0.0; symmetric_eigen_workspace(n)]).expect("finite");
            let scaled: Vec<f64> = (0..n * n).map(|at| v[at] * (w[at % n] / scale)).collect();
            let back = product(&scaled, &transpose(&v, n, n), [n; 3]);
            near("VΛVᵀ", &back, &unit(&symmetric(&a, n)), n, f64::EPSILON, n as f64);
        }
    }
}

/// Each singular value to its own digits, though they span 60 magnitudes: the columns of a well-conditioned matrix,
/// scaled.
#[test]
fn singular_values_of_scaled_columns_keep_their_digits() {
    let n = 6;
    let base = numbers(12, n * n);
    let d = |j: usize| 10_f64.powi(-12 * j as i32);
    let a: Vec<f64> = (0..n * n).map(|at| base[at] * d(at % n)).collect();
    let s = check_svd::<f64>(&a, n, n);
    // The Gram–Schmidt lengths: with gaps of 10¹² the singular values are those of R's diagonal to 10⁻²⁴.
    let mut r = a.clone();
    qr(&mut r, n, n, &mut vec![0.0; n * n], &mut vec![0.0; qr_workspace(n, n)]).expect("right lengths");
    for (j, s) in s.iter().enumerate() {
        assert!((s / r[j * n + j] - 1.0).abs() < 1e-13, "{j}: {s:e} {:e}", r[j * n + j]);
    }
}

#[test]
fn known_spectra() {
    // Second differences: 2 − 2 cos(kπ/(n + 1)).
    for n in [5, 12, 31, 90] {
        let a: Vec<f64> = (0..n * n)
            .map(|at: usize| match (at / n).abs_diff(at % n) {
                0 => 2.0,
                1 => -1.0,
                _ => 0.0,
            })
            .collect();
        let want: Vec<f64> =
            (1..=n).map(|k| 2.0 - 2.0 * (k as f64 * std::f64::consts::PI / (n + 1) as f64).cos()).collect();
        near("eigenvalues", &check_eigen::<f64>(&a, n), &want, n, f64::EPSILON, 4.0);
        let descending: Vec<f64> = want.into_iter().rev().collect();
        near("singular values", &check_svd::<f64>(&a, n, n), &descending, n, f64::EPSILON, 4.0);
    }
}

fn exponential(a: &[f64], n: usize) -> Vec<f64> {
    let mut a = a.to_vec();
    expm(&mut a, n, &mut vec![0; n], &mut vec![0.0; expm_workspace::<f64>(n)]).expect("finite");
    a
}

#[test]
fn exponentials() {
    // [[1, 2], [3, 4]] by mpmath to 50 digits.
    let want = [51.968_956_198_705, 74.736_564_567_003_21, 112.104_846_850_504_82, 164.073_803_049_209_82];
    near("expm", &exponential(&[1.0, 2.0, 3.0, 4.0], 2), &want, 2, 1e-15, 200.0);
    assert_eq!(exponential(&[0.0; 9], 3), identity(3));
    assert_eq!(exponential(&[], 0), []);
    for n in [1, 4, 9] {
        let a = numbers(3, n * n);
        for size in [1e-9, 1e-2, 1.0, 8.0, 30.0] {
            let a: Vec<f64> = a.iter().map(|x| x * size).collect();
            let minus: Vec<f64> = a.iter().map(|x| -x).collect();
            let (e, inverse) = (exponential(&a, n), exponential(&minus, n));
            let scale = norm(&e) * norm(&inverse);
            near("eᴬe⁻ᴬ", &product(&e, &inverse, [n; 3]), &identity(n), n, f64::EPSILON * (1.0 + size), scale);
        }
    }
    // A rotation by 100 radians.
    let turned = exponential(&[0.0, -100.0, 100.0, 0.0], 2);
    let (s, c) = 100_f64.sin_cos();
    near("rotation", &turned, &[c, -s, s, c], 2, f64::EPSILON, 100.0);
    let mut narrow = [1.0_f32, 2.0, 3.0, 4.0];
    expm(&mut narrow, 2, &mut [0; 2], &mut vec![0.0; expm_workspace::<f32>(2)]).expect("finite");
    near("expm", &wide(&narrow), &want, 2, 1e-6, 200.0);
}

#[test]
fn errors_are_values() {
    let work = &mut vec![0.0; 4096];
    let length = |operation, needed, length| Err(KernelError::Length { operation, needed, length });
    assert_eq!(qr(&mut [1.0; 3], 2, 2, &mut [0.0; 4], work), length("qr", 4, 3));
    assert_eq!(qr(&mut [1.0; 4], 2, 2, &mut [0.0; 3], work), length("qr", 4, 3));
    assert_eq!(qr(&mut [1.0; 4], 2, 2, &mut [0.0; 4], &mut [0.0]), length("qr", 8, 1));
    assert_eq!(symmetric_eigen(&mut [1.0; 3], 2, &mut [0.0; 2], work), length("symmetric_eigen", 4, 3));
    assert_eq!(symmetric_eigen(&mut [1.0; 4], 2, &mut [0.0; 1], work), length("symmetric_eigen", 2, 1));
    assert_eq!(symmetric_eigen(&mut [1.0; 4], 2, &mut [0.0; 2], &mut [0.0]), length("symmetric_eigen", 12, 1));
    assert_eq!(svd(&mut [1.0; 3], 2, 2, &mut [0.0; 2], &mut [0.0; 4], work), length("svd", 4, 3));
    assert_eq!(expm(&mut [1.0; 3], 2, &mut [0; 2], work), length("expm", 4, 3));
    for bad in [f64::NAN, f64::INFINITY] {
        let lost = |operation| Err(KernelError::NoConvergence { operation });
        let mut a = [1.0, bad, bad, 1.0];
        assert_eq!(symmetric_eigen(&mut a, 2, &mut [0.0; 2], work), lost("symmetric_eigen"));
        assert_eq!(svd(&mut a, 2, 2, &mut [0.0; 2], &mut [0.0; 4], work), lost("svd"));
        assert_eq!(expm(&mut a, 2, &mut [0; 2], work), Err(KernelError::Singular { index: 0 }));
    }
    let text = KernelError::NoConvergence { operation: "svd" }.to_string();
    assert_eq!(text, "svd: no convergence; is every element finite?");
}
