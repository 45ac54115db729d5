use cotangent::prelude::*;

#[derive(Clone)]
struct Params {
    w: Array,
}

fn main() {
    let _ = grad(|p: &Params| p.w.sum());
}
