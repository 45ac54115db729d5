//! The worst error of a function.

use std::thread;

use crate::functions::Function;

/// The largest error, and where it is.
#[derive(Clone, Copy)]
pub(crate) struct Worst {
    pub(crate) ulp: f64,
    pub(crate) at: f64,
    /// Arguments that were tried.
    pub(crate) tried: u64,
    /// A wrong NaN, infinity, or sign of zero.
    pub(crate) wrong: Option<f64>,
}

impl Worst {
    const NONE: Worst = Worst { ulp: 0.0, at: 0.0, tried: 0, wrong: None };

    fn record(&mut self, ulp: f64, x: f64) {
        if ulp > self.ulp || ulp.is_nan() {
            (self.ulp, self.at) = (ulp, x);
        }
    }

    fn join(self, other: Worst) -> Worst {
        let worse = if other.ulp > self.ulp || other.ulp.is_nan() { other } else { self };
        Worst { tried: self.tried + other.tried, wrong: self.wrong.or(other.wrong), ..worse }
    }
}

const THREADS: u64 = 2;
const CHUNK: u64 = 1 << 14;

fn parallel(chunks: u64, work: impl Fn(u64) -> Worst + Sync) -> Worst {
    let work = &work;
    thread::scope(|scope| {
        let run = |first| move || (first..chunks).step_by(THREADS as usize).map(work).fold(Worst::NONE, Worst::join);
        let handles: Vec<_> = (0..THREADS).map(|first| scope.spawn(run(first))).collect();
        handles.into_iter().map(|handle| handle.join().expect("a sweep panicked")).fold(Worst::NONE, Worst::join)
    })
}

/// The distance of two neighbours at x, for a format with `digits` significant bits and smallest exponent `lowest`.
fn ulp(x: f64, digits: i32, lowest: i32) -> f64 {
    let exponent = ((x.abs().to_bits() >> 52) as i32 - 1023).max(lowest);
    f64::from_bits(((exponent + 1 - digits + 1023) as u64) << 52)
}

/// Every `stride`-th f32.
pub(crate) fn f32(function: &Function, stride: u64) -> Worst {
    parallel((1_u64 << 32).div_ceil(CHUNK * stride), |chunk| {
        let first = chunk * CHUNK;
        let bits = (first..first + CHUNK).map(|i| i * stride).take_while(|&bits| bits < 1 << 32);
        let x: Vec<f32> = bits.map(|bits| f32::from_bits(bits as u32)).collect();
        let mut y = vec![0.0; x.len()];
        (function.f32)(&x, &mut y);
        let mut worst = Worst { tried: x.len() as u64, ..Worst::NONE };
        for (&x, &y) in x.iter().zip(&y) {
            let x = f64::from(x);
            let truth = (function.libm)(x);
            match error(truth, y) {
                Some(error) => worst.record(error, x),
                None => worst.wrong = Some(x),
            }
        }
        worst
    })
}

/// The error of an f32 in ulp; none for a wrong special value.
fn error(truth: f64, y: f32) -> Option<f64> {
    if truth.is_nan() || y.is_nan() {
        return (truth.is_nan() && y.is_nan()).then_some(0.0);
    }
    if truth.is_infinite() || truth == 0.0 {
        return (f64::from(y) == truth && y.is_sign_negative() == truth.is_sign_negative()).then_some(0.0);
    }
    if y.is_sign_negative() != truth.is_sign_negative() {
        return None;
    }
    // Infinity is what follows the largest number.
    let end = 2.0_f64.powi(128);
    let y = if y.is_infinite() { end } else { f64::from(y.abs()) };
    let truth = truth.abs().min(end);
    Some((y - truth).abs() / ulp(truth, 24, -126).min(2.0_f64.powi(104)))
}

/// Steele, Lea and Flood's generator (2014, doi:10.1145/2714064.2660195).
struct Random(u64);
impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * 2.0_f64.powi(-53)
    }
}

/// `count` f64 of the domain: a third even, a third of all exponents alike, a third within some ulp of hard points.
pub(crate) fn f64(function: &Function, count: u64) -> Worst {
    let [low, high] = function.domain;
    // Even over what matters, where the domain is everything.
    let (even_low, even_high) = (low.max(-50.0), high.min(50.0));
    parallel(count.div_ceil(CHUNK), |chunk| {
        let mut random = Random(chunk.wrapping_mul(0x1234_5678_9abc_def1));
        let mut number = |i: u64| loop {
            let sign = if random.bits() & 1 == 0 { 1.0 } else { -1.0 };
            let x = match i % 3 {
                0 => even_low + (even_high - even_low) * random.unit(),
                1 => sign * libm::exp2(2000.0 * random.unit() - 1000.0) * (1.0 + random.unit()),
                _ => {
                    let x = (function.hard)(random.unit());
                    sign * f64::from_bits(x.to_bits().wrapping_add(random.bits() % 9).wrapping_sub(4))
                }
            };
            // Small arguments of all kinds, else the domain is never hit.
            let x = if i % 3 == 1 && !(low..=high).contains(&x) { x.recip() } else { x };
            if (low..=high).contains(&x) {
                break x;
            }
        };
        let x: Vec<f64> = (0..CHUNK).map(&mut number).collect();
        let mut y = vec![0.0; x.len()];
        (function.f64)(&x, &mut y);
        let mut worst = Worst { tried: CHUNK, ..Worst::NONE };
        for (&x, &y) in x.iter().zip(&y) {
            let truth = (function.oracle)(x);
            // Where the truth's low part is subnormal it is not known well enough.
            if truth.high.abs() > 1e-290 {
                worst.record(((y - truth.high) - truth.low).abs() / ulp(truth.high, 53, -1022), x);
            }
        }
        worst
    })
}
