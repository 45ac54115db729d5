//! The most memory that whole gradients hold, beside what they must hold, counted by hand.
//!
//! `cargo bench --bench memory` prints a table: bytes above those of the inputs, at their highest and after the calls.

#![allow(clippy::print_stdout)] // the table is the point

#[path = "models/gmm.rs"]
mod gmm;
#[path = "models/network.rs"]
mod network;

use cotangent::prelude::*;
use network::{Layers, chain, cross_entropy, images, layers, long_chain, network, normal, one};
use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

/// The system's allocator, with a count of bytes.
struct Counting;

static USED: AtomicUsize = AtomicUsize::new(0);
static HIGHEST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every request is passed on unchanged; the counts touch no memory of it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        HIGHEST.fetch_max(USED.fetch_add(layout.size(), Relaxed) + layout.size(), Relaxed);
        // SAFETY: the caller's promise about `layout` is what `System` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Relaxed);
        // SAFETY: `at` came from `System` by `alloc` with this layout.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// A row of the table, in megabytes: the most bytes held during two calls, and those kept after them, above those held
/// before. On a thread of its own, since a thread keeps buffers of what it has dropped, and so those of earlier rows.
fn row<R>(name: &str, minimum: usize, why: &str, f: impl Fn() -> R + Sync) {
    let before = USED.load(Relaxed);
    HIGHEST.store(before, Relaxed);
    let calls = || {
        drop(f());
        drop(f());
        USED.load(Relaxed)
    };
    let after = std::thread::scope(|scope| scope.spawn(calls).join().expect("no panic"));
    let [highest, kept, minimum] =
        [HIGHEST.load(Relaxed) - before, after - before, minimum].map(|bytes| bytes as f64 / 1e6);
    println!("| {name} | {highest:.2} | {kept:.2} | {minimum:.2} | {:.1} | {why} |", highest / minimum);
}

fn main() {
    let once = std::env::args().any(|a| a == "--test");
    let scale = |n: usize| if once { n / 100 } else { n };
    println!("| MB | highest | kept after | by hand | highest / by hand | what must be held |");
    println!("|---|---|---|---|---|---|");

    let (p, (x, labels)) = (layers(&[784, 256, 256, 10]), images(128));
    let parameters = 4 * (784 * 256 + 256 + 256 * 256 + 256 + 256 * 10 + 10);
    let loss = |p: &Layers| cross_entropy(&network(p, &x, Array::tanh), &labels);
    let slopes = value_and_grad(loss);
    let held = parameters + 4 * 128 * (256 + 256 + 10);
    row("MLP value and gradient, eager", held, "the gradient, two hidden layers, the logits", || slopes(&p));
    let compiled = compile(&slopes);
    row("… compiled", held, "the same", || compiled(&p));
    let each = vmap_wrt(grad(one), (Arg::<1>, Arg::<2>));
    row("per-example gradients, 128", 128 * parameters, "128 gradients", || each(&p, &x, &labels));

    let n = scale(1_000_000);
    let slope = grad(move |x: &Array| long_chain(x, n / 2));
    row("chain of 10⁶ operations under grad", 4 * n, "a slope of each", || slope(&Array::from(0.7_f32)));

    let n = scale(10_000_000);
    let x = normal(1, &[n]);
    let slopes = value_and_grad(chain);
    row("10⁷ elements, value and gradient, eager", 4 * n, "the gradient", || slopes(&x));
    let compiled = compile(&slopes);
    row("… compiled", 4 * n, "the same", || compiled(&x));

    let n = scale(10_000);
    let (mixture, sample) = gmm::drawn(n, 10, 25);
    let slopes = value_and_grad(|p: &gmm::Mixture| gmm::objective(p, &sample));
    row("GMM gradient, eager", 8 * n * 25, "the distances", || slopes(&mixture));
    let compiled = compile(&slopes);
    row("… compiled", 8 * n * 25, "the same", || compiled(&mixture));
}
