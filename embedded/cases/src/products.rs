//! Matrix products of all sizes 0…17 with strides: whole numbers against 32-bit arithmetic, which is exact in any order, and
//! digests of numbers with many digits.

use cotangent_kernels::{MatMut, MatRef, RowsRef, matmul, matmul_rows, matmul_workspace};

use crate::{
    Judge,
    digest::{Digest, Words},
    inputs::{Numbers, whole},
};

const LARGEST: usize = 17;
/// Elements of a matrix of the largest size in the widest layout.
const ROOM: usize = LARGEST * (2 * LARGEST + 1) + 2 * LARGEST;
/// More than any target here asks for.
const WORKSPACE: usize = 4096;

/// Where elements lie in a larger buffer: row and column stride.
fn strides(layout: usize, [rows, cols]: [usize; 2]) -> [usize; 2] {
    match layout % 3 {
        0 => [cols + 1, 1],
        1 => [1, rows + 2],
        _ => [2 * cols + 1, 2],
    }
}

/// Two matrices to multiply and what is in the result before, as wide as any layout needs.
struct Operands<T> {
    a: [T; ROOM],
    b: [T; ROOM],
    c: [T; ROOM],
}

impl<T: Copy> Operands<T> {
    fn map<U>(&self, f: impl Fn(T) -> U) -> Operands<U> {
        Operands { a: self.a.map(&f), b: self.b.map(&f), c: self.c.map(&f) }
    }
}

/// One product of all sizes.
#[derive(Clone, Copy)]
struct Case {
    shape: [usize; 3],
    a: [usize; 2],
    b: [usize; 2],
    c: [usize; 2],
    accumulate: bool,
}

/// All sizes in f32, every fourth in f64, and rows anywhere.
pub fn run(judge: &mut dyn Judge) {
    sizes::<f32>(judge, 1, "f32");
    sizes::<f64>(judge, 4, "f64");
    rows_anywhere(judge);
}

fn sizes<T: Words>(judge: &mut dyn Judge, step: usize, dtype: &str) {
    let small = |scale| core::array::from_fn(|i| (i as i32 * scale) % 17 - 8);
    let integers = Operands { a: small(5), b: small(3), c: small(11) };
    let exact = integers.map(whole::<T>);
    let mut many = Operands { a: [T::ZERO; ROOM], b: [T::ZERO; ROOM], c: [T::ZERO; ROOM] };
    for (seed, x) in [&mut many.a, &mut many.b, &mut many.c].into_iter().enumerate() {
        Numbers::new(seed as u64).fill(x);
    }
    for m in (0..=LARGEST).step_by(step) {
        let (mut digest, mut right, mut count) = (Digest::default(), 0, 0);
        for k in (0..=LARGEST).step_by(step) {
            for n in (0..=LARGEST).step_by(step) {
                let case = Case::new([m, k, n]);
                digest.numbers(&case.product(&many)[..case.used()]);
                let want = case.reference(&integers);
                right += usize::from(case.product(&exact).iter().zip(&want).all(|(&x, &y)| x == whole(y)));
                count += 1;
            }
        }
        let what = format_args!("products with {m} rows of {dtype}");
        judge.check(right == count, format_args!("{what}: {right} of {count} exact"));
        judge.same(digest.value(), what);
    }
}

impl Case {
    /// A layout for each matrix and whether to accumulate: all 54 choices come up many times.
    fn new([m, k, n]: [usize; 3]) -> Self {
        let choice = m * 7 + k * 31 + n * 17;
        Case {
            shape: [m, k, n],
            a: strides(choice, [m, k]),
            b: strides(choice / 3, [k, n]),
            c: strides(choice / 9, [m, n]),
            accumulate: choice / 27 % 2 == 1,
        }
    }

    /// The buffer of the result, whole: what lies between the elements must not change.
    fn product<T: Words>(&self, operands: &Operands<T>) -> [T; ROOM] {
        let [m, k, n] = self.shape;
        let mut c = operands.c;
        let mut work = [T::ZERO; WORKSPACE];
        let work = &mut work[..matmul_workspace::<T>(m, k, n).min(WORKSPACE)];
        let a = MatRef::new(&operands.a, m, k, self.a[0], self.a[1]);
        let b = MatRef::new(&operands.b, k, n, self.b[0], self.b[1]);
        matmul(a, b, MatMut::new(&mut c, m, n, self.c[0], self.c[1]), self.accumulate, work);
        c
    }

    fn reference(&self, operands: &Operands<i32>) -> [i32; ROOM] {
        let [m, k, n] = self.shape;
        let mut out = operands.c;
        for i in 0..m {
            for j in 0..n {
                let term = |p| operands.a[i * self.a[0] + p * self.a[1]] * operands.b[p * self.b[0] + j * self.b[1]];
                let product: i32 = (0..k).map(term).sum();
                let c = &mut out[i * self.c[0] + j * self.c[1]];
                *c = product + if self.accumulate { *c } else { 0 };
            }
        }
        out
    }

    /// Elements of the buffer that the result spans.
    fn used(&self) -> usize {
        let [m, _, n] = self.shape;
        m.saturating_sub(1) * self.c[0] + n.saturating_sub(1) * self.c[1] + 1
    }
}

/// Windows of a sequence, read in place.
fn rows_anywhere(judge: &mut dyn Judge) {
    let mut numbers = Numbers::new(9);
    let (mut a, mut x, mut c) = ([0.0_f32; 35], [0.0; 40], [0.0; 7 * 30]);
    numbers.fill(&mut a);
    numbers.fill(&mut x);
    let mut digest = Digest::default();
    for n in 0..=30 {
        let windows = RowsRef::new(&x, &[0, 3, 1, 10, 2], n);
        matmul_rows(MatRef::row_major(&a, 7, 5), windows, MatMut::row_major(&mut c[..7 * n], 7, n));
        digest.numbers(&c[..7 * n]);
    }
    judge.same(digest.value(), format_args!("products with rows anywhere"));
}
