//! The numbers of a row: each opens its calculation.

use egui::{Rect, Ui};

use super::{model::Row, paint::Columns};
use crate::{
    document::{Question, Since},
    engine::compare::round_to,
    ui::{
        kit::number,
        panels::{Action, PanelContext, bits},
    },
};

/// Makes the numbers of a row answer. Only those of the selected row are in reach of the keyboard: with all of them, Tab
/// would walk through the whole table.
pub fn ui(cx: &mut PanelContext<'_>, ui: &Ui, columns: &Columns, row: &Row, rect: Rect, selected: bool) {
    let Some(account) = cx.workspace.accounts.get(row.account) else { return };
    let dash = || number::MISSING.to_owned();
    let rank = row.rank.map_or_else(dash, |rank| rank.to_string());
    let score = row.score.map_or_else(dash, |score| format!("{:.1}", round_to(score, 1)));
    let change = row.change.map_or_else(dash, |change| number::signed(change, 1));
    let open = row.white_space.map_or_else(dash, |open| number::money_short(open, cx.symbol()));
    let [rank_at, score_at, change_at, open_at] = columns.numbers(rect);
    let cells = [
        (Question::Rank, "Rank", rank, rank_at),
        (Question::Score, "Score", score, score_at),
        (Question::Move(Since::Baseline), "Change against the baseline", change, change_at),
        (Question::Metric("white_space"), "White space", open, open_at),
    ];
    for (question, what, value, place) in cells {
        let name = format!("{what} of {}: {value}", account.name);
        if bits::opens(ui, place, (what, account.key.as_str()), &name, !selected) {
            if !selected {
                cx.actions.push(Action::SelectAccount(Some(account.key.clone())));
            }
            cx.actions.push(Action::Open(question, place));
        }
    }
}
