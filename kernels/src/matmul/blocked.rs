//! Loops around the register tile, after BLIS (Van Zee and van de Geijn 2015, doi:10.1145/2764454): blocks of b that
//! stay in the last cache, of a in the second, strips of b in the first.
//!
//! Packing copies a block into the order in which tiles read it. An operand that tiles read well in place is not
//! packed. Needs `c.col_stride == 1`.

use super::{
    Product, portable,
    tile::{Apart, MR, NV, Strip},
};
use crate::{
    Float, Isa, MatMut, MatRef,
    isa::{Lanes, call},
};

/// Whether this target's vectors make packing pay.
pub(super) const WORTHWHILE: bool =
    cfg!(any(target_arch = "x86_64", target_arch = "aarch64", all(target_arch = "wasm32", target_feature = "simd128")));

/// Depth of a block: a strip of b of this depth and two vectors fills three quarters of 32 KB.
pub(super) const KC: usize = 192;
/// Bytes in a column of a block of a: with `KC` columns half a megabyte.
pub(super) const MC_BYTES: usize = 960;
/// Bytes in a row of a block of b.
const NC_BYTES: usize = 8192;
/// Bytes in the widest strip any instruction set uses.
const MAX_STRIP_BYTES: usize = 64 * NV;
/// An operand up to this size is read in place: it stays in the second cache without conflicts.
const IN_PLACE_BYTES: usize = 65536;
/// Packed strips start on a cache line.
const LINE: usize = 64;

pub(super) const fn workspace<T>(m: usize, k: usize, n: usize) -> usize {
    if !WORTHWHILE {
        return 0;
    }
    let size = size_of::<T>();
    let depth = min(k, KC);
    let a = min(m.next_multiple_of(MR), MC_BYTES / size / MR * MR) * depth;
    let b = min(n.next_multiple_of(MAX_STRIP_BYTES / size), NC_BYTES / size) * depth;
    LINE / size + a.next_multiple_of(LINE / size) + b
}

const fn min(a: usize, b: usize) -> usize {
    if a < b { a } else { b }
}

#[inline(always)]
pub(super) fn product<I: Isa, T: Float>(product: Product<'_, T>) {
    let [m, n] = product.c.shape();
    let k = product.a.cols;
    let w = I::Vector::<T>::LEN;
    let enough = product.workspace.len() >= workspace::<T>(m, k, n);
    let plan = Plan {
        pack_a: enough && product.a.col_stride != 1 && n > NV * w && m * k * size_of::<T>() > IN_PLACE_BYTES,
        pack_b: product.b.col_stride != 1 || n < w || (enough && m > 2 * MR && k * n * size_of::<T>() > IN_PLACE_BYTES),
    };
    if plan.pack_b && !enough {
        portable::product::<I, T>(product);
    } else {
        blocks::<I, T>(product, plan);
    }
}

/// Which operands are packed.
#[derive(Clone, Copy)]
struct Plan {
    pack_a: bool,
    pack_b: bool,
}

#[inline(always)]
fn blocks<I: Isa, T: Float>(product: Product<'_, T>, plan: Plan) {
    let Product { a, b, mut c, accumulate, workspace } = product;
    let (m, k, n) = (c.rows, a.cols, c.cols);
    if k == 0 && !accumulate {
        for i in 0..m {
            c.data[i * c.row_stride..][..n].fill(T::ZERO);
        }
    }
    let (mc, nc) = (MC_BYTES / size_of::<T>() / MR * MR, NC_BYTES / size_of::<T>());
    let start = workspace.as_ptr().align_offset(LINE).min(workspace.len());
    let a_size = if plan.pack_a { (mc.min(m) * KC.min(k)).next_multiple_of(LINE / size_of::<T>()) } else { 0 };
    let (a_room, b_room) = workspace[start..].split_at_mut(a_size);
    for j in (0..n).step_by(nc) {
        let cols = nc.min(n - j);
        for p in (0..k).step_by(KC) {
            let depth = KC.min(k - p);
            if plan.pack_b {
                pack_b(b, I::Vector::<T>::LEN, [p, depth], [j, cols], b_room);
            }
            for i in (0..m).step_by(mc) {
                let rows = mc.min(m - i);
                if plan.pack_a {
                    pack_a(a, [i, rows], [p, depth], a_room);
                }
                let a = Operand { matrix: a, packed: plan.pack_a.then_some(&*a_room) };
                let b = Operand { matrix: b, packed: plan.pack_b.then_some(&*b_room) };
                let block = Block { i, p, j, rows, depth, cols, accumulate: accumulate || p > 0 };
                block.product::<I, T>(a, b, &mut c);
            }
        }
    }
}

/// An operand and, if it was packed, the copy of its present block.
#[derive(Clone, Copy)]
struct Operand<'a, T> {
    matrix: MatRef<'a, T>,
    packed: Option<&'a [T]>,
}

/// Rows i…, depth p… and columns j… of one block of the product.
#[derive(Clone, Copy)]
struct Block {
    i: usize,
    p: usize,
    j: usize,
    rows: usize,
    depth: usize,
    cols: usize,
    accumulate: bool,
}

impl Block {
    #[inline(always)]
    fn product<I: Isa, T: Float>(self, a: Operand<'_, T>, b: Operand<'_, T>, c: &mut MatMut<'_, T>) {
        let w = I::Vector::<T>::LEN;
        let a = if let Some(data) = a.packed {
            PanelSource { data, row: 1, col: MR, packed: true }
        } else {
            PanelSource::of(a.matrix, self.i, self.p)
        };
        let mut j = 0;
        while j < self.cols {
            let left = self.cols - j;
            let two = left >= NV * w || (b.packed.is_some() && left > w);
            let width = if two { NV * w } else { w };
            let take = width.min(left);
            // A packed strip is padded. In place, the last vector of a row ends at the edge and repeats some columns.
            let skip = if b.packed.is_some() { 0 } else { width - take };
            let (b_data, b_row) = if let Some(data) = b.packed {
                (&data[j * self.depth..], width)
            } else {
                let row = b.matrix.row_stride;
                (&b.matrix.data[self.p * row + self.j + j - skip..], row)
            };
            let strip = Strip::<T, Apart, NV> {
                rows: self.rows,
                depth: self.depth,
                a,
                b: b_data,
                b_rows: Apart(b_row),
                c: &mut c.data[self.i * c.row_stride + self.j + j - skip..],
                c_row: c.row_stride,
                columns: Columns { skip, take },
                accumulate: self.accumulate,
            };
            if two {
                call::<I, _>(strip);
            } else {
                call::<I, _>(strip.narrow());
            }
            j += take;
        }
    }
}

/// The columns of a strip that belong to c and are not done yet.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    pub(super) skip: usize,
    pub(super) take: usize,
}

/// A block of a, in place or packed in panels.
#[derive(Clone, Copy)]
pub(super) struct PanelSource<'a, T> {
    data: &'a [T],
    row: usize,
    col: usize,
    packed: bool,
}

impl<'a, T> PanelSource<'a, T> {
    /// The matrix from row i and column p on, in place.
    #[inline(always)]
    pub(super) fn of(a: MatRef<'a, T>, i: usize, p: usize) -> Self {
        let MatRef { data, row_stride: row, col_stride: col, .. } = a;
        PanelSource { data: &data[i * row + p * col..], row, col, packed: false }
    }

    /// The data from row i on, and the strides of a row and a column, for a tile of `height` rows.
    #[inline(always)]
    pub(super) fn panel(&self, i: usize, depth: usize, height: usize) -> (&'a [T], usize, usize) {
        if self.packed {
            (&self.data[i * depth..], 1, height)
        } else {
            (&self.data[i * self.row..], self.row, self.col)
        }
    }
}

/// Panels of `MR` rows (the last of what remains), each stored column by column.
#[inline(always)]
fn pack_a<T: Float>(a: MatRef<'_, T>, [i, rows]: [usize; 2], [p, depth]: [usize; 2], room: &mut [T]) {
    for at in (0..rows).step_by(MR) {
        let height = MR.min(rows - at);
        let panel = &mut room[at * depth..][..height * depth];
        for (q, column) in panel.chunks_exact_mut(height).enumerate() {
            let source = &a.data[(i + at) * a.row_stride + (p + q) * a.col_stride..];
            if let (1, Ok(column)) = (a.row_stride, <&mut [T; MR]>::try_from(&mut *column)) {
                // A size known at compile time: two moves, not a call.
                column.copy_from_slice(&source[..MR]);
            } else {
                for (r, x) in column.iter_mut().enumerate() {
                    *x = source[r * a.row_stride];
                }
            }
        }
    }
}

/// Strips of `NV * w` columns, each stored row by row; the last is padded with zeros to one or two vectors.
#[inline(always)]
fn pack_b<T: Float>(b: MatRef<'_, T>, w: usize, [p, depth]: [usize; 2], [j, cols]: [usize; 2], room: &mut [T]) {
    for at in (0..cols).step_by(NV * w) {
        let left = cols - at;
        let width = if left > w { NV * w } else { w };
        let take = width.min(left);
        let strip = &mut room[at * depth..][..width * depth];
        if b.row_stride == 1 {
            for s in 0..take {
                let source = &b.data[p + (j + at + s) * b.col_stride..][..depth];
                for (row, &x) in strip.chunks_exact_mut(width).zip(source) {
                    row[s] = x;
                }
            }
            for row in strip.chunks_exact_mut(width) {
                row[take..].fill(T::ZERO);
            }
            continue;
        }
        for (q, row) in strip.chunks_exact_mut(width).enumerate() {
            let source = &b.data[(p + q) * b.row_stride + (j + at) * b.col_stride..];
            if b.col_stride == 1 {
                row[..take].copy_from_slice(&source[..take]);
            } else {
                for (s, x) in row[..take].iter_mut().enumerate() {
                    *x = source[s * b.col_stride];
                }
            }
            row[take..].fill(T::ZERO);
        }
    }
}
