//! The Taylor test: how fast the remainder falls as the step is halved. It needs no tolerance on the derivative itself.

use crate::{
    options::CheckOptions,
    report::{CheckError, Comparison, Fault, Mode, Report},
};
use cotangent_autodiff::{Array, DType, jvp};
use cotangent_tensor::random::fast::Generator;

/// Checks that |f(x + h·t) − f(x)| falls like h, |… − h·f′t| like h², and at order 2 |… − h²/2·f″tt| like h³, along random
/// directions t: slope 1, 2 and 3 when the derivatives are right. For functions of one f64 array with one number as
/// output.
///
/// # Errors
/// A slope that is too small: the derivative of that order is wrong. Arguments without elements, no f64.
pub fn check_taylor(f: impl Fn(&Array) -> Array, x: &Array, options: CheckOptions) -> Result<Report, CheckError> {
    if x.shape().size() == 0 || x.dtype() != DType::F64 {
        return Err(CheckError::Vacuous { text: format!("needs f64 elements, got {} {}", x.dtype(), x.shape()) });
    }
    let number = |y: &Array| y.item::<f64>().map_err(CheckError::Refused);
    let mut generator = Generator::new(options.seed);
    let mut report = Report::default();
    for _ in 0..options.directions {
        let mut values = vec![0.0; x.shape().size()];
        generator.fill_normal_f64(&mut values);
        let t = Array::from_vec(values, &x.shape()).expect("as many as x has");
        let first = |x: &Array| jvp(|x: &Array| f(x), x, &t).1;
        let y = number(&f(x))?;
        let slope = number(&first(x))?;
        let curvature = if options.order > 1 { number(&jvp(first, x, &t).1)? } else { 0.0 };
        for order in 1..=options.order.min(2) {
            let remainder = |h: f64| -> Result<f64, CheckError> {
                let taylor = y + h * slope + if order == 2 { h * h / 2.0 * curvature } else { 0.0 };
                Ok((number(&f(&(x + &t * h)))? - taylor).abs())
            };
            let h = options.step.unwrap_or(1.0 / 64.0);
            let (wide, near) = (remainder(h)?, remainder(h / 2.0)?);
            let want = order as f64 + 1.0;
            // A remainder in the rounding error of f is as good as zero.
            let exact = wide <= 1e3 * f64::EPSILON * y.abs().max(1.0);
            let rate = if exact { want } else { (wide / near).log2() };
            let error = (want - rate).max(0.0) / 0.5;
            let place = format!("slope of the remainder of order {order}");
            let comparison = Comparison {
                order,
                mode: Mode::Forward,
                place,
                analytic: rate,
                numeric: want,
                error,
                step: h,
                seed: options.seed,
            };
            report.add(comparison, (error > 1.0 || error.is_nan()).then_some(Fault::Wrong))?;
        }
    }
    Ok(report)
}
