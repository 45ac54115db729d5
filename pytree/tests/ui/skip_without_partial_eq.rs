use cotangent_pytree::PyTree;

#[derive(Clone, Debug)]
struct Settings;

#[derive(Clone, Debug, PyTree)]
struct Params {
    w: f64,
    #[pytree(skip)]
    settings: Settings,
}

fn main() {}
