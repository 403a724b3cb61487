//! A block before it is pasted: what goes where, what stays as it is, and what cannot be read.

use egui::{
    Align, Align2, Context, Layout, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::ui::{
    kit::{
        fonts::{Weight, t11, t13},
        marks::{self, Mark},
        number, text,
        tokens::{self, Tokens},
        widgets::{Button, checkbox, dialog},
    },
    panels::context::PanelContext,
};

use super::{
    actions::plural,
    columns::Column,
    cursor::{Cursor, Pos},
    paint::{put, put_figure},
    paste::{Block, Fate, Line},
    read::Typed,
    sheet::Sheet,
    shown::short_text,
    state::Grid,
};

/// A block that waits for an answer.
#[derive(Debug)]
pub struct Preview {
    block: Block,
    /// Where the active cell was.
    at: Pos,
    /// Show only rows in which something cannot be read?
    only_refused: bool,
}

impl Preview {
    /// A block to be looked at.
    pub const fn new(block: Block, at: Pos) -> Self {
        Self { block, at, only_refused: false }
    }
}

const WIDTH: f32 = 860.0;
const NAMES: f32 = 200.0;
const CELL: f32 = 132.0;
const ROW: f32 = 28.0;
const TALL: f32 = 308.0;

impl Grid {
    /// The dialog about a block; does nothing while there is none.
    pub fn preview_ui(&mut self, cx: &mut PanelContext<'_>, context: &Context, sheet: &Sheet<'_>) {
        let Some(mut preview) = self.preview.take() else { return };
        let mut answer = None;
        let title = format!("Paste {}?", plural(preview.block.plan.entered, "cell"));
        let shown = dialog(context, "usage paste", &title, WIDTH, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            preview.ui(ui, cx.tokens, sheet);
            ui.add_space(tokens::S8);
            answer = buttons(ui, &preview.block);
        });
        self.wants_focus = true;
        match (shown, answer) {
            (None, _) | (_, Some(false)) => context.request_repaint(),
            (_, Some(true)) => {
                self.cursor = Cursor::on(preview.at);
                self.carry_out(cx, sheet, Ok(preview.block.plan), "pasted");
            }
            _ => {
                self.preview = Some(preview);
                self.wants_focus = false;
            }
        }
    }
}

fn buttons(ui: &mut Ui, block: &Block) -> Option<bool> {
    let mut answer = None;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let word = if block.refused > 0 { "Paste what can be read" } else { "Paste" };
        let primary = Button::primary(word).enabled(!block.plan.cells.is_empty()).show(ui);
        if primary.clicked() || ui.input(|input| input.key_pressed(egui::Key::Enter)) && primary.enabled() {
            answer = Some(true);
        }
        if Button::new("Cancel").show(ui).clicked() {
            answer = Some(false);
        }
    });
    answer
}

impl Preview {
    fn ui(&mut self, ui: &mut Ui, t: &Tokens, sheet: &Sheet<'_>) {
        text::label(ui, self.summary(sheet), t13(Weight::Regular), t.text2);
        if self.block.refused > 0 {
            let words = format!("Only what cannot be read ({})", self.block.refused);
            checkbox(ui, &mut self.only_refused, &words);
        }
        let block = &self.block;
        let only = self.only_refused;
        let is_refused =
            |line: &Line| line.row.is_err() || line.fates.iter().any(|fate| matches!(fate, Fate::Refused(_)));
        let lines: Vec<&Line> = block.lines.iter().filter(|line| !only || is_refused(line)).collect();
        // The column of names stands for itself at the left.
        let columns: Vec<usize> = (0..block.columns.len())
            .filter(|at| sheet.slot(block.columns[*at].1).column != Column::Unit)
            .collect();
        let tall = (ROW * (lines.len() + 1) as f32).min(TALL);
        let wide = NAMES + CELL * columns.len() as f32;
        let (place, _) = ui.allocate_exact_size(vec2(ui.available_width(), tall + 10.0), Sense::hover());
        ui.painter().rect_filled(place, tokens::R8, t.canvas);
        let mut child = ui.new_child(UiBuilder::new().id_salt("paste table").max_rect(place.shrink(4.0)));
        ScrollArea::both().id_salt("paste rows").auto_shrink(false).show_viewport(&mut child, |ui, view| {
            ui.set_min_size(vec2(wide, ROW * (lines.len() + 1) as f32));
            let origin = ui.max_rect().min;
            let first = (view.min.y / ROW).floor().max(0.0) as usize;
            let last = ((view.max.y / ROW).ceil().max(0.0) as usize).min(lines.len() + 1);
            let cell = |row: usize, col: usize| {
                let left = if col == 0 { 0.0 } else { NAMES + CELL * (col - 1) as f32 };
                let width = if col == 0 { NAMES } else { CELL };
                Rect::from_min_size(origin + vec2(left, ROW * row as f32), vec2(width, ROW))
            };
            for row in first..last {
                let Some(line) = row.checked_sub(1).map(|at| lines[at]) else {
                    for (at, nth) in columns.iter().enumerate() {
                        let heading = sheet.heading(sheet.slot(block.columns[*nth].1));
                        let place = cell(0, at + 1).shrink2(vec2(8.0, 0.0));
                        put(
                            ui.painter(),
                            place,
                            Align2::RIGHT_CENTER,
                            &heading,
                            t11(Weight::Medium),
                            t.text2,
                        );
                    }
                    continue;
                };
                self.line(ui, t, sheet, line, &columns, |col| cell(row, col));
            }
        });
    }

    fn line(
        &self,
        ui: &Ui,
        t: &Tokens,
        sheet: &Sheet<'_>,
        line: &Line,
        columns: &[usize],
        cell: impl Fn(usize) -> Rect,
    ) {
        let painter = ui.painter();
        let name = match &line.row {
            Ok(row) => sheet.row(*row).map_or("", |row| sheet.unit_name(row)),
            Err(why) => {
                let rect = cell(0).union(cell(columns.len()));
                refused(ui, t, rect, why, why);
                return;
            }
        };
        put(
            painter,
            cell(0).shrink2(vec2(8.0, 0.0)),
            Align2::LEFT_CENTER,
            name,
            t13(Weight::Medium),
            t.text1,
        );
        for (at, nth) in columns.iter().enumerate() {
            let (column, col) = self.block.columns[*nth];
            let typed = self.block.typed(line, column);
            let rect = cell(at + 1);
            let inner = rect.shrink2(vec2(8.0, 0.0));
            match &line.fates[*nth] {
                Fate::Entered => {
                    let (words, short) = reading(sheet.slot(col).column, typed);
                    let said = format!("{name}, {}: {words}", sheet.slot_name(sheet.slot(col)));
                    let font = t13(Weight::Regular);
                    if let Some(short) = short {
                        let forms = (&*words, || Some(short));
                        put_figure(painter, inner, Align2::RIGHT_CENTER, forms, &font, t.text1);
                    } else {
                        put(painter, inner, Align2::RIGHT_CENTER, &words, font, t.text1);
                    }
                    let id = ui.unique_id().with((line.source, nth, "entered"));
                    let response = ui.interact(rect, id, Sense::hover());
                    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
                    response.on_hover_text(words);
                }
                Fate::Left(why) => {
                    put(painter, inner, Align2::RIGHT_CENTER, "stays", t11(Weight::Regular), t.text3);
                    let id = ui.unique_id().with((line.source, nth, "left"));
                    ui.interact(rect, id, Sense::hover()).on_hover_text(super::shown::sentence(why));
                }
                Fate::Refused(why) => {
                    let place = sheet.slot_name(sheet.slot(col));
                    let text = typed.text.trim();
                    refused(ui, t, rect, text, &format!("{name}, {place} “{text}”: {why}"));
                }
            }
        }
    }

    /// What goes where, in a sentence or two.
    fn summary(&self, sheet: &Sheet<'_>) -> String {
        let block = &self.block;
        let rows = plural(block.lines.len(), "row");
        let found = if block.by_name { ", found by the names of the units" } else { "" };
        let first = block.plan.reached.and_then(|range| sheet.at(range.first));
        let first = first.map_or_else(String::new, |(row, slot)| {
            format!("{}, {}", sheet.unit_name(row), sheet.slot_name(slot))
        });
        let columns = plural(block.columns.len(), "column");
        let stays = if block.plan.left == 1 {
            "1 cell stays".to_owned()
        } else {
            format!("{} cells stay", block.plan.left)
        };
        let more = [
            (block.plan.left, format!("{stays} as they are: they are calculated, rolled up, or names.")),
            (block.refused, format!("{} cannot be read.", plural(block.refused, "place"))),
            (
                block.beyond.0,
                format!("{} below the last row would be left out.", plural(block.beyond.0, "row")),
            ),
            (block.beyond.1, format!("{} would be left out.", plural(block.beyond.1, "column"))),
        ];
        let more = more.into_iter().filter(|(count, _)| *count > 0).map(|(_, sentence)| sentence);
        let all = std::iter::once(format!("{rows} of {columns}{found}, beginning at {first}.")).chain(more);
        all.collect::<Vec<_>>().join(" ")
    }
}

/// What is understood of a text that can be read; with its short form if it is a figure.
fn reading(column: Column, typed: Typed<'_>) -> (String, Option<String>) {
    let text = typed.text.trim();
    if text.is_empty() {
        return (number::MISSING.to_owned(), None);
    }
    let value = column.number().and_then(|kind| Some((typed.number(kind).ok()??, kind)));
    match (value, super::choice::chosen(column, text)) {
        (Some((value, kind)), _) => {
            let short = column.unit().map(|unit| short_text(value, unit));
            (number::reading(value, kind), short)
        }
        (None, Some(word)) => (word.to_owned(), None),
        (None, None) => (text.to_owned(), None),
    }
}

/// A cell that cannot be read: its text, the mark, and why under the pointer and for readers.
fn refused(ui: &Ui, t: &Tokens, rect: Rect, words: &str, why: &str) {
    ui.painter().rect_filled(rect.shrink(1.0), 4.0, t.high_tint);
    let mark = pos2(rect.left() + 12.0, rect.center().y);
    marks::paint_mark(ui.painter(), mark, 12.0, Mark::Triangle, t.high, t.high_tint);
    let inner =
        Rect::from_min_max(pos2(rect.left() + 22.0, rect.top()), pos2(rect.right() - 8.0, rect.bottom()));
    put(ui.painter(), inner, Align2::LEFT_CENTER, words, t13(Weight::Regular), t.high_text);
    let response = ui.interact(rect, ui.unique_id().with(("refused", why)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, why));
    response.on_hover_text(why);
}
