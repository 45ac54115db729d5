//! Comparisons that need no differences: forward against reverse mode, and the symmetry of second derivatives. They hold
//! to a few roundings, where differences leave room for an error of their own.

use crate::{
    algebra::{dot, norm},
    error::CheckError,
    jacobian::Subject,
    options::CheckOptions,
    random::Directions,
    report::{Comparison, Kind, Report, Verdict},
    tolerance::Tolerance,
};

/// The comparisons that need no differences: ⟨c, J·t⟩ = ⟨Jᵀ·c, t⟩, and ⟨u, H·v⟩ = ⟨v, H·u⟩.
pub(crate) fn products(
    subject: &Subject<'_>,
    options: &CheckOptions,
    random: &mut Directions,
    report: &mut Report,
) -> Result<(), CheckError> {
    let Some(pull) = subject.reverse else { return Ok(()) };
    let (n, m) = (subject.inputs.size(), subject.outputs.size());
    let precision = subject.inputs.precision().min(subject.outputs.precision());
    let tolerance = Tolerance::new(options, precision, precision, subject.order);
    for _ in 0..options.directions {
        let (t, ct) = (random.draw(n), random.draw(m));
        let pulled = pull(&ct)?;
        let right = dot(&pulled, &t);
        if let Some((_, push)) = subject.forward {
            let pushed = push(&t)?;
            let norms = norm(&ct) * norm(&pushed) + norm(&pulled) * norm(&t);
            let pair = [dot(&ct, &pushed), right];
            conclude_single(subject, options, Kind::Adjoint, random_names(), pair, tolerance.rounding(norms), report)?;
        }
        if subject.gradient {
            let other = pull(&t)?;
            let norms = norm(&ct) * norm(&other) + norm(&pulled) * norm(&t);
            let pair = [right, dot(&other, &ct)];
            conclude_single(subject, options, Kind::Symmetry, random_names(), pair, tolerance.rounding(norms), report)?;
        }
    }
    Ok(())
}

fn random_names() -> [String; 2] {
    ["a random cotangent".into(), "a random tangent".into()]
}

/// Reports one comparison that stands for itself; errs if it failed.
pub(crate) fn conclude_single(
    subject: &Subject<'_>,
    options: &CheckOptions,
    kind: Kind,
    [output, input]: [String; 2],
    [analytic, numeric]: [f64; 2],
    allowed: f64,
    report: &mut Report,
) -> Result<(), CheckError> {
    let absolute_error = (analytic - numeric).abs();
    let number = analytic.abs().max(numeric.abs());
    let verdict = match (absolute_error.is_finite(), absolute_error <= allowed) {
        (false, _) => Verdict::NonFinite,
        (true, true) => Verdict::Right,
        (true, false) => Verdict::Wrong,
    };
    let comparison = Comparison {
        order: subject.order,
        kind,
        function: subject.name.into(),
        input,
        output,
        analytic,
        numeric,
        absolute_error,
        relative_error: if absolute_error == 0.0 { 0.0 } else { absolute_error / number },
        allowed,
        step: 0.0,
        seed: options.seed,
        entries: 1,
        verdict,
    };
    report.comparisons.push(comparison.clone());
    if verdict.is_right() { Ok(()) } else { Err(CheckError::of(comparison)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{jacobian::examine, layout::Layout, tolerance::Precision};

    /// x ↦ A·x with a reverse mode that is off by `error`: too little for any difference to see.
    fn verdict(error: f64, gradient: bool) -> Result<(), CheckError> {
        let matrix = [[2.0, 3.0], [3.0 + error, 5.0]];
        let times = |a: [[f64; 2]; 2], t: &[f64]| a.map(|row| dot(&row, t)).to_vec();
        let numeric = |x: &[f64]| Ok(times([[2.0, 3.0], [3.0, 5.0]], x));
        let reverse = |ct: &[f64]| Ok(times(matrix, ct));
        let subject = Subject {
            numeric: &numeric,
            precision: Precision::F64,
            x: &[0.3, 0.7],
            forward: if gradient { None } else { Some((Kind::Forward, &numeric)) },
            reverse: Some(&reverse),
            inputs: &Layout::vector("x", 2),
            outputs: &Layout::vector("f", 2),
            order: 1,
            name: "f",
            gradient,
        };
        examine(&subject, &CheckOptions::default(), &mut Directions::new(0), &mut Report::default())
    }

    #[test]
    fn a_wrong_transpose_breaks_the_adjoint_identity() {
        assert!(verdict(0.0, false).is_ok());
        assert!(matches!(verdict(1e-9, false), Err(CheckError::Adjoint(_))));
    }

    #[test]
    fn a_hessian_must_be_symmetric() {
        assert!(verdict(0.0, true).is_ok());
        assert!(matches!(verdict(1e-9, true), Err(CheckError::Asymmetric(_))));
    }
}
