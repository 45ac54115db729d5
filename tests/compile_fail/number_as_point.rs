use cotangent::prelude::*;

fn main() {
    let _ = jvp(|x: &Array| x.sin(), 1.0, 1.0);
}
