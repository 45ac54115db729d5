//! The filter along a track that the host simulated, beside the desktop's filter with Jacobians by automatic differentiation.

use crate::{
    Judge,
    digest::{Digest, Words},
    filter::Filter,
    inputs::number,
};

/// One step of the track.
pub struct Moment {
    /// Turn rate and acceleration.
    pub input: [f64; 2],
    /// The beacon in sight.
    pub beacon: [f64; 2],
    /// Its measured range and bearing.
    pub measured: [f64; 2],
    /// The true state.
    pub truth: [f64; 4],
    /// The state that the desktop's filter found.
    pub state: [f64; 4],
    /// And its covariance, row-major.
    pub covariance: [f64; 16],
}

/// The filter in f32 and f64.
pub fn run(judge: &mut dyn Judge, track: &[Moment]) {
    // The desktop's filter does the same in another order: some hundred roundings of numbers up to 10 apart.
    follow::<f64>(judge, track, 1e-12, "f64");
    follow::<f32>(judge, track, 1e-4, "f32");
}

fn follow<T: Words>(judge: &mut dyn Judge, track: &[Moment], bound: f64, dtype: &str) {
    let mut filter = Filter::<T>::default();
    let (mut digest, mut furthest, mut solved) = (Digest::default(), 0.0_f64, true);
    for moment in track {
        filter.predict(moment.input.map(number));
        solved &= filter.update(moment.beacon.map(number), moment.measured.map(number)).is_ok();
        digest.numbers(&filter.state);
        digest.numbers(&filter.covariance);
        let state = filter.state.iter().zip(&moment.state);
        for (&ours, &desktop) in state.chain(filter.covariance.iter().zip(&moment.covariance)) {
            let apart = (double(ours) - desktop).abs();
            furthest = if apart > furthest || apart.is_nan() { apart } else { furthest };
        }
    }
    judge.check(solved && !track.is_empty(), format_args!("filter in {dtype}: every gain found"));
    judge.check(furthest <= bound, format_args!("filter in {dtype}: {furthest} from the desktop's, bound {bound}"));
    judge.same(digest.value(), format_args!("filter in {dtype}"));
    if let Some(last) = track.last() {
        // Three standard deviations. The first guess is 0.7 m off.
        let sigma = |i: usize| libm::sqrt(last.covariance[5 * i]);
        let off = |i: usize| (double(filter.state[i]) - last.truth[i]).abs() / sigma(i);
        let furthest = (0..4).map(off).fold(0.0, libm::fmax);
        judge.check(furthest < 3.0, format_args!("filter in {dtype}: {furthest} deviations from the truth"));
        judge.check(sigma(0) < 0.1, format_args!("filter in {dtype}: knows the place to {} m", sigma(0)));
    }
}

fn double<T: Words>(x: T) -> f64 {
    num_traits::ToPrimitive::to_f64(&x).unwrap_or(f64::NAN)
}
