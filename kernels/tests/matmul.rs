//! The product against its documented order of additions, bit for bit, on every path; and against a second
//! implementation.

use cotangent_kernels::{
    Float, Isa, Kernel, KernelError, MatMut, MatRef, RowsRef, VectorByRows, dispatch, dot, matmul, matmul_each,
    matmul_rows, matmul_scaled, matmul_scaled_workspace, matmul_workspace, vector_by_rows_workspace,
};

struct Fused;
impl Kernel for Fused {
    type Output = bool;
    fn run<I: Isa>(self) -> bool {
        I::FUSED
    }
}

/// Numbers with many digits, so that another order shows in the last bit.
fn numbers<T: Float>(n: usize, seed: u64) -> Vec<T> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        T::from((state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0).expect("a float")
    };
    (0..n).map(|_| next()).collect()
}

/// A matrix in one of three layouts inside a larger buffer.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Layout {
    Rows,
    Columns,
    Sparse,
}
const LAYOUTS: [Layout; 3] = [Layout::Rows, Layout::Columns, Layout::Sparse];

impl Layout {
    fn strides(self, rows: usize, cols: usize) -> [usize; 2] {
        match self {
            Layout::Rows => [cols + 1, 1],
            Layout::Columns => [1, rows + 2],
            Layout::Sparse => [2 * cols + 1, 2],
        }
    }

    fn size(self, rows: usize, cols: usize) -> usize {
        let [row, col] = self.strides(rows, cols);
        rows * row + cols * col
    }
}

/// The documented order of every element.
fn reference<T: Float>(a: MatRef<'_, T>, b: MatRef<'_, T>, start: impl Fn(usize, usize) -> T) -> Vec<T> {
    let ([m, k], [_, n]) = (a.shape(), b.shape());
    let fused = dispatch(Fused);
    let mut out: Vec<T> = (0..m * n).map(|at| start(at / n, at % n)).collect();
    if m == 1 || n == 1 {
        let line = |length: usize, get: &dyn Fn(usize) -> T| -> Vec<T> { (0..length).map(get).collect() };
        let columns: Vec<Vec<T>> = (0..n).map(|j| line(k, &|p| b.get(p, j))).collect();
        for i in 0..m {
            let x = line(k, &|p| a.get(i, p));
            for (out, y) in out[i * n..].iter_mut().zip(&columns) {
                // Block by block on top of the start.
                *out = x.chunks(4096).zip(y.chunks(4096)).fold(*out, |sum, (x, y)| sum + dot(x, y));
            }
        }
        return out;
    }
    // One chain over k for every element.
    for p in 0..k {
        let row: Vec<T> = (0..n).map(|j| b.get(p, j)).collect();
        for (i, out) in out.chunks_mut(n.max(1)).enumerate() {
            let x = a.get(i, p);
            for (sum, &y) in out.iter_mut().zip(&row) {
                *sum = if fused { num_traits::Float::mul_add(x, y, *sum) } else { x * y + *sum };
            }
        }
    }
    out
}

/// A product with each of several sizes of workspace.
fn check<T: Float>([m, k, n]: [usize; 3], layouts: [Layout; 3], accumulate: bool, workspaces: &[usize]) {
    let [la, lb, lc] = layouts;
    let a_data = numbers::<T>(la.size(m, k), 1);
    let b_data = numbers::<T>(lb.size(k, n), 2);
    let before = numbers::<T>(lc.size(m, n), 3);
    let (sa, sb, sc) = (la.strides(m, k), lb.strides(k, n), lc.strides(m, n));
    let a = MatRef::new(&a_data, m, k, sa[0], sa[1]);
    let b = MatRef::new(&b_data, k, n, sb[0], sb[1]);
    let at = |i: usize, j: usize| i * sc[0] + j * sc[1];
    let expected = reference(a, b, |i, j| if accumulate { before[at(i, j)] } else { T::ZERO });
    let mut whole = before.clone();
    for i in 0..m {
        for j in 0..n {
            whole[at(i, j)] = expected[i * n + j];
        }
    }
    for &workspace in workspaces {
        let mut after = before.clone();
        let mut workspace = numbers::<T>(workspace, 4);
        matmul(a, b, MatMut::new(&mut after, m, n, sc[0], sc[1]), accumulate, &mut workspace);
        // Comparing the whole buffer shows a write outside the matrix, too.
        assert!(after == whole, "[{m}, {k}] by [{k}, {n}], {layouts:?}, accumulate {accumulate}");
    }
}

fn all_layouts<T: Float>(shape: [usize; 3]) {
    let [m, k, n] = shape;
    let full = matmul_workspace::<T>(m, k, n);
    for la in LAYOUTS {
        for lb in LAYOUTS {
            for lc in LAYOUTS {
                check::<T>(shape, [la, lb, lc], false, &[full, 0]);
                check::<T>(shape, [la, lb, lc], true, &[full, full / 2]);
            }
        }
    }
}

#[test]
fn small_shapes_in_all_layouts() {
    for m in [0, 1, 2, 5, 7] {
        for k in [0, 1, 3, 17] {
            for n in [0, 1, 2, 4, 9] {
                all_layouts::<f32>([m, k, n]);
                all_layouts::<f64>([m, k, n]);
            }
        }
    }
}

#[test]
fn edges_of_tiles_and_blocks() {
    for shape in [[6, 16, 32], [7, 33, 31], [13, 20, 35], [19, 193, 47], [64, 64, 64], [12, 200, 16], [3, 400, 70]] {
        all_layouts::<f32>(shape);
        all_layouts::<f64>(shape);
    }
}

#[test]
fn several_blocks_in_every_direction() {
    for layouts in [[Layout::Rows; 3], [Layout::Columns; 3], [Layout::Columns, Layout::Rows, Layout::Rows]] {
        check::<f32>([250, 390, 131], layouts, false, &[matmul_workspace::<f32>(250, 390, 131)]);
        check::<f64>([250, 390, 131], layouts, true, &[matmul_workspace::<f64>(250, 390, 131)]);
    }
    let wide = [13, 195, 2100];
    check::<f32>(wide, [Layout::Rows; 3], true, &[matmul_workspace::<f32>(13, 195, 2100)]);
}

#[test]
fn vectors_longer_than_a_block() {
    for (m, n) in [(1, 1), (1, 5), (5, 1), (1, 130), (130, 1)] {
        // The widest take a minute in an emulator: two lengths do.
        let lengths: &[usize] = if m * n > 100 { &[16, 4097] } else { &[15, 16, 100, 4096, 4097, 9000] };
        for &k in lengths {
            all_layouts::<f32>([m, k, n]);
        }
        all_layouts::<f64>([m, 4100, n]);
    }
}

#[test]
fn no_product_has_a_wrong_number() {
    // Against f64: an error of k ulps at most, far more than there is.
    let (m, k, n) = (70, 300, 90);
    let (a, b) = (numbers::<f32>(m * k, 5), numbers::<f32>(k * n, 6));
    let mut c = vec![0.0; m * n];
    let mut workspace = vec![0.0; matmul_workspace::<f32>(m, k, n)];
    let views = (MatRef::row_major(&a, m, k), MatRef::row_major(&b, k, n));
    matmul(views.0, views.1, MatMut::row_major(&mut c, m, n), false, &mut workspace);
    for i in 0..m {
        for j in 0..n {
            let truth: f64 = (0..k).map(|p| f64::from(a[i * k + p]) * f64::from(b[p * n + j])).sum();
            assert!((f64::from(c[i * n + j]) - truth).abs() < 1e-4, "({i}, {j}): {} {truth}", c[i * n + j]);
        }
    }
}

#[cfg(feature = "matrixmultiply")]
#[test]
fn agrees_with_matrixmultiply() {
    use cotangent_kernels::matmul_matrixmultiply;
    let (m, k, n) = (50, 120, 70);
    for layouts in [[Layout::Rows; 3], [Layout::Columns; 3], [Layout::Sparse; 3]] {
        for accumulate in [false, true] {
            let [sa, sb, sc] = [layouts[0].strides(m, k), layouts[1].strides(k, n), layouts[2].strides(m, n)];
            let a = numbers::<f64>(layouts[0].size(m, k), 1);
            let b = numbers::<f64>(layouts[1].size(k, n), 2);
            let (a, b) = (MatRef::new(&a, m, k, sa[0], sa[1]), MatRef::new(&b, k, n, sb[0], sb[1]));
            let mut ours = numbers::<f64>(layouts[2].size(m, n), 3);
            let mut theirs = ours.clone();
            matmul(a, b, MatMut::new(&mut ours, m, n, sc[0], sc[1]), accumulate, &mut []);
            matmul_matrixmultiply(a, b, MatMut::new(&mut theirs, m, n, sc[0], sc[1]), accumulate);
            assert!(ours.iter().zip(&theirs).all(|(x, y)| (x - y).abs() < 1e-13), "{layouts:?}");
        }
    }
}

#[test]
fn views_are_checked() {
    let mut data = [0.0; 12];
    assert!(MatRef::try_new(&data, 3, 4, 4, 1).is_ok());
    let outside = MatRef::try_new(&data, 3, 4, 5, 1);
    assert_eq!(outside.err(), Some(KernelError::OutOfBounds { needed: 14, length: 12 }));
    let overflow = MatRef::try_new(&data, 3, 4, usize::MAX, 1);
    assert_eq!(overflow.err(), Some(KernelError::OutOfBounds { needed: usize::MAX, length: 12 }));
    assert!(MatRef::try_new(&data, 0, 4, usize::MAX, 1).is_ok());
    assert!(MatRef::try_new(&data, 3, 4, 0, 1).is_ok(), "a view to read may repeat elements");
    for strides in [[0, 1], [1, 0], [3, 1], [1, 1], [1, 2]] {
        let aliased = MatMut::try_new(&mut data, 3, 4, strides[0], strides[1]);
        assert_eq!(aliased.err(), Some(KernelError::Aliased { shape: [3, 4], strides }));
    }
    assert!(MatMut::try_new(&mut data, 3, 4, 1, 3).is_ok());
    assert!(MatMut::try_new(&mut data, 1, 4, 0, 1).is_ok());
}

#[test]
#[should_panic(expected = "matmul: cannot multiply [2, 3] by [2, 2]: 3 != 2")]
fn inner_sizes_must_agree() {
    let (a, b) = ([0.0; 6], [0.0; 4]);
    matmul(
        MatRef::row_major(&a, 2, 3),
        MatRef::row_major(&b, 2, 2),
        MatMut::row_major(&mut [0.0; 4], 2, 2),
        false,
        &mut [],
    );
}

/// Rows that lie anywhere, overlapping: the bits of one chain over k, whatever the shape, through every block.
fn rows_anywhere<T: Float>() {
    for [m, k, n] in
        [[1, 3, 1], [2, 9, 7], [1, 20, 40], [7, 27, 50], [13, 400, 33], [200, 5, 16], [3, 0, 20], [250, 200, 70]]
    {
        let (x, a) = (numbers::<T>(3 * k + n, 1), numbers::<T>(m * k, 2));
        let starts: Vec<usize> = (0..k).map(|p| (p * 7) % (3 * k)).collect();
        let mut c = numbers::<T>(m * (n + 2), 3);
        let untouched = c.clone();
        let out = MatMut::new(&mut c, m, n, n + 2, 1);
        matmul_rows(MatRef::row_major(&a, m, k), RowsRef::new(&x, &starts, n), out);
        let fused = dispatch(Fused);
        for i in 0..m {
            for j in 0..n + 2 {
                let term = |sum: T, p: usize| {
                    let (x, y) = (a[i * k + p], x[starts[p] + j]);
                    if fused { x.mul_add(y, sum) } else { x * y + sum }
                };
                let at = i * (n + 2) + j;
                let want = if j < n { (0..k).fold(T::ZERO, term) } else { untouched[at] };
                assert!(c[at] == want, "{m}×{k}×{n} at {i}, {j}");
            }
        }
    }
}

#[test]
fn rows_that_lie_anywhere_are_one_chain_over_k() {
    rows_anywhere::<f32>();
    rows_anywhere::<f64>();
}

#[test]
#[should_panic(expected = "matrix view: needs 6 elements, the slice has 5")]
fn rows_outside_are_refused() {
    let _ = RowsRef::new(&[0.0; 5], &[0, 2], 4);
}

/// Random shapes, layouts, strides and workspaces against the documented order, in a buffer whose other elements must stay.
/// `MATMUL_FUZZ=n` tries n products, 400 without it; a failure names its seed.
#[test]
fn fuzzed_products() {
    let rounds = std::env::var("MATMUL_FUZZ").map_or(400, |n| n.parse().expect("a number"));
    for seed in 0..rounds {
        let draw = numbers::<f64>(16, seed + 1);
        let mut draws = draw.iter().map(|x| ((x + 1.0) * 1e6) as usize);
        let mut below = |n: usize| draws.next().expect("sixteen draws") % n;
        let largest = [3, 20, 70, 300][below(4)];
        let mut size = || below(largest + 1);
        let shape = [size(), size(), size()];
        let layouts = [LAYOUTS[below(3)], LAYOUTS[below(3)], LAYOUTS[below(3)]];
        let full = matmul_workspace::<f64>(shape[0], shape[1], shape[2]);
        let (accumulate, workspace) = (below(2) == 1, [0, full / 3, full, full + 7][below(4)]);
        eprintln!("seed {seed}");
        if below(2) == 0 {
            check::<f32>(shape, layouts, accumulate, &[workspace]);
        } else {
            check::<f64>(shape, layouts, accumulate, &[workspace]);
        }
    }
}

/// A stride of 0 repeats an element; a view may also end where its buffer ends.
#[test]
fn broadcast_operands() {
    for [m, k, n] in [[1, 20, 5], [9, 40, 33], [40, 3, 1], [20, 300, 60]] {
        let x = numbers::<f32>(m.max(k).max(n), 1);
        for [row, col] in [[0, 0], [0, 1], [1, 0]] {
            let (a, b) = (MatRef::new(&x, m, k, row, col), MatRef::new(&x, k, n, row, col));
            let mut c = vec![0.0; m * n];
            let mut workspace = vec![0.0; matmul_workspace::<f32>(m, k, n)];
            matmul(a, b, MatMut::row_major(&mut c, m, n), false, &mut workspace);
            assert!(c == reference(a, b, |_, _| 0.0), "[{m}, {k}, {n}] with strides {row}, {col}");
        }
    }
}

/// Operands larger than what is read in place, which are packed.
#[test]
fn large_operands_in_all_layouts() {
    for shape in [[600, 500, 20], [17, 1700, 200], [20, 700, 900]] {
        for [left, right] in [[0, 0], [0, 1], [1, 0], [1, 1], [2, 2]] {
            let layouts = [LAYOUTS[left], LAYOUTS[right], Layout::Rows];
            let [m, k, n] = shape;
            check::<f32>(shape, layouts, false, &[matmul_workspace::<f32>(m, k, n)]);
            check::<f64>(shape, layouts, true, &[matmul_workspace::<f64>(m, k, n)]);
        }
    }
}

#[test]
fn batches_have_the_bits_of_single_products() {
    let (n, count) = (12, 5);
    let (a, b) = (numbers::<f32>(n * n * count, 1), numbers::<f32>(n * n * count, 2));
    let (mut batch, mut single) = (vec![0.0; n * n * count], vec![0.0; n * n * count]);
    let view = |x| MatRef::row_major(x, n, n);
    let operands = || a.chunks(n * n).zip(b.chunks(n * n));
    let each =
        operands().zip(batch.chunks_mut(n * n)).map(|((a, b), c)| (view(a), view(b), MatMut::row_major(c, n, n)));
    matmul_each(each, &mut []);
    for ((a, b), c) in operands().zip(single.chunks_mut(n * n)) {
        matmul(view(a), view(b), MatMut::row_major(c, n, n), false, &mut []);
    }
    assert!(batch == single);
}

#[test]
fn scaled_products() {
    let fused = dispatch(Fused);
    for [m, k, n] in [[1, 30, 7], [5, 4, 1], [7, 20, 33]] {
        let (a, b, before) = (numbers::<f64>(m * k, 1), numbers::<f64>(k * n, 2), numbers::<f64>(m * n, 3));
        let (a, b) = (MatRef::row_major(&a, m, k), MatRef::row_major(&b, k, n));
        for (alpha, beta) in [(1.0, 0.0), (-0.3, 0.0), (1.0, 1.0), (0.7, -1.3)] {
            let mut c = if beta == 0.0 { vec![f64::NAN; m * n] } else { before.clone() };
            let mut workspace = vec![0.0; matmul_scaled_workspace::<f64>(m, k, n)];
            matmul_scaled(alpha, a, b, beta, MatMut::row_major(&mut c, m, n), &mut workspace);
            for ((c, s), old) in c.iter().zip(reference(a, b, |_, _| 0.0)).zip(&before) {
                let sum = if fused { alpha.mul_add(s, beta * old) } else { alpha * s + beta * old };
                assert!(*c == if beta == 0.0 { alpha * s } else { sum });
            }
        }
    }
}

#[test]
#[should_panic(expected = "matmul_scaled: needs 4 elements of workspace, there are 3")]
fn too_small_a_workspace() {
    let a = [0.0; 4];
    let a = MatRef::row_major(&a, 2, 2);
    matmul_scaled(1.0, a, a, 1.0, MatMut::row_major(&mut [0.0; 4], 2, 2), &mut [0.0; 3]);
}

#[cfg(feature = "std")]
#[test]
fn threads_do_not_change_bits() {
    use cotangent_kernels::matmul_threads;
    for [m, k, n] in [[9, 1500, 700], [257, 200, 180], [2, 5, 3], [1, 1500, 7000], [7000, 1500, 1], [40, 700, 700]] {
        let (a, b) = (numbers::<f32>(m * k, 1), numbers::<f32>(k * n, 2));
        let (a, b) = (MatRef::row_major(&a, m, k), MatRef::new(&b, k, n, 1, k));
        let run = |threads: usize, [row, col]: [usize; 2]| {
            let mut c = numbers::<f32>(m * n, 3);
            let mut workspace = vec![0.0; threads * matmul_workspace::<f32>(m, k, n)];
            matmul_threads(a, b, MatMut::new(&mut c, m, n, row, col), true, threads, &mut workspace);
            c
        };
        for strides in [[n, 1], [1, m]] {
            let mut alone = numbers::<f32>(m * n, 3);
            let mut workspace = vec![0.0; matmul_workspace::<f32>(m, k, n)];
            matmul(a, b, MatMut::new(&mut alone, m, n, strides[0], strides[1]), true, &mut workspace);
            for threads in [0, 1, 2, 3, 8] {
                assert!(run(threads, strides) == alone, "{threads} threads, [{m}, {k}, {n}]");
            }
        }
    }
}

/// In blocks of any size, with any strides: the bits of the whole, and of y = A·x by the same blocks.
fn by_rows<T: Float>([m, n]: [usize; 2], parts: &[usize], layout: Layout) {
    let (a, x, s) = (numbers::<T>(layout.size(m, n), 1), numbers::<T>(n, 2), numbers::<T>(m, 3));
    let [row, col] = layout.strides(m, n);
    let (whole, x) = (MatRef::new(&a, m, n, row, col), MatRef::row_major(&x, n, 1));
    let product = |a: MatRef<'_, T>, b: MatRef<'_, T>, c: &mut [T]| {
        let ([rows, k], [_, cols]) = (a.shape(), b.shape());
        let mut workspace = vec![T::ZERO; matmul_workspace::<T>(rows, k, cols)];
        matmul(a, b, MatMut::row_major(c, rows, cols), false, &mut workspace);
    };
    let (mut z, mut z_whole) = (numbers::<T>(n, 4), vec![T::ZERO; n]);
    let (mut y, mut y_whole) = (vec![T::ZERO; m], vec![T::ZERO; m]);
    product(whole, x, &mut y_whole);
    product(MatRef::row_major(&s, 1, m), whole, &mut z_whole);
    let mut workspace = numbers::<T>(vector_by_rows_workspace(n), 5);
    let mut sums = VectorByRows::new(m, &mut z, &mut workspace);
    let (mut done, mut parts) = (0, parts.iter().cycle());
    while done < m {
        let end = m.min(done + parts.next().expect("a cycle"));
        let rows = MatRef::new(&a[done * row..], end - done, n, row, col);
        product(rows, x, &mut y[done..end]);
        sums.add(&s[done..end], rows);
        done = end;
    }
    assert!(y == y_whole && z == z_whole, "{m} × {n}, {layout:?}");
}

#[test]
fn products_by_rows_have_the_bits_of_the_whole() {
    for shape in [[1, 1], [3, 5], [15, 40], [16, 130], [100, 256], [4096, 3], [5000, 129]] {
        for parts in [&[1][..], &[64], &[7, 64, 200], &[5000]] {
            for layout in LAYOUTS {
                by_rows::<f32>(shape, parts, layout);
                by_rows::<f64>(shape, parts, layout);
            }
        }
    }
}

#[test]
#[should_panic(expected = "VectorByRows: 2 rows, 1 are left")]
fn too_many_rows() {
    let mut workspace = [0.0; vector_by_rows_workspace(2)];
    VectorByRows::new(1, &mut [0.0; 2], &mut workspace).add(&[1.0; 2], MatRef::row_major(&[1.0; 4], 2, 2));
}
