use cotangent::prelude::*;
use std::cell::RefCell;

fn main() {
    let calls = RefCell::new(0);
    let _ = grad(|x: &Array| {
        *calls.borrow_mut() += 1;
        x.sin()
    });
}
