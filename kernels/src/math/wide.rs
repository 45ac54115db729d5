//! The one place that decides how an f32 function without a body of its own is computed: in f64, rounded once.
//!
//! The result is within 0.5000001 ulp. On cores without f64 instructions this is slow software arithmetic; bodies
//! written in f32 replace it function by function.

/// `f` of an f32.
#[inline(always)]
pub(super) fn through_f64(f: impl Fn(f64) -> f64) -> impl Fn(f32) -> f32 {
    move |x| f(f64::from(x)) as f32
}
