//! An index made ready for a shape: a range for each axis, and the index arrays with their place in the result.

use super::item::{Index, Item, Slice};
use crate::{
    array::Array,
    ops::axes::common_shape,
    prim::gather::{check_indices, flat_indices, gather},
};
use alloc::{format, vec, vec::Vec};
use core::{fmt, ops::Bound};
use cotangent_tensor::{DType, Error, ErrorKind, Range, Shape};

/// What is done to read or write what an index names.
pub(super) struct Plan {
    /// The shape that is indexed.
    shape: Shape,
    /// What is taken of each axis; all of it where an index array picks.
    ranges: Vec<Range>,
    /// The axes of the result in their order, those of the index arrays aside.
    steps: Vec<Step>,
    picks: Vec<Pick>,
    /// The shape of the result.
    pub(super) result: Shape,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// What a range takes of this axis.
    Axis(usize),
    New,
    /// An index array stands here.
    Pick,
}

struct Pick {
    axis: usize,
    indices: Array,
}

/// Places, given by integers, of the middle one of three axes.
pub(crate) struct Places {
    pub(crate) outer: usize,
    pub(crate) length: usize,
    pub(crate) inner: usize,
    pub(crate) indices: Array,
}

impl Plan {
    #[track_caller]
    pub(super) fn new(op: &str, shape: &Shape, index: &Index) -> Result<Plan, Error> {
        let left = whole_axes(op, shape, &index.0)?;
        // Integers beside index arrays are index arrays.
        let together = index.0.iter().any(|item| matches!(item, Item::Array(_)));
        let mut plan =
            Plan { shape: shape.clone(), ranges: vec![], steps: vec![], picks: vec![], result: Shape::SCALAR };
        for item in &index.0 {
            let axis = plan.ranges.len();
            match item {
                Item::Ellipsis => (0..left).for_each(|_| plan.whole()),
                Item::NewAxis => plan.steps.push(Step::New),
                Item::Slice(slice) => {
                    plan.ranges.push(slice.on(op, shape, axis)?);
                    plan.steps.push(Step::Axis(axis));
                }
                Item::At(i) => match (place(op, *i, shape, axis)?, together) {
                    (start, false) => plan.ranges.push(Range { start, len: 1, step: 1 }),
                    (start, true) => plan.pick(Array::from(start as i64)),
                },
                Item::Array(mask) if mask.dtype() == DType::Bool => {
                    let covered = shape.get(axis..axis + mask.rank()).unwrap_or(&[]);
                    if mask.rank() == 0 || mask.shape() != covered {
                        let text =
                            format!("{op}: a mask of shape {} does not fit axis {axis} of {shape}", mask.shape());
                        return Err(Error::new(ErrorKind::Shape, text));
                    }
                    nonzero(op, mask)?.into_iter().for_each(|indices| plan.pick(indices));
                }
                Item::Array(indices) => {
                    check_indices(op, indices, shape[axis])?;
                    plan.pick(indices.clone());
                }
            }
        }
        (plan.ranges.len()..shape.rank()).for_each(|_| plan.whole());
        let common = common_shape(op, &plan.picks.iter().map(|p| &p.indices).collect::<Vec<_>>())?;
        let (dims, at) = plan.other_axes();
        plan.result = Shape::new(&[&dims[..at], &common, &dims[at..]].concat())?;
        Ok(plan)
    }

    /// Takes the next axis whole.
    fn whole(&mut self) {
        let axis = self.ranges.len();
        self.ranges.push(Range::all(self.shape[axis]));
        self.steps.push(Step::Axis(axis));
    }

    /// Picks from the next axis.
    fn pick(&mut self, indices: Array) {
        let axis = self.ranges.len();
        self.ranges.push(Range::all(self.shape[axis]));
        self.steps.push(Step::Pick);
        self.picks.push(Pick { axis, indices });
    }

    /// Whether index arrays are there, and all of them neighbours: how many steps stand before them.
    fn neighbours(&self) -> Option<usize> {
        let first = self.steps.iter().position(|s| *s == Step::Pick)?;
        self.steps[first..].iter().take(self.picks.len()).all(|s| *s == Step::Pick).then_some(first)
    }

    /// The lengths of the axes of the result that no index array gives, and where among them those stand that they give.
    fn other_axes(&self) -> (Vec<usize>, usize) {
        let length = |step: &Step| match *step {
            Step::Axis(axis) => Some(self.ranges[axis].len),
            Step::New => Some(1),
            Step::Pick => None,
        };
        (self.steps.iter().filter_map(length).collect(), self.neighbours().unwrap_or(0))
    }

    /// The axes that ranges take, those before the index arrays apart.
    fn kept(&self) -> [Vec<usize>; 2] {
        let axes =
            |steps: &[Step]| steps.iter().filter_map(|s| if let Step::Axis(a) = s { Some(*a) } else { None }).collect();
        let (before, behind) = self.steps.split_at(self.neighbours().unwrap_or(0));
        [axes(before), axes(behind)]
    }

    /// The elements that the index names.
    #[track_caller]
    pub(super) fn apply(&self, x: &Array) -> Array {
        let part = x.slice_ranges(self.ranges.clone());
        if self.picks.is_empty() {
            return part.reshape_to(&self.result);
        }
        let [before, behind] = self.kept();
        let picked = self.picks.iter().map(|p| p.axis);
        let order = before.iter().copied().chain(picked).chain(behind.iter().copied());
        let lengths = |axes: &[usize]| axes.iter().map(|&a| self.ranges[a].len).collect::<Vec<_>>();
        let joined = [&lengths(&before)[..], &[self.picked_length()], &lengths(&behind)].concat();
        let rows = part.permute(&order.collect::<Vec<_>>()).reshape_to(&Shape::of(joined));
        gather(&rows, &self.flat(), before.len()).reshape_to(&self.result)
    }

    /// The number of elements on the axes that index arrays pick from.
    fn picked_length(&self) -> usize {
        self.picks.iter().map(|p| self.shape[p.axis]).product()
    }

    /// The index arrays as one, on the axes that they pick from laid out as one axis.
    #[track_caller]
    fn flat(&self) -> Array {
        if let [one] = &self.picks[..] {
            return one.indices.clone();
        }
        let mut step = self.picked_length();
        let mut flat = Array::from(0_i64);
        for Pick { axis, indices } in &self.picks {
            let length = self.shape[*axis];
            step /= length.max(1);
            flat = flat_indices(indices, length, step, &flat);
        }
        flat
    }

    /// The ranges, if no index array picks.
    pub(super) fn ranges(&self) -> Option<&[Range]> {
        self.picks.is_empty().then_some(&self.ranges)
    }

    /// Where the elements lie that the index names, row-major.
    #[track_caller]
    pub(super) fn places(&self) -> Places {
        let size = |axes: &[usize]| axes.iter().map(|&a| self.shape[a]).product();
        let [before, behind] = self.kept();
        let whole = before.iter().chain(&behind).all(|&a| self.ranges[a] == Range::all(self.shape[a]));
        if whole && self.neighbours().is_some() {
            let (outer, length, inner) = (size(&before), self.picked_length(), size(&behind));
            return Places { outer, length, inner, indices: self.flat().ravel() };
        }
        let length = self.shape.size();
        let all = Array::iota(length, DType::I64).reshape_to(&self.shape);
        Places { outer: 1, length, inner: 1, indices: self.apply(&all).ravel() }
    }
}

/// How many axes the ellipsis, or the end of the index, stands for.
#[track_caller]
fn whole_axes(op: &str, shape: &Shape, items: &[Item]) -> Result<usize, Error> {
    let axes = |item: &Item| match item {
        Item::Array(mask) if mask.dtype() == DType::Bool => mask.rank(),
        Item::At(_) | Item::Slice(_) | Item::Array(_) => 1,
        Item::Ellipsis | Item::NewAxis => 0,
    };
    let named: usize = items.iter().map(axes).sum();
    if items.iter().filter(|item| matches!(item, Item::Ellipsis)).count() > 1 {
        return Err(Error::new(ErrorKind::Index, format!("{op}: `...` stands more than once in an index of {shape}")));
    }
    match shape.rank().checked_sub(named) {
        Some(left) => Ok(left),
        None => {
            let text = format!("{op}: an index of {named} axes is too long for shape {shape}");
            Err(Error::new(ErrorKind::Index, text))
        }
    }
}

/// An integer as a place on an axis.
#[track_caller]
fn place(op: &str, i: isize, shape: &Shape, axis: usize) -> Result<usize, Error> {
    let n = shape[axis] as isize;
    let at = if i < 0 { i + n } else { i };
    if (0..n).contains(&at) {
        return Ok(at as usize);
    }
    Err(Error::new(ErrorKind::Index, format!("{op}: index {i} is outside of axis {axis} of {shape}")))
}

impl Slice {
    /// The range on an axis.
    #[track_caller]
    fn on(self, op: &str, shape: &Shape, axis: usize) -> Result<Range, Error> {
        let n = shape[axis] as isize;
        let from_end = |i: isize| if i < 0 { i + n } else { i };
        let start = from_end(self.start);
        let end = match self.end {
            Bound::Unbounded => n,
            Bound::Excluded(i) => from_end(i),
            Bound::Included(i) => from_end(i).saturating_add(1),
        };
        if !(0 <= start && start <= end && end <= n) || self.step == 0 {
            return Err(Error::new(ErrorKind::Index, format!("{op}: {self} does not fit axis {axis} of {shape}")));
        }
        let len = ((end - start) as usize).div_ceil(self.step.unsigned_abs());
        let start = if self.step < 0 && len > 0 { end - 1 } else { start };
        Ok(Range { start: start as usize, len, step: self.step })
    }
}

impl fmt::Display for Slice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.end {
            Bound::Unbounded => write!(f, "{}..", self.start)?,
            Bound::Excluded(end) => write!(f, "{}..{end}", self.start)?,
            Bound::Included(end) => write!(f, "{}..={end}", self.start)?,
        }
        if self.step == 1 { Ok(()) } else { write!(f, ";{}", self.step) }
    }
}

/// The indices on each axis, int64, of the elements that are not 0 (`false`), in row-major order.
#[track_caller]
pub(crate) fn nonzero(op: &str, x: &Array) -> Result<Vec<Array>, Error> {
    let t = x.read(op)?;
    let shape = t.shape().clone();
    let chosen = t.convert(DType::Bool).to_vec::<bool>()?;
    let mut axes = vec![Vec::new(); shape.rank()];
    for (i, _) in chosen.iter().enumerate().filter(|&(_, &chosen)| chosen) {
        let mut rest = i;
        for (axis, &d) in shape.iter().enumerate().rev() {
            axes[axis].push((rest % d) as i64);
            rest /= d;
        }
    }
    axes.into_iter().map(|indices| Array::from_vec(indices.clone(), &[indices.len()])).collect()
}
