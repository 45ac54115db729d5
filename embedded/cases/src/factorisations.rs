//! Factorisations of orders 1…8: what they multiply out to, and digests of their bits.

use core::fmt::Arguments;

use cotangent_kernels::{
    MatMut, MatRef,
    linalg::{
        Diagonal, Triangle, cholesky, cholesky_determinant, cholesky_solve, determinant, expm, expm_workspace, inverse,
        lu_in, qr, qr_workspace, solve, solve_triangular, svd, svd_workspace, symmetric_eigen,
        symmetric_eigen_workspace,
    },
    matmul,
};

use crate::{
    Judge,
    digest::{Digest, Words},
    inputs::{Numbers, whole},
};

const LARGEST: usize = 8;
const ROOM: usize = (LARGEST + 2) * LARGEST;
const WORKSPACE: usize = 2048;
type Room<T> = [T; ROOM];

/// All orders.
pub fn run<T: Words>(judge: &mut dyn Judge, dtype: &'static str) {
    for n in 1..=LARGEST {
        let mut a = [T::ZERO; ROOM];
        Numbers::new(n as u64).fill(&mut a);
        // B·Bᵀ + I is positive definite.
        let mut s = product(&a, &transposed(&a, n, n), [n, n, n]);
        (0..n).for_each(|i| s[i * n + i] += T::ONE);
        let case = Case { n, dtype };
        case.cholesky(judge, s);
        case.lu(judge, a);
        case.triangular(judge, a);
        case.qr(judge, a);
        case.eigen(judge, s);
        case.svd(judge, a);
        case.expm(judge, a);
    }
}

struct Case {
    n: usize,
    dtype: &'static str,
}

impl Case {
    /// What a factorisation gave, and the difference of two matrices that should agree within rounding.
    fn judge<T: Words>(&self, judge: &mut dyn Judge, what: &str, digest: &[&[T]], [x, y]: [&[T]; 2]) {
        let Case { n, dtype } = self;
        let what = format_args!("{what} of order {n} of {dtype}");
        same(judge, what, digest);
        // Elements are below some tens; each is a sum of n products.
        let bound = whole::<T>(64 * self.n as i32) * T::epsilon();
        let near = x.iter().zip(y).all(|(&x, &y)| (x - y).abs() <= bound);
        judge.check(near, format_args!("{what}: residual"));
    }

    fn cholesky<T: Words>(&self, judge: &mut dyn Judge, s: Room<T>) {
        let n = self.n;
        let (mut l, mut x) = (s, [T::ONE; LARGEST]);
        let solved = cholesky(&mut l[..n * n], n).and_then(|()| cholesky_solve(&l[..n * n], n, &mut x[..n], 1));
        judge.check(solved.is_ok(), format_args!("Cholesky of order {n}: {solved:?}"));
        let det = cholesky_determinant(&l[..n * n], n).unwrap_or(T::ZERO);
        let again = product(&l, &transposed(&l, n, n), [n, n, n]);
        self.judge(judge, "Cholesky", &[&l[..n * n], &x[..n], &[det]], [&again[..n * n], &s[..n * n]]);
    }

    fn lu<T: Words>(&self, judge: &mut dyn Judge, a: Room<T>) {
        let n = self.n;
        let (mut f, mut x, mut inv, mut pivots) = (a, [T::ONE; LARGEST], [T::ZERO; ROOM], [0; LARGEST]);
        let (factors, pivots) = (&mut f[..n * n], &mut pivots[..n]);
        let done = lu_in(factors, n, pivots)
            .and_then(|()| solve(factors, n, pivots, &mut x[..n], 1))
            .and_then(|()| inverse(factors, n, pivots, &mut inv[..n * n]));
        judge.check(done.is_ok(), format_args!("LU of order {n}: {done:?}"));
        let det = determinant(factors, n, pivots).unwrap_or(T::ZERO);
        let ([lower, upper], mut permuted) = (triangles(factors, n), a);
        for (i, &pivot) in pivots.iter().enumerate() {
            (0..n).for_each(|j| permuted.swap(i * n + j, pivot * n + j));
        }
        let again = product(&lower, &upper, [n, n, n]);
        let all: [&[T]; 4] = [factors, &x[..n], &inv[..n * n], &[det]];
        self.judge(judge, "LU", &all, [&again[..n * n], &permuted[..n * n]]);
    }

    fn triangular<T: Words>(&self, judge: &mut dyn Judge, a: Room<T>) {
        let n = self.n;
        let mut t = a;
        // A heavy diagonal: solutions stay small.
        (0..n).for_each(|i| t[i * n + i] = whole(2 * n as i32));
        let lower_upper = [true, false].map(|lower| triangle(&t, n, lower));
        for (which, name) in [
            (Triangle::Lower, "lower"),
            (Triangle::Upper, "upper"),
            (Triangle::LowerTransposed, "transposed lower"),
            (Triangle::UpperTransposed, "transposed upper"),
        ] {
            let mut x = [T::ONE; ROOM];
            let solved = solve_triangular(&t[..n * n], n, which, Diagonal::Stored, &mut x[..2 * n], 2);
            judge.check(solved.is_ok(), format_args!("{name} triangle of order {n}: {solved:?}"));
            let full = match which {
                Triangle::Lower => lower_upper[0],
                Triangle::Upper => lower_upper[1],
                Triangle::LowerTransposed => transposed(&lower_upper[0], n, n),
                Triangle::UpperTransposed => transposed(&lower_upper[1], n, n),
            };
            let again = product(&full, &x, [n, n, 2]);
            self.judge(judge, name, &[&x[..2 * n]], [&again[..2 * n], &[T::ONE; ROOM][..2 * n]]);
        }
    }

    fn qr<T: Words>(&self, judge: &mut dyn Judge, a: Room<T>) {
        let (m, n) = (self.n + 2, self.n);
        let (mut r, mut q, mut work) = (a, [T::ZERO; ROOM], [T::ZERO; WORKSPACE]);
        let done = qr(&mut r[..m * n], m, n, &mut q[..m * n], &mut work[..qr_workspace(m, n)]);
        judge.check(done.is_ok(), format_args!("QR of order {n}: {done:?}"));
        let again = product(&q, &r, [m, n, n]);
        self.judge(judge, "QR", &[&r[..m * n], &q[..m * n]], [&again[..m * n], &a[..m * n]]);
        let gram = product(&transposed(&q, m, n), &q, [n, m, n]);
        self.judge(judge, "Q", &[], [&gram[..n * n], &identity(n)[..n * n]]);
    }

    fn eigen<T: Words>(&self, judge: &mut dyn Judge, s: Room<T>) {
        let n = self.n;
        let (mut v, mut w, mut work) = (s, [T::ZERO; LARGEST], [T::ZERO; WORKSPACE]);
        let needed = symmetric_eigen_workspace(n);
        let done = symmetric_eigen(&mut v[..n * n], n, &mut w[..n], &mut work[..needed]);
        judge.check(done.is_ok(), format_args!("eigenvalues of order {n}: {done:?}"));
        let left = product(&s, &v, [n, n, n]);
        let mut right = v;
        (0..n * n).for_each(|at| right[at] *= w[at % n]);
        self.judge(judge, "eigenvalues", &[&v[..n * n], &w[..n]], [&left[..n * n], &right[..n * n]]);
    }

    fn svd<T: Words>(&self, judge: &mut dyn Judge, a: Room<T>) {
        let (m, n) = (self.n + 2, self.n);
        let (mut u, mut s, mut vt, mut work) = (a, [T::ZERO; LARGEST], [T::ZERO; ROOM], [T::ZERO; WORKSPACE]);
        let work = &mut work[..svd_workspace::<T>(m, n)];
        let done = svd(&mut u[..m * n], m, n, &mut s[..n], &mut vt[..n * n], work);
        judge.check(done.is_ok(), format_args!("singular values of order {n}: {done:?}"));
        let mut scaled = u;
        (0..m * n).for_each(|at| scaled[at] *= s[at % n]);
        let again = product(&scaled, &vt, [m, n, n]);
        self.judge(judge, "singular values", &[&u[..m * n], &s[..n], &vt[..n * n]], [&again[..m * n], &a[..m * n]]);
    }

    fn expm<T: Words>(&self, judge: &mut dyn Judge, a: Room<T>) {
        let n = self.n;
        let exponential = |mut x: Room<T>| {
            let (mut pivots, mut work) = ([0; LARGEST], [T::ZERO; WORKSPACE]);
            let work = &mut work[..expm_workspace::<T>(n)];
            (expm(&mut x[..n * n], n, &mut pivots[..n], work), x)
        };
        let ((done, up), (_, down)) = (exponential(a), exponential(a.map(|x| -x)));
        judge.check(done.is_ok(), format_args!("exponential of order {n}: {done:?}"));
        let again = product(&up, &down, [n, n, n]);
        self.judge(judge, "exponential", &[&up[..n * n]], [&again[..n * n], &identity(n)[..n * n]]);
    }
}

fn same<T: Words>(judge: &mut dyn Judge, what: Arguments<'_>, parts: &[&[T]]) {
    if parts.is_empty() {
        return;
    }
    let mut digest = Digest::default();
    parts.iter().for_each(|part| digest.numbers(part));
    judge.same(digest.value(), what);
}

/// a·b by the kernel that `products` checks.
fn product<T: Words>(a: &Room<T>, b: &Room<T>, [m, k, n]: [usize; 3]) -> Room<T> {
    let mut c = [T::ZERO; ROOM];
    let (a, b) = (MatRef::row_major(a, m, k), MatRef::row_major(b, k, n));
    matmul(a, b, MatMut::row_major(&mut c, m, n), false, &mut []);
    c
}

fn transposed<T: Words>(a: &Room<T>, m: usize, n: usize) -> Room<T> {
    core::array::from_fn(|at| if at < m * n { a[at % m * n + at / m] } else { T::ZERO })
}

fn identity<T: Words>(n: usize) -> Room<T> {
    core::array::from_fn(|at| if at / n == at % n { T::ONE } else { T::ZERO })
}

/// One triangle with its diagonal, zeros elsewhere.
fn triangle<T: Words>(a: &[T], n: usize, lower: bool) -> Room<T> {
    let keeps = |i: usize, j: usize| if lower { j <= i } else { j >= i };
    core::array::from_fn(|at| if at < n * n && keeps(at / n, at % n) { a[at] } else { T::ZERO })
}

/// L with ones on its diagonal, and U.
fn triangles<T: Words>(factors: &[T], n: usize) -> [Room<T>; 2] {
    let mut lower = triangle(factors, n, true);
    (0..n).for_each(|i| lower[i * n + i] = T::ONE);
    [lower, triangle(factors, n, false)]
}
