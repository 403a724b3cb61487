//! Editing one cell: the field in the cell and what was read beneath it.

use egui::{
    Align2, Area, Color32, Event, EventFilter, Frame, Id, Key, Modifiers, Order, Rect, Role, Sense, Stroke,
    StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use crate::{
    document::Edit,
    domain::{EntryMode, ScoringModel},
    ui::kit::{
        fonts::{Weight, t11, t13, t15},
        icons,
        marks::{self, Mark},
        number::{self, DecimalHint},
        tokens::{R8, Tokens},
        widgets::segmented,
    },
};

use super::{
    super::labels,
    block::read_one,
    choice::{choices, chosen},
    columns::{Column, Slot},
    cursor::{Pos, Step},
    paint::put,
    problems::{Problem, Problems},
    rows::Row,
    sheet::Sheet,
    shown::number_text,
};

/// An edit under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Editor {
    /// The cell.
    pub pos: Pos,
    /// What was typed.
    pub text: String,
    /// Begun by typing over the value, so that arrows take it and move on; F2 lets them move within the text.
    pub typed_over: bool,
    /// The text was to be taken and could not be understood.
    pub refused: bool,
    /// The field has had the focus.
    pub begun: bool,
    /// Makes the text field of each edit a new one.
    pub number: u64,
    /// The text for which it was found out what a guardrail would say, and what it says.
    pub foreseen: Option<(String, Option<Problem>)>,
    /// Whether own figures of the unit shall mean the other thing: its own, or the branch's.
    pub switches_mode: bool,
}

/// How an edit goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It goes on.
    Open,
    /// The text is taken and the cursor moves.
    Take(Next),
    /// The text is taken for the whole range.
    Fill,
    /// The old value stays.
    Keep,
}

/// Where the cursor goes after an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Stays.
    Stay,
    /// As Enter does; `true` = backwards.
    Enter(bool),
    /// As Tab does; `true` = backwards.
    Tab(bool),
    /// As an arrow does.
    Step(Step),
}

/// What was read from the text.
enum Reading {
    /// The field is empty: the value is cleared.
    Nothing,
    Value(String),
    Fault(String),
}

impl Editor {
    /// What is understood so far.
    fn reading(&self, sheet: &Sheet<'_>, column: Column) -> Reading {
        let text = self.text.trim();
        if text.is_empty() {
            return Reading::Nothing;
        }
        let read = read_one(sheet, self.pos, text);
        let Some(kind) = column.number() else {
            let word = chosen(column, text).unwrap_or(text).to_owned();
            return read.map_or_else(Reading::Fault, |_| Reading::Value(word));
        };
        match number::parse(text, kind, DecimalHint::Point) {
            Ok(parsed) if parsed.value < 0.0 => Reading::Fault(format!(
                "{} is below zero. Type zero or more, or leave it empty.",
                parsed.reading
            )),
            Ok(parsed) => read.map_or_else(Reading::Fault, |_| Reading::Value(parsed.reading)),
            Err(error) => Reading::Fault(error.to_string()),
        }
    }

    /// Finds out what a guardrail would say of the text, once for each text that can be read.
    pub fn foresee(&mut self, sheet: &Sheet<'_>, model: &ScoringModel, row: Row) {
        if self.foreseen.as_ref().is_some_and(|(text, _)| *text == self.text) {
            return;
        }
        let slot = sheet.slot(self.pos.col);
        let problem = read_one(sheet, self.pos, &self.text).ok().and_then(|values| {
            let cells = values.into_iter().map(|value| sheet.cell(row, slot, value)).collect();
            let edit = Edit::SetCells { account: sheet.account.key.clone(), cells };
            Problems::foreseen(sheet, model, &edit, row.unit, slot)
        });
        self.foreseen = Some((self.text.clone(), problem));
    }

    /// The field over the cell and its popover. Also returns what was typed after the key that ended the edit.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        tokens: &Tokens,
        sheet: &Sheet<'_>,
        row: Row,
        cell: Rect,
        multiple: bool,
    ) -> (Outcome, Vec<Event>) {
        let slot = sheet.slot(self.pos.col);
        let column = slot.column;
        let id = ui.scope_id().with(("usage editor", self.number));
        if !self.begun {
            // Before the field is shown: what was typed behind the first letter belongs to it in this very pass.
            ui.memory_mut(|memory| memory.request_focus(id));
            self.begun = true;
        }
        let (mut outcome, later) = ui.input_mut(|input| self.control(&mut input.events, column));
        let field = Rect::from_min_max(cell.min - vec2(0.0, 1.0), cell.max);
        let reading = self.reading(sheet, column);
        let bad = matches!(reading, Reading::Fault(_)) && (self.refused || !column.is_numeric());
        let edge = if bad { tokens.high } else { tokens.focus };
        ui.painter().rect_filled(field, 2.0, tokens.panel);
        let align = if column.is_numeric() { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
        let inner = field.shrink2(vec2(12.0, 4.0));
        let name = format!("Edit {} of {}", sheet.slot_name(slot), sheet.unit_name(row));
        let edit = TextEdit::singleline(&mut self.text)
            .id(id)
            .font(t13(Weight::Regular))
            .text_color(tokens.text1)
            .frame(Frame::NONE)
            .margin(egui::Margin::ZERO)
            .align(align)
            .desired_width(inner.width())
            .clip_text(true)
            .event_filter(EventFilter {
                tab: true,
                horizontal_arrows: true,
                vertical_arrows: true,
                escape: true,
            });
        let response = ui.put(inner, edit);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::TextInput, true, &name);
            info.current_text_value = Some(self.text.clone());
            info
        });
        let response = response.accessible_name(name);
        ui.painter().rect_stroke(field, 2.0, Stroke::new(2.0, edge), StrokeKind::Inside);
        if bad {
            let centre = pos2(field.left() + 12.0, field.center().y);
            marks::paint_mark(ui.painter(), centre, 13.0, Mark::Triangle, tokens.high, tokens.panel);
        }
        if response.changed() {
            self.refused = false;
        }
        let reading = self.reading(sheet, column);
        let (popover, chosen) = if choices(column).is_empty() {
            let (rect, switches) = self.popover(ui, tokens, sheet, row, field, id, &reading, multiple);
            self.switches_mode |= switches;
            (rect, None)
        } else {
            self.list(ui, tokens, column, field, id)
        };
        if let Some(word) = chosen {
            word.clone_into(&mut self.text);
            outcome = Outcome::Take(Next::Stay);
        }
        let on_popover =
            ui.input(|input| input.pointer.interact_pos().is_some_and(|at| popover.contains(at)));
        if outcome == Outcome::Open && response.lost_focus() && !on_popover {
            outcome = Outcome::Take(Next::Stay);
        }
        if matches!(outcome, Outcome::Take(_) | Outcome::Fill)
            && matches!(self.reading(sheet, column), Reading::Fault(_))
        {
            self.refused = true;
            outcome = Outcome::Open;
            response.request_focus();
        }
        (outcome, later)
    }

    /// Takes the first key that ends the edit out of the events, with everything after it: the text before it still has to
    /// reach the field, also when a slow pass brings all at once.
    fn control(&mut self, events: &mut Vec<Event>, column: Column) -> (Outcome, Vec<Event>) {
        let mut outcome = Outcome::Open;
        let mut at = 0;
        while at < events.len() {
            let Event::Key { key, pressed: true, modifiers, .. } = &events[at] else {
                at += 1;
                continue;
            };
            let (key, modifiers) = (*key, *modifiers);
            if !choices(column).is_empty() && matches!(key, Key::ArrowUp | Key::ArrowDown) {
                events.remove(at);
                self.next_choice(column, key == Key::ArrowDown);
                continue;
            }
            if key == Key::T && modifiers.alt {
                events.remove(at);
                // Some systems send the letter as well.
                if matches!(events.get(at), Some(Event::Text(text)) if text.eq_ignore_ascii_case("t")) {
                    events.remove(at);
                }
                self.switches_mode = true;
                continue;
            }
            if key == Key::F2 {
                events.remove(at);
                self.typed_over = !self.typed_over;
                continue;
            }
            outcome = ending(key, modifiers, self.typed_over);
            if outcome != Outcome::Open {
                break;
            }
            at += 1;
        }
        if outcome == Outcome::Open {
            return (outcome, Vec::new());
        }
        (outcome, events.split_off(at).into_iter().skip(1).collect())
    }

    #[expect(clippy::too_many_arguments, reason = "all of it is shown")]
    fn popover(
        &self,
        ui: &Ui,
        tokens: &Tokens,
        sheet: &Sheet<'_>,
        row: Row,
        field: Rect,
        id: Id,
        reading: &Reading,
        multiple: bool,
    ) -> (Rect, bool) {
        let slot = sheet.slot(self.pos.col);
        let was = sheet.editable_text(row, slot);
        let was = match (was.is_empty(), slot.column.unit(), was.parse::<f64>()) {
            (true, ..) => "was empty".to_owned(),
            (_, Some(unit), Ok(value)) => format!("was {}", number_text(value, unit)),
            _ => format!("was {was}"),
        };
        let own = own_note(sheet, row, slot);
        // What would be said of the new value; while nothing was typed that is what is said of the old one.
        let foreseen = self.foreseen.as_ref().map(|(_, problem)| problem.as_ref());
        let problem = foreseen.unwrap_or_else(|| sheet.problems.at(row.unit, slot).first());
        let tall = 76.0
            + if matches!(reading, Reading::Fault(_)) { 44.0 } else { 0.0 }
            + if own.is_some() { 76.0 } else { 0.0 }
            + if problem.is_some() { 44.0 } else { 0.0 };
        let mut switches = false;
        let rect = floating(ui, tokens, field, id, vec2(316.0, tall), |ui| {
            let (rect, line) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
            let painter = ui.painter().clone();
            if let Reading::Value(value) = reading {
                line.widget_info(|| {
                    WidgetInfo::labeled(Role::Label, true, format!("Read as {value}, {was}"))
                });
            }
            let right = put(&painter, rect, Align2::RIGHT_CENTER, &was, t11(Weight::Regular), tokens.text3);
            let rest = Rect::from_min_max(rect.min, pos2(right.left() - 8.0, rect.bottom()));
            let typed = if self.text.trim().is_empty() { "empty" } else { self.text.trim() };
            let narrow = rest.with_max_x(rest.left() + rest.width() * 0.5);
            let typed = put(&painter, narrow, Align2::LEFT_CENTER, typed, t13(Weight::Regular), tokens.text2);
            let result = match reading {
                Reading::Nothing => Some("unknown".to_owned()),
                Reading::Value(value) => Some(value.clone()),
                Reading::Fault(_) => None,
            };
            if let Some(result) = result {
                let arrow = pos2(typed.right() + 14.0, rect.center().y);
                icons::paint_icon(&painter, arrow, 13.0, icons::ARROW_RIGHT, tokens.text3);
                let rest = rest.with_min_x(arrow.x + 14.0);
                put(&painter, rest, Align2::LEFT_CENTER, &result, t15(Weight::SemiBold), tokens.text1);
            }
            if let Reading::Fault(sentence) = reading {
                ui.add_space(6.0);
                ui.horizontal_top(|ui| {
                    let (mark, _) = ui.allocate_exact_size(vec2(13.0, 20.0), Sense::hover());
                    marks::paint_mark(
                        ui.painter(),
                        mark.center(),
                        13.0,
                        Mark::Triangle,
                        tokens.high,
                        tokens.raised,
                    );
                    ui.add(
                        egui::Label::new(crate::ui::kit::text::rich(
                            sentence,
                            t13(Weight::Regular),
                            tokens.high_text,
                        ))
                        .wrap(),
                    );
                });
            }
            if let Some(problem) = problem {
                ui.add_space(6.0);
                let (mark, colour, _) = labels::severity_look(problem.severity, tokens);
                ui.horizontal_top(|ui| {
                    let (place, _) = ui.allocate_exact_size(vec2(13.0, 20.0), Sense::hover());
                    marks::paint_mark(ui.painter(), place.center(), 13.0, mark, colour, tokens.raised);
                    let colour = labels::severity_ink(problem.severity, tokens);
                    let sentence = crate::ui::kit::text::rich(
                        problem.sentence(sheet.workspace),
                        t13(Weight::Regular),
                        colour,
                    );
                    ui.add(egui::Label::new(sentence).wrap());
                });
            }
            if let Some(own) = own {
                ui.add_space(6.0);
                let held = sheet.entry_mode(row);
                let words = [(EntryMode::Direct, "Direct"), (EntryMode::Total, "Total")];
                switches = segmented(ui, "Entered as", held, &words).is_some();
                ui.add_space(4.0);
                crate::ui::kit::text::label(ui, own, t11(Weight::Regular), tokens.text2);
            }
            ui.add_space(8.0);
            keys(ui, tokens, multiple);
        });
        (rect, switches)
    }
}

/// Which key ends an edit, and how.
fn ending(key: Key, modifiers: Modifiers, typed_over: bool) -> Outcome {
    match key {
        Key::Enter if modifiers.command || modifiers.ctrl => Outcome::Fill,
        Key::Enter => Outcome::Take(Next::Enter(modifiers.shift)),
        Key::Tab if !modifiers.command => Outcome::Take(Next::Tab(modifiers.shift)),
        Key::Escape => Outcome::Keep,
        Key::ArrowUp if typed_over && modifiers.is_none() => Outcome::Take(Next::Step(Step::Rows(-1))),
        Key::ArrowDown if typed_over && modifiers.is_none() => Outcome::Take(Next::Step(Step::Rows(1))),
        Key::ArrowLeft if typed_over && modifiers.is_none() => Outcome::Take(Next::Step(Step::Cols(-1))),
        Key::ArrowRight if typed_over && modifiers.is_none() => Outcome::Take(Next::Step(Step::Cols(1))),
        _ => Outcome::Open,
    }
}

/// What an entry on a roll-up row means; `None` = it is none, or the figure does not roll up.
fn own_note(sheet: &Sheet<'_>, row: Row, slot: Slot) -> Option<String> {
    let figure = slot.column.figure().filter(|_| row.is_parent)?;
    let show = |value: Option<f64>| {
        value.map_or_else(|| "unknown".to_owned(), |value| number_text(value, figure.unit()))
    };
    let below = show(sheet.below(row, slot));
    let name = sheet.unit_name(row);
    Some(if sheet.is_roll_up(row) {
        format!("Own figure of {name}, beside {below} from the units below. Alt+T makes it the total.")
    } else {
        format!(
            "Total of {name} with its whole branch; the units below come to {below}. Alt+T makes it the own figure."
        )
    })
}

pub fn keys(ui: &mut Ui, tokens: &Tokens, multiple: bool) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let mut key = |key: &str, what: &str| {
            let galley = ui.painter().layout_no_wrap(key.to_owned(), t11(Weight::Regular), tokens.text2);
            let (rect, _) = ui.allocate_exact_size(vec2(galley.size().x + 8.0, 16.0), Sense::hover());
            ui.painter().rect_filled(rect, 4, tokens.hover);
            put(
                ui.painter(),
                rect.shrink2(vec2(4.0, 0.0)),
                Align2::CENTER_CENTER,
                key,
                t11(Weight::Regular),
                tokens.text2,
            );
            let size =
                ui.painter().layout_no_wrap(what.to_owned(), t11(Weight::Regular), tokens.text3).size();
            let (rect, _) = ui.allocate_exact_size(vec2(size.x + 6.0, 16.0), Sense::hover());
            put(ui.painter(), rect, Align2::LEFT_CENTER, what, t11(Weight::Regular), tokens.text3);
        };
        key("Enter", "take");
        if multiple {
            key("Ctrl Enter", "fill range");
        }
        key("Esc", "keep");
    });
}

/// A raised card under a field, or above it where there is no room; returns where it stands.
pub fn floating(
    ui: &Ui,
    tokens: &Tokens,
    field: Rect,
    id: Id,
    size: egui::Vec2,
    add: impl FnOnce(&mut Ui),
) -> Rect {
    let window = ui.ctx().content_rect();
    let x = field.left().min(window.right() - size.x - 8.0).max(window.left() + 8.0);
    let above = field.bottom() + 6.0 + size.y > window.bottom() && field.top() - 6.0 - size.y > window.top();
    let (y, pivot) = if above {
        (field.top() - 6.0, Align2::LEFT_BOTTOM)
    } else {
        (field.bottom() + 6.0, Align2::LEFT_TOP)
    };
    let frame = Frame::new()
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, tokens.border))
        .corner_radius(R8)
        .shadow(tokens.soft_shadow())
        .inner_margin(egui::Margin::symmetric(12, 10));
    Area::new(id.with("popover"))
        .order(Order::Foreground)
        .fixed_pos(pos2(x, y))
        .pivot(pivot)
        .constrain(true)
        .show(ui.ctx(), |ui| {
            frame.show(ui, |ui| {
                ui.set_width(size.x - 26.0);
                ui.style_mut().visuals.override_text_color = None::<Color32>;
                add(ui);
            });
        })
        .response
        .rect
}
