//! Buffers of dropped arrays, kept for new results: their pages are mapped and their elements need no zeros first.
//!
//! Every thread keeps the 16 youngest of at least 16 KiB, 256 MiB in all. Without std there are no threads to tell apart,
//! and nothing is kept.

use crate::dtype::Element;
#[cfg(feature = "std")]
use crate::storage::Data;
use alloc::{vec, vec::Vec};

/// `n` elements of any value: the caller writes all of them.
///
/// A debug build makes them NaN (0 of integers), so that a test sees one that was forgotten.
#[inline]
pub(crate) fn buffer<T: Element>(n: usize) -> Vec<T> {
    // A new one has pages of zeros from an allocator, which cost nothing before they are written.
    let mut out = kept(n).map_or_else(
        || vec![T::default(); n],
        |mut out| {
            out.resize(n, T::default());
            out
        },
    );
    if cfg!(debug_assertions) {
        out.fill(T::cast(f64::NAN.into()));
    }
    out
}

/// `n` zeros (`false`).
#[inline]
pub(crate) fn zeros<T: Element>(n: usize) -> Vec<T> {
    // An allocator has pages of zeros.
    let Some(mut out) = kept(n) else { return vec![T::default(); n] };
    out.clear();
    out.resize(n, T::default());
    out
}

/// No elements, and room for `n`.
#[inline]
pub(crate) fn room<T: Element>(n: usize) -> Vec<T> {
    let mut out = kept(n).unwrap_or_default();
    out.clear();
    out.reserve_exact(n);
    out
}

#[cfg(not(feature = "std"))]
fn kept<T: Element>(_: usize) -> Option<Vec<T>> {
    None
}

#[cfg(feature = "std")]
use keep::kept;
#[cfg(feature = "std")]
pub(crate) use keep::recycle;

#[cfg(feature = "std")]
mod keep {
    use super::{Data, Element, Vec};
    use core::cell::RefCell;

    /// Smaller ones cost an allocator less than they cost here.
    const SMALLEST: usize = 1 << 14;
    pub(super) const BUFFERS: usize = 16;
    const LARGEST_SUM: usize = 1 << 28;

    std::thread_local! {
        static KEPT: RefCell<Vec<Data>> = const { RefCell::new(Vec::new()) };
    }

    /// A buffer with room for `n` elements, and not for twice as many.
    pub(super) fn kept<T: Element>(n: usize) -> Option<Vec<T>> {
        if n * size_of::<T>() < SMALLEST {
            return None;
        }
        let take = |kept: &RefCell<Vec<Data>>| {
            let mut kept = kept.try_borrow_mut().ok()?;
            let fits = |data: &mut Data| T::slice_mut(data).is_some_and(|v| (n..2 * n).contains(&v.capacity()));
            let at = kept.iter_mut().rposition(fits)?;
            T::slice_mut(&mut kept.remove(at)).map(core::mem::take)
        };
        // A thread that ends has dropped its buffers.
        KEPT.try_with(take).ok().flatten()
    }

    /// Keeps the memory of an array that nobody holds any more.
    pub(crate) fn recycle(data: Data) {
        let bytes = data.capacity_in_bytes();
        if !(SMALLEST..=LARGEST_SUM).contains(&bytes) {
            return;
        }
        // What does not fit is dropped outside of the borrow.
        let _old = KEPT.try_with(|kept| {
            let mut kept = kept.try_borrow_mut().ok()?;
            let mut sum = bytes;
            let young = kept.iter().rev().take(BUFFERS - 1).take_while(|data| {
                sum += data.capacity_in_bytes();
                sum <= LARGEST_SUM
            });
            let old = kept.len() - young.count();
            let old: Vec<Data> = kept.drain(..old).collect();
            kept.push(data);
            Some(old)
        });
    }

    /// The sizes of what this thread keeps.
    #[cfg(test)]
    pub(super) fn bytes_of_kept() -> Vec<usize> {
        KEPT.with_borrow(|kept| kept.iter().map(Data::capacity_in_bytes).collect())
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::{buffer, room, zeros};
    use crate::{Shape, Tensor};
    use alloc::{vec, vec::Vec};

    /// Where the elements of an array were that is dropped here.
    fn dropped(n: usize) -> *const f32 {
        let x = Tensor::new(Shape::of([n]), vec![1.0_f32; n]);
        x.as_slice::<f32>().expect("contiguous").as_ptr()
    }

    #[test]
    fn memory_comes_back_for_its_dtype_and_size() {
        let at = dropped(10_000);
        let (other, small) = (buffer::<i32>(10_000), buffer::<f32>(4_000));
        assert_ne!(other.as_ptr().cast(), at);
        assert_ne!(small.as_ptr(), at, "too large");
        let again = buffer::<f32>(6_000);
        assert_eq!((again.as_ptr(), again.len()), (at, 6_000));
    }

    #[test]
    fn zeros_are_zeros_and_room_is_empty() {
        let at = dropped(20_000);
        let x = zeros::<f32>(20_000);
        assert_eq!(x.as_ptr(), at);
        assert!(x.iter().all(|x| x.to_bits() == 0));
        dropped(20_000);
        assert!(room::<f32>(20_000).is_empty());
    }

    #[test]
    fn a_thread_keeps_the_youngest_and_no_more_than_its_limit() {
        let arrays = |n: usize, size: usize| -> Vec<Tensor> {
            (0..n).map(|_| Tensor::new(Shape::of([size]), vec![0.0_f32; size])).collect()
        };
        let kept = || super::keep::bytes_of_kept();
        drop(arrays(40, 10_000));
        assert_eq!(kept().len(), super::keep::BUFFERS);
        drop(arrays(5, 20_000_000));
        assert_eq!(kept(), vec![80_000_000; 3]);
        drop(arrays(1, 80_000_000));
        assert_eq!(kept(), vec![80_000_000; 3], "larger than all that is kept: to the allocator");
    }
}
