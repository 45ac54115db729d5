//! Fourier transforms. Their operations need the feature `fft`.

use crate::data::Params;
use cotangent::prelude::*;

#[cfg(feature = "fft")]
pub(crate) fn call(op: &str, _: &Params, xs: &[Array]) -> Option<Vec<Array>> {
    let y = (op == "fft_real_imag").then(|| xs[0].fft(None, -1))?;
    Some(vec![y.real(), y.imag()])
}

#[cfg(not(feature = "fft"))]
pub(crate) fn call(_: &str, _: &Params, _: &[Array]) -> Option<Vec<Array>> {
    None
}
