//! The most that this core can do: independent fused multiply-adds, twelve at a time.

use std::{
    arch::x86_64::{
        _mm256_fmadd_pd, _mm256_fmadd_ps, _mm256_set1_pd, _mm256_set1_ps, _mm512_fmadd_pd, _mm512_fmadd_ps,
        _mm512_set1_pd, _mm512_set1_ps,
    },
    hint::black_box,
    time::Instant,
};

const STEPS: usize = 20_000;
const CHAINS: usize = 12;

macro_rules! peak {
    ($t:ident: $wide_set:ident $wide_fma:ident $wide_width:literal,
     $narrow_set:ident $narrow_fma:ident $narrow_width:literal) => {
        /// GFLOP/s.
        pub fn $t() -> f64 {
            #[target_feature(enable = "avx512f")]
            fn wide() {
                let x = black_box($wide_set(0.5));
                let mut sums = black_box([x; CHAINS]);
                for _ in 0..STEPS {
                    for sum in &mut sums {
                        *sum = $wide_fma(*sum, x, x);
                    }
                }
                black_box(sums);
            }
            #[target_feature(enable = "avx2,fma")]
            fn narrow() {
                let x = black_box($narrow_set(0.5));
                let mut sums = black_box([x; CHAINS]);
                for _ in 0..STEPS {
                    for sum in &mut sums {
                        *sum = $narrow_fma(*sum, x, x);
                    }
                }
                black_box(sums);
            }
            if is_x86_feature_detected!("avx512f") {
                // SAFETY: the CPU has just reported it.
                best($wide_width, || unsafe { wide() })
            } else {
                assert!(is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"), "a CPU with AVX2 and FMA");
                // SAFETY: the CPU has just reported them.
                best($narrow_width, || unsafe { narrow() })
            }
        }
    };
}
peak!(f32: _mm512_set1_ps _mm512_fmadd_ps 16, _mm256_set1_ps _mm256_fmadd_ps 8);
peak!(f64: _mm512_set1_pd _mm512_fmadd_pd 8, _mm256_set1_pd _mm256_fmadd_pd 4);

fn best(width: usize, run: impl Fn()) -> f64 {
    let flops = (2 * width * CHAINS * STEPS) as f64;
    let seconds = (0..10).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64()
    });
    flops / seconds.fold(f64::INFINITY, f64::min) / 1e9
}
