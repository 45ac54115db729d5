use cotangent::prelude::*;

fn main() {
    let _ = grad_wrt(|x: &Array, y: &Array| x * y, Arg::<2>);
}
