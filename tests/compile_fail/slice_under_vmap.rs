use cotangent::prelude::*;

fn main() {
    let _ = vmap(|xs: &[Array]| xs[0].sin());
}
