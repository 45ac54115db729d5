//! f32 products on cores with the floating-point registers of a Cortex-M4F: tiles of 2 × 8 in 16 registers.
//!
//! In assembly, because one instruction then loads eight elements of a row of b, or two of a row of a and steps on: 1.25
//! instructions for a multiplication, where the compiler needs 1.9. Every element is one chain over k, with multiply and
//! add rounded each.

use crate::{Float, MatMut, MatRef};

/// Rows and columns of a tile.
const TILE: [usize; 2] = [2, 8];
/// Columns of a and rows of b at once.
const DEPTH: usize = 2;

/// Computes as much of the product as fits whole tiles, and says how much: rows and columns of c, and of k. Nothing unless
/// the rows of all three are contiguous. What is in c counts, unless not to `accumulate`.
#[inline(always)]
pub(super) fn product<T: Float>(
    a: MatRef<'_, T>,
    b: MatRef<'_, T>,
    c: &mut MatMut<'_, T>,
    accumulate: bool,
) -> [usize; 3] {
    let [rows, cols] = [c.rows / TILE[0] * TILE[0], c.cols / TILE[1] * TILE[1]];
    let depth = a.cols / DEPTH * DEPTH;
    let contiguous = a.col_stride == 1 && b.col_stride == 1 && c.col_stride == 1;
    if size_of::<T>() != size_of::<f32>() || !contiguous || rows * cols * depth == 0 {
        return [0; 3];
    }
    for i in (0..rows).step_by(TILE[0]) {
        for j in (0..cols).step_by(TILE[1]) {
            let at = |i: usize| i * c.row_stride + j;
            // SAFETY: T is f32, the one float of its size. Rows i and i + 1 of a and c are inside, and so are columns j to
            // j + 7 of b and c, the first `depth` columns of a and rows of b; views are checked when they are made.
            unsafe {
                let c = c.data.as_mut_ptr();
                tile(
                    [a.data.as_ptr().add(i * a.row_stride), a.data.as_ptr().add((i + 1) * a.row_stride)]
                        .map(<*const T>::cast),
                    b.data.as_ptr().add(j).cast(),
                    b.row_stride,
                    [c.add(at(i)), c.add(at(i + 1))].map(<*mut T>::cast),
                    depth / DEPTH,
                    accumulate,
                );
            }
        }
    }
    [rows, cols, depth]
}

/// c, or nothing unless to `accumulate`, plus a·b: for two rows of a, eight columns of b and `pairs` ≥ 1 pairs of what is summed over.
///
/// # Safety
/// The rows of a have two elements a pair, those of c eight; b has two rows a pair, `b_row` apart, of eight elements.
#[inline(always)]
unsafe fn tile(
    [a0, a1]: [*const f32; 2],
    b: *const f32,
    b_row: usize,
    [c0, c1]: [*mut f32; 2],
    pairs: usize,
    accumulate: bool,
) {
    if !accumulate {
        // SAFETY: the caller gives eight elements in each row.
        unsafe {
            c0.write_bytes(0, TILE[1]);
            c1.write_bytes(0, TILE[1]);
        }
    }
    // SAFETY: reads and writes what the caller gives, in registers that are named.
    unsafe {
        core::arch::asm!(
            "vldmia {c0}, {{s0-s7}}",
            "vldmia {c1}, {{s8-s15}}",
            "2:",
            "vldmia {a0}!, {{s24-s25}}",
            "vldmia {a1}!, {{s26-s27}}",
            "vldmia {b}, {{s16-s23}}",
            "add {b}, {b}, {b_row}",
            "vmla.f32 s0, s24, s16", "vmla.f32 s1, s24, s17", "vmla.f32 s2, s24, s18", "vmla.f32 s3, s24, s19",
            "vmla.f32 s4, s24, s20", "vmla.f32 s5, s24, s21", "vmla.f32 s6, s24, s22", "vmla.f32 s7, s24, s23",
            "vmla.f32 s8, s26, s16", "vmla.f32 s9, s26, s17", "vmla.f32 s10, s26, s18", "vmla.f32 s11, s26, s19",
            "vmla.f32 s12, s26, s20", "vmla.f32 s13, s26, s21", "vmla.f32 s14, s26, s22", "vmla.f32 s15, s26, s23",
            "vldmia {b}, {{s16-s23}}",
            "add {b}, {b}, {b_row}",
            "vmla.f32 s0, s25, s16", "vmla.f32 s1, s25, s17", "vmla.f32 s2, s25, s18", "vmla.f32 s3, s25, s19",
            "vmla.f32 s4, s25, s20", "vmla.f32 s5, s25, s21", "vmla.f32 s6, s25, s22", "vmla.f32 s7, s25, s23",
            "vmla.f32 s8, s27, s16", "vmla.f32 s9, s27, s17", "vmla.f32 s10, s27, s18", "vmla.f32 s11, s27, s19",
            "vmla.f32 s12, s27, s20", "vmla.f32 s13, s27, s21", "vmla.f32 s14, s27, s22", "vmla.f32 s15, s27, s23",
            "subs {pairs}, {pairs}, #1",
            "bne 2b",
            "vstmia {c0}, {{s0-s7}}",
            "vstmia {c1}, {{s8-s15}}",
            a0 = inout(reg) a0 => _,
            a1 = inout(reg) a1 => _,
            b = inout(reg) b => _,
            pairs = inout(reg) pairs => _,
            b_row = in(reg) b_row * size_of::<f32>(),
            c0 = in(reg) c0,
            c1 = in(reg) c1,
            out("s0") _, out("s1") _, out("s2") _, out("s3") _, out("s4") _, out("s5") _, out("s6") _, out("s7") _,
            out("s8") _, out("s9") _, out("s10") _, out("s11") _, out("s12") _, out("s13") _, out("s14") _, out("s15") _,
            out("s16") _, out("s17") _, out("s18") _, out("s19") _, out("s20") _, out("s21") _, out("s22") _, out("s23") _,
            out("s24") _, out("s25") _, out("s26") _, out("s27") _,
            options(nostack),
        );
    }
}
