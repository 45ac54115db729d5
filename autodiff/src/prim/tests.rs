//! One table of every differentiable operation, and the laws that each row must satisfy: values, derivatives to order 3 in
//! both modes, batching, compilation, memory layouts, dtypes. An operation added to a family's list comes in by itself.

mod batch;
mod broadcasting;
mod cases;
mod catalogue;
mod compiled;
mod complex;
mod derivatives;
mod dtypes;
#[cfg(feature = "fft")]
mod fft;
mod functions;
mod fusion;
mod layouts;
mod narrow;
mod numbers;
mod values;
