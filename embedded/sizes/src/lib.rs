//! Each kernel as a symbol of its own. `embedded/sizes.sh` links one after the other alone, without what it does not call.

#![no_std]

use cotangent_kernels::{
    Acos, Acosh, Asin, Asinh, Atan, Atan2, Atanh, Cbrt, Cos, Cosh, Density, Digamma, Entr, Erf, ErfInv, Erfc, Exp,
    Exp2, ExpM1, Floor, FlooredDiv, Gelu, Hypot, Lgamma, Ln, Ln1p, Log2, Log10, LogAddExp, LogNdtr, LogSigmoid, Logit,
    Map, MatMut, MatRef, Ndtr, Powf, Rem, Round, Rsqrt, Sigmoid, Sin, Sinh, Softplus, Sqrt, Tan, Tanh, Xlogy, Zip, dot,
    linalg::{cholesky, cholesky_solve, expm, lu_in, qr, solve, svd, symmetric_eigen},
    matmul, sum,
};

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

macro_rules! functions {
    ($map:ident, $($name:ident $f32:ident $f64:ident)*) => { $(
        functions!(@ $map $name $f32 f32);
        functions!(@ $map $name $f64 f64);
    )* };
    (@ one $name:ident $symbol:ident $t:ident) => {
        #[unsafe(no_mangle)]
        extern "C" fn $symbol(x: $t) -> $t {
            $name::scalar(x)
        }
    };
    (@ two $name:ident $symbol:ident $t:ident) => {
        #[unsafe(no_mangle)]
        extern "C" fn $symbol(x: $t, y: $t) -> $t {
            $name::scalar(x, y)
        }
    };
}

functions! { one,
    Acos acos_f32 acos_f64
    Acosh acosh_f32 acosh_f64
    Asin asin_f32 asin_f64
    Asinh asinh_f32 asinh_f64
    Atan atan_f32 atan_f64
    Atanh atanh_f32 atanh_f64
    Cbrt cbrt_f32 cbrt_f64
    Cos cos_f32 cos_f64
    Cosh cosh_f32 cosh_f64
    Density density_f32 density_f64
    Digamma digamma_f32 digamma_f64
    Entr entr_f32 entr_f64
    Erf erf_f32 erf_f64
    Erfc erfc_f32 erfc_f64
    ErfInv erf_inv_f32 erf_inv_f64
    Exp exp_f32 exp_f64
    Exp2 exp2_f32 exp2_f64
    ExpM1 exp_m1_f32 exp_m1_f64
    Floor floor_f32 floor_f64
    Gelu gelu_f32 gelu_f64
    Lgamma lgamma_f32 lgamma_f64
    Ln ln_f32 ln_f64
    Ln1p ln_1p_f32 ln_1p_f64
    Log2 log2_f32 log2_f64
    Log10 log10_f32 log10_f64
    LogNdtr log_ndtr_f32 log_ndtr_f64
    LogSigmoid log_sigmoid_f32 log_sigmoid_f64
    Logit logit_f32 logit_f64
    Ndtr ndtr_f32 ndtr_f64
    Round round_f32 round_f64
    Rsqrt rsqrt_f32 rsqrt_f64
    Sigmoid sigmoid_f32 sigmoid_f64
    Sin sin_f32 sin_f64
    Sinh sinh_f32 sinh_f64
    Softplus softplus_f32 softplus_f64
    Sqrt sqrt_f32 sqrt_f64
    Tan tan_f32 tan_f64
    Tanh tanh_f32 tanh_f64
}
functions! { two,
    Atan2 atan2_f32 atan2_f64
    FlooredDiv floored_div_f32 floored_div_f64
    Hypot hypot_f32 hypot_f64
    LogAddExp logaddexp_f32 logaddexp_f64
    Powf powf_f32 powf_f64
    Rem rem_f32 rem_f64
    Xlogy xlogy_f32 xlogy_f64
}

macro_rules! slices {
    ($t:ident: $sum:ident $dot:ident $exp:ident $matmul:ident $cholesky:ident $lu:ident $qr:ident $eigen:ident $svd:ident
     $expm:ident) => {
        #[unsafe(no_mangle)]
        fn $sum(x: &[$t]) -> $t {
            sum(x)
        }
        #[unsafe(no_mangle)]
        fn $dot(x: &[$t], y: &[$t]) -> $t {
            dot(x, y)
        }
        #[unsafe(no_mangle)]
        fn $exp(x: &[$t], y: &mut [$t]) {
            Exp::slice(x, y);
        }
        #[unsafe(no_mangle)]
        fn $matmul(a: MatRef<'_, $t>, b: MatRef<'_, $t>, c: MatMut<'_, $t>) {
            matmul(a, b, c, false, &mut []);
        }
        #[unsafe(no_mangle)]
        fn $cholesky(a: &mut [$t], n: usize, b: &mut [$t]) -> bool {
            cholesky(a, n).and_then(|()| cholesky_solve(a, n, b, 1)).is_ok()
        }
        #[unsafe(no_mangle)]
        fn $lu(a: &mut [$t], n: usize, pivots: &mut [usize], b: &mut [$t]) -> bool {
            lu_in(a, n, pivots).and_then(|()| solve(a, n, pivots, b, 1)).is_ok()
        }
        #[unsafe(no_mangle)]
        fn $qr(a: &mut [$t], m: usize, n: usize, q: &mut [$t], work: &mut [$t]) -> bool {
            qr(a, m, n, q, work).is_ok()
        }
        #[unsafe(no_mangle)]
        fn $eigen(a: &mut [$t], n: usize, w: &mut [$t], work: &mut [$t]) -> bool {
            symmetric_eigen(a, n, w, work).is_ok()
        }
        #[unsafe(no_mangle)]
        fn $svd(a: &mut [$t], m: usize, n: usize, s: &mut [$t], vt: &mut [$t], work: &mut [$t]) -> bool {
            svd(a, m, n, s, vt, work).is_ok()
        }
        #[unsafe(no_mangle)]
        fn $expm(a: &mut [$t], n: usize, pivots: &mut [usize], work: &mut [$t]) -> bool {
            expm(a, n, pivots, work).is_ok()
        }
    };
}
slices!(f32: sum_f32 dot_f32 exp_slice_f32 matmul_f32 cholesky_f32 lu_f32 qr_f32 symmetric_eigen_f32 svd_f32 expm_f32);
slices!(f64: sum_f64 dot_f64 exp_slice_f64 matmul_f64 cholesky_f64 lu_f64 qr_f64 symmetric_eigen_f64 svd_f64 expm_f64);
