//! The remainder of two floats, exactly, in integer arithmetic: long division of the significands, some bits at a time.

macro_rules! remainder {
    ($t:ident, $bits:ident) => {
        pub(crate) mod $t {
            const INFINITY: $bits = $t::INFINITY.to_bits();
            /// Bits of a significand after the leading one.
            const FRACTION: u32 = $t::MANTISSA_DIGITS - 1;
            const LEADING: $bits = 1 << FRACTION;

            /// x − y·trunc(x/y) with the sign of x; NaN for y = 0, infinite x, and NaN.
            pub(crate) fn remainder(x: $t, y: $t) -> $t {
                let (a, b) = (x.abs().to_bits(), y.abs().to_bits());
                if b == 0 || a >= INFINITY || b > INFINITY {
                    return $t::NAN;
                }
                if a < b {
                    return x;
                }
                let ((significand, high), (divisor, low)) = (parts(a), parts(b));
                let mut rest = modulo(significand, divisor);
                let mut steps = high - low;
                while steps > 0 && rest > 0 {
                    // As many bits as a significand leaves free.
                    let step = steps.min($bits::BITS - 1 - FRACTION);
                    rest = modulo(rest << step, divisor);
                    steps -= step;
                }
                if rest == 0 {
                    return $t::copysign(0.0, x);
                }
                $t::from_bits(joined(rest, low)).copysign(x)
            }

            /// Significand and exponent of a finite number: that of subnormal numbers is the smallest.
            fn parts(bits: $bits) -> ($bits, u32) {
                let exponent = (bits >> FRACTION) as u32;
                let fraction = bits & (LEADING - 1);
                if exponent == 0 { (fraction, 1) } else { (fraction | LEADING, exponent) }
            }

            fn joined(significand: $bits, exponent: u32) -> $bits {
                // Up to the leading bit's place, unless the exponents end before.
                let shift = (significand.leading_zeros() - LEADING.leading_zeros()).min(exponent - 1);
                // The leading bit, if it is there, adds 1 to the exponent.
                (significand << shift) + ($bits::from(exponent - 1 - shift) << FRACTION)
            }

            fn modulo(a: $bits, b: $bits) -> $bits {
                a.checked_rem(b).unwrap_or(0) // b is not 0; this form has no panic
            }
        }
    };
}

remainder!(f32, u32);
remainder!(f64, u64);

#[cfg(test)]
mod tests {
    extern crate alloc;

    /// Against libm's, on all pairs of a sample of all floats.
    macro_rules! agrees {
        ($t:ident, $golden:literal, $truth:path) => {
            #[test]
            fn $t() {
                let special = [0.0, $t::from_bits(1), $t::MIN_POSITIVE, 1.0, 3.0, $t::MAX, $t::INFINITY, $t::NAN];
                let any = (1..500).map(|i| $t::from_bits($golden * i));
                let ordinary = (1..200).map(|i| i as $t * 0.375 - 30.0);
                let all: alloc::vec::Vec<$t> =
                    special.into_iter().flat_map(|x| [x, -x]).chain(any).chain(ordinary).collect();
                for &x in &all {
                    for &y in &all {
                        let (ours, truth) = (super::$t::remainder(x, y), $truth(x, y));
                        let same = ours.to_bits() == truth.to_bits() || (ours.is_nan() && truth.is_nan());
                        assert!(same, "{x:e} % {y:e} = {ours:e}, not {truth:e}");
                    }
                }
            }
        };
    }
    agrees!(f32, 8_589_935, libm::fmodf);
    agrees!(f64, 36_893_488_147_419_103, libm::fmod);
}
