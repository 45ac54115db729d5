//! Losses of classification.

use super::{softmax::shifted, take_along_axis::along};
use crate::{array::Array, axes::Over, bind::raise, prim::gather::check_indices};
use alloc::format;
use cotangent_tensor::{Error, ErrorKind};

impl Array {
    /// −log of the probability that [`softmax`](Array::softmax) over the last axis gives to the class that `labels` name
    /// (integers, negative ones counted from the end), for each example: −`log_softmax(x)[i, labels[i]]`. The result has
    /// the shape of `labels`, that of this array without its last axis. Derivative softmax(x), less 1 at the label.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let loss = array([[0.0, 0.0], [0.0, 900.0]]).softmax_cross_entropy(&array([1, 0]));
    /// assert_eq!(loss.to_vec::<f64>()?, [2.0_f64.ln(), 900.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Labels that are no integers, of another shape, or outside of the classes; a scalar.
    #[doc(alias = "softmax_cross_entropy_with_integer_labels")]
    #[track_caller]
    pub fn softmax_cross_entropy(&self, labels: &Array) -> Array {
        self.try_softmax_cross_entropy(labels).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::softmax_cross_entropy`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::softmax_cross_entropy`] panics.
    #[track_caller]
    pub fn try_softmax_cross_entropy(&self, labels: &Array) -> Result<Array, Error> {
        let op = "softmax_cross_entropy";
        let shape = self.shape();
        let axis = shape.axis(op, -1)?;
        if labels.shape() != shape[..axis] {
            let text = format!("{op}: labels of shape {} do not fit scores of shape {shape}", labels.shape());
            return Err(Error::new(ErrorKind::Shape, text));
        }
        check_indices(op, labels, shape[axis])?;
        let over = Over::new(op, self, -1)?;
        let below = shifted(self, &over);
        let chosen = along(&below, &labels.expand(-1), axis).squeeze(-1);
        Ok(over.sum(&below.exp()).ln() - chosen)
    }
}
