//! A JSON value that borrows from its text, with numbers as they are written: no digit of an amount is lost.

use super::day::{DateOrder, Period};
use super::money::{Money, NumberStyle, is_blank, parse_count, parse_scaled_count};
use super::skip::Skip;
use std::borrow::Cow;

/// Deeper nesting than any export has; the stack of a page is small.
const DEEPEST: u32 = 64;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// Reads a whole text; `None` where it is not JSON.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let mut parser = Parser { rest: text };
        let value = parser.value(0)?;
        parser.skip_space();
        parser.rest.is_empty().then_some(value)
    }

    /// The member of an object; null where there is none.
    pub(super) fn at(&self, key: &str) -> &Self {
        match self {
            Self::Object(members) => {
                members.iter().find(|(name, _)| name == key).map_or(&Self::Null, |(_, value)| value)
            }
            _ => &Self::Null,
        }
    }

    /// The member of a member.
    pub(super) fn path(&self, keys: &[&str]) -> &Self {
        keys.iter().fold(self, |value, key| value.at(key))
    }

    /// The first of these members that is there and not null.
    pub(super) fn first(&self, keys: &[&str]) -> &Self {
        keys.iter().map(|key| self.at(key)).find(|value| !value.is_null()).unwrap_or(&Self::Null)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        matches!(self, Self::Object(members) if members.iter().any(|(name, _)| name == key))
    }

    pub(super) fn has_all(&self, keys: &[&str]) -> bool {
        keys.iter().all(|key| self.has(key))
    }

    pub(super) const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    pub(super) const fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// A text that is not blank, also that of a number.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            Self::Number(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn is_text(&self, text: &str) -> bool {
        matches!(self, Self::Text(own) if own == text)
    }

    /// `true`, `"True"` or 1.
    pub(super) fn is_true(&self) -> bool {
        match self {
            Self::Bool(value) => *value,
            Self::Text(text) => text.eq_ignore_ascii_case("true"),
            Self::Number(text) => *text == "1",
            _ => false,
        }
    }

    /// `false`, `"False"` or 0.
    pub(super) fn is_false(&self) -> bool {
        match self {
            Self::Bool(value) => !value,
            Self::Text(text) => text.eq_ignore_ascii_case("false"),
            Self::Number(text) => *text == "0",
            _ => false,
        }
    }

    pub(super) fn list(&self) -> &[Self] {
        match self {
            Self::List(values) => values,
            _ => &[],
        }
    }

    pub(super) fn members(&self) -> &[(Cow<'a, str>, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    fn number_text(&self) -> Result<Option<&str>, Skip> {
        match self {
            Self::Null => Ok(None),
            Self::Number(text) => Ok(Some(text)),
            Self::Text(text) => Ok(Some(text).filter(|text| !is_blank(text)).map(|text| &**text)),
            Self::Bool(_) | Self::List(_) | Self::Object(_) => Err(Skip::NotANumber),
        }
    }

    /// A count, also where it is written as text.
    pub(super) fn count(&self) -> Result<Option<u64>, Skip> {
        self.number_text()?.map_or(Ok(None), |text| parse_count(text, NumberStyle::Point))
    }

    /// A count in units of `scale`.
    pub(super) fn scaled_count(&self, scale: u32) -> Result<Option<u64>, Skip> {
        self.number_text()?.map_or(Ok(None), |text| parse_scaled_count(text, NumberStyle::Point, scale))
    }

    /// An amount, also where it is written as text.
    pub(super) fn money(&self) -> Result<Option<Money>, Skip> {
        self.number_text()?.map_or(Ok(None), |text| Money::parse(text, NumberStyle::Point))
    }

    /// An amount that was charged: not below zero.
    pub(super) fn charge(&self) -> Result<Option<Money>, Skip> {
        match self.money()? {
            Some(money) if money.is_negative() => Err(Skip::Negative),
            money => Ok(money),
        }
    }

    /// The day of a time; nothing where there is none.
    pub(super) fn day(&self) -> Result<Option<Period>, Skip> {
        match self {
            Self::Null => Ok(None),
            Self::Text(text) if text.trim().is_empty() => Ok(None),
            Self::Text(text) => Period::parse(text, DateOrder::MonthFirst).map(Some),
            Self::Number(text) => {
                let whole = text.split('.').next().unwrap_or("");
                Period::parse(whole, DateOrder::MonthFirst).map(Some)
            }
            Self::Bool(_) | Self::List(_) | Self::Object(_) => Err(Skip::BadTime),
        }
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn take(&mut self, token: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    fn value(&mut self, depth: u32) -> Option<Value<'a>> {
        if depth > DEEPEST {
            return None;
        }
        self.skip_space();
        match self.rest.as_bytes().first()? {
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.string().map(Value::Text),
            b't' => self.take("true").map(|()| Value::Bool(true)),
            b'f' => self.take("false").map(|()| Value::Bool(false)),
            b'n' => self.take("null").map(|()| Value::Null),
            // Python writes these two although JSON has no word for them.
            b'N' => self.take("NaN").map(|()| Value::Text(Cow::Borrowed("NaN"))),
            b'I' => self.take("Infinity").map(|()| Value::Text(Cow::Borrowed("Infinity"))),
            _ => self.number(),
        }
    }

    fn number(&mut self) -> Option<Value<'a>> {
        let is_part = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (number, rest) = (self.rest.get(..end)?, self.rest.get(end..)?);
        let digits = number.strip_prefix('-').unwrap_or(number);
        if !digits.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        self.rest = rest;
        Some(Value::Number(number))
    }

    fn list(&mut self, depth: u32) -> Option<Value<'a>> {
        self.take("[")?;
        let mut values = Vec::new();
        self.skip_space();
        if self.take("]").is_some() {
            return Some(Value::List(values));
        }
        loop {
            values.push(self.value(depth + 1)?);
            self.skip_space();
            if self.take("]").is_some() {
                return Some(Value::List(values));
            }
            self.take(",")?;
        }
    }

    fn object(&mut self, depth: u32) -> Option<Value<'a>> {
        self.take("{")?;
        let mut members = Vec::new();
        self.skip_space();
        if self.take("}").is_some() {
            return Some(Value::Object(members));
        }
        loop {
            self.skip_space();
            let key = self.string()?;
            self.skip_space();
            self.take(":")?;
            members.push((key, self.value(depth + 1)?));
            self.skip_space();
            if self.take("}").is_some() {
                return Some(Value::Object(members));
            }
            self.take(",")?;
        }
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        self.take("\"")?;
        let end = self.rest.find(['"', '\\'])?;
        let plain = self.rest.get(..end)?;
        if self.rest.as_bytes().get(end) == Some(&b'"') {
            self.rest = self.rest.get(end + 1..)?;
            return Some(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        self.rest = self.rest.get(end..)?;
        loop {
            let end = self.rest.find(['"', '\\'])?;
            text.push_str(self.rest.get(..end)?);
            let sign = *self.rest.as_bytes().get(end)?;
            self.rest = self.rest.get(end + 1..)?;
            if sign == b'"' {
                return Some(Cow::Owned(text));
            }
            text.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Option<char> {
        let sign = self.rest.chars().next()?;
        self.rest = self.rest.get(sign.len_utf8()..)?;
        Some(match sign {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            '"' | '\\' | '/' => sign,
            'u' => {
                let first = self.hex()?;
                let code = match (first, self.rest.strip_prefix("\\u")) {
                    (0xD800..0xDC00, Some(rest)) => {
                        let before = self.rest;
                        self.rest = rest;
                        match self.hex()? {
                            second @ 0xDC00..0xE000 => 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00),
                            _ => {
                                self.rest = before;
                                first
                            }
                        }
                    }
                    _ => first,
                };
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let code = u32::from_str_radix(self.rest.get(..4)?, 16).ok()?;
        self.rest = self.rest.get(4..)?;
        Some(code)
    }
}
