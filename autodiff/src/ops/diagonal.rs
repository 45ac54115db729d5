//! Diagonals and triangles of matrices, and of the matrices in the last two axes of a batch.

use crate::{array::Array, bind::or_raise};
use alloc::{format, vec::Vec};
use cotangent_tensor::{Axes, DType, Error, ErrorKind, Padding, Range, Shape};

/// On which side of a diagonal.
#[derive(Clone, Copy)]
enum Side {
    Lower,
    Upper,
}

/// Where the diagonal with an offset begins in a matrix of `rows` × `columns` in row-major order, and how long it is.
fn diagonal_run(rows: usize, columns: usize, offset: isize) -> (usize, usize) {
    let away = offset.unsigned_abs();
    if offset >= 0 {
        (away, rows.min(columns.saturating_sub(away)))
    } else {
        (away.saturating_mul(columns), columns.min(rows.saturating_sub(away)))
    }
}

impl Array {
    /// The elements on and below the diagonal `offset` places above the main one (below, if negative); zeros elsewhere. Of
    /// every matrix in the last two axes. Linear.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([[1, 2], [3, 4]]);
    /// assert_eq!(x.tril(0).to_vec::<i32>()?, [1, 0, 3, 4]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Fewer than two axes.
    #[track_caller]
    pub fn tril(&self, offset: isize) -> Array {
        or_raise(self.try_tril(offset))
    }

    /// [`Array::tril`] with the error as a value.
    ///
    /// # Errors
    /// Fewer than two axes.
    #[track_caller]
    pub fn try_tril(&self, offset: isize) -> Result<Array, Error> {
        self.triangle("tril", Side::Lower, offset)
    }

    /// The elements on and above the diagonal `offset` places above the main one (below, if negative); zeros elsewhere. Of
    /// every matrix in the last two axes. Linear.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([[1, 2], [3, 4]]);
    /// assert_eq!(x.triu(1).to_vec::<i32>()?, [0, 2, 0, 0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Fewer than two axes.
    #[track_caller]
    pub fn triu(&self, offset: isize) -> Array {
        or_raise(self.try_triu(offset))
    }

    /// [`Array::triu`] with the error as a value.
    ///
    /// # Errors
    /// Fewer than two axes.
    #[track_caller]
    pub fn try_triu(&self, offset: isize) -> Result<Array, Error> {
        self.triangle("triu", Side::Upper, offset)
    }

    #[track_caller]
    fn triangle(&self, op: &str, side: Side, offset: isize) -> Result<Array, Error> {
        let shape = self.shape();
        let [.., rows, columns] = shape[..] else {
            return Err(Error::new(ErrorKind::Shape, format!("{op}: needs a matrix, not shape {shape}")));
        };
        let row = (Array::iota(rows, DType::I64) + Array::from(offset as i64)).expand(1);
        let column = Array::iota(columns, DType::I64);
        let inside = match side {
            Side::Lower => column.le(&row),
            Side::Upper => column.ge(&row),
        };
        Ok(inside.select(self, self.literal(0.0)))
    }

    /// The diagonal of the matrices in two axes, `offset` places above the main one (below, if negative). The two axes go,
    /// the diagonal becomes the last axis (NumPy's `diagonal`). Linear.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([[1, 2, 3], [4, 5, 6]]);
    /// assert_eq!(x.diagonal(1, 0, 1).to_vec::<i32>()?, [2, 6]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist, or one axis twice.
    #[track_caller]
    pub fn diagonal(&self, offset: isize, axis1: isize, axis2: isize) -> Array {
        or_raise(self.try_diagonal(offset, axis1, axis2))
    }

    /// [`Array::diagonal`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist, or one axis twice.
    #[track_caller]
    pub fn try_diagonal(&self, offset: isize, axis1: isize, axis2: isize) -> Result<Array, Error> {
        let shape = self.shape();
        let both = Axes::resolve("diagonal", &[axis1, axis2], shape.rank())?;
        let (a, b) = (shape.axis("diagonal", axis1)?, shape.axis("diagonal", axis2)?);
        let rest = (0..shape.rank()).filter(|&i| !both.contains(i));
        let last = self.permute(&rest.chain([a, b]).collect::<Vec<_>>());
        let (rows, columns) = (shape[a], shape[b]);
        let (start, len) = diagonal_run(rows, columns, offset);
        let joined = Shape::of(shape.without(both).iter().copied().chain([rows * columns]));
        let mut ranges: Vec<Range> = joined.iter().map(|&n| Range::all(n)).collect();
        ranges[joined.rank() - 1] =
            if len == 0 { Range { start: 0, len, step: 1 } } else { Range { start, len, step: columns as isize + 1 } };
        Ok(last.reshape_to(&joined).slice_ranges(ranges))
    }

    /// The sum of a diagonal of the matrices in two axes: [`Array::diagonal`], summed over its last axis. Linear.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1, 2], [3, 4]]).trace(0, 0, 1).item::<i32>()?, 5);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist, or one axis twice.
    #[track_caller]
    pub fn trace(&self, offset: isize, axis1: isize, axis2: isize) -> Array {
        or_raise(self.try_trace(offset, axis1, axis2))
    }

    /// [`Array::trace`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist, or one axis twice.
    #[track_caller]
    pub fn try_trace(&self, offset: isize, axis1: isize, axis2: isize) -> Result<Array, Error> {
        self.try_diagonal(offset, axis1, axis2)?.try_sum_axes(-1)
    }

    /// Of a vector the square matrix with it on the diagonal `offset` places above the main one (below, if negative) and
    /// zeros elsewhere; of a matrix that diagonal (NumPy's `diag`). Linear.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2]).diag(0).to_vec::<i32>()?, [1, 0, 0, 2]);
    /// assert_eq!(array([[1, 2], [3, 4]]).diag(-1).to_vec::<i32>()?, [3]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Neither a vector nor a matrix.
    #[track_caller]
    pub fn diag(&self, offset: isize) -> Array {
        or_raise(self.try_diag(offset))
    }

    /// [`Array::diag`] with the error as a value.
    ///
    /// # Errors
    /// Neither a vector nor a matrix.
    #[track_caller]
    pub fn try_diag(&self, offset: isize) -> Result<Array, Error> {
        match self.rank() {
            1 => self.try_diag_embed(offset),
            2 => self.try_diagonal(offset, 0, 1),
            _ => {
                let text = format!("diag: needs a vector or a matrix, not shape {}", self.shape());
                Err(Error::new(ErrorKind::Shape, text))
            }
        }
    }

    /// Matrices with the vectors in the last axis on the diagonal `offset` places above the main one (below, if negative)
    /// and zeros elsewhere: a new last axis. Linear.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1, 2], [3, 4]]).diag_embed(0).to_vec::<i32>()?, [1, 0, 0, 2, 3, 0, 0, 4]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// A scalar.
    #[track_caller]
    pub fn diag_embed(&self, offset: isize) -> Array {
        or_raise(self.try_diag_embed(offset))
    }

    /// [`Array::diag_embed`] with the error as a value.
    ///
    /// # Errors
    /// A scalar; a result that is too large.
    #[track_caller]
    pub fn try_diag_embed(&self, offset: isize) -> Result<Array, Error> {
        let shape = self.shape();
        let [ref outer @ .., len] = shape[..] else {
            return Err(Error::new(ErrorKind::Shape, "diag_embed: a scalar has no axis to put on a diagonal"));
        };
        let n = len.saturating_add(offset.unsigned_abs());
        let matrices = Shape::new(&[outer, &[n, n]].concat())?;
        let (start, _) = diagonal_run(n, n, offset);
        let mut paddings = alloc::vec![Padding { low: 0, high: 0, interior: 0 }; outer.len()];
        // The last element lies (len − 1)(n + 1) behind the first.
        let end = if len == 0 { 0 } else { start + (len - 1) * (n + 1) + 1 };
        let low = if len == 0 { 0 } else { start as isize };
        paddings.push(Padding { low, high: (n * n - end) as isize, interior: n });
        Ok(self.pad_with(paddings).reshape_to(&matrices))
    }
}
