//! Draws compared with JAX's (`tests/data/random.json`), with the distributions that they are from, and as constants and
//! inputs of transforms.

mod random {
    mod distribution;
    mod jax;
    mod transforms;
}
