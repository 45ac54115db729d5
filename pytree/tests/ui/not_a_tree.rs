use cotangent_pytree::flatten;

#[derive(Clone, Debug)]
struct Params {
    w: f64,
}

fn main() {
    flatten(&Params { w: 1.0 });
}
