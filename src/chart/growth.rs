//! Month by month: cost and revenue as lines, price changes and the month that meets fixed costs marked.

use super::label::text_width;
use super::plot::{Axis, Margins, Plot, Quantity, line, strong};
use super::shape::{Anchor, Chart, Fill, Frame, Role, Shape};
use crate::estimate::business::growth::Growth;
use crate::format::{self, Cell, Column, Locale, Table};
use crate::units::Usd;

/// The chart and the table of what lies ahead.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthLines<'a> {
    /// What lies ahead.
    pub growth: &'a Growth,
}

/// The name of a line, its role, and its months and amounts.
type Series = (&'static str, Role, Vec<(f64, f64)>);

impl GrowthLines<'_> {
    /// Draws it into `frame`: months from the left, money upwards; a month whose cost is not known has no point.
    #[must_use]
    pub fn draw(&self, frame: Frame, locale: Locale) -> Chart {
        let axis = |title: &str, key, quantity, role| Axis {
            title: title.to_owned(),
            key,
            quantity,
            role,
            log: false,
        };
        let x = axis("Months ahead", "month", Quantity::Count, Role::Axis);
        let y = axis("A month; lower cost is better", "usd_per_month", Quantity::Usd, Role::Cost);
        let series = self.series();
        let places: Vec<f64> = (0..self.growth.months.len()).map(|month| month as f64).collect();
        let values: Vec<f64> =
            series.iter().flat_map(|(.., points)| points.iter().map(|(_, usd)| *usd)).collect();
        let room = series.iter().map(|(name, ..)| text_width(name)).fold(0.0, f64::max) + 8.0;
        let margins = Margins { top: 24.0, right: room.min(frame.width / 2.0) };
        let plot = Plot::new(frame, &margins, (&x, &y), (&places, &values), locale);
        let mut shapes = plot.axes(&x, &y, locale);
        for (month, _) in self.growth.months.iter().enumerate().filter(|(_, month)| month.has_price_change) {
            let at = plot.x.at(month as f64);
            shapes.push(line(Role::Grid, (at, plot.top), (at, plot.bottom)));
        }
        if let Some(month) = self.growth.break_even_month {
            let at = plot.x.at(month as f64);
            shapes.push(line(Role::Target, (at, plot.top), (at, plot.bottom)));
        }
        for (name, role, points) in &series {
            let placed: Vec<_> = points.iter().map(|(month, usd)| plot.point(*month, *usd)).collect();
            if let Some(last) = placed.last().copied() {
                shapes.push(Shape::Circle { role: *role, fill: Fill::Solid, centre: last, radius: 3.0 });
                shapes.push(strong(*role, (last.x + 6.0, last.y + 4.0), Anchor::Start, (*name).to_owned()));
            }
            shapes.push(Shape::Polyline { role: *role, points: placed });
        }
        let points = series.iter().flat_map(|(.., points)| points);
        let spots: Vec<_> = points.map(|(month, usd)| (plot.point(*month, *usd), *month as usize)).collect();
        Chart::new(frame, shapes, self.table(locale)).with_spots(spots)
    }

    fn series(&self) -> Vec<Series> {
        let points = |of: &dyn Fn(usize) -> Option<Usd>| -> Vec<(f64, f64)> {
            let months = 0..self.growth.months.len();
            months.filter_map(|month| of(month).map(|usd| (month as f64, usd.get()))).collect()
        };
        let money = |month: usize| self.growth.months.get(month).map(|month| month.money);
        let mut series = vec![("Inference", Role::Cost, points(&|month| money(month)?.inference.known()))];
        for (name, role, points) in [
            ("Revenue", Role::Kept, points(&|month| money(month)?.revenue)),
            ("Gross margin", Role::Other, points(&|month| money(month)?.margin)),
        ] {
            if !points.is_empty() {
                series.push((name, role, points));
            }
        }
        series
    }

    /// One row a month.
    #[must_use]
    pub fn table(&self, locale: Locale) -> Table {
        let mut table = Table::new([
            Column::new("From", "from"),
            Column::new("Users", "users"),
            Column::new("Inference", "inference_usd"),
            Column::new("Revenue", "revenue_usd"),
            Column::new("Fees and other costs", "fees_and_other_costs_usd"),
            Column::new("Gross margin", "margin_usd"),
            Column::new("Gross margin after fixed costs", "after_fixed_costs_usd"),
            Column::new("Announced price", "price_change"),
        ]);
        let money = |usd: Option<Usd>| {
            usd.map_or(Cell::NotKnown, |usd| Cell::number(usd.get(), format::usd(usd, locale)))
        };
        for month in &self.growth.months {
            let of = month.money;
            table.rows.push(vec![
                Cell::text(format::date(month.starts)),
                Quantity::Count.cell(of.users.get(), locale),
                money(of.inference.known()),
                money(of.revenue),
                money(of.fees_and_other),
                money(of.margin),
                money(of.after_fixed),
                Cell::text(if month.has_price_change { "begins" } else { "" }),
            ]);
        }
        table
    }
}
