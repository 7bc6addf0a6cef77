//! What reading needs everywhere: a value of one kind, or a message with its place.

use super::Value;
use super::error::{JsonError, JsonProblem, Path};
use crate::scenario::{Choice, FieldGroup, Name, Problem};
use crate::units::{Bounds, Date};

type Members = [(Box<str>, Value)];

/// No object here has more keys; so many are compared with each other.
const MOST_KEYS: usize = 64;

/// Collects what is wrong while the parts read what they can.
pub(super) struct Reader {
    pub(super) errors: Vec<JsonError>,
    /// Whether another scenario may be pinned beside this one.
    pub(super) may_pin: bool,
}

impl Reader {
    pub(super) fn wrong(&mut self, path: &Path<'_>, problem: JsonProblem) {
        self.errors.push(JsonError { path: path.to_string(), problem });
    }

    pub(super) fn kind(&mut self, path: &Path<'_>, expected: &'static str) {
        self.wrong(path, JsonProblem::Kind { expected });
    }

    pub(super) fn unknown(&mut self, path: &Path<'_>, known: &[&'static str]) {
        self.wrong(path, JsonProblem::UnknownField { known: known.to_vec() });
    }

    /// The members of an object; a doubled key is an error.
    pub(super) fn object<'v>(&mut self, path: &Path<'_>, value: &'v Value) -> Option<&'v Members> {
        let Value::Object(members) = value else {
            self.kind(path, "an object");
            return None;
        };
        for (index, (key, _)) in members.iter().enumerate() {
            if members.iter().take(index.min(MOST_KEYS)).any(|(earlier, _)| earlier == key) {
                self.wrong(&path.key(key), JsonProblem::Doubled);
            }
        }
        Some(members)
    }

    pub(super) fn list<'v>(&mut self, path: &Path<'_>, value: &'v Value) -> Option<&'v [Value]> {
        match value {
            Value::List(values) => Some(values),
            _ => {
                self.kind(path, "an array");
                None
            }
        }
    }

    pub(super) fn text<'v>(&mut self, path: &Path<'_>, value: &'v Value) -> Option<&'v str> {
        match value {
            Value::Text(text) => Some(text),
            _ => {
                self.kind(path, "a text");
                None
            }
        }
    }

    pub(super) fn number(&mut self, path: &Path<'_>, value: &Value, bounds: Bounds) -> Option<f64> {
        let Value::Number(number) = value else {
            self.kind(path, "a number");
            return None;
        };
        match bounds.check(*number) {
            Ok(number) => Some(number),
            Err(why) => {
                self.wrong(path, JsonProblem::Field(Problem::Range(why)));
                None
            }
        }
    }

    pub(super) fn name(&mut self, path: &Path<'_>, value: &Value) -> Option<Name> {
        let text = self.text(path, value)?;
        let name = Name::new(text);
        if name.as_str() == text {
            Some(name)
        } else {
            self.wrong(path, JsonProblem::Name);
            None
        }
    }

    pub(super) fn choice<C: Choice>(&mut self, path: &Path<'_>, value: &Value) -> Option<C> {
        let text = self.text(path, value)?;
        let choice = C::named(text);
        if choice.is_none() {
            let known = C::ALL.iter().map(|choice| choice.name()).collect();
            self.wrong(path, JsonProblem::NoSuchChoice { known });
        }
        choice
    }

    /// Reads `value` into the group's fields.
    pub(super) fn group(&mut self, path: &Path<'_>, value: &Value, group: &mut dyn FieldGroup) {
        for (key, value) in self.object(path, value).unwrap_or_default() {
            self.number_of(&path.key(key), key, value, group, &[]);
        }
    }

    /// Reads `value` into the group's field of the name `key`, beside which only `own` keys are allowed.
    pub(super) fn number_of(
        &mut self,
        path: &Path<'_>,
        key: &str,
        value: &Value,
        group: &mut dyn FieldGroup,
        own: &[&'static str],
    ) {
        let fields = group.fields();
        let Some(field) = fields.iter().copied().find(|field| field.spec().name == key) else {
            let known = own.iter().copied().chain(fields.iter().map(|field| field.spec().name)).collect();
            return self.wrong(path, JsonProblem::UnknownField { known });
        };
        let number = match value {
            Value::Number(number) => Some(*number),
            Value::Null => None,
            _ => return self.kind(path, "a number"),
        };
        if let Err(error) = group.set(field, number) {
            self.wrong(path, JsonProblem::Field(error.problem));
        }
    }

    /// Reads `value` into the one of `groups` that the path's last key names, beside which only `own` keys are allowed.
    pub(super) fn group_of(
        &mut self,
        path: &Path<'_>,
        value: &Value,
        groups: &mut [&mut dyn FieldGroup],
        own: &[&'static str],
    ) {
        match groups.iter_mut().find(|group| path.ends_with(group.name())) {
            Some(group) => self.group(path, value, *group),
            None => {
                let known = own.iter().copied().chain(groups.iter().map(|group| group.name())).collect();
                self.wrong(path, JsonProblem::UnknownField { known });
            }
        }
    }

    pub(super) fn date(&mut self, path: &Path<'_>, value: &Value) -> Option<Date> {
        match self.text(path, value)?.parse() {
            Ok(date) => Some(date),
            Err(why) => {
                self.wrong(path, JsonProblem::Date(why));
                None
            }
        }
    }

    /// The members that `known` lists, each where it is not left out; any other is an error.
    pub(super) fn members<'v, const N: usize>(
        &mut self,
        path: &Path<'_>,
        value: &'v Value,
        known: [&'static str; N],
    ) -> Option<[Option<&'v Value>; N]> {
        let members = self.object(path, value)?;
        for (key, _) in members {
            if !known.contains(&&**key) {
                self.unknown(&path.key(key), &known);
            }
        }
        Some(known.map(|name| members.iter().find(|(key, _)| &**key == name).map(|(_, value)| value)))
    }

    /// A number that is required there.
    pub(super) fn needed(&mut self, path: &Path<'_>, value: Option<&Value>, bounds: Bounds) -> Option<f64> {
        match value {
            Some(value) => self.number(path, value, bounds),
            None => {
                self.wrong(path, JsonProblem::Missing);
                None
            }
        }
    }
}
