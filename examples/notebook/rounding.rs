//! What one ulp in one f32 intermediate does to a figure.
//!
//! The loss is written once more with a nudge at every intermediate: ε is added to the value, and δ scales the cotangent
//! that passes back through, so that the intermediates of reverse mode can be nudged too. One nudge at a time, by one ulp
//! up or down, the figure is computed again, in f32 and through the same library. The bound is how far it moves at most.

use cotangent::prelude::*;

/// The point at which the notebook evaluates its loss.
pub(crate) struct LossInputs {
    pub(crate) inputs: Array,
    pub(crate) targets: Array,
    pub(crate) w: Array,
    pub(crate) b: Array,
}

/// The loss and its gradient as numbers: figures, true figures, or bounds of them.
#[derive(Clone, Copy)]
pub(crate) struct Figures {
    pub(crate) w: [f64; 3],
    pub(crate) b: f64,
    pub(crate) loss: f64,
}

/// A nudge for each of the four examples at each of the intermediates, and one at the sum.
#[derive(Clone, Debug, PyTree)]
struct Nudges {
    dot: Array,
    z: Array,
    half_z: Array,
    tanh: Array,
    plus_one: Array,
    preds: Array,
    label_probs: Array,
    log: Array,
    sum: Array,
}

impl Nudges {
    fn zero(dtype: DType) -> Nudges {
        let four = Array::zeros(&[4], dtype);
        Nudges {
            dot: four.clone(),
            z: four.clone(),
            half_z: four.clone(),
            tanh: four.clone(),
            plus_one: four.clone(),
            preds: four.clone(),
            label_probs: four.clone(),
            log: four,
            sum: Array::zeros(&[], dtype),
        }
    }

    /// Every way of nudging one element by `size` of its value, up or down.
    fn one_at_a_time(values: &Nudges, size: impl Fn(f32) -> f32) -> Vec<Nudges> {
        let (flat, unravel) = ravel(values);
        let values = flat.to_vec::<f32>().expect("the intermediates are f32");
        let nudged = |i: usize, sign: f32| {
            let mut nudge = vec![0.0; values.len()];
            nudge[i] = sign * size(values[i]);
            unravel(&Array::from_vec(nudge, &[values.len()]).expect("one nudge for each intermediate"))
        };
        (0..values.len()).flat_map(|i| [nudged(i, 1.0), nudged(i, -1.0)]).collect()
    }
}

/// x + ε, with cotangents scaled by 1 + δ.
fn nudge(x: &Array, e: &Array, d: &Array) -> Array {
    x + e + d * (x - x.stop_gradient())
}

/// tanh x + ε with the slope of the nudged value, as in f32 the slope is that of the rounded value.
fn nudged_tanh(x: &Array, e: &Array, d: &Array) -> Array {
    let tanh = custom_jvp(
        |x: &Array, e: &Array| x.tanh() + e,
        |x: &Array, e: &Array| {
            let y = x.tanh() + e;
            let a = 1.0 - &y;
            let slope = &a + &a * &y;
            (y, move |dx: &Array, de: &Array| &slope * dx + de)
        },
    );
    nudge(&tanh(x, e), &e.zeros_like(), d)
}

impl LossInputs {
    /// The loss with nudges, in the dtype of `w`; also the intermediates, as `Nudges`.
    fn loss(&self, w: &Array, b: &Array, e: &Nudges, d: &Nudges) -> (Array, Nudges) {
        let targets = self.targets.convert(w.dtype());
        let dot = nudge(&self.inputs.convert(w.dtype()).dot(w), &e.dot, &d.dot);
        let z = nudge(&(&dot + b), &e.z, &d.z);
        let half_z = nudge(&(&z / 2.0), &e.half_z, &d.half_z);
        let tanh = nudged_tanh(&half_z, &e.tanh, &d.tanh);
        let plus_one = nudge(&(&tanh + 1.0), &e.plus_one, &d.plus_one);
        let preds = nudge(&(0.5 * &plus_one), &e.preds, &d.preds);
        let mixed = &preds * &targets + (1.0 - &preds) * (1.0 - &targets);
        let label_probs = nudge(&mixed, &e.label_probs, &d.label_probs);
        let log = nudge(&label_probs.ln(), &e.log, &d.log);
        let sum = nudge(&log.sum(), &e.sum, &d.sum);
        (-&sum, Nudges { dot, z, half_z, tanh, plus_one, preds, label_probs, log, sum })
    }

    /// Loss and gradient with nudges, in `dtype`.
    fn figures(&self, dtype: DType, e: &Nudges, d: &Nudges) -> Figures {
        let loss = |w: &Array, b: &Array| self.loss(w, b, e, d).0;
        let slopes = value_and_grad_wrt(loss, (Arg::<0>, Arg::<1>));
        let (loss, (dw, db)) = slopes(&self.w.convert(dtype), &self.b.convert(dtype));
        let one = |x: &Array| x.item::<f64>().expect("one number");
        Figures { w: [0, 1, 2].map(|i| one(&dw.at(i))), b: one(&db), loss: one(&loss) }
    }

    /// The figures in f64 at the same f32 inputs.
    pub(crate) fn truth(&self) -> Figures {
        let zero = Nudges::zero(DType::F64);
        self.figures(DType::F64, &zero, &zero)
    }

    /// How far one nudge moves what `figure` makes of loss and gradient, at most.
    fn bound(&self, figure: impl Fn(&Figures) -> f64) -> f64 {
        let zero = Nudges::zero(DType::F32);
        let base = figure(&self.figures(DType::F32, &zero, &zero));
        let values = self.loss(&self.w, &self.b, &zero, &zero).1;
        let up = |x: f32| x.abs().next_up() - x.abs();
        let by_value = Nudges::one_at_a_time(&values, up).into_iter().map(|e| self.figures(DType::F32, &e, &zero));
        // 0.6 of the spacing below a power of two rounds to one ulp, whatever the cotangent.
        let by_slope = Nudges::one_at_a_time(&values, |_| 0.6 * f32::EPSILON)
            .into_iter()
            .map(|d| self.figures(DType::F32, &zero, &d));
        by_value.chain(by_slope).map(|nudged| (figure(&nudged) - base).abs()).fold(0.0, f64::max)
    }

    /// The bounds of the loss and of its gradient.
    pub(crate) fn bounds(&self) -> Figures {
        Figures { w: [0, 1, 2].map(|i| self.bound(|f| f.w[i])), b: self.bound(|f| f.b), loss: self.bound(|f| f.loss) }
    }

    /// The bound of the derivative along a unit vector, and the true derivative.
    pub(crate) fn bound_along(&self, unitvec: &Array) -> (f64, f64) {
        let along = |f: &Figures, dtype: DType| {
            let product = array(f.w).convert(dtype).dot(&unitvec.convert(dtype));
            product.item::<f64>().expect("one number")
        };
        (self.bound(|f| along(f, DType::F32)), along(&self.truth(), DType::F64))
    }

    /// The bound of a central difference of the loss: a nudge in one of its two losses, divided by the step.
    pub(crate) fn bound_of_difference(&self, step: f64) -> f64 {
        self.bound(|f| f.loss) / step
    }
}
