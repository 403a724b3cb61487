//! Turns the tokens into egui's styles, so that its own widgets (menus, scroll bars, text cursors) look like ours.

use egui::style::{ScrollStyle, Selection, TextCursorStyle, WidgetVisuals, Widgets};
use egui::{Color32, Context, CornerRadius, Margin, Stroke, Style, TextStyle, Theme, Visuals, vec2};

use super::fonts::{Weight, t11, t13, t15};
use super::tokens::{self, Tokens};

/// Sets colours, sizes and text styles of both themes.
pub fn apply(ctx: &Context) {
    for theme in [Theme::Light, Theme::Dark] {
        ctx.style_mut_of(theme, |style| fill(style, Tokens::of_theme(theme), theme));
    }
}

/// Stops (or allows again) everything that moves: every duration becomes 0.
pub fn set_reduced_motion(ctx: &Context, reduced: bool) {
    ctx.all_styles_mut(|style| {
        style.animation_time = if reduced { 0.0 } else { tokens::M_MOVE };
        style.scroll_animation = if reduced {
            egui::style::ScrollAnimation::none()
        } else {
            egui::style::ScrollAnimation::default()
        };
        style.visuals.text_cursor.blink = !reduced;
    });
}

/// Is motion reduced?
pub fn reduced_motion(ctx: &Context) -> bool {
    ctx.global_style().animation_time == 0.0
}

/// The duration to use for a movement that normally takes `seconds`: the same, or 0 when motion is reduced.
pub fn motion(ctx: &Context, seconds: f32) -> f32 {
    if reduced_motion(ctx) { 0.0 } else { seconds }
}

/// Ease-out cubic, the only curve: `t` and the result run from 0 to 1.
pub fn ease(t: f32) -> f32 {
    1.0 - (1.0 - t.clamp(0.0, 1.0)).powi(3)
}

fn fill(style: &mut Style, t: &'static Tokens, theme: Theme) {
    style.text_styles = [
        (TextStyle::Small, t11(Weight::Regular)),
        (TextStyle::Body, t13(Weight::Regular)),
        (TextStyle::Button, t13(Weight::Medium)),
        (TextStyle::Monospace, t13(Weight::Regular)),
        (TextStyle::Heading, t15(Weight::SemiBold)),
    ]
    .into();
    style.drag_value_text_style = TextStyle::Body;
    style.animation_time = tokens::M_MOVE;
    style.compact_menu_style = false;

    let s = &mut style.spacing;
    s.item_spacing = vec2(tokens::S8, tokens::S4);
    s.window_margin = Margin::same(12);
    s.button_padding = vec2(tokens::S10, 4.0);
    s.menu_margin = Margin::same(4);
    s.indent = 18.0;
    s.interact_size = vec2(tokens::CTL_SMALL, tokens::CTL);
    s.combo_width = 120.0;
    s.text_edit_width = 200.0;
    s.icon_width = 16.0;
    s.icon_width_inner = 10.0;
    s.icon_spacing = tokens::S6;
    s.tooltip_width = 320.0;
    s.menu_width = 280.0;
    s.scroll = ScrollStyle {
        bar_width: 6.0,
        floating_width: 4.0,
        handle_min_length: 24.0,
        // Always to be seen, as nothing else tells that there is more; quiet until the pointer comes.
        foreground_color: true,
        dormant_handle_opacity: 0.22,
        active_handle_opacity: 0.35,
        interact_handle_opacity: 0.6,
        fade: egui::style::ScrollFadeStyle { strength: 0.0, ..ScrollStyle::floating().fade },
        ..ScrollStyle::floating()
    };

    let i = &mut style.interaction;
    i.tooltip_delay = tokens::M_TOOLTIP;
    i.selectable_labels = false;
    i.resize_grab_radius_side = 4.0;

    style.visuals = visuals(t, theme);
}

fn visuals(t: &'static Tokens, theme: Theme) -> Visuals {
    let edge = |c: Color32| Stroke::new(tokens::STROKE_EDGE, c);
    let widget = |fill: Color32, ink: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::NONE,
        corner_radius: CornerRadius::same(6),
        fg_stroke: edge(ink),
        expansion: 0.0,
    };
    let base = match theme {
        Theme::Light => Visuals::light(),
        Theme::Dark => Visuals::dark(),
    };
    Visuals {
        override_text_color: None,
        weak_text_color: Some(t.text3),
        widgets: Widgets {
            noninteractive: WidgetVisuals { bg_stroke: edge(t.rule), ..widget(t.panel, t.text1) },
            inactive: widget(t.hover, t.text1),
            hovered: widget(t.pressed, t.text1),
            // egui uses `active` for what is pressed and for what has the keyboard: the edge is the focus ring.
            active: WidgetVisuals {
                bg_stroke: Stroke::new(tokens::STROKE_FOCUS, t.focus),
                ..widget(t.pressed, t.text1)
            },
            open: widget(t.pressed, t.text1),
        },
        selection: Selection { bg_fill: t.selected, stroke: edge(t.accent_text) },
        hyperlink_color: t.accent_text,
        faint_bg_color: t.canvas,
        extreme_bg_color: t.canvas,
        text_edit_bg_color: Some(t.canvas),
        code_bg_color: t.hover,
        warn_fg_color: t.medium_text,
        error_fg_color: t.high_text,
        window_corner_radius: CornerRadius::same(12),
        window_shadow: t.soft_shadow(),
        window_fill: t.raised,
        window_stroke: edge(t.border),
        window_highlight_topmost: false,
        menu_corner_radius: CornerRadius::same(8),
        panel_fill: t.desk,
        popup_shadow: t.soft_shadow(),
        text_cursor: TextCursorStyle { stroke: Stroke::new(1.5, t.accent), ..base.text_cursor },
        button_frame: true,
        collapsing_header_frame: false,
        indent_has_left_vline: false,
        striped: false,
        slider_trailing_fill: true,
        disabled_alpha: 0.5,
        ..base
    }
}
