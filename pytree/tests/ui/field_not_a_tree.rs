use cotangent_pytree::PyTree;

#[derive(Clone, Debug, PyTree)]
struct Params {
    w: f64,
    name: String,
}

fn leaves<T: PyTree<f64>>(_: &T) {}

fn main() {
    leaves(&Params { w: 1.0, name: String::new() });
}
