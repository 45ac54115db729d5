//! Linear algebra.

use crate::data::Params;
use cotangent::prelude::*;

/// −1 or 1, as a constant: what normalises the signs of vectors.
fn sign(x: &Array) -> Array {
    x.stop_gradient().sign()
}

/// Systems and determinants.
fn solved(op: &str, p: &Params, xs: &[Array]) -> Option<Vec<Array>> {
    Some(match op {
        "cholesky" => vec![xs[0].cholesky()],
        "solve" => vec![xs[0].solve(&xs[1])],
        "triangular_solve" => {
            let triangle = if p.flag("lower") { TriangularOptions::lower() } else { TriangularOptions::upper() };
            let triangle = if p.int("trans") == 1 { triangle.transposed() } else { triangle };
            let triangle = if p.flag("unit_diagonal") { triangle.unit_diagonal() } else { triangle };
            vec![xs[0].triangular_solve(&xs[1], triangle)]
        }
        "cho_solve" => vec![xs[0].cholesky().cho_solve(&xs[1])],
        "inv" => vec![xs[0].inv()],
        "det" => vec![xs[0].det()],
        "slogdet" => {
            let (sign, log) = xs[0].slogdet();
            vec![sign, log]
        }
        _ => return None,
    })
}

pub(crate) fn call(op: &str, p: &Params, xs: &[Array]) -> Option<Vec<Array>> {
    if let Some(outputs) = solved(op, p, xs) {
        return Some(outputs);
    }
    Some(match op {
        "qr" => {
            let (q, r) = xs[0].qr();
            vec![q, r]
        }
        "svdvals" => vec![xs[0].svdvals()],
        "svd" => {
            // The first row of U positive.
            let (u, s, vt) = xs[0].svd();
            let signs = sign(&u.slice(-2, ..1));
            vec![&u * &signs, s, vt * signs.swapaxes(-2, -1)]
        }
        "eigvalsh" => vec![xs[0].eigvalsh()],
        "eigh" => {
            // The first component of each vector positive.
            let (w, v) = xs[0].eigh();
            let signs = sign(&v.slice(-2, ..1));
            vec![w, v * signs]
        }
        "matrix_power" => vec![xs[0].matrix_power(p.int("n") as i32)],
        "pinv" => vec![xs[0].pinv()],
        "expm" => vec![xs[0].expm()],
        "norm_fro" => vec![xs[0].frobenius_norm()],
        "norm_nuc" => vec![xs[0].nuclear_norm()],
        _ => return None,
    })
}
