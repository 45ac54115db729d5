//! Strided matrix views over slices: element (i, j) is `data[i * row_stride + j * col_stride]`.
//!
//! Bounds are checked when a view is made, so a kernel can rely on them.

use crate::KernelError;

/// A matrix to read. Strides may be 0 (a broadcast).
#[derive(Clone, Copy, Debug)]
pub struct MatRef<'a, T> {
    pub(crate) data: &'a [T],
    pub(crate) rows: usize,
    pub(crate) cols: usize,
    pub(crate) row_stride: usize,
    pub(crate) col_stride: usize,
}

/// A matrix to write. No two elements share a place.
#[derive(Debug)]
pub struct MatMut<'a, T> {
    pub(crate) data: &'a mut [T],
    pub(crate) rows: usize,
    pub(crate) cols: usize,
    pub(crate) row_stride: usize,
    pub(crate) col_stride: usize,
}

impl<'a, T> MatRef<'a, T> {
    /// A view of `rows` × `cols` elements.
    ///
    /// ```
    /// use cotangent_kernels::MatRef;
    /// let data = [1, 2, 3, 4, 5, 6];
    /// let transposed = MatRef::new(&data, 3, 2, 1, 3);
    /// assert_eq!(transposed.get(2, 1), 6);
    /// ```
    ///
    /// # Panics
    /// If an element lies outside `data`.
    #[inline]
    #[track_caller]
    pub fn new(data: &'a [T], rows: usize, cols: usize, row_stride: usize, col_stride: usize) -> Self {
        match Self::try_new(data, rows, cols, row_stride, col_stride) {
            Ok(view) => view,
            Err(error) => panic!("{error}"),
        }
    }

    /// [`new`](Self::new) with the mistake as a value.
    ///
    /// # Errors
    /// [`KernelError::OutOfBounds`] if an element lies outside `data`.
    #[inline]
    pub fn try_new(
        data: &'a [T],
        rows: usize,
        cols: usize,
        row_stride: usize,
        col_stride: usize,
    ) -> Result<Self, KernelError> {
        in_bounds(data.len(), [rows, cols], [row_stride, col_stride])?;
        Ok(MatRef { data, rows, cols, row_stride, col_stride })
    }

    /// A row-major view of a whole slice.
    ///
    /// # Panics
    /// If `data` has fewer than `rows * cols` elements.
    #[inline]
    #[track_caller]
    pub fn row_major(data: &'a [T], rows: usize, cols: usize) -> Self {
        Self::new(data, rows, cols, cols, 1)
    }

    /// Rows and columns.
    #[inline]
    pub fn shape(&self) -> [usize; 2] {
        [self.rows, self.cols]
    }

    /// Rows become columns; nothing moves.
    #[inline]
    #[must_use]
    pub fn transposed(self) -> Self {
        MatRef {
            data: self.data,
            rows: self.cols,
            cols: self.rows,
            row_stride: self.col_stride,
            col_stride: self.row_stride,
        }
    }
}

impl<T: Copy> MatRef<'_, T> {
    /// Element (i, j).
    ///
    /// # Panics
    /// If it lies outside the matrix.
    #[inline]
    #[track_caller]
    pub fn get(&self, i: usize, j: usize) -> T {
        assert!(i < self.rows && j < self.cols, "matrix view: no element ({i}, {j}) in [{}, {}]", self.rows, self.cols);
        self.data[i * self.row_stride + j * self.col_stride]
    }
}

impl<'a, T> MatRef<'a, T> {
    /// A row-major view that leaves no code for a panic.
    ///
    /// # Safety
    /// `data` has `rows * cols` elements.
    #[inline(always)]
    pub(crate) unsafe fn whole(data: &'a [T], rows: usize, cols: usize) -> Self {
        debug_assert_eq!(Some(data.len()), rows.checked_mul(cols));
        MatRef { data, rows, cols, row_stride: cols, col_stride: 1 }
    }
}

impl<'a, T> MatMut<'a, T> {
    /// A row-major view that leaves no code for a panic.
    ///
    /// # Safety
    /// `data` has `rows * cols` elements.
    #[inline(always)]
    pub(crate) unsafe fn whole(data: &'a mut [T], rows: usize, cols: usize) -> Self {
        debug_assert_eq!(Some(data.len()), rows.checked_mul(cols));
        MatMut { data, rows, cols, row_stride: cols, col_stride: 1 }
    }
}

impl<T: Copy> MatRef<'_, T> {
    /// Element (i, j), for inner loops.
    ///
    /// # Safety
    /// It lies inside the matrix.
    #[inline(always)]
    pub(crate) unsafe fn at(&self, i: usize, j: usize) -> T {
        debug_assert!(i < self.rows && j < self.cols);
        // SAFETY: the bounds were checked when the view was made.
        unsafe { *self.data.get_unchecked(i * self.row_stride + j * self.col_stride) }
    }
}

impl<T> MatMut<'_, T> {
    /// Element (i, j), for inner loops.
    ///
    /// # Safety
    /// It lies inside the matrix.
    #[inline(always)]
    pub(crate) unsafe fn at(&mut self, i: usize, j: usize) -> &mut T {
        debug_assert!(i < self.rows && j < self.cols);
        // SAFETY: the bounds were checked when the view was made.
        unsafe { self.data.get_unchecked_mut(i * self.row_stride + j * self.col_stride) }
    }
}

impl<'a, T> MatMut<'a, T> {
    /// A view of `rows` × `cols` elements.
    ///
    /// # Panics
    /// If an element lies outside `data` or two share a place.
    #[inline]
    #[track_caller]
    pub fn new(data: &'a mut [T], rows: usize, cols: usize, row_stride: usize, col_stride: usize) -> Self {
        match Self::try_new(data, rows, cols, row_stride, col_stride) {
            Ok(view) => view,
            Err(error) => panic!("{error}"),
        }
    }

    /// [`new`](Self::new) with the mistake as a value.
    ///
    /// # Errors
    /// [`KernelError::OutOfBounds`] if an element lies outside `data`; [`KernelError::Aliased`] unless one stride
    /// is larger than the whole extent along the other.
    #[inline]
    pub fn try_new(
        data: &'a mut [T],
        rows: usize,
        cols: usize,
        row_stride: usize,
        col_stride: usize,
    ) -> Result<Self, KernelError> {
        in_bounds(data.len(), [rows, cols], [row_stride, col_stride])?;
        if aliases([rows, cols], [row_stride, col_stride]) {
            return Err(KernelError::Aliased { shape: [rows, cols], strides: [row_stride, col_stride] });
        }
        Ok(MatMut { data, rows, cols, row_stride, col_stride })
    }

    /// A row-major view of a whole slice.
    ///
    /// # Panics
    /// If `data` has fewer than `rows * cols` elements.
    #[inline]
    #[track_caller]
    pub fn row_major(data: &'a mut [T], rows: usize, cols: usize) -> Self {
        Self::new(data, rows, cols, cols.max(1), 1)
    }

    /// Rows and columns.
    #[inline]
    pub fn shape(&self) -> [usize; 2] {
        [self.rows, self.cols]
    }

    /// Rows become columns; nothing moves.
    #[inline]
    #[must_use]
    pub fn transposed(self) -> Self {
        MatMut {
            data: self.data,
            rows: self.cols,
            cols: self.rows,
            row_stride: self.col_stride,
            col_stride: self.row_stride,
        }
    }
}

#[inline]
fn in_bounds(length: usize, [rows, cols]: [usize; 2], [row, col]: [usize; 2]) -> Result<(), KernelError> {
    if rows == 0 || cols == 0 {
        return Ok(());
    }
    let last = (rows - 1).checked_mul(row).zip((cols - 1).checked_mul(col)).and_then(|(r, c)| r.checked_add(c));
    match last {
        Some(last) if last < length => Ok(()),
        last => {
            let needed = last.map_or(usize::MAX, |last| last.saturating_add(1));
            Err(KernelError::OutOfBounds { needed, length })
        }
    }
}

/// Sufficient for no overlap: rows of the shorter stride fit inside one step of the longer.
#[inline]
fn aliases([rows, cols]: [usize; 2], [row, col]: [usize; 2]) -> bool {
    if rows == 0 || cols == 0 {
        return false;
    }
    let steps = match (rows, cols) {
        (1, 1) => return false,
        (1, _) => return col == 0,
        (_, 1) => return row == 0,
        _ => [(row, rows), (col, cols)],
    };
    let [(short, count), (long, _)] = if row <= col { steps } else { [steps[1], steps[0]] };
    short == 0 || (count - 1) * short >= long
}
