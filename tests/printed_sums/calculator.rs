//! Reads a printed formula as a person does who types it into a calculator.

/// The first number of a text: its value, its decimals, and what follows it.
pub(crate) fn number(text: &str) -> Option<(f64, i32, &str)> {
    let text = text.trim_start_matches([' ', '\u{a0}']);
    let (negative, text) = text.strip_prefix('\u{2212}').map_or((false, text), |text| (true, text));
    let text = text.strip_prefix('$').unwrap_or(text);
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(text.len());
    // A comma or a full stop at the end belongs to the sentence.
    let digits = text[..end].trim_end_matches([',', '.']);
    let rest = &text[digits.len()..];
    let mut value: f64 = digits.replace(',', "").parse().ok()?;
    let mut decimals = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len() as i32);
    let mut rest = rest;
    if let Some(after) = rest.strip_prefix('%') {
        (value, decimals, rest) = (value / 100.0, decimals + 2, after);
    } else if let Some(after) = rest.strip_prefix('M') {
        (value, rest) = (value * 1e6, after);
    }
    Some((if negative { -value } else { value }, decimals, rest))
}

struct Reader<'a>(&'a str);

impl Reader<'_> {
    /// The next sign, past nouns: "users", "a web search".
    fn sign(&mut self) -> Option<char> {
        let at = self.0.find(|c: char| "+\u{2212}×÷()$".contains(c) || c.is_ascii_digit())?;
        self.0 = &self.0[at..];
        self.0.chars().next()
    }

    fn takes(&mut self, sign: char) -> bool {
        let found = self.sign() == Some(sign);
        if found {
            self.0 = &self.0[sign.len_utf8()..];
        }
        found
    }

    fn factor(&mut self) -> Option<f64> {
        if self.takes('(') {
            let value = self.sum();
            return self.takes(')').then_some(value?);
        }
        self.sign();
        let (value, _, rest) = number(self.0)?;
        self.0 = rest;
        Some(value)
    }

    fn product(&mut self) -> Option<f64> {
        let mut value = self.factor()?;
        loop {
            if self.takes('×') {
                value *= self.factor()?;
            } else if self.takes('÷') {
                value /= self.factor()?;
            } else {
                return Some(value);
            }
        }
    }

    fn sum(&mut self) -> Option<f64> {
        let mut value = self.product()?;
        loop {
            if self.takes('+') {
                value += self.product()?;
            } else if self.takes('\u{2212}') {
                value -= self.product()?;
            } else {
                return Some(value);
            }
        }
    }
}

/// Whether the text after "=" is what a calculator gives for the text before it, rounded as it is shown.
pub(crate) fn check(line: &str) -> Result<(), String> {
    // "less than $1" in a sum is not a number, and what is not known is not added.
    if ["less than", "not known", "at least", "none possible"].iter().any(|words| line.contains(words)) {
        return Ok(());
    }
    let Some((formula, result)) = line.rsplit_once(" = ") else { return Err(format!("no result: {line}")) };
    let (formula, all) = match formula.strip_suffix(", per 1M tokens") {
        Some(formula) => (formula, 1e-6),
        None => (formula, 1.0),
    };
    let mut reader = Reader(formula);
    let value = reader.sum().ok_or_else(|| format!("cannot be read: {line}"))? * all;
    if reader.sign().is_some() {
        return Err(format!("read up to “{}”: {line}", reader.0));
    }
    let (shown, decimals, _) = number(result).ok_or_else(|| format!("no number: {line}"))?;
    let half = 0.5 * 10f64.powi(-decimals);
    // Beyond 15 digits a calculator rounds too.
    let noise = 1e-13 * shown.abs().max(value.abs()) + 1e-9 * half;
    // Counts end at their bound, 10^15, and 15 digits are as many as are kept of each number.
    let past_bounds = value.abs().max(shown.abs()) >= 1e12;
    // Amounts that are subtracted end at the same bound, each for itself.
    let magnitude = Reader(&formula.replace('\u{2212}', "+")).sum().unwrap_or(0.0) * all;
    let past_bounds = past_bounds || magnitude >= 1e15;
    if past_bounds || (value - shown).abs() <= half + noise {
        return Ok(());
    }
    Err(format!("{value} is not {shown}: {line}"))
}
