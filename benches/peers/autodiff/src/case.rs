//! What a workload is, and the data that all libraries share.

use std::{fs, hint::black_box, path::PathBuf};

/// A workload of one library.
pub(crate) trait Case {
    fn run(&mut self);
    /// The value, if it is asked for, then the derivatives, in the order of the parameters.
    fn result(&mut self) -> Vec<f64>;
}

struct Pair<F, G>(F, G);

impl<R, F: FnMut() -> R, G: Fn(R) -> Vec<f64>> Case for Pair<F, G> {
    fn run(&mut self) {
        black_box((self.0)());
    }

    fn result(&mut self) -> Vec<f64> {
        self.1(self.0())
    }
}

/// What is timed, and how its result reads as numbers.
pub(crate) fn case<R: 'static>(
    run: impl FnMut() -> R + 'static,
    numbers: impl Fn(R) -> Vec<f64> + 'static,
) -> Option<Box<dyn Case>> {
    Some(Box::new(Pair(run, numbers)))
}

/// The folder of arrays.
pub(crate) struct Data(PathBuf);

impl Data {
    pub(crate) fn new(folder: &str) -> Data {
        Data(folder.into())
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        let path = self.0.join(name);
        fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    pub(crate) fn f32(&self, name: &str) -> Vec<f32> {
        self.bytes(name).as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect()
    }

    pub(crate) fn f64(&self, name: &str) -> Vec<f64> {
        self.bytes(name).as_chunks().0.iter().map(|b| f64::from_le_bytes(*b)).collect()
    }
}

/// Examples and features of a logistic regression.
pub(crate) fn logistic_sizes(name: &str) -> Option<[usize; 2]> {
    match name {
        "logistic-4x3" => Some([4, 3]),
        "logistic-10000x256" => Some([10_000, 256]),
        "logistic-100000x64" => Some([100_000, 64]),
        _ => None,
    }
}

pub(crate) fn chain_size(name: &str) -> Option<usize> {
    match name {
        "chain-1e5" => Some(100_000),
        "chain-1e7" => Some(10_000_000),
        _ => None,
    }
}

/// Shapes of the layers' weights: of the network, and of the small one whose Hessian is dense.
pub(crate) const LAYERS: [[usize; 2]; 3] = [[784, 256], [256, 256], [256, 10]];
pub(crate) const SMALL: [[usize; 2]; 2] = [[8, 12], [12, 8]];
pub(crate) const BATCH: usize = 128;

/// Steps of x ← a sin x + b, and where its gradient is taken.
pub(crate) const STEPS: usize = 1000;
pub(crate) const AT: [f32; 3] = [0.7, 0.9, 0.1];
