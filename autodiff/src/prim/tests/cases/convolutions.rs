//! Windows, convolutions and their transposes, pooling.

use super::{Case, REALS, one};
use crate::{
    Array, ConvOptions, PoolOptions, WindowPadding,
    prim::{
        tests::numbers::Numbers,
        windows::{fold, windows},
    },
};
use alloc::{vec, vec::Vec};
use cotangent_tensor::Window;

fn window(size: usize, stride: usize, dilation: usize) -> Window {
    Window { size, stride, dilation }
}

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(10);
    let mut cases = one! { numbers:
        "windows" [5] => |x| windows(x, vec![window(3, 1, 1)]);
        "windows: apart and dilated" [2, 7] => |x| windows(x, vec![window(2, 3, 2)]);
        "windows: two axes" [3, 4] => |x| windows(x, vec![window(2, 1, 1), window(2, 2, 1)]);
        "windows: none fits" [2] => |x| windows(x, vec![window(3, 1, 1)]);
        "fold" [3, 3] => |x| fold(x, vec![window(3, 1, 1)], vec![5]);
        "fold: apart and dilated" [2, 2, 2] => |x| fold(x, vec![window(2, 3, 2)], vec![7]);
        "fold: two axes" [2, 2, 2, 2] => |x| fold(x, vec![window(2, 1, 1), window(2, 2, 1)], vec![3, 4]);
        "max_pool" [1, 4, 4] => |x| x.max_pool(&PoolOptions::new([2, 2]));
        "max_pool: overlapping, padded" [2, 5] => |x| x.max_pool(&PoolOptions::new([3]).strides([1]).padding([(1, 1)]));
        "max_pool: three axes" [2, 2, 3] => |x| x.max_pool(&PoolOptions::new([2, 1, 2]).strides([1]));
        "avg_pool" [1, 4, 4] => |x| x.avg_pool(&PoolOptions::new([2, 2]));
        "avg_pool: overlapping, padded the same" [2, 5] => |x| {
            x.avg_pool(&PoolOptions::new([3]).strides([2]).padding(WindowPadding::Same))
        };
        "avg_pool: no place" [1] => |x| x.avg_pool(&PoolOptions::new([2]));
    };
    cases.extend(convolutions());
    cases
}

fn convolutions() -> Vec<Case> {
    let mut numbers = Numbers::new(12);
    let mut two = |name: &str, x: &[usize], w: &[usize], f: fn(&Array, &Array) -> Array| {
        let inputs = vec![numbers.array(x, REALS), numbers.array(w, (-1.0, 1.0))];
        Case::new(name, inputs, move |xs| f(&xs[0], &xs[1])).inexact()
    };
    vec![
        two("conv", &[1, 1, 4], &[1, 1, 2], |x, w| x.conv(w, &ConvOptions::default())),
        two("conv1d", &[2, 2, 4], &[2, 2, 2], |x, w| x.conv1d(w, &ConvOptions::default())),
        two("conv1d: padded the same", &[1, 1, 5], &[2, 1, 3], |x, w| {
            x.conv1d(w, &ConvOptions::default().strides([2]).padding(WindowPadding::Same))
        }),
        two("conv1d: dilated on both sides, cropped", &[1, 1, 4], &[1, 1, 2], |x, w| {
            x.conv1d(w, &ConvOptions::default().lhs_dilation([2]).rhs_dilation([2]).padding([(1, -1)]))
        }),
        two("conv1d: groups", &[1, 4, 3], &[2, 2, 2], |x, w| x.conv1d(w, &ConvOptions::default().groups(2))),
        two("conv1d: no place", &[1, 1, 2], &[1, 1, 3], |x, w| x.conv1d(w, &ConvOptions::default())),
        two("conv2d", &[1, 2, 3, 3], &[2, 2, 2, 2], |x, w| x.conv2d(w, &ConvOptions::default())),
        two("conv2d: strides, padding, groups", &[1, 2, 3, 3], &[2, 1, 2, 2], |x, w| {
            x.conv2d(w, &ConvOptions::default().strides([2, 1]).padding([(1, 0), (0, 1)]).groups(2))
        }),
        two("conv3d", &[1, 1, 2, 2, 3], &[2, 1, 2, 1, 2], |x, w| x.conv3d(w, &ConvOptions::default())),
        two("conv_transpose", &[1, 1, 3], &[1, 1, 2], |x, w| x.conv_transpose(w, &ConvOptions::default())),
        two("conv_transpose1d", &[2, 2, 2], &[2, 1, 3], |x, w| {
            x.conv_transpose1d(w, &ConvOptions::default().strides([2]).padding([(1, 1)]).output_padding([1]))
        }),
        two("conv_transpose1d: padded the same, groups", &[1, 2, 2], &[2, 1, 3], |x, w| {
            x.conv_transpose1d(w, &ConvOptions::default().strides([2]).padding(WindowPadding::Same).groups(2))
        }),
        two("conv_transpose2d", &[1, 2, 2, 2], &[2, 1, 2, 2], |x, w| {
            x.conv_transpose2d(w, &ConvOptions::default().strides([2, 1]).rhs_dilation([1, 2]))
        }),
        two("conv_transpose3d", &[1, 1, 1, 2, 2], &[1, 1, 2, 2, 1], |x, w| {
            x.conv_transpose3d(w, &ConvOptions::default())
        }),
    ]
}
