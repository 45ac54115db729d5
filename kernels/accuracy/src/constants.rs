//! Constants to the digits that the oracle needs, made with mpmath.

/// ln 2.
pub(crate) const LN_2: [f64; 3] = [0.6931471805599453, 2.3190468138462996e-17, 5.707708438416212e-34];
/// π/2.
pub(crate) const HALF_PI: [f64; 3] = [1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33];
/// 2/√π.
pub(crate) const TWO_OVER_ROOT_PI: [f64; 2] = [1.1283791670955126, 1.533545961316588e-17];
/// 1/√2.
pub(crate) const ROOT_HALF: [f64; 2] = [0.7071067811865476, -4.833646656726457e-17];
/// ln 10.
pub(crate) const LN_10: [f64; 2] = [2.302585092994046, -2.1707562233822494e-16];
/// The bits of 2/π after the point, behind 64 zeros.
pub(crate) const TWO_OVER_PI: [u64; 23] = [
    0,
    0xa2f9836e4e441529,
    0xfc2757d1f534ddc0,
    0xdb6295993c439041,
    0xfe5163abdebbc561,
    0xb7246e3a424dd2e0,
    0x06492eea09d1921c,
    0xfe1deb1cb129a73e,
    0xe88235f52ebb4484,
    0xe99c7026b45f7e41,
    0x3991d639835339f4,
    0x9c845f8bbdf9283b,
    0x1ff897ffde05980f,
    0xef2f118b5a0a6d1f,
    0x6d367ecf27cb09b7,
    0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b,
    0x3d0739f78a5292ea,
    0x6bfb5fb11f8d5d08,
    0x56033046fc7b6bab,
    0xf0cfbc209af4361d,
    0xa9e391615ee61b08,
    0x6599855f14a06840,
];
