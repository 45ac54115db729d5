//! Linear algebra, at matrices well away from singular ones and from those with equal eigenvalues.

use super::Case;
use crate::prim::tests::numbers::Numbers;
use crate::{Array, TriangularOptions};
use alloc::{vec, vec::Vec};

/// Far from singular: the identity taken some times is added.
fn regular(x: &Array) -> Array {
    x + Array::eye(x.shape()[x.rank() - 1], x.dtype()) * 3.0
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = systems();
    cases.extend(factors());
    cases.extend(spectra());
    cases
}

/// Symmetric, with eigenvalues well apart.
fn spread(x: &Array) -> Array {
    let n = x.shape()[x.rank() - 1];
    x + (Array::iota(n, x.dtype()) * 4.0 + 2.0) * Array::eye(n, x.dtype())
}

/// As many columns as `n`, with singular values well apart.
fn tall(x: &Array) -> Array {
    let [.., m, n] = x.shape()[..] else { unreachable!("matrices") };
    let scale = Array::iota(n, x.dtype()) * 3.0 + 2.0;
    x + (Array::iota(m, x.dtype()).expand(1).eq(Array::iota(n, x.dtype()))).convert(x.dtype()) * scale
}

fn spectra() -> Vec<Case> {
    let mut numbers = Numbers::new(82);
    let mut one = |name: &str, shape: &[usize], f: fn(&Array) -> Array| {
        Case::new(name, vec![numbers.array(shape, (-0.5, 0.5))], move |xs| f(&xs[0])).inexact()
    };
    let mut cases = vec![
        one("qr: the orthogonal factor", &[3, 2], |x| tall(x).qr().0),
        one("qr: the triangle, a batch", &[2, 2, 2], |x| tall(x).qr().1),
        one("qr: of a wide matrix", &[2, 3], |x| {
            let (q, r) = tall(x).qr();
            q.matmul(&r.sin())
        }),
        one("qr: of nothing", &[3, 0], |x| x.qr().0),
        one("eigh: the eigenvectors", &[3, 3], |x| spread(x).eigh().1),
        one("eigh: a batch", &[2, 2, 2], |x| {
            let (w, v) = spread(x).eigh();
            v * w.expand(-2).sin()
        }),
        one("eigvalsh", &[3, 3], |x| spread(x).eigvalsh()),
        one("eigvalsh: of order 1", &[2, 1, 1], Array::eigvalsh),
        one("svd: the left vectors of a tall matrix", &[3, 2], |x| tall(x).svd().0),
        one("svd: the right vectors of a wide matrix", &[2, 3], |x| tall(&x.t()).t().svd().2),
        one("svd: all, a batch", &[2, 2, 2], |x| {
            let (u, s, vt) = tall(x).svd();
            u.matmul(&(vt * s.expand(-1).sin()))
        }),
        one("svdvals", &[3, 2], |x| tall(x).svdvals()),
        one("svdvals: of nothing", &[0, 2], Array::svdvals),
        one("pinv: of a tall matrix", &[3, 2], |x| tall(x).pinv()),
        one("pinv: of wide matrices", &[2, 1, 2], |x| (x + 2.0).pinv()),
        one("expm", &[2, 2], Array::expm),
        one("expm: a batch that is scaled down", &[2, 1, 1], |x| (x - 7.0).expm()),
        one("expm: of nothing", &[0, 0], Array::expm),
        one("matrix_power", &[2, 2], |x| x.matrix_power(5)),
        one("matrix_power: negative", &[2, 2, 2], |x| regular(x).matrix_power(-2)),
        one("matrix_power: 0", &[2, 2], |x| x.matrix_power(0) + x * 0.0),
        one("frobenius_norm", &[2, 2, 3], Array::frobenius_norm),
        one("nuclear_norm", &[3, 2], |x| tall(x).nuclear_norm()),
        one("spectral_norm", &[2, 2, 3], |x| tall(&x.swapaxes(1, 2)).spectral_norm()),
        one("cond", &[2, 2], |x| tall(x).cond()),
        one("matrix_rank", &[2, 3, 2], |x| tall(x).matrix_rank()).discrete(),
    ];
    let mut numbers = Numbers::new(83);
    let mut two = |name: &str, left: &[usize], right: &[usize], f: fn(&Array, &Array) -> Array| {
        let inputs = vec![numbers.array(left, (-0.5, 0.5)), numbers.array(right, (-3.0, 3.0))];
        Case::new(name, inputs, move |xs| f(&tall(&xs[0]), &xs[1])).inexact()
    };
    cases.extend([
        two("lstsq: a vector", &[3, 2], &[3], |a, b| a.lstsq(b)),
        two("lstsq: a batch", &[2, 2, 1], &[2, 2, 2], |a, b| a.lstsq(b)),
    ]);
    cases
}

fn factors() -> Vec<Case> {
    let mut numbers = Numbers::new(81);
    let mut one = |name: &str, shape: &[usize], f: fn(&Array) -> Array| {
        Case::new(name, vec![numbers.array(shape, (-1.0, 1.0))], move |xs| f(&xs[0])).inexact()
    };
    vec![
        one("cholesky", &[3, 3], |x| regular(x).cholesky()),
        one("cholesky: a batch", &[2, 2, 2], |x| regular(x).cholesky()),
        one("cholesky: of order 1", &[1, 1], |x| regular(x).cholesky()),
        one("cholesky: of nothing", &[2, 0, 0], |x| x.cholesky()),
        one("lu: the lower factor", &[3, 3], |x| x.lu().1),
        one("lu: the upper factor", &[2, 2, 2], |x| x.lu().2),
        one("lu: both", &[3, 3], |x| {
            let (p, l, u) = x.lu();
            p + l * 2.0 + u
        }),
        one("inv", &[3, 3], |x| regular(x).inv()),
        one("inv: a batch", &[2, 2, 2], |x| regular(x).inv()),
        one("det: of order 1", &[1, 1], Array::det),
        one("det: of order 2", &[2, 2, 2], Array::det),
        one("det: of order 3", &[3, 3], Array::det),
        one("det: of order 4", &[4, 4], |x| regular(x).det()),
        one("det: of nothing", &[0, 0], Array::det),
        one("slogdet", &[2, 2, 2], |x| regular(x).slogdet().1),
        one("slogdet: of order 3", &[3, 3], |x| regular(x).slogdet().1),
    ]
}

fn systems() -> Vec<Case> {
    let mut numbers = Numbers::new(80);
    let mut two = |name: &str, left: &[usize], right: &[usize], f: fn(&Array, &Array) -> Array| {
        let inputs = vec![numbers.array(left, (-1.0, 1.0)), numbers.array(right, (-3.0, 3.0))];
        Case::new(name, inputs, move |xs| f(&regular(&xs[0]), &xs[1])).inexact()
    };
    vec![
        two("triangular_solve: lower", &[3, 3], &[3], |t, b| t.triangular_solve(b, TriangularOptions::lower())),
        two("triangular_solve: lower, transposed", &[3, 3], &[3, 2], |t, b| {
            t.triangular_solve(b, TriangularOptions::lower().transposed())
        }),
        two("triangular_solve: upper, a batch", &[2, 2, 2], &[2, 2, 1], |t, b| {
            t.triangular_solve(b, TriangularOptions::upper())
        }),
        two("triangular_solve: upper, transposed, unit diagonal", &[3, 3], &[3], |t, b| {
            t.triangular_solve(b, TriangularOptions::upper().transposed().unit_diagonal())
        }),
        two("triangular_solve: unit diagonal, one matrix for a batch", &[2, 2], &[2, 2, 2], |t, b| {
            t.triangular_solve(b, TriangularOptions::lower().unit_diagonal())
        }),
        two("cho_solve", &[3, 3], &[3], |t, b| t.cho_solve(b)),
        two("cho_solve: a batch", &[2, 2, 2], &[2, 2], |t, b| t.cholesky().cho_solve(b)),
        two("solve: a vector", &[3, 3], &[3], |a, b| a.solve(b)),
        two("solve: matrices", &[2, 2], &[2, 3], |a, b| a.solve(b)),
        two("solve: a batch and a vector", &[2, 2, 2], &[2], |a, b| a.solve(b)),
        two("solve: one matrix for a batch", &[2, 2], &[3, 2, 1], |a, b| a.solve(b)),
        two("solve: no unknowns", &[0, 0], &[0, 2], |a, b| a.solve(b)),
        two("solve: no right-hand sides", &[2, 2], &[2, 0], |a, b| a.solve(b)),
    ]
}
