//! A simulated track, and the filter of `cases::filter` as a desktop program writes it: arrays in f64, Jacobians by automatic
//! differentiation.

use cases::{
    filter::{BEACONS, PROCESS, SENSOR, START, STEP},
    inputs::Numbers,
    track::Moment,
};
use cotangent_autodiff::{Array, array, jacfwd, stack};

const STEPS: usize = 100;

/// The next state.
fn motion(x: &Array, input: [f64; 2]) -> Array {
    let [px, py, heading, speed] = parts(x);
    let [turn, acceleration] = input;
    stack(
        &[
            &(px + STEP * &speed * heading.cos()),
            &(py + STEP * &speed * heading.sin()),
            &(&heading + turn * STEP),
            &(&speed + acceleration * STEP),
        ],
        0,
    )
}

/// What the sensor sees.
fn sight(x: &Array, beacon: [f64; 2]) -> Array {
    let [px, py, heading, _] = parts(x);
    let (dx, dy) = (beacon[0] - px, beacon[1] - py);
    stack(&[&(dx.square() + dy.square()).sqrt(), &(dy.atan2(&dx) - heading)], 0)
}

fn parts(x: &Array) -> [Array; 4] {
    [0, 1, 2, 3].map(|i| x.index(cotangent_autodiff::s![i]))
}

fn values<const N: usize>(x: &Array) -> [f64; N] {
    let values = x.to_vec::<f64>().expect("f64");
    values.try_into().expect("as many as the filter has")
}

/// A vehicle that turns to and fro, its noisy measurements, and the filter's opinion after each.
pub fn track() -> Vec<Moment> {
    let mut noise = Numbers::new(2026);
    let mut truth = array([0.0, 0.0, 0.3, 0.8]);
    let mut state = array(START[0]);
    let mut covariance = array(START[1]).diag(0);
    let mut track = Vec::new();
    for step in 0..STEPS {
        let input = [0.5 * (0.1 * step as f64).sin(), 0.2 * (0.07 * step as f64).cos()];
        let beacon = BEACONS[step % 2];
        truth = motion(&truth, input);
        let seen: [f64; 2] = values(&sight(&truth, beacon));
        // Uniform, with the sensor's variances.
        let measured = [0, 1].map(|i| seen[i] + noise.unit::<f64>() * (3.0 * SENSOR[i]).sqrt());
        // Only numbers that an f32 has, so that every filter sees the same.
        let (input, measured) = (input.map(rounded), measured.map(rounded));

        let f = jacfwd(|x: &Array| motion(x, input))(&state);
        state = motion(&state, input);
        covariance = f.dot(&covariance).dot(&f.t()) + array(PROCESS).diag(0);

        let h = jacfwd(|x: &Array| sight(x, beacon))(&state);
        let innovation = array(measured) - sight(&state, beacon);
        let whole = (&innovation / std::f64::consts::TAU).round() * array([0.0, std::f64::consts::TAU]);
        let s = h.dot(&covariance).dot(&h.t()) + array(SENSOR).diag(0);
        let gain = covariance.dot(&h.t()).dot(&s.inv());
        state += gain.dot(&(innovation - whole));
        covariance = &covariance - gain.dot(&h).dot(&covariance);
        track.push(Moment {
            input,
            beacon,
            measured,
            truth: values(&truth),
            state: values(&state),
            covariance: values(&covariance),
        });
    }
    track
}

fn rounded(x: f64) -> f64 {
    f64::from(x as f32)
}

/// The moment in Rust.
pub fn expression(moment: &Moment) -> String {
    let Moment { input, beacon, measured, truth, state, covariance } = moment;
    format!(
        "cases::track::Moment {{ input: {input:?}, beacon: {beacon:?}, measured: {measured:?}, truth: {truth:?}, state: {state:?}, \
         covariance: {covariance:?} }},\n"
    )
}
