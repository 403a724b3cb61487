//! Points of many accounts by column, and their weighted sums: the innermost loop of ranking and of rank acceptability.

use super::lines::PointTable;

/// Rows handled at a time, so that their sums stay in the fastest cache while the columns pass by.
const BLOCK: usize = 2048;

/// The points of a [`PointTable`] by column, in row order.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    /// One list per factor, one entry per row; what is missing holds 0.
    pub points: Vec<Vec<f64>>,
    /// Rows in which something is missing, with what is known in them.
    incomplete: Vec<(usize, Vec<bool>)>,
    rows: usize,
}

impl Columns {
    /// Turns a table round.
    pub fn of(table: &PointTable) -> Self {
        let column = |k: usize| table.rows.iter().map(|row| row[k].unwrap_or(0.0)).collect();
        let known = |row: &Vec<Option<f64>>| row.iter().map(Option::is_some).collect::<Vec<bool>>();
        let incomplete = table.rows.iter().enumerate().map(|(at, row)| (at, known(row)));
        Self {
            points: (0..table.weights.len()).map(column).collect(),
            incomplete: incomplete.filter(|(_, known)| known.contains(&false)).collect(),
            rows: table.rows.len(),
        }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Scores under `weights` on the scale of the table, however little is known (Annex B.3, ruling B65): weighted sums,
    /// divided by the known weight where something is missing; 0 where nothing with a weight is known.
    pub fn scores(&self, weights: &[f64], scores: &mut [f64]) {
        weighted_sums(&self.points, weights, scores);
        for (row, known) in &self.incomplete {
            let known = weights.iter().zip(known).filter(|(_, known)| **known);
            let weight = known.fold(0.0, |sum, (weight, _)| sum + weight);
            scores[*row] = if weight > 0.0 { scores[*row] / weight } else { 0.0 };
        }
    }
}

/// `sums[i]` = Σ over k in order of `columns[k][i] · weights[k]`, each product and each sum rounded on its own, so that
/// every machine gives the same bits. Columns are at least as long as `sums`.
pub fn weighted_sums<C: AsRef<[f64]>>(columns: &[C], weights: &[f64], sums: &mut [f64]) {
    for (block, sums) in sums.chunks_mut(BLOCK).enumerate() {
        let length = sums.len();
        let column = |k: usize| &columns[k].as_ref()[block * BLOCK..][..length];
        sums.fill(0.0);
        let (fours, rest) = weights.as_chunks::<4>();
        for (four, [w, x, y, z]) in fours.iter().enumerate() {
            let [a, b, c, d] = [0, 1, 2, 3].map(|k| column(4 * four + k));
            for (i, sum) in sums.iter_mut().enumerate() {
                *sum = (((*sum + a[i] * w) + b[i] * x) + c[i] * y) + d[i] * z;
            }
        }
        for (k, weight) in rest.iter().enumerate() {
            let column = column(4 * fours.len() + k);
            sums.iter_mut().zip(column).for_each(|(sum, points)| *sum += points * weight);
        }
    }
}
