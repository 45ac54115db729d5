//! The scope of one transform: its level, its name, and whether it still runs.
//!
//! Levels are fresh, growing numbers: an inner transform always outranks the values that it closes over, so perturbations
//! cannot be confused. The counter is the only global state of this crate.

use crate::sync;
use alloc::{format, sync::Arc};
use core::sync::atomic::{AtomicBool, Ordering::Relaxed};
use cotangent_tensor::{Error, ErrorKind};

#[cfg(target_has_atomic = "64")]
type Counter = core::sync::atomic::AtomicU64;
#[cfg(not(target_has_atomic = "64"))]
type Counter = core::sync::atomic::AtomicUsize;

/// The rank of a transform among those that run; 0 is the level of known values.
#[cfg(target_has_atomic = "64")]
pub(crate) type Level = u64;
#[cfg(not(target_has_atomic = "64"))]
pub(crate) type Level = usize;

static NEXT: Counter = Counter::new(1);

/// A level above all that were given out before.
#[inline]
fn fresh() -> Level {
    let level = NEXT.fetch_add(1, Relaxed);
    assert!(level != Level::MAX, "levels are used up");
    level
}

/// One run of a transform.
#[derive(Debug)]
pub(crate) struct Scope {
    pub(crate) level: Level,
    /// The name that errors print: `grad`, `vmap`, …
    pub(crate) transform: &'static str,
    closed: AtomicBool,
    thread: usize,
}

impl Scope {
    #[inline]
    pub(crate) fn new(transform: &'static str) -> Scope {
        Scope { level: fresh(), transform, closed: AtomicBool::new(false), thread: sync::thread() }
    }

    /// Whether a value of this scope may be used here and now.
    #[inline]
    #[track_caller]
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.closed.load(Relaxed) || self.thread != sync::thread() {
            return Err(self.misuse());
        }
        Ok(())
    }

    #[cold]
    #[track_caller]
    fn misuse(&self) -> Error {
        let transform = self.transform;
        let text = if self.closed.load(Relaxed) {
            format!(
                "{transform}: a value escaped from the function under `{transform}` and was used after `{transform}` had ended; return it from the function instead"
            )
        } else {
            format!(
                "{transform}: a value of the function under `{transform}` was used on another thread; run the transform as a whole on each thread instead"
            )
        };
        Error::new(ErrorKind::Transform, text)
    }

    /// Whether the transform has ended.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Relaxed)
    }

    #[inline]
    pub(crate) fn close(&self) {
        self.closed.store(true, Relaxed);
    }
}

/// A scope that closes when the transform ends, by return or by panic.
#[derive(Debug)]
pub(crate) struct Open(pub(crate) Arc<Scope>);

impl Open {
    #[inline]
    pub(crate) fn new(transform: &'static str) -> Open {
        Open(Arc::new(Scope::new(transform)))
    }
}

impl Drop for Open {
    #[inline]
    fn drop(&mut self) {
        self.0.close();
    }
}
