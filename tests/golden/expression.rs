//! Expressions as the file of special values writes them: `where(x>0, log(x), 0) at x=-1 and 0`.
//!
//! The expression stands at the beginning, or behind a colon or an equals sign, with words around it; definitions may
//! follow (`n2 = sum(x*x)`). The reading that gives the outputs that the file states is the right one.

use crate::{
    call,
    data::{Params, compare_all},
};
use cotangent::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;

type Function = Box<dyn Fn(&Vec<Array>) -> Vec<Array> + Send + Sync>;

#[derive(Clone, Debug)]
enum Expression {
    Number(f64),
    Integer(i32),
    Name(String),
    Call(String, Vec<Expression>),
    Binary(&'static str, Box<[Expression; 2]>),
    Negative(Box<Expression>),
}

/// The function that a text describes, if one of its readings gives `outputs` at `inputs`.
pub(crate) fn parse(text: &str, inputs: &[Array], outputs: &[Array]) -> Option<Function> {
    let starts = [0].into_iter().chain(text.match_indices([':', '=']).map(|(i, mark)| i + mark.len()));
    let definitions: BTreeMap<String, Expression> = text.split(',').filter_map(definition).collect();
    for start in starts {
        let Some(expression) = Parser(&text[start..]).comparison() else { continue };
        let definitions = definitions.clone();
        let value = |xs: &[Array]| evaluate(&expression, xs, &definitions).map(Value::array);
        if value(inputs).is_some_and(|y| compare_all("output", &[y], outputs, 1e-10).is_ok()) {
            return Some(Box::new(move |xs| {
                vec![evaluate(&expression, xs, &definitions).map(Value::array).expect("it had a value before")]
            }));
        }
    }
    None
}

/// `name = expression`.
fn definition(part: &str) -> Option<(String, Expression)> {
    let (name, value) = part.split_once('=')?;
    let name = name.trim();
    let plain = !name.is_empty() && name.chars().all(char::is_alphanumeric);
    plain.then(|| Parser(value).comparison().map(|value| (name.to_owned(), value))).flatten()
}

/// A recursive-descent parser over what is left of a text.
struct Parser<'a>(&'a str);

impl Parser<'_> {
    fn eat(&mut self, token: &str) -> bool {
        match self.0.trim_start().strip_prefix(token) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    fn left_to_right(
        &mut self,
        operators: &[&'static str],
        next: fn(&mut Self) -> Option<Expression>,
    ) -> Option<Expression> {
        let mut left = next(self)?;
        while let Some(op) = operators.iter().copied().find(|op| self.eat(op)) {
            left = Expression::Binary(op, Box::new([left, next(self)?]));
        }
        Some(left)
    }

    fn comparison(&mut self) -> Option<Expression> {
        self.left_to_right(&[">=", "<=", "==", "!=", ">", "<"], Self::sum)
    }

    fn sum(&mut self) -> Option<Expression> {
        self.left_to_right(&["+", "-"], Self::product)
    }

    fn product(&mut self) -> Option<Expression> {
        self.left_to_right(&["*", "/", "%"], Self::unary)
    }

    fn unary(&mut self) -> Option<Expression> {
        if self.eat("-") { Some(Expression::Negative(Box::new(self.unary()?))) } else { self.power() }
    }

    fn power(&mut self) -> Option<Expression> {
        let base = self.atom()?;
        if self.eat("**") { Some(Expression::Binary("**", Box::new([base, self.unary()?]))) } else { Some(base) }
    }

    fn atom(&mut self) -> Option<Expression> {
        if self.eat("(") {
            let inner = self.comparison()?;
            return self.eat(")").then_some(inner);
        }
        let word = self.word()?;
        if let Ok(n) = word.parse::<i32>() {
            return Some(Expression::Integer(n));
        }
        if let Ok(x) = word.parse::<f64>() {
            return Some(Expression::Number(x));
        }
        if !self.eat("(") {
            return Some(Expression::Name(word));
        }
        let mut arguments = vec![self.comparison()?];
        while self.eat(",") {
            arguments.push(self.comparison()?);
        }
        self.eat(")").then_some(Expression::Call(word, arguments))
    }

    fn word(&mut self) -> Option<String> {
        let rest = self.0.trim_start();
        let is_number = rest.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        let belongs = |c: char| c.is_alphanumeric() || c == '_' || (is_number && c == '.');
        let end = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        self.0 = rest;
        (!word.is_empty()).then(|| word.to_owned())
    }
}

/// What an expression is: an array, or a literal, whose kind decides what a power of it means.
enum Value {
    Array(Array),
    Number(f64),
    Integer(i32),
}

impl Value {
    fn array(self) -> Array {
        match self {
            Value::Array(x) => x,
            Value::Number(x) => x.into(),
            Value::Integer(n) => f64::from(n).into(),
        }
    }
}

/// The value at `xs`, which are called x, y and z; `None` if a name is not known.
fn evaluate(e: &Expression, xs: &[Array], definitions: &BTreeMap<String, Expression>) -> Option<Value> {
    let array = |e: &Expression| evaluate(e, xs, definitions).map(Value::array);
    let value = match e {
        Expression::Number(x) => return Some(Value::Number(*x)),
        Expression::Integer(n) => return Some(Value::Integer(*n)),
        Expression::Negative(inner) => match evaluate(inner, xs, definitions)? {
            Value::Array(x) => -x,
            Value::Number(x) => return Some(Value::Number(-x)),
            Value::Integer(n) => return Some(Value::Integer(-n)),
        },
        Expression::Name(name) => match ["x", "y", "z"].iter().position(|x| x == name) {
            Some(i) => xs.get(i)?.clone(),
            None => return evaluate(definitions.get(name)?, xs, definitions),
        },
        Expression::Binary("**", operands) => {
            let base = array(&operands[0])?;
            match evaluate(&operands[1], xs, definitions)? {
                Value::Integer(n) => base.powi(n),
                exponent => base.powf(exponent.array()),
            }
        }
        Expression::Binary(op, operands) => binary(op, &array(&operands[0])?, &array(&operands[1])?)?,
        Expression::Call(name, arguments) => function(name, &arguments.iter().map(array).collect::<Option<Vec<_>>>()?)?,
    };
    Some(Value::Array(value))
}

fn binary(op: &str, x: &Array, y: &Array) -> Option<Array> {
    Some(match op {
        "+" => x + y,
        "-" => x - y,
        "*" => x * y,
        "/" => x / y,
        ">" => x.gt(y),
        "<" => x.lt(y),
        ">=" => x.ge(y),
        "<=" => x.le(y),
        "==" => x.eq(y),
        "!=" => x.ne(y),
        _ => return call("remainder", &Params::new(&json!({})), &[x.clone(), y.clone()])?.pop(),
    })
}

/// A function by the name that `ops.json` gives it, or the name that NumPy does.
fn function(name: &str, xs: &[Array]) -> Option<Array> {
    let params = match name {
        "where" => return Some(xs[0].select(&xs[1], &xs[2])),
        "stop_gradient" => return Some(xs[0].stop_gradient()),
        "sum" | "mean" | "prod" | "max" | "min" | "logsumexp" => json!({"axis": null, "keepdims": false}),
        _ => json!({}),
    };
    let name = match name {
        "power" => "pow",
        "arctan2" => "atan2",
        "arcsin" => "asin",
        "arccos" => "acos",
        "arctan" => "atan",
        other => other,
    };
    call(name, &Params::new(&params), xs)?.pop()
}
