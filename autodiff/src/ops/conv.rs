//! Convolutions: padding, windows, and one contraction with the kernel; and their transposes.

use super::windowing::{WindowPadding, each, padded, steps};
use crate::{
    array::Array,
    bind::or_raise,
    prim::{dot, windows},
};
use alloc::{format, vec::Vec};
use cotangent_tensor::{Contraction, Error, ErrorKind, Padding, Shape, Window};

/// How a convolution's kernel moves. Lists have one number for each axis that it slides along, or one for all of them.
///
/// ```
/// use cotangent_autodiff::{Array, ConvOptions, DType, WindowPadding};
/// let (x, w) = (Array::ones(&[1, 4, 9, 9], DType::F32), Array::ones(&[6, 2, 3, 3], DType::F32));
/// let options = ConvOptions::default().strides([2]).padding(WindowPadding::Same).groups(2);
/// assert_eq!(x.conv2d(&w, &options).shape(), [1, 6, 5, 5]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConvOptions {
    strides: Vec<usize>,
    padding: WindowPadding,
    lhs_dilation: Vec<usize>,
    rhs_dilation: Vec<usize>,
    groups: usize,
    output_padding: Vec<usize>,
}

/// Stride 1, no padding, no dilation, one group.
impl Default for ConvOptions {
    fn default() -> ConvOptions {
        ConvOptions {
            strides: Vec::new(),
            padding: WindowPadding::Valid,
            lhs_dilation: Vec::new(),
            rhs_dilation: Vec::new(),
            groups: 1,
            output_padding: Vec::new(),
        }
    }
}

impl ConvOptions {
    /// The distance between two neighbouring places of the kernel.
    #[must_use]
    pub fn strides(self, strides: impl Into<Vec<usize>>) -> ConvOptions {
        ConvOptions { strides: strides.into(), ..self }
    }

    /// What stands around the array.
    #[must_use]
    pub fn padding(self, padding: impl Into<WindowPadding>) -> ConvOptions {
        ConvOptions { padding: padding.into(), ..self }
    }

    /// The distance at which the array's elements are laid, with zeros between them. Not for transposed convolutions.
    #[must_use]
    pub fn lhs_dilation(self, dilation: impl Into<Vec<usize>>) -> ConvOptions {
        ConvOptions { lhs_dilation: dilation.into(), ..self }
    }

    /// The distance at which the kernel's elements are laid.
    #[must_use]
    pub fn rhs_dilation(self, dilation: impl Into<Vec<usize>>) -> ConvOptions {
        ConvOptions { rhs_dilation: dilation.into(), ..self }
    }

    /// Groups of channels, each with kernels of its own.
    #[must_use]
    pub fn groups(self, groups: usize) -> ConvOptions {
        ConvOptions { groups, ..self }
    }

    /// Of transposed convolutions: elements more at the end of each axis, fewer than the stride. Strides make several lengths
    /// give one number of windows; this says which of them the result has.
    #[must_use]
    pub fn output_padding(self, output_padding: impl Into<Vec<usize>>) -> ConvOptions {
        ConvOptions { output_padding: output_padding.into(), ..self }
    }
}

#[track_caller]
fn refuse<T>(text: alloc::string::String) -> Result<T, Error> {
    Err(Error::new(ErrorKind::Shape, text))
}

/// The axes of both operands as the contraction sees them: channels apart by group, and one window for each axis.
struct Geometry {
    groups: usize,
    windows: Vec<Window>,
    lhs_dilation: Vec<usize>,
    output_padding: Vec<usize>,
}

impl Geometry {
    /// Checks ranks and options; `axes` is the number of axes to slide along, if the method fixes it.
    #[track_caller]
    fn of(op: &str, x: &Shape, w: &Shape, axes: Option<usize>, options: &ConvOptions) -> Result<Geometry, Error> {
        let rank = axes.map_or(w.rank().max(3), |axes| axes + 2);
        if x.rank() != rank || w.rank() != rank {
            let axes = rank - 2;
            return refuse(format!("{op}: needs [batch, channels] and {axes} more axes of both, got {x} and {w}"));
        }
        let axes = rank - 2;
        let strides = steps(op, "strides", &options.strides, axes)?;
        let dilations = steps(op, "rhs_dilation", &options.rhs_dilation, axes)?;
        let lhs_dilation = steps(op, "lhs_dilation", &options.lhs_dilation, axes)?;
        let output_padding = each(op, "output_padding", &options.output_padding, 0, axes)?;
        let groups = options.groups;
        if groups == 0 || !w[0].is_multiple_of(groups) || !x[1].is_multiple_of(groups) {
            return refuse(format!(
                "{op}: the channels of {x} and the kernels of {w} do not split into {groups} groups"
            ));
        }
        let window = |i: usize| Window { size: w[2 + i], stride: strides[i], dilation: dilations[i] };
        Ok(Geometry { groups, windows: (0..axes).map(window).collect(), lhs_dilation, output_padding })
    }

    fn axes(&self) -> usize {
        self.windows.len()
    }

    /// Axis `axis`, one of channels, apart into groups and channels of a group; as it is with one group.
    fn grouped(&self, x: &Array, axis: usize) -> Array {
        if self.groups == 1 {
            return x.clone();
        }
        let shape = x.shape();
        let apart = [self.groups, shape[axis] / self.groups];
        x.reshape_to(&Shape::of(shape[..axis].iter().copied().chain(apart).chain(shape[axis + 1..].iter().copied())))
    }

    /// Undoes [`Geometry::grouped`].
    fn ungrouped(&self, x: &Array, axis: usize) -> Array {
        if self.groups == 1 {
            return x.clone();
        }
        let shape = x.shape();
        let joined = shape[axis] * shape[axis + 1];
        x.reshape_to(&Shape::of(shape[..axis].iter().copied().chain([joined]).chain(shape[axis + 2..].iter().copied())))
    }

    /// The contraction of a kernel [(groups,) kernels, channels, sizes…] with an array whose axes are [batch, (groups,)
    /// channels, …], over `over`: pairs of an axis behind the groups of the kernel and one of the array.
    #[track_caller]
    fn contract(&self, w: &Array, x: &Array, over: &[(usize, usize)]) -> Array {
        let more = usize::from(self.groups > 1);
        let pairs: Vec<(usize, usize)> = over.iter().map(|&(i, j)| (i + more, j + more)).collect();
        let along: &[(usize, usize)] = if more == 1 { &[(0, 1)] } else { &[] };
        dot::contract(w, x, &Contraction::new(along, &pairs))
    }

    /// With the batch axis in front of the groups and the channels, where [`Geometry::contract`] puts those of the kernel.
    /// `kept` axes of the kernel stand before the batch axis; those behind the first go to the end.
    fn batch_first(&self, z: &Array, kept: usize) -> Array {
        let more = usize::from(self.groups > 1);
        let batch = more + kept;
        let order = [batch].into_iter().chain(0..=more).chain(batch + 1..z.rank()).chain(more + 1..batch);
        z.permute(&order.collect::<Vec<_>>())
    }
}

#[track_caller]
fn conv(op: &str, x: &Array, w: &Array, axes: Option<usize>, options: &ConvOptions) -> Result<Array, Error> {
    let (left, right) = (x.shape(), w.shape());
    let geometry = Geometry::of(op, &left, &right, axes, options)?;
    if right[1] * geometry.groups != left[1] {
        let (groups, takes) = (geometry.groups, right[1]);
        return refuse(format!(
            "{op}: the kernel {right} takes {takes} channels of each of {groups} groups, got {left}"
        ));
    }
    if geometry.output_padding.iter().any(|&n| n != 0) {
        return refuse(format!("{op}: output_padding is for transposed convolutions"));
    }
    let (x, w) = same_dtype(op, x, w)?;
    let dilated = |(&n, &d): (&usize, &usize)| n.saturating_sub(1) * d + n.min(1);
    let lengths: Vec<usize> = left[2..].iter().zip(&geometry.lhs_dilation).map(dilated).collect();
    let pairs = options.padding.pairs(op, &geometry.windows, &lengths)?;
    let x = padded(&x, &pairs, &geometry.lhs_dilation);
    let open = windows::windows(&geometry.grouped(&x, 1), geometry.windows.clone());
    let axes = geometry.axes();
    let over: Vec<(usize, usize)> = [(1, 1)].into_iter().chain((0..axes).map(|i| (2 + i, 2 + axes + i))).collect();
    let z = geometry.contract(&geometry.grouped(&w, 0), &open, &over);
    Ok(geometry.ungrouped(&geometry.batch_first(&z, 1), 1))
}

#[track_caller]
fn conv_transpose(op: &str, y: &Array, w: &Array, axes: Option<usize>, options: &ConvOptions) -> Result<Array, Error> {
    let (left, right) = (y.shape(), w.shape());
    let geometry = Geometry::of(op, &left, &right, axes, options)?;
    if left[1] != right[0] {
        return refuse(format!("{op}: the kernel {right} takes {} channels, got {left}", right[0]));
    }
    if geometry.lhs_dilation.iter().any(|&d| d != 1) {
        return refuse(format!("{op}: lhs_dilation is for convolutions; the stride lays elements apart"));
    }
    if let Some((w, n)) =
        geometry.windows.iter().zip(&geometry.output_padding).find(|(w, n)| **n >= w.stride && **n > 0)
    {
        return refuse(format!("{op}: output_padding {n} must be less than the stride {}", w.stride));
    }
    let (lengths, crops) = geometry.transposed_lengths(op, &left[2..], &options.padding)?;
    let (y, w) = same_dtype(op, y, w)?;
    let axes = geometry.axes();
    let z = geometry.contract(&geometry.grouped(&w, 0), &geometry.grouped(&y, 1), &[(0, 1)]);
    let windows = geometry.batch_first(&z, 1 + axes);
    let x = windows::fold(&windows, geometry.windows.clone(), lengths);
    let whole = Padding { low: 0, high: 0, interior: 0 };
    let crop = |&(low, high): &(isize, isize)| Padding { low: -low, high: -high, interior: 0 };
    let cropped = x.pad_with(core::iter::repeat_n(whole, x.rank() - axes).chain(crops.iter().map(crop)).collect());
    Ok(geometry.ungrouped(&cropped, 1))
}

impl Geometry {
    /// For numbers of windows, the lengths of the padded axes that they slide along, and the padding.
    #[track_caller]
    fn transposed_lengths(
        &self,
        op: &str,
        counts: &[usize],
        padding: &WindowPadding,
    ) -> Result<(Vec<usize>, Vec<(isize, isize)>), Error> {
        let spans =
            counts.iter().zip(&self.windows).map(|(&n, w)| n.saturating_sub(1) * w.stride + w.span() * n.min(1));
        let lengths: Vec<usize> =
            spans.zip(&self.output_padding).map(|(n, more)| if n == 0 { 0 } else { n + more }).collect();
        if *padding != WindowPadding::Same {
            let crops = match padding {
                WindowPadding::Explicit(pairs) => each(op, "pairs of padding", pairs, (0, 0), counts.len())?,
                WindowPadding::Valid | WindowPadding::Same => each(op, "", &[], (0, 0), counts.len())?,
            };
            if let Some((n, pair)) = lengths.iter().zip(&crops).find(|&(&n, &(low, high))| (n as isize) < low + high) {
                return refuse(format!("{op}: padding {}, {} crops more than the result's {n}", pair.0, pair.1));
            }
            return Ok((lengths, crops));
        }
        // The transpose of a convolution with this padding of an axis of length n·stride.
        let whole: Vec<usize> = counts.iter().zip(&self.windows).map(|(&n, w)| n * w.stride).collect();
        let crops = padding.pairs(op, &self.windows, &whole)?;
        Ok((whole.iter().zip(&crops).map(|(&n, &(low, high))| n + (low + high) as usize).collect(), crops))
    }
}

/// Both operands in the wider dtype, before windows repeat elements.
#[track_caller]
fn same_dtype(op: &str, x: &Array, w: &Array) -> Result<(Array, Array), Error> {
    let dtype = x.dtype().promote(w.dtype());
    super::products::numbers(op, dtype)?;
    Ok((x.convert(dtype), w.convert(dtype)))
}

/// Convolutions as machine learning defines them: the kernel is not reversed (cross-correlation).
///
/// The array is [batch, channels, lengths…], the kernel [kernels, channels of a group, sizes…], the result [batch, kernels,
/// places…]. Along an axis of length n, dilated to d(n−1)+1 by `lhs_dilation` and padded to m, a kernel of size k spans
/// r(k−1)+1 elements with `rhs_dilation` r, and has ⌊(m − span)/stride⌋ + 1 places, none if it is longer than the axis.
/// Group g of the kernels sees group g of the channels. Bilinear; every order of derivative is a product of this kind.
/// A transposed convolution is the transpose of the linear map that the convolution with the same kernel and options is.
impl Array {
    /// The convolution along all axes behind the first two, as many as the kernel has.
    ///
    /// ```
    /// use cotangent_autodiff::{ConvOptions, array};
    /// let (x, w) = (array([[[1.0, 2.0, 4.0, 8.0]]]), array([[[1.0, -1.0]]]));
    /// assert_eq!(x.conv(&w, &ConvOptions::default()).to_vec::<f64>()?, [-1.0, -2.0, -4.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Ranks that differ or are less than 3, channels that do not fit the kernel and the groups, options for another number
    /// of axes, steps of 0, padding that crops more than there is, two bool arrays.
    #[track_caller]
    pub fn conv(&self, kernel: &Array, options: &ConvOptions) -> Array {
        or_raise(self.try_conv(kernel, options))
    }

    /// [`Array::conv`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::conv`] panics.
    #[track_caller]
    pub fn try_conv(&self, kernel: &Array, options: &ConvOptions) -> Result<Array, Error> {
        conv("conv", self, kernel, None, options)
    }

    /// [`Array::conv`] of one axis: [batch, channels, length].
    ///
    /// ```
    /// use cotangent_autodiff::{Array, ConvOptions, DType};
    /// let (x, w) = (Array::ones(&[1, 2, 8], DType::F32), Array::ones(&[3, 2, 3], DType::F32));
    /// assert_eq!(x.conv1d(&w, &ConvOptions::default()).shape(), [1, 3, 6]);
    /// ```
    ///
    /// # Panics
    /// As [`Array::conv`].
    #[track_caller]
    pub fn conv1d(&self, kernel: &Array, options: &ConvOptions) -> Array {
        or_raise(self.try_conv1d(kernel, options))
    }

    /// [`Array::conv1d`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::conv`] panics.
    #[track_caller]
    pub fn try_conv1d(&self, kernel: &Array, options: &ConvOptions) -> Result<Array, Error> {
        conv("conv1d", self, kernel, Some(1), options)
    }

    /// [`Array::conv`] of two axes: [batch, channels, height, width].
    ///
    /// ```
    /// use cotangent_autodiff::{Array, ConvOptions, DType};
    /// let (x, w) = (Array::ones(&[1, 2, 8, 8], DType::F32), Array::ones(&[3, 2, 3, 3], DType::F32));
    /// assert_eq!(x.conv2d(&w, &ConvOptions::default()).shape(), [1, 3, 6, 6]);
    /// ```
    ///
    /// # Panics
    /// As [`Array::conv`].
    #[track_caller]
    pub fn conv2d(&self, kernel: &Array, options: &ConvOptions) -> Array {
        or_raise(self.try_conv2d(kernel, options))
    }

    /// [`Array::conv2d`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::conv`] panics.
    #[track_caller]
    pub fn try_conv2d(&self, kernel: &Array, options: &ConvOptions) -> Result<Array, Error> {
        conv("conv2d", self, kernel, Some(2), options)
    }

    /// [`Array::conv`] of three axes: [batch, channels, depth, height, width].
    ///
    /// ```
    /// use cotangent_autodiff::{Array, ConvOptions, DType};
    /// let (x, w) = (Array::ones(&[1, 2, 8, 8, 8], DType::F32), Array::ones(&[3, 2, 3, 3, 3], DType::F32));
    /// assert_eq!(x.conv3d(&w, &ConvOptions::default()).shape(), [1, 3, 6, 6, 6]);
    /// ```
    ///
    /// # Panics
    /// As [`Array::conv`].
    #[track_caller]
    pub fn conv3d(&self, kernel: &Array, options: &ConvOptions) -> Array {
        or_raise(self.try_conv3d(kernel, options))
    }

    /// [`Array::conv3d`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::conv`] panics.
    #[track_caller]
    pub fn try_conv3d(&self, kernel: &Array, options: &ConvOptions) -> Result<Array, Error> {
        conv("conv3d", self, kernel, Some(3), options)
    }

    /// The transpose of [`Array::conv`] in its array: [batch, kernels, places…] to [batch, channels, lengths…], with the
    /// same kernel [kernels, channels of a group, sizes…] and the same options. A length is (places − 1)·stride + span −
    /// padding + `output_padding`; with padding `Same` it is places·stride.
    ///
    /// ```
    /// use cotangent_autodiff::{ConvOptions, array};
    /// let (y, w) = (array([[[1.0, 10.0]]]), array([[[1.0, 2.0, 3.0]]]));
    /// let x = y.conv_transpose(&w, &ConvOptions::default().strides([2]));
    /// assert_eq!(x.to_vec::<f64>()?, [1.0, 2.0, 13.0, 20.0, 30.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// As [`Array::conv`]; `lhs_dilation`; an `output_padding` that is not less than the stride.
    #[doc(alias = "deconvolution")]
    #[track_caller]
    pub fn conv_transpose(&self, kernel: &Array, options: &ConvOptions) -> Array {
        or_raise(self.try_conv_transpose(kernel, options))
    }

    /// [`Array::conv_transpose`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::conv_transpose`] panics.
    #[track_caller]
    pub fn try_conv_transpose(&self, kernel: &Array, options: &ConvOptions) -> Result<Array, Error> {
        conv_transpose("conv_transpose", self, kernel, None, options)
    }

    /// [`Array::conv_transpose`] of one axis: [batch, channels, length].
    ///
    /// ```
    /// use cotangent_autodiff::{Array, ConvOptions, DType};
    /// let (y, w) = (Array::ones(&[1, 3, 6], DType::F32), Array::ones(&[3, 2, 3], DType::F32));
    /// assert_eq!(y.conv_transpose1d(&w, &ConvOptions::default()).shape(), [1, 2, 8]);
    /// ```
    ///
    /// # Panics
    /// As [`Array::conv_transpose`].
    #[track_caller]
    pub fn conv_transpose1d(&self, kernel: &Array, options: &ConvOptions) -> Array {
        or_raise(self.try_conv_transpose1d(kernel, options))
    }

    /// [`Array::conv_transpose1d`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::conv_transpose`] panics.
    #[track_caller]
    pub fn try_conv_transpose1d(&self, kernel: &Array, options: &ConvOptions) -> Result<Array, Error> {
        conv_transpose("conv_transpose1d", self, kernel, Some(1), options)
    }

    /// [`Array::conv_transpose`] of two axes: [batch, channels, height, width].
    ///
    /// ```
    /// use cotangent_autodiff::{Array, ConvOptions, DType};
    /// let (y, w) = (Array::ones(&[1, 3, 6, 6], DType::F32), Array::ones(&[3, 2, 3, 3], DType::F32));
    /// assert_eq!(y.conv_transpose2d(&w, &ConvOptions::default()).shape(), [1, 2, 8, 8]);
    /// ```
    ///
    /// # Panics
    /// As [`Array::conv_transpose`].
    #[track_caller]
    pub fn conv_transpose2d(&self, kernel: &Array, options: &ConvOptions) -> Array {
        or_raise(self.try_conv_transpose2d(kernel, options))
    }

    /// [`Array::conv_transpose2d`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::conv_transpose`] panics.
    #[track_caller]
    pub fn try_conv_transpose2d(&self, kernel: &Array, options: &ConvOptions) -> Result<Array, Error> {
        conv_transpose("conv_transpose2d", self, kernel, Some(2), options)
    }

    /// [`Array::conv_transpose`] of three axes: [batch, channels, depth, height, width].
    ///
    /// ```
    /// use cotangent_autodiff::{Array, ConvOptions, DType};
    /// let (y, w) = (Array::ones(&[1, 3, 6, 6, 6], DType::F32), Array::ones(&[3, 2, 3, 3, 3], DType::F32));
    /// assert_eq!(y.conv_transpose3d(&w, &ConvOptions::default()).shape(), [1, 2, 8, 8, 8]);
    /// ```
    ///
    /// # Panics
    /// As [`Array::conv_transpose`].
    #[track_caller]
    pub fn conv_transpose3d(&self, kernel: &Array, options: &ConvOptions) -> Array {
        or_raise(self.try_conv_transpose3d(kernel, options))
    }

    /// [`Array::conv_transpose3d`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::conv_transpose`] panics.
    #[track_caller]
    pub fn try_conv_transpose3d(&self, kernel: &Array, options: &ConvOptions) -> Result<Array, Error> {
        conv_transpose("conv_transpose3d", self, kernel, Some(3), options)
    }
}
