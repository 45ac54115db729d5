//! Arrays from formulas: ranges, evenly spaced numbers, identities, triangles, functions of the index.
//!
//! Numbers are computed in f64 and rounded once to the dtype.

use crate::{
    MAX_RANK,
    dtype::{DType, Element, Scalar, each_dtype},
    error::{Error, ErrorKind},
    pool::zeros,
    shape::Shape,
    tensor::Tensor,
};
use alloc::{format, string::String};
use core::ops::{Bound, RangeBounds};

impl Tensor {
    /// start, start + step, … up to and without stop: max(0, ⌈(stop − start) / step⌉) numbers start + i·step.
    ///
    /// # Errors
    /// A step of 0, arguments that are not finite, a range too long for memory; numbers that an integer dtype does not
    /// hold.
    #[track_caller]
    pub fn arange(start: f64, stop: f64, step: f64, dtype: DType) -> Result<Tensor, Error> {
        let refuse = |why: String| format!("arange: from {start} to {stop} in steps of {step}: {why}");
        if step == 0.0 || ![start, stop, step].iter().all(|x| x.is_finite()) {
            return Err(Error::new(ErrorKind::Argument, refuse("needs finite ends and a step other than 0".into())));
        }
        let n = libm::ceil((stop - start) / step).max(0.0);
        let at = |i: f64| start + i * step;
        let whole = dtype.is_float() || step == libm::trunc(step);
        if n > 0.0 && !(whole && holds(dtype, start) && holds(dtype, at(n - 1.0))) {
            return Err(Error::new(ErrorKind::DType, refuse(format!("{dtype} does not hold these numbers"))));
        }
        filled(n as usize, dtype, |i| at(i as f64))
    }

    /// `n` evenly spaced numbers from the start of the range to its end, which is among them, exactly, for `a..=b` and
    /// not for `a..b`. As in NumPy, they are start + i·step, and rounded down for an integer dtype.
    ///
    /// # Errors
    /// A range without a start or an end, ends that are not finite or not of the dtype; an impossible length.
    #[track_caller]
    pub fn linspace(range: impl RangeBounds<f64>, n: usize, dtype: DType) -> Result<Tensor, Error> {
        let ends = Ends::of("linspace", &range)?;
        if dtype.is_float() {
            return filled(n, dtype, ends.spaced(n));
        }
        for end in [ends.start, ends.stop] {
            if !holds(dtype, libm::floor(end)) {
                return Err(Error::new(ErrorKind::DType, format!("linspace: {dtype} does not hold {end}")));
            }
        }
        let at = ends.spaced(n);
        filled(n, dtype, |i| libm::floor(at(i)))
    }

    /// `base` to the power of each number of [`Tensor::linspace`].
    ///
    /// # Errors
    /// As [`Tensor::linspace`]; a dtype that is no float.
    #[track_caller]
    pub fn logspace(range: impl RangeBounds<f64>, n: usize, base: f64, dtype: DType) -> Result<Tensor, Error> {
        let ends = Ends::of("logspace", &range)?;
        needs_float("logspace", dtype)?;
        let at = ends.spaced(n);
        filled(n, dtype, |i| libm::pow(base, at(i)))
    }

    /// `n` numbers in geometric progression from the start of the range to its end, both exact where they are included.
    ///
    /// # Errors
    /// As [`Tensor::linspace`]; ends of which one is 0, or that differ in sign; a dtype that is no float.
    #[track_caller]
    pub fn geomspace(range: impl RangeBounds<f64>, n: usize, dtype: DType) -> Result<Tensor, Error> {
        let ends = Ends::of("geomspace", &range)?;
        needs_float("geomspace", dtype)?;
        let Ends { start, stop, closed } = ends;
        if start == 0.0 || stop == 0.0 || (start < 0.0) != (stop < 0.0) {
            let text = format!("geomspace: needs ends of one sign and not 0, not {start} and {stop}");
            return Err(Error::new(ErrorKind::Argument, text));
        }
        let at = Ends { start: libm::log10(start.abs()), stop: libm::log10(stop.abs()), closed }.spaced(n);
        filled(n, dtype, |i| match i {
            0 => start,
            _ if closed && i == n - 1 => stop,
            _ => libm::copysign(libm::pow(10.0, at(i)), start),
        })
    }

    /// Ones on a diagonal, zeros elsewhere: row i has its one in column i + offset.
    ///
    /// # Errors
    /// An impossible shape.
    #[track_caller]
    pub fn eye(rows: usize, columns: usize, offset: isize, dtype: DType) -> Result<Tensor, Error> {
        rows_of(rows, columns, dtype, |i| (i.checked_add_signed(offset).unwrap_or(columns).min(columns), 1))
    }

    /// Ones in the columns j ≤ i + offset of row i, zeros elsewhere.
    ///
    /// # Errors
    /// An impossible shape.
    #[track_caller]
    pub fn tri(rows: usize, columns: usize, offset: isize, dtype: DType) -> Result<Tensor, Error> {
        rows_of(rows, columns, dtype, |i| (0, (i as isize).saturating_add(offset).saturating_add(1).max(0) as usize))
    }

    /// `f` of the index of each element, called in row-major order.
    ///
    /// # Errors
    /// An impossible shape.
    #[track_caller]
    pub fn from_fn<T: Element>(shape: &[usize], mut f: impl FnMut(&[usize]) -> T) -> Result<Tensor, Error> {
        let shape = Shape::new(shape)?;
        let mut index = [0; MAX_RANK];
        let index = &mut index[..shape.rank()];
        let mut next = || {
            let value = f(index);
            for (i, &d) in index.iter_mut().zip(shape.iter()).rev() {
                *i += 1;
                if *i < d {
                    break;
                }
                *i = 0;
            }
            value
        };
        let values = (0..shape.size()).map(|_| next()).collect();
        Ok(Tensor::new(shape.clone(), values))
    }
}

/// The ends of a range of numbers.
#[derive(Clone, Copy)]
struct Ends {
    start: f64,
    stop: f64,
    /// Whether `stop` belongs to it.
    closed: bool,
}

impl Ends {
    #[track_caller]
    fn of(op: &str, range: &impl RangeBounds<f64>) -> Result<Ends, Error> {
        let ends = match (range.start_bound(), range.end_bound()) {
            (Bound::Included(&start), Bound::Included(&stop)) => Ends { start, stop, closed: true },
            (Bound::Included(&start), Bound::Excluded(&stop)) => Ends { start, stop, closed: false },
            _ => return Err(Error::new(ErrorKind::Argument, format!("{op}: needs a range with a start and an end"))),
        };
        if !ends.start.is_finite() || !ends.stop.is_finite() {
            let text = format!("{op}: needs finite ends, not {} and {}", ends.start, ends.stop);
            return Err(Error::new(ErrorKind::Argument, text));
        }
        Ok(ends)
    }

    /// The numbers of NumPy's `linspace`, by their index.
    fn spaced(self, n: usize) -> impl Fn(usize) -> f64 {
        let Ends { start, stop, closed } = self;
        let parts = if closed { n.saturating_sub(1) } else { n }.max(1) as f64;
        let width = stop - start;
        let step = width / parts;
        move |i| match i {
            _ if closed && i > 0 && i == n - 1 => stop,
            // A step that underflows to 0 would repeat the start.
            _ if step == 0.0 => i as f64 / parts * width + start,
            _ => i as f64 * step + start,
        }
    }
}

/// Whether the dtype has this number, up to rounding.
fn holds(dtype: DType, x: f64) -> bool {
    dtype.is_float() || Scalar::from_f64(dtype, x).to_f64() == x
}

#[track_caller]
fn needs_float(op: &str, dtype: DType) -> Result<(), Error> {
    if dtype.is_float() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::DType, format!("{op}: needs a float dtype, not {dtype}")))
}

/// The vector of f(0) … f(n − 1), rounded to the dtype.
#[track_caller]
fn filled(n: usize, dtype: DType, f: impl Fn(usize) -> f64) -> Result<Tensor, Error> {
    let shape = Shape::new(&[n])?;
    Ok(each_dtype!(dtype, T => Tensor::new(shape, (0..n).map(|i| T::cast(Scalar::F64(f(i)))).collect())))
}

/// A matrix of zeros with one run of ones in each row, whose start and length `run` tells.
#[track_caller]
fn rows_of(rows: usize, columns: usize, dtype: DType, run: impl Fn(usize) -> (usize, usize)) -> Result<Tensor, Error> {
    let shape = Shape::new(&[rows, columns])?;
    Ok(each_dtype!(dtype, T => {
        let mut out = zeros::<T>(shape.size());
        for (i, row) in out.chunks_exact_mut(columns.max(1)).enumerate() {
            let (start, length) = run(i);
            row[start..start.saturating_add(length).min(columns)].fill(T::cast(Scalar::I64(1)));
        }
        Tensor::new(shape, out)
    }))
}
