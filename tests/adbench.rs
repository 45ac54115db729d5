//! ADBench's objectives, as `benches/models` has them, against numerical differences, and against reference results where
//! those are: the folder `../shared/golden/adbench`, or what the environment variable `COTANGENT_ADBENCH_DIR` says.

#[path = "../benches/models/bundle.rs"]
mod bundle;
#[path = "../benches/models/gmm.rs"]
mod gmm;

use bundle::{Block, Observed, Scene};
use cotangent::prelude::*;
use gmm::{Mixture, Sample};
use serde_json::Value as Json;
use std::{fs, path::PathBuf};

/// Each reference file, if the folder is there; then every one must be.
fn references(names: &[&str], check: impl Fn(&Json)) {
    let folder = std::env::var_os("COTANGENT_ADBENCH_DIR")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/golden/adbench")), PathBuf::from);
    if !folder.exists() {
        eprintln!("{} is not here: numerical differences only", folder.display());
        return;
    }
    for name in names {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        check(&serde_json::from_str(&text).expect("JSON"));
        eprintln!("{name}: values and derivatives as the reference");
    }
}

fn number(json: &Json) -> f64 {
    json.as_f64().expect("a number")
}

fn floats(json: &Json) -> Vec<f64> {
    json["data"].as_array().expect("data").iter().map(number).collect()
}

fn array_of(json: &Json) -> Array {
    let shape: Vec<usize> =
        json["shape"].as_array().expect("a shape").iter().map(|n| n.as_u64().expect("a length") as usize).collect();
    Array::from_vec(floats(json), &shape).expect("the file says its shape")
}

/// To a billionth of the largest number.
fn close(what: &str, got: &[f64], want: &[f64]) {
    assert_eq!(got.len(), want.len(), "{what}");
    let size = want.iter().fold(0.0, |size: f64, x| size.max(x.abs()));
    for (i, (a, b)) in got.iter().zip(want).enumerate() {
        assert!((a - b).abs() <= 1e-9 * size, "{what}[{i}]: {a:e}, not {b:e}");
    }
}

fn numbers(x: &Array) -> Vec<f64> {
    x.to_vec().expect("f64")
}

#[test]
fn gmm_has_the_slopes_of_differences() {
    let (mixture, sample) = gmm::drawn(20, 3, 4);
    check_grads(|p: &Mixture| gmm::objective(p, &sample), &mixture, CheckOptions::default().order(2)).unwrap();
}

#[test]
fn gmm_is_the_reference() {
    references(&["gmm_test.json", "gmm_1k_d2_K5.json"], |json| {
        let mixture = Mixture {
            alphas: array_of(&json["alphas"]),
            means: array_of(&json["means"]),
            factors: array_of(&json["icf"]),
        };
        let sample = Sample { points: array_of(&json["x"]), gamma: number(&json["gamma"]), m: number(&json["m"]) };
        let f = |p: &Mixture| gmm::objective(p, &sample);
        for slopes in [value_and_grad(f), compile(value_and_grad(f))] {
            let (value, slope) = slopes(&mixture);
            close("objective", &numbers(&value), &[number(&json["objective"])]);
            close("alphas", &numbers(&slope.alphas), &floats(&json["grad_alphas"]));
            close("means", &numbers(&slope.means), &floats(&json["grad_means"]));
            close("factors", &numbers(&slope.factors), &floats(&json["grad_icf"]));
        }
        let (flat, unravel) = ravel(&mixture);
        let direction = Array::from_fn(&[flat.shape().size()], |at| (1.0 + at[0] as f64).cos());
        let product = hvp(|flat: &Array| f(&unravel(flat)))(&flat, &direction);
        close("Hessian times a direction", &numbers(&product), &floats(&json["hvp"]));
    });
}

#[test]
fn bundle_adjustment_has_the_slopes_of_differences() {
    let numbers = |values: [f64; 11]| values.map(Array::from);
    let camera = [0.3, -0.2, 0.5, 0.1, 0.2, -3.0, 2.0, 0.1, -0.3, 0.09, 0.03];
    let still = [0.0, 0.0, 0.0, 0.1, 0.2, -3.0, 2.0, 0.1, -0.3, 0.09, 0.03];
    let feature = [array(0.4), array(-0.7)];
    for camera in [camera, still] {
        let block = Block { camera: numbers(camera), point: [0.7, -0.4, 0.3].map(Array::from), weight: array(0.4) };
        check_grads(|b: &Block| bundle::residual(b, &feature), &block, CheckOptions::default()).unwrap();
    }
}

/// ADBench's scenes repeat one camera, point and observation; the perturbed ones differ as their description says.
fn scene(json: &Json) -> (Scene, Observed) {
    let count = |name: &str| json[name].as_u64().expect("a count") as usize;
    let (n, m, p) = (count("n_cams"), count("n_points"), count("n_obs"));
    let scale = if json["header"]["perturbed"].as_bool().expect("a flag") { 1.0 } else { 0.0 };
    let draw = |shape: &[usize], f: fn(&[f64]) -> f64| {
        Array::from_fn(shape, |at| scale * f(&at.iter().map(|&i| i as f64).collect::<Vec<_>>()))
    };
    let scene = Scene {
        cameras: array_of(&json["cam"]) * (1.0 + 1e-3 * draw(&[n, 11], |at| (1.0 + 0.7 * at[0] + 0.3 * at[1]).sin())),
        points: array_of(&json["X"]) * (1.0 + 1e-3 * draw(&[m, 3], |at| (0.5 + 0.11 * at[0] + 0.9 * at[1]).cos())),
        weights: number(&json["w"]) * (1.0 + 0.1 * draw(&[p], |at| (0.013 * at[0]).sin())),
    };
    let shift = draw(&[p, 2], |at| if at[1] == 0.0 { (0.017 * at[0]).sin() } else { (0.019 * at[0]).cos() });
    (scene, Observed::new(n, m, &(array_of(&json["feat"]) + shift)))
}

/// The blocks as they are stored, [p, 2, 15].
fn dense(rows: &[(Array, Block); 2]) -> Array {
    let row = |(_, slope): &(Array, Block)| {
        let columns: Vec<&Array> = slope.camera.iter().chain(&slope.point).chain([&slope.weight]).collect();
        stack(&columns, 1)
    };
    stack(&[&row(&rows[0]), &row(&rows[1])], 1)
}

#[test]
fn bundle_adjustment_is_the_reference() {
    references(&["ba_test.json", "ba_test_perturbed.json", "ba1.json"], |json| {
        let (scene, observed) = scene(json);
        let p = scene.weights.shape()[0];
        let jacobian = |s: &Scene| bundle::jacobian(s, &observed);
        for rows in [jacobian(&scene), compile(jacobian)(&scene)] {
            let residuals = stack(&[&rows[0].0, &rows[1].0], 1);
            let j = dense(&rows);
            close("first blocks", &numbers(&j.slice(0, ..5)), &floats(&json["J_first"]));
            close("last blocks", &numbers(&j.slice(0, p - 3..)), &floats(&json["J_last"]));
            close("sums of blocks", &numbers(&j.sum_axes(0)), &floats(&json["J_colsum"]));
            close("sum of squares", &numbers(&j.square().sum()), &[number(&json["J_sumsq"])]);
            let weights = Array::from_fn(&[p], |at| (at[0] as f64).cos());
            let weighted = weights.dot(&j.reshape(&[p, 30])).reshape(&[2, 15]);
            close("weighted sums of blocks", &numbers(&weighted), &floats(&json["J_weighted"]));
            close("first residuals", &numbers(&residuals.slice(0, ..5)), &floats(&json["reproj_first"]));
            close("last residuals", &numbers(&residuals.slice(0, p - 3..)), &floats(&json["reproj_last"]));
        }
        let errors = bundle::weight_errors(&scene.weights);
        close("errors of weights", &numbers(&errors.slice(0, ..5)), &floats(&json["w_err_first"]));
        let slopes = vmap(grad(bundle::weight_errors))(&scene.weights);
        close("slopes of them", &numbers(&slopes.slice(0, ..5)), &floats(&json["dwerr_dw_first"]));
        least_squares(json, &scene, &observed);
    });
}

#[test]
fn compiled_bundle_adjustment_has_the_bits_of_eager() {
    let (scene, observed) = bundle::drawn(3, 7, 50);
    let jacobian = |s: &Scene| dense(&bundle::jacobian(s, &observed));
    let bits = |x: &Array| numbers(x).into_iter().map(f64::to_bits).collect::<Vec<_>>();
    assert_eq!(bits(&jacobian(&scene)), bits(&compile(jacobian)(&scene)));
}

/// Half the sum of all squares, and its gradient through the choice of cameras and points.
fn least_squares(json: &Json, scene: &Scene, observed: &Observed) {
    let half_squares = |s: &Scene| {
        let [x, y] = bundle::residuals(s, observed);
        0.5 * (x.square().sum() + y.square().sum() + bundle::weight_errors(&s.weights).square().sum())
    };
    let (value, slope) = value_and_grad(half_squares)(scene);
    close("half the sum of squares", &numbers(&value), &[number(&json["half_sq_objective"])]);
    for (name, slope, first) in [
        ("cams", &slope.cameras, "half_sq_grad_cams_first2"),
        ("X", &slope.points, "half_sq_grad_X_first3"),
        ("w", &slope.weights, "half_sq_grad_w_first5"),
    ] {
        let sum = number(&json[format!("half_sq_grad_{name}_sumabs")]);
        close(name, &numbers(&slope.abs().sum()), &[sum]);
        let first = array_of(&json[first]);
        close(name, &numbers(&slope.slice(0, ..first.shape()[0])), &numbers(&first));
    }
}
