//! Numerical derivatives along a line.

/// Differences of a function of one real number at 0, all outputs at once.
#[derive(Debug)]
pub(crate) struct Difference {
    /// The central difference, extrapolated once (Richardson): its error is of order step⁴.
    pub(crate) central: Vec<f64>,
    /// The slopes from the left and from the right with the whole step.
    wide: [Vec<f64>; 2],
    /// The same with half the step.
    near: [Vec<f64>; 2],
    /// The rounding error that each difference carries.
    noise: Vec<f64>,
    pub(crate) step: f64,
}

/// Differentiates `f` at 0 with steps `h` and `h/2`. `epsilon` is the relative rounding error of `f`.
pub(crate) fn differentiate(f: impl Fn(f64) -> Vec<f64>, h: f64, epsilon: f64) -> Difference {
    let at_zero = f(0.0);
    let slope = |e: f64| -> Vec<f64> { f(e).iter().zip(&at_zero).map(|(y, y0)| (y - y0) / e).collect() };
    let (wide, near) = ([slope(-h), slope(h)], [slope(-h / 2.0), slope(h / 2.0)]);
    let mean = |sides: &[Vec<f64>; 2], i: usize| f64::midpoint(sides[0][i], sides[1][i]);
    Difference {
        central: (0..at_zero.len()).map(|i| (4.0 * mean(&near, i) - mean(&wide, i)) / 3.0).collect(),
        wide,
        near,
        noise: at_zero.iter().map(|y| 8.0 * epsilon * y.abs() / h).collect(),
        step: h,
    }
}

impl Difference {
    /// The rounding error of output `i`.
    pub(crate) fn noise(&self, i: usize) -> f64 {
        self.noise[i]
    }

    /// Output by output the better known of two differences with different steps.
    pub(crate) fn better(mut self, other: &Difference) -> Difference {
        let doubt = |d: &Difference, i: usize| {
            let mean = |sides: &[Vec<f64>; 2]| f64::midpoint(sides[0][i], sides[1][i]);
            (mean(&d.near) - mean(&d.wide)).abs() + d.noise[i]
        };
        for i in 0..self.central.len() {
            // A difference that is not a number is known least.
            if doubt(other, i) < doubt(&self, i) || doubt(&self, i).is_nan() {
                self.central[i] = other.central[i];
                self.noise[i] = other.noise[i];
                for side in 0..2 {
                    self.wide[side][i] = other.wide[side][i];
                    self.near[side][i] = other.near[side][i];
                }
            }
        }
        self
    }

    /// The differences along a direction that is `factor` times as long.
    pub(crate) fn times(mut self, factor: f64) -> Difference {
        let sides = self.wide.iter_mut().chain(&mut self.near);
        for xs in sides.chain([&mut self.central, &mut self.noise]) {
            for x in xs {
                *x *= factor;
            }
        }
        self
    }

    /// The differences of ⟨c, f⟩.
    pub(crate) fn projection(&self, c: &[f64]) -> Difference {
        let along = |xs: &Vec<f64>| vec![xs.iter().zip(c).map(|(x, c)| x * c).sum()];
        Difference {
            central: along(&self.central),
            wide: [along(&self.wide[0]), along(&self.wide[1])],
            near: [along(&self.near[0]), along(&self.near[1])],
            noise: vec![self.noise.iter().zip(c).map(|(n, c)| (n * c).abs()).sum()],
            step: self.step,
        }
    }

    /// The slopes on both sides of output `i`, if they do not approach each other as the step is halved: a kink, which no
    /// curvature explains. `allowed` is the difference that counts as none.
    pub(crate) fn kink(&self, i: usize, allowed: f64) -> Option<[f64; 2]> {
        let gap = |sides: &[Vec<f64>; 2]| (sides[1][i] - sides[0][i]).abs();
        let (wide, near) = (gap(&self.wide), gap(&self.near));
        let stays = near > 0.75 * wide && near > 10.0 * (allowed + self.noise[i]);
        stays.then(|| [self.near[0][i], self.near[1][i]])
    }
}

/// Differentiates `f` with the step that suits it: one for functions that vary on the scale of 1, and, for arguments of
/// a larger size, one for functions that vary on the scale of their argument; the better known of the two.
pub(crate) fn differentiate_at_scale(f: impl Fn(f64) -> Vec<f64>, size: f64, epsilon: f64) -> Difference {
    // The fifth root balances the rounding error ε/h with the error h⁴ of the extrapolated difference; a power of two,
    // so that x ± h is exact or nearly so.
    let step = |size: f64| (epsilon.powf(0.2) * size).log2().round().exp2();
    let fine = differentiate(&f, step(1.0), epsilon);
    if size <= 8.0 { fine } else { fine.better(&differentiate(&f, step(size), epsilon)) }
}
