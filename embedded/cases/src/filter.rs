//! An extended Kalman filter on the kernels alone: a vehicle that measures how far beacons are and in which
//! direction.
//!
//! The state is position x, y, heading and speed; the input is turn rate and acceleration. Range and bearing are not linear
//! in the state, so that the covariance follows the Jacobians, written out by hand here. The desktop computes the same with
//! Jacobians by automatic differentiation; `track` compares the two.

use cotangent_kernels::{
    Add, Atan2, Cos, Float, Hypot, KernelError, Map, MatMut, MatRef, Round, Sin, Sub, Zip, ZipAssign,
    linalg::{cholesky, cholesky_solve},
    matmul,
};

use crate::inputs::number;

/// Seconds between steps.
pub const STEP: f64 = 0.1;
/// Where the beacons are. One alone would leave open from which side it is seen.
pub const BEACONS: [[f64; 2]; 2] = [[4.0, 3.0], [-2.0, 5.0]];
/// Variances that a step adds to the state.
pub const PROCESS: [f64; 4] = [1e-4, 1e-4, 4e-4, 1e-3];
/// Variances of range and bearing.
pub const SENSOR: [f64; 2] = [2.5e-3, 4e-4];
/// The first guess of the state, and the variances of its parts.
pub const START: [[f64; 4]; 2] = [[0.5, -0.5, 0.2, 0.5], [0.5, 0.5, 0.1, 0.2]];

const N: usize = 4;

/// What is known of the state.
#[derive(Clone, Copy)]
pub struct Filter<T> {
    /// x, y, heading, speed.
    pub state: [T; N],
    /// Their covariance, row-major.
    pub covariance: [T; N * N],
}

impl<T: Float> Default for Filter<T> {
    /// The first guess.
    fn default() -> Self {
        let [state, variances] = START.map(|row| row.map(number));
        Filter { state, covariance: diagonal(variances) }
    }
}

impl<T: Float> Filter<T> {
    /// One step ahead with a turn rate and an acceleration: x ← f(x, u), P ← F·P·Fᵀ + Q.
    pub fn predict(&mut self, [turn, acceleration]: [T; 2]) {
        let dt = number::<T>(STEP);
        let [_, _, heading, speed] = self.state;
        let (cos, sin) = (Cos::scalar(heading), Sin::scalar(heading));
        let advance = [speed * cos * dt, speed * sin * dt, turn * dt, acceleration * dt];
        let mut jacobian = diagonal([T::ONE; N]);
        (jacobian[2], jacobian[3]) = (-speed * sin * dt, cos * dt);
        (jacobian[N + 2], jacobian[N + 3]) = (speed * cos * dt, sin * dt);
        Add::assign(&mut self.state, &advance);
        let f = MatRef::row_major(&jacobian, N, N);
        let fp: [T; N * N] = product(f, MatRef::row_major(&self.covariance, N, N));
        self.covariance = product(MatRef::row_major(&fp, N, N), f.transposed());
        Add::assign(&mut self.covariance, &diagonal(PROCESS.map(number)));
    }

    /// Takes in a measured range and bearing of a beacon: K = P·Hᵀ·S⁻¹ with S = H·P·Hᵀ + R, x ← x + K·(z − h(x)), P ← P − K·H·P.
    ///
    /// # Errors
    /// If S is not positive definite, which rounding alone cannot cause here.
    pub fn update(&mut self, beacon: [T; 2], [range, bearing]: [T; 2]) -> Result<(), KernelError> {
        let [x, y, heading, _] = self.state;
        let [bx, by] = beacon;
        let (dx, dy) = (bx - x, by - y);
        let distance: T = Hypot::scalar(dx, dy);
        let square = distance * distance;
        let h = [[-dx / distance, -dy / distance, T::ZERO, T::ZERO], [dy / square, -dx / square, -T::ONE, T::ZERO]];
        let innovation = [range - distance, turned(bearing - (Atan2::scalar(dy, dx) - heading))];

        let h = MatRef::row_major(h.as_flattened(), 2, N);
        let hp: [T; 2 * N] = product(h, MatRef::row_major(&self.covariance, N, N));
        let hp_view = MatRef::row_major(&hp, 2, N);
        let mut s: [T; 4] = product(hp_view, h.transposed());
        let [range_variance, bearing_variance] = SENSOR.map(number);
        (s[0], s[3]) = (s[0] + range_variance, s[3] + bearing_variance);
        // S·Kᵀ = H·P, since S and P are symmetric.
        let mut gain = hp;
        cholesky(&mut s, 2)?;
        cholesky_solve(&s, 2, &mut gain, N)?;
        let k = MatRef::row_major(&gain, 2, N).transposed();
        let step: [T; N] = product(k, MatRef::row_major(&innovation, 2, 1));
        let known: [T; N * N] = product(k, hp_view);
        Add::assign(&mut self.state, &step);
        Sub::assign(&mut self.covariance, &known);
        Ok(())
    }
}

/// An angle less whole turns, in [−π, π].
fn turned<T: Float>(angle: T) -> T {
    let turn = number::<T>(core::f64::consts::TAU);
    angle - turn * Round::scalar(angle / turn)
}

fn diagonal<T: Float>(d: [T; N]) -> [T; N * N] {
    core::array::from_fn(|at| if at / N == at % N { d[at % N] } else { T::ZERO })
}

/// a·b as an array of its SIZE elements.
fn product<T: Float, const SIZE: usize>(a: MatRef<'_, T>, b: MatRef<'_, T>) -> [T; SIZE] {
    let ([m, _], [_, n]) = (a.shape(), b.shape());
    let mut c = [T::ZERO; SIZE];
    matmul(a, b, MatMut::row_major(&mut c, m, n), false, &mut []);
    c
}
