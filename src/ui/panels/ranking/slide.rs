//! Rows on their way to a new place: 140 ms, easing out.

use std::collections::HashMap;

use super::model::Row;
use crate::ui::kit::tokens::{M_MOVE, ROW_RANK};

/// Where every row was when the order last changed.
#[derive(Debug, Default)]
pub struct Slide {
    from: HashMap<usize, f32>,
    places: Vec<usize>,
    began: f64,
    progress: f32,
}

impl Slide {
    /// Notes a new order. Rows start from where they are seen now.
    pub fn turn(&mut self, rows: &[Row], now: f64, reduced_motion: bool) {
        let order: Vec<usize> = rows.iter().map(|row| row.account).collect();
        if order == self.places {
            return;
        }
        // Another set of accounts is another list: nothing moved, so nothing slides.
        if reduced_motion || order.len() != self.places.len() {
            self.from.clear();
            self.progress = 1.0;
        } else {
            self.from = self
                .places
                .iter()
                .enumerate()
                .map(|(at, account)| (*account, self.y(*account, at)))
                .collect();
            (self.began, self.progress) = (now, 0.0);
        }
        self.places = order;
    }

    /// Moves on; whether rows are still under way.
    pub fn advance(&mut self, now: f64) -> bool {
        if self.from.is_empty() {
            return false;
        }
        let time = ((now - self.began) as f32 / M_MOVE).clamp(0.0, 1.0);
        self.progress = 1.0 - (1.0 - time).powi(3);
        if time >= 1.0 {
            self.from.clear();
        }
        time < 1.0
    }

    /// Distance of a row's top from the first row's, for the row that belongs at index `at`.
    pub fn y(&self, account: usize, at: usize) -> f32 {
        let home = at as f32 * ROW_RANK;
        self.from.get(&account).map_or(home, |from| from + (home - from) * self.progress)
    }
}
