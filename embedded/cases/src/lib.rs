//! Numbers that a host and an emulated target must compute alike.
//!
//! [`run`] goes through all of them and gives a [`Judge`] two kinds of facts: checks that hold by themselves (residuals,
//! exact products of whole numbers), and digests of bits. The host writes its digests down ([`Expected`]); a target compares
//! its own with them. Neither std nor an allocator is needed.
#![no_std]

pub mod accuracy;
pub mod containers;
pub mod digest;
pub mod elementwise;
pub mod factorisations;
pub mod filter;
pub mod functions;
pub mod inputs;
pub mod judge;
pub mod products;
pub mod reductions;
pub mod track;

pub use judge::{Expected, Judge, Tally};

/// Everything that both sides compute, in one order.
pub fn run(judge: &mut dyn Judge, track: &[track::Moment]) {
    elementwise::run(judge);
    reductions::run(judge);
    products::run(judge);
    factorisations::run::<f32>(judge, "f32");
    factorisations::run::<f64>(judge, "f64");
    containers::run(judge);
    track::run(judge, track);
}
