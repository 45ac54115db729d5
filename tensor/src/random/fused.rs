//! a·b + c with one rounding, on every machine.
//!
//! One instruction where the build targets it. Elsewhere `libm` asks the processor at run time, and computes in integers
//! where that has no such instruction. The bits are the same.

/// The hardware's method belongs to `std`.
macro_rules! mul_add {
    ($name:ident, $float:ty, $libm:path) => {
        /// a·b + c, rounded once.
        #[inline]
        pub(super) fn $name(a: $float, b: $float, c: $float) -> $float {
            #[cfg(all(feature = "std", target_feature = "fma"))]
            return a.mul_add(b, c);
            #[cfg(not(all(feature = "std", target_feature = "fma")))]
            return $libm(a, b, c);
        }
    };
}

mul_add!(mul_add_f32, f32, libm::fmaf);
mul_add!(mul_add_f64, f64, libm::fma);
