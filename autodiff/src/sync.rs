//! The seam to the platform: locks, once-cells and thread identity, from `std` where it is there.

#[cfg(feature = "std")]
mod platform {
    use std::sync::{Mutex, MutexGuard, PoisonError};

    pub(crate) use std::sync::OnceLock as Once;

    /// A mutual exclusion lock. A panic while it is held does not poison it: what it guards dies with its transform.
    #[derive(Debug, Default)]
    pub(crate) struct Lock<T>(Mutex<T>);

    impl<T> Lock<T> {
        pub(crate) const fn new(value: T) -> Self {
            Lock(Mutex::new(value))
        }

        #[inline]
        pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner)
        }
    }

    /// A number that differs between threads that run at the same time.
    #[inline]
    pub(crate) fn thread() -> usize {
        std::thread_local!(static HERE: u8 = const { 0 });
        HERE.with(|here| core::ptr::from_ref(here).addr())
    }
}

#[cfg(not(feature = "std"))]
mod platform {
    /// A mutual exclusion lock.
    #[derive(Debug, Default)]
    pub(crate) struct Lock<T>(spin::Mutex<T>);

    impl<T> Lock<T> {
        pub(crate) const fn new(value: T) -> Self {
            Lock(spin::Mutex::new(value))
        }

        #[inline]
        pub(crate) fn lock(&self) -> spin::MutexGuard<'_, T> {
            self.0.lock()
        }
    }

    /// A cell that is written once.
    #[derive(Debug)]
    pub(crate) struct Once<T>(spin::Once<T>);

    impl<T> Once<T> {
        pub(crate) const fn new() -> Self {
            Once(spin::Once::new())
        }

        pub(crate) fn get(&self) -> Option<&T> {
            self.0.get()
        }

        pub(crate) fn get_or_init(&self, init: impl FnOnce() -> T) -> &T {
            self.0.call_once(init)
        }
    }

    /// Threads cannot be told apart without `std`.
    #[inline]
    pub(crate) fn thread() -> usize {
        0
    }
}

pub(crate) use platform::{Lock, Once, thread};
