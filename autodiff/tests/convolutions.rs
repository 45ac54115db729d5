//! Convolutions and pooling against JAX's and PyTorch's figures, exact in small integers; edges, and what mistakes say.

use cotangent_autodiff::{
    Array, ConvOptions, DType, PoolOptions, WindowPadding, array, grad, hessian, linear_transpose, vmap,
};

/// Operand `k` of a test: element i is (7i + 3k) mod 11 − 5.
fn operand(k: usize, shape: &[usize]) -> Array {
    let n = shape.iter().product::<usize>();
    let values = (0..n).map(|i| ((7 * i + 3 * k) % 11) as f64 - 5.0).collect();
    Array::from_vec(values, shape).expect("as many values as the shape holds")
}

fn values(x: &Array) -> Vec<f64> {
    x.to_vec().expect("f64")
}

type Row = (&'static [usize], &'static [usize], ConvOptions, &'static [usize], &'static [f64]);

/// From `jax.lax.conv_general_dilated` (JAX 0.10.2) of the same operands.
#[rustfmt::skip]
fn convolutions() -> Vec<Row> {
    vec![
    (&[2, 2, 6], &[3, 2, 3], ConvOptions::default(), &[2, 3, 4], &[6.0, -25.0, 54.0, -21.0, 16.0, -33.0, 50.0, -21.0, 15.0, -19.0, -20.0, 67.0, -25.0, 54.0, -21.0, -30.0, -33.0, 50.0, -21.0, -26.0, -19.0, -20.0, 67.0, -22.0]),
    (&[1, 1, 7], &[2, 1, 3], ConvOptions::default().strides([2]).padding(WindowPadding::Same), &[1, 2, 4], &[-23.0, -9.0, -8.0, 26.0, -20.0, -14.0, -11.0, 25.0]),
    (&[1, 1, 5], &[1, 1, 4], ConvOptions::default().strides([3]).padding(WindowPadding::Same).rhs_dilation([2]), &[1, 1, 2], &[-30.0, 21.0]),
    (&[1, 2, 4], &[2, 2, 2], ConvOptions::default().strides([2]).padding([(1, 2)]).lhs_dilation([3]).rhs_dilation([2]), &[1, 2, 6], &[0.0, 19.0, -7.0, 0.0, 25.0, -10.0, 0.0, -9.0, 20.0, 0.0, 0.0, 20.0]),
    (&[1, 2, 5], &[1, 2, 2], ConvOptions::default().padding([(-1, 2)]), &[1, 1, 5], &[-10.0, 41.0, -18.0, 1.0, 0.0]),
    (&[2, 4, 4], &[4, 2, 2], ConvOptions::default().groups(2), &[2, 4, 3], &[30.0, -29.0, 33.0, -33.0, 32.0, -24.0, -3.0, -12.0, 34.0, -31.0, 40.0, -21.0, 32.0, 6.0, -31.0, -27.0, 5.0, 26.0, -15.0, -2.0, 0.0, -17.0, 10.0, 26.0]),
    (&[1, 2, 4, 5], &[2, 2, 3, 2], ConvOptions::default().strides([1, 2]).padding(WindowPadding::Same), &[1, 2, 4, 3], &[-13.0, -36.0, 15.0, -38.0, 66.0, 33.0, 2.0, 62.0, -11.0, -11.0, -7.0, -26.0, -15.0, 97.0, 7.0, 32.0, -30.0, -14.0, 53.0, -53.0, -18.0, -20.0, -13.0, 23.0]),
    (&[1, 3, 3, 3], &[3, 1, 2, 2], ConvOptions::default().padding([(1, 0), (0, 1)]).lhs_dilation([1, 2]).rhs_dilation([2, 1]).groups(3), &[1, 3, 2, 5], &[5.0, -3.0, 1.0, 9.0, -3.0, 14.0, 10.0, -4.0, 2.0, 0.0, -8.0, -6.0, 8.0, 15.0, -20.0, 8.0, -9.0, 8.0, 12.0, -36.0, -2.0, 10.0, -10.0, -4.0, 4.0, -4.0, 10.0, 14.0, -17.0, -1.0]),
    (&[2, 1, 2, 3, 3], &[2, 1, 2, 1, 2], ConvOptions::default().strides([1, 2, 1]).padding(WindowPadding::Same), &[2, 2, 2, 2, 3], &[26.0, 0.0, -1.0, 2.0, -35.0, 12.0, -11.0, -23.0, 10.0, -17.0, 26.0, -8.0, -35.0, -3.0, 12.0, 3.0, 24.0, -32.0, 12.0, -4.0, -20.0, 4.0, -12.0, 16.0, -35.0, 27.0, -6.0, 18.0, 3.0, -4.0, 26.0, -8.0, 0.0, 20.0, -14.0, 4.0, 24.0, -32.0, 12.0, 18.0, 6.0, 12.0, -12.0, 16.0, 0.0, -20.0, 8.0, -8.0]),
    (&[1, 1, 2], &[1, 1, 4], ConvOptions::default().padding([(1, 1)]), &[1, 1, 1], &[-23.0]),
    ]
}

/// From `torch.nn.functional.conv_transpose{1,2,3}d` (PyTorch 2.15).
#[rustfmt::skip]
fn transposed() -> Vec<Row> {
    vec![
    (&[2, 2, 3], &[2, 3, 3], ConvOptions::default(), &[2, 3, 5], &[-15.0, -24.0, 16.0, -16.0, 4.0, 40.0, -16.0, -15.0, -14.0, 9.0, 40.0, -19.0, -13.0, -12.0, 14.0, -23.0, 31.0, 29.0, -28.0, 6.0, 3.0, 14.0, -23.0, -18.0, 15.0, -4.0, 8.0, -20.0, -8.0, 24.0]),
    (&[1, 2, 3], &[2, 1, 3], ConvOptions::default().strides([2]).padding([(1, 1)]).output_padding([1]), &[1, 1, 6], &[-5.0, -12.0, 14.0, 15.0, -22.0, -2.0]),
    (&[1, 4, 3], &[4, 1, 3], ConvOptions::default().strides([3]).padding([(2, 2)]).output_padding([2]).rhs_dilation([2]).groups(2), &[1, 2, 9], &[-5.0, -7.0, -5.0, 14.0, 13.0, 2.0, -22.0, 0.0, -2.0, 18.0, 5.0, -10.0, -2.0, 41.0, 2.0, -22.0, 0.0, 14.0]),
    (&[1, 2, 2, 3], &[2, 2, 3, 2], ConvOptions::default().strides([2, 1]).padding([(1, 1), (0, 0)]).output_padding([1, 0]), &[1, 2, 4, 4], &[-17.0, 33.0, 4.0, -10.0, -15.0, 13.0, -23.0, -4.0, -4.0, 1.0, 5.0, -11.0, 20.0, -8.0, -8.0, 20.0, -15.0, 31.0, 12.0, 2.0, -29.0, 39.0, 1.0, -20.0, -20.0, -15.0, 21.0, 5.0, 4.0, 9.0, -3.0, -19.0]),
    (&[1, 1, 2, 1, 2], &[1, 2, 2, 2, 1], ConvOptions::default().strides([1, 2, 1]), &[1, 2, 3, 2, 2], &[10.0, -4.0, -25.0, 10.0, -1.0, -8.0, 5.0, 19.0, -2.0, 5.0, 6.0, -15.0, -20.0, 8.0, 0.0, 0.0, 12.0, 12.0, -15.0, 6.0, 8.0, -20.0, -6.0, 15.0]),
    ]
}

type Pool = (&'static [usize], PoolOptions, &'static [usize], &'static [f64]);

/// From `jax.lax.reduce_window` with `max` from −∞.
#[rustfmt::skip]
fn largest() -> Vec<Pool> {
    vec![
    (&[1, 1, 4, 4], PoolOptions::new([2, 2]), &[1, 1, 2, 2], &[2.0, 5.0, 3.0, 5.0]),
    (&[1, 2, 5, 4], PoolOptions::new([3, 2]).strides([2, 1]).padding(WindowPadding::Same), &[1, 2, 3, 4], &[2.0, 4.0, 5.0, 5.0, 3.0, 5.0, 5.0, 1.0, 4.0, 5.0, 5.0, 1.0, 5.0, 5.0, 2.0, 2.0, 5.0, 5.0, 3.0, 3.0, 5.0, 2.0, 4.0, 4.0]),
    (&[2, 7], PoolOptions::new([3]).strides([2]).padding([(1, 2)]), &[2, 4], &[2.0, 5.0, 5.0, 4.0, 0.0, 3.0, 2.0, 2.0]),
    (&[1, 2, 3, 3, 2], PoolOptions::new([2, 2, 2]).strides([1, 1, 1]), &[1, 2, 2, 2, 1], &[5.0, 5.0, 5.0, 5.0, 5.0, 4.0, 5.0, 4.0]),
    ]
}

/// From `jax.lax.reduce_window` with `add`.
#[rustfmt::skip]
fn sums() -> Vec<Pool> {
    vec![
    (&[1, 1, 4, 4], PoolOptions::new([2, 2]), &[1, 1, 2, 2], &[-5.0, 7.0, -1.0, 0.0]),
    (&[1, 2, 5, 4], PoolOptions::new([3, 2]).strides([2, 1]).padding(WindowPadding::Same), &[1, 2, 3, 4], &[-5.0, 1.0, 7.0, 5.0, -3.0, 6.0, 4.0, -4.0, 1.0, 7.0, 2.0, -3.0, 5.0, 0.0, -5.0, -1.0, 1.0, -1.0, -3.0, -2.0, 0.0, -5.0, 1.0, 2.0]),
    (&[2, 7], PoolOptions::new([3]).strides([2]).padding([(1, 2)]), &[2, 4], &[-3.0, 5.0, 3.0, 1.0, -4.0, -2.0, -4.0, 0.0]),
    (&[1, 2, 3, 3, 2], PoolOptions::new([2, 2, 2]).strides([1, 1, 1]), &[1, 2, 2, 2, 1], &[3.0, -6.0, 9.0, 0.0, -1.0, 1.0, -6.0, -4.0]),
    ]
}

#[test]
fn convolutions_are_those_of_jax() {
    for (xs, ws, options, shape, want) in convolutions() {
        let (x, w) = (operand(0, xs), operand(1, ws));
        let y = x.conv(&w, &options);
        assert_eq!((&y.shape()[..], values(&y)), (shape, want.to_vec()), "{xs:?} {ws:?} {options:?}");
        let named = match xs.len() {
            3 => x.conv1d(&w, &options),
            4 => x.conv2d(&w, &options),
            _ => x.conv3d(&w, &options),
        };
        assert_eq!(values(&named), want);
    }
}

#[test]
fn transposed_convolutions_are_those_of_torch() {
    for (ys, ws, options, shape, want) in transposed() {
        let (y, w) = (operand(0, ys), operand(1, ws));
        let x = y.conv_transpose(&w, &options);
        assert_eq!((&x.shape()[..], values(&x)), (shape, want.to_vec()), "{ys:?} {ws:?} {options:?}");
        let named = match ys.len() {
            3 => y.conv_transpose1d(&w, &options),
            4 => y.conv_transpose2d(&w, &options),
            _ => y.conv_transpose3d(&w, &options),
        };
        assert_eq!(values(&named), want);
        // What the name says: the transpose of the convolution of an array of that shape.
        let forward = options.clone().output_padding([]);
        let transpose = linear_transpose(|x: &Array| x.conv(&w, &forward), &x);
        assert_eq!(values(&transpose(&y)), want);
    }
}

#[test]
fn a_transposed_convolution_padded_the_same_is_as_long_as_its_stride_says() {
    for (n, k, stride) in [(3, 3, 2), (4, 2, 3), (1, 5, 2), (3, 4, 1)] {
        let (y, w) = (operand(0, &[1, 1, n]), operand(1, &[1, 1, k]));
        let options = ConvOptions::default().strides([stride]).padding(WindowPadding::Same);
        let x = y.conv_transpose1d(&w, &options);
        assert_eq!(x.shape(), [1, 1, n * stride]);
        assert_eq!(values(&linear_transpose(|x: &Array| x.conv1d(&w, &options), &x)(&y)), values(&x));
    }
}

#[test]
fn pooling_is_that_of_jax() {
    for (xs, options, shape, want) in largest() {
        let y = operand(0, xs).max_pool(&options);
        assert_eq!((&y.shape()[..], values(&y)), (shape, want.to_vec()), "{xs:?} {options:?}");
    }
    let sizes = [4.0, 6.0, 3.0, 8.0];
    for ((xs, options, shape, want), size) in sums().into_iter().zip(sizes) {
        let y = operand(0, xs).avg_pool(&options);
        assert_eq!(&y.shape()[..], shape);
        assert_eq!(values(&y), want.iter().map(|sum| sum / size).collect::<Vec<_>>(), "{xs:?} {options:?}");
    }
}

#[test]
fn the_first_of_equal_elements_gets_the_slope() {
    let slope = grad(|x: &Array| x.max_pool(&PoolOptions::new([2, 2])).sum())(&Array::ones(&[2, 4], DType::F64));
    assert_eq!(values(&slope), [1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
}

#[test]
fn pooling_of_nan_infinities_padding_and_integers() {
    let x = array([f64::NAN, 1.0, f64::NEG_INFINITY, f64::NEG_INFINITY, f64::INFINITY, 0.0]);
    let y = values(&x.max_pool(&PoolOptions::new([2])));
    assert!(y[0].is_nan() && y[1..] == [f64::NEG_INFINITY, f64::INFINITY], "{y:?}");
    let ends = PoolOptions::new([1]).padding([(1, 1)]);
    assert_eq!(values(&array([3.0]).max_pool(&ends)), [f64::NEG_INFINITY, 3.0, f64::NEG_INFINITY]);
    assert_eq!(array([3]).max_pool(&ends).to_vec::<i32>().expect("i32"), [i32::MIN, 3, i32::MIN]);
    let slope = grad(|x: &Array| x.max_pool(&ends).slice(0, 1..2).sum())(&array([3.0]));
    assert_eq!(values(&slope), [1.0]);
    assert_eq!(array([1, 2]).avg_pool(&PoolOptions::new([2])).to_vec::<f32>().expect("f32"), [1.5]);
    assert_eq!(array([1.0]).max_pool(&PoolOptions::new([2])).shape(), [0]);
}

#[test]
fn integers_convolve_exactly() {
    let y = operand(0, &[1, 2, 6])
        .convert(DType::I64)
        .conv1d(&operand(1, &[2, 2, 3]).convert(DType::I32), &ConvOptions::default());
    let want = operand(0, &[1, 2, 6]).conv1d(&operand(1, &[2, 2, 3]), &ConvOptions::default());
    assert_eq!(y.convert(DType::F64).to_vec::<f64>().expect("f64"), values(&want));
    assert_eq!(y.dtype(), DType::I64);
}

/// Windows of three axes, groups, and the axes that a Hessian and two `vmap`s add.
#[test]
fn deep_transforms_of_convolutions_have_room_for_their_axes() {
    let x = operand(0, &[1, 2, 2, 2, 2]);
    let w = operand(1, &[2, 1, 1, 1, 2]);
    let options = ConvOptions::default().groups(2);
    let f = |w: &Array| x.conv3d(w, &options).square().sum();
    let h = vmap(vmap(hessian(f)))(&w.expand(0).expand(0));
    assert_eq!(h.reshape(&[4, 4]).shape(), [4, 4]);
}

#[track_caller]
fn says(result: Result<Array, cotangent_autodiff::Error>, want: &str) {
    assert_eq!(result.expect_err(want).text(), want);
}

#[test]
fn mistakes_name_the_operation_and_the_shapes() {
    let (x, w) = (operand(0, &[1, 4, 5]), operand(1, &[6, 4, 3]));
    let plain = ConvOptions::default;
    says(
        x.try_conv2d(&w, &plain()),
        "conv2d: needs [batch, channels] and 2 more axes of both, got [1, 4, 5] and [6, 4, 3]",
    );
    says(
        x.try_conv(&operand(0, &[6, 4, 3, 3]), &plain()),
        "conv: needs [batch, channels] and 2 more axes of both, got [1, 4, 5] and [6, 4, 3, 3]",
    );
    says(x.try_conv1d(&w, &plain().strides([1, 2])), "conv1d: 2 strides for 1 axes");
    says(x.try_conv1d(&w, &plain().strides([0])), "conv1d: strides must be at least 1, got [0]");
    says(x.try_conv1d(&w, &plain().padding([(1, 1), (1, 1)])), "conv1d: 2 pairs of padding for 1 axes");
    says(x.try_conv1d(&w, &plain().padding([(-3, -3)])), "conv1d: padding -3, -3 crops more than axis 0 of length 5");
    let split = "conv1d: the channels of [1, 4, 5] and the kernels of [6, 4, 3] do not split into 3 groups";
    says(x.try_conv1d(&w, &plain().groups(3)), split);
    let fit = "conv1d: the kernel [6, 4, 3] takes 4 channels of each of 2 groups, got [1, 4, 5]";
    says(x.try_conv1d(&w, &plain().groups(2)), fit);
    says(x.try_conv1d(&w, &plain().output_padding([1])), "conv1d: output_padding is for transposed convolutions");
    let back = "conv_transpose1d: the kernel [6, 4, 3] takes 6 channels, got [1, 4, 5]";
    says(x.try_conv_transpose1d(&w, &plain()), back);
    let y = operand(0, &[1, 6, 5]);
    says(
        y.try_conv_transpose1d(&w, &plain().lhs_dilation([2])),
        "conv_transpose1d: lhs_dilation is for convolutions; the stride lays elements apart",
    );
    says(
        y.try_conv_transpose1d(&w, &plain().strides([2]).output_padding([2])),
        "conv_transpose1d: output_padding 2 must be less than the stride 2",
    );
    says(
        y.try_conv_transpose1d(&w, &plain().padding([(4, 4)])),
        "conv_transpose1d: padding 4, 4 crops more than the result's 7",
    );
    says(x.try_max_pool(&PoolOptions::new([2; 4])), "max_pool: a window of 4 axes does not fit [1, 4, 5]");
    says(x.try_avg_pool(&PoolOptions::new([2, 0])), "avg_pool: the window must be at least 1, got [2, 0]");
    says(x.try_avg_pool(&PoolOptions::new([2]).strides([1, 1])), "avg_pool: 2 strides for 1 axes");
}
