//! Loops around the register tile. The tile alone runs at some .98 of the peak as long as its operands come from the second
//! cache, whatever their strides. So small operands are read in place; of larger ones a block of b is packed, which a panel
//! of a as high as a tile then meets strip by strip. (BLIS, doi:10.1145/2764454, blocks a as well; here that gained
//! nothing: a processor that runs far ahead hides what the panel costs.) Depths are long, since every block of the sum
//! reads and writes c once more. Needs `c.col_stride == 1`.

use super::{
    Portable, Product,
    pack::pack,
    tile::{Apart, Panels, Strip},
};
use crate::{
    Float, Isa, Kernel, MatRef,
    isa::{Lanes, call},
};

/// Whether this target's vectors make packing pay.
pub(super) const WORTHWHILE: bool =
    cfg!(any(target_arch = "x86_64", target_arch = "aarch64", all(target_arch = "wasm32", target_feature = "simd128")));

/// Bytes of a row of a in a block: its depth. A panel of eight fills 48 KB.
const DEPTH_BYTES: usize = 6144;
/// Bytes of a row of b in a block.
const COLUMNS_BYTES: usize = 3072;
/// An operand up to this size is read in place.
const IN_PLACE_BYTES: usize = 1 << 20;
/// Rows and bytes of columns from which on packing the other operand pays.
const FEW_ROWS: usize = 16;
const FEW_COLUMNS_BYTES: usize = 512;
/// Rows of the highest tile of any instruction set.
const MAX_TILE_ROWS: usize = 8;
/// Packed panels start on a cache line.
const LINE: usize = 64;

/// The largest depth of a block.
pub(super) const fn max_depth<T>() -> usize {
    DEPTH_BYTES / size_of::<T>()
}

pub(super) const fn workspace<T>(m: usize, k: usize, n: usize) -> usize {
    if !WORTHWHILE {
        return 0;
    }
    let (depth, line) = (min(k, max_depth::<T>()), LINE / size_of::<T>());
    line + (min(m, MAX_TILE_ROWS) * depth).next_multiple_of(line) + min(n, COLUMNS_BYTES / size_of::<T>()) * depth
}

const fn min(a: usize, b: usize) -> usize {
    if a < b { a } else { b }
}

#[inline(always)]
pub(super) fn product<I: Isa, T: Float>(product: &mut Product<'_, T>) {
    let ([m, n], k) = (product.c.shape(), product.a.cols);
    let large = |elements: usize| elements > IN_PLACE_BYTES / size_of::<T>();
    let enough = product.workspace.len() >= workspace::<T>(m, k, n);
    let plan = Plan {
        pack_a: enough && product.a.col_stride != 1 && large(m * k) && n > FEW_COLUMNS_BYTES / size_of::<T>(),
        pack_b: k > 0 && (product.b.col_stride != 1 || (enough && large(k * n) && m > FEW_ROWS)),
    };
    if plan.pack_b && !enough {
        call::<I, _>(Portable(product));
    } else if plan.pack_a || plan.pack_b || large(m * k) {
        call::<I, _>(Blocks(product, plan));
    } else {
        in_place::<I, T>(product);
    }
}

/// Strip by strip.
#[inline(always)]
fn in_place<I: Isa, T: Float>(product: &mut Product<'_, T>) {
    let Product { a, b, c, accumulate, .. } = product;
    let (a, b) = (*a, *b);
    let mut j = 0;
    while j < c.cols {
        let width = Strip::<T, Apart>::width::<I>(c.cols - j);
        let (shape, columns) = ([c.rows, a.cols, width], (b.data.as_ptr().wrapping_add(j), Apart(b.row_stride)));
        // SAFETY: these columns of b and c, and all of a: the views were checked when they were made, and to fit.
        let strip = unsafe { Strip::new(shape, Panels::of(a, 0, 0), columns, (c, 0, j), *accumulate) };
        strip.multiply::<I>();
        j += width;
    }
}

/// Which operands are packed.
#[derive(Clone, Copy)]
struct Plan {
    pack_a: bool,
    pack_b: bool,
}

/// The length of each of the fewest parts, no longer than `largest`, that make up `n`: multiples of a cache line but the
/// last.
#[inline(always)]
fn part<T>(n: usize, largest: usize) -> usize {
    n.div_ceil(n.div_ceil(largest).max(1)).next_multiple_of(LINE / size_of::<T>()).max(1)
}

/// Block by block.
struct Blocks<'p, 'a, T>(&'p mut Product<'a, T>, Plan);

impl<T: Float> Kernel for Blocks<'_, '_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        blocks::<I, T>(self.0, self.1);
    }
}

#[inline(always)]
fn blocks<I: Isa, T: Float>(product: &mut Product<'_, T>, plan: Plan) {
    let Product { a, b, c, accumulate, workspace } = product;
    let (a, b, accumulate) = (*a, *b, *accumulate);
    let (m, k, n) = (c.rows, a.cols, c.cols);
    let (kc, nc) = (part::<T>(k, max_depth::<T>()), part::<T>(n, COLUMNS_BYTES / size_of::<T>()));
    // A single strip takes all rows at once.
    let mc = if n <= I::Vector::<T>::LEN { m } else { I::TILE_ROWS };
    let start = workspace.as_ptr().align_offset(LINE).min(workspace.len());
    let a_size = if plan.pack_a { (mc.min(m) * kc.min(k)).next_multiple_of(LINE / size_of::<T>()) } else { 0 };
    let (a_room, b_room) = workspace[start..].split_at_mut(a_size);
    for j in (0..n).step_by(nc) {
        let cols = nc.min(n - j);
        for p in (0..k).step_by(kc) {
            let depth = kc.min(k - p);
            if plan.pack_b {
                pack::<I, T>(b.transposed(), [j, cols], [p, depth], Strip::<T, Apart>::width::<I>, b_room);
            }
            for i in (0..m).step_by(mc) {
                let rows = mc.min(m - i);
                if plan.pack_a {
                    pack::<I, T>(a, [i, rows], [p, depth], |left| left, a_room);
                }
                let a = if plan.pack_a { Panels::packed(a_room) } else { Panels::of(a, i, p) };
                let mut s = 0;
                while s < cols {
                    let width = Strip::<T, Apart>::width::<I>(cols - s);
                    let columns = columns(b, plan.pack_b.then_some(&*b_room), [p, j, s], [depth, width]);
                    let (shape, accumulate) = ([rows, depth, width], accumulate || p > 0);
                    // SAFETY: blocks of a, b and c, whose views were checked when they were made, and to fit.
                    let strip = unsafe { Strip::new(shape, a, columns, (c, i, j + s), accumulate) };
                    strip.multiply::<I>();
                    s += width;
                }
            }
        }
    }
}

/// `width` columns from s on of a block of b that begins at row p and column j, in place or packed.
#[inline(always)]
fn columns<T>(
    b: MatRef<'_, T>,
    packed: Option<&[T]>,
    [p, j, s]: [usize; 3],
    [depth, width]: [usize; 2],
) -> (*const T, Apart) {
    match packed {
        Some(room) => (room[s * depth..][..width * depth].as_ptr(), Apart(width)),
        None => (b.data.as_ptr().wrapping_add(p * b.row_stride + j + s), Apart(b.row_stride)),
    }
}
