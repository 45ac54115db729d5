//! The bundle adjustment of ADBench: how far points, seen by cameras, are from where they were observed, and the sparse
//! Jacobian, a block of 2 × 15 for every observation.

use cotangent::prelude::*;

/// What is sought.
#[derive(Clone, Debug, PyTree)]
pub(crate) struct Scene {
    /// Rotation (3), centre (3), focal length, principal point (2), radial distortion (2) of each: [n, 11].
    pub(crate) cameras: Array,
    /// [m, 3].
    pub(crate) points: Array,
    /// Of each observation, [p].
    pub(crate) weights: Array,
}

/// Where which camera saw which point.
#[derive(Clone, Debug)]
pub(crate) struct Observed {
    camera: Array,
    point: Array,
    features: [Array; 2],
}

impl Observed {
    /// Observation k is of camera k mod n and point k mod m; `features` is [p, 2].
    pub(crate) fn new(cameras: usize, points: usize, features: &Array) -> Observed {
        let modulo = |n: usize| Array::from_fn(&[features.shape()[0]], |at| (at[0] % n) as i32);
        let columns = features.t();
        Observed { camera: modulo(cameras), point: modulo(points), features: [columns.at(0), columns.at(1)] }
    }
}

/// A scene of n cameras and m points that are seen p times, from a generator, in f64.
pub(crate) fn drawn(n: usize, m: usize, p: usize) -> (Scene, Observed) {
    let normal = |seed, shape: &[usize]| random::normal(&random::key(seed), shape, DType::F64);
    let camera = array([-0.8, -1.1, -0.8, 34.0, 40.0, 54.0, 420.0, 6.0, -8.0, 0.09, 0.003]);
    let scene = Scene {
        cameras: camera * (1.0 + 1e-3 * normal(1, &[n, 11])),
        points: array([7.0, 0.0, 3.0]) + 1e-2 * normal(2, &[m, 3]),
        weights: 0.4 + 0.1 * normal(3, &[p]),
    };
    (scene, Observed::new(n, m, &(array([270.0, 830.0]) + normal(4, &[p, 2]))))
}

/// What one observation depends on: numbers, or under `vmap` a column of them for all observations.
#[derive(Clone, Debug, PyTree)]
pub(crate) struct Block {
    pub(crate) camera: [Array; 11],
    pub(crate) point: [Array; 3],
    pub(crate) weight: Array,
}

/// The parameters of every observation.
fn gather(scene: &Scene, observed: &Observed) -> Block {
    let cameras = scene.cameras.t().take(&observed.camera, 1);
    let points = scene.points.t().take(&observed.point, 1);
    Block {
        camera: std::array::from_fn(|j| cameras.at(j)),
        point: std::array::from_fn(|j| points.at(j)),
        weight: scene.weights.clone(),
    }
}

fn cross(a: &[Array; 3], b: &[Array; 3]) -> [Array; 3] {
    std::array::from_fn(|i| {
        let (j, k) = ((i + 1) % 3, (i + 2) % 3);
        &a[j] * &b[k] - &a[k] * &b[j]
    })
}

fn dot(a: &[Array; 3], b: &[Array; 3]) -> Array {
    &a[0] * &b[0] + &a[1] * &b[1] + &a[2] * &b[2]
}

/// Rodrigues' rotation of `p` by |r| about r; to first order in r, as ADBench has it, where r is 0.
fn rotate(r: &[Array; 3], p: &[Array; 3]) -> [Array; 3] {
    let squared = dot(r, r);
    let turns = squared.ne(0.0);
    let squared = turns.select(&squared, 1.0); // a root that is not taken must have a finite slope
    let angle = squared.sqrt();
    let cosine = turns.select(&angle.cos(), 1.0);
    let first = turns.select(&(angle.sin() / &angle), 1.0);
    let second = turns.select(&((1.0 - &cosine) / &squared), 0.0) * dot(r, p);
    let turned = cross(r, p);
    std::array::from_fn(|i| &p[i] * &cosine + &turned[i] * &first + &r[i] * &second)
}

/// The weighted distance of a projected point from its feature.
pub(crate) fn residual(block: &Block, feature: &[Array; 2]) -> [Array; 2] {
    let [r0, r1, r2, c0, c1, c2, focal, u, v, k1, k2] = &block.camera;
    let [x, y, z] = &block.point;
    let [x, y, z] = rotate(&[r0, r1, r2].map(Array::clone), &[x - c0, y - c1, z - c2]);
    let image = [x / &z, y / &z];
    let squared = image[0].square() + image[1].square();
    let scale = focal * (1.0 + k1 * &squared + k2 * squared.square());
    let at = |i: usize, principal: &Array| &block.weight * (&image[i] * &scale + principal - &feature[i]);
    [at(0, u), at(1, v)]
}

/// All residuals, a column for each coordinate.
pub(crate) fn residuals(scene: &Scene, observed: &Observed) -> [Array; 2] {
    vmap(residual)(&gather(scene, observed), &observed.features)
}

/// The residuals, and the Jacobian's two rows of every block.
pub(crate) fn jacobian(scene: &Scene, observed: &Observed) -> [(Array, Block); 2] {
    let row = |i: usize| value_and_grad(move |b: &Block, f: &[Array; 2]| residual(b, f)[i].clone());
    let rows = [row(0), row(1)];
    let block = |b: &Block, f: &[Array; 2]| [rows[0](b, f), rows[1](b, f)];
    vmap(block)(&gather(scene, observed), &observed.features)
}

/// The errors of the weights, 1 − w².
pub(crate) fn weight_errors(weights: &Array) -> Array {
    1.0 - weights.square()
}
