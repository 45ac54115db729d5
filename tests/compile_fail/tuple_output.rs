use cotangent::prelude::*;

fn main() {
    let _ = grad(|x: &Array| (x.sin(), x.cos()));
}
