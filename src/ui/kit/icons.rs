//! The icons: one constant per glyph of the bundled icon font, and two ways to show one.

use egui::emath::GuiRounding as _;
use egui::{Color32, FontId, Painter, Pos2, RichText};

use super::fonts::icon_family;

/// One icon. Sizes are 11 to 16 in controls, 22 in empty states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Icon(char);

impl Icon {
    /// The character that draws it in the icon family.
    pub const fn glyph(self) -> char {
        self.0
    }
}

/// The icon as text, for buttons and labels.
pub fn icon_text(icon: Icon, size: f32, colour: Color32) -> RichText {
    RichText::new(icon.0.to_string()).font(FontId::new(size, icon_family())).color(colour)
}

/// Paints the icon with its middle at `centre`.
pub fn paint_icon(painter: &Painter, centre: Pos2, size: f32, icon: Icon, colour: Color32) {
    let galley = painter.layout_no_wrap(icon.0.to_string(), FontId::new(size, icon_family()), colour);
    // A glyph fills its square exactly; whole pixels keep its strokes crisp.
    let corner = (centre - galley.size() / 2.0).round_to_pixels(painter.pixels_per_point());
    painter.galley(corner, galley, colour);
}

macro_rules! icons {
    ($($name:ident = $glyph:literal, $lucide:literal;)*) => {
        $(#[doc = concat!("Lucide\u{2019}s `", $lucide, "`.")] pub const $name: Icon = Icon($glyph);)*
        /// Every icon, for the test that the font has them all.
        pub const ALL: &[Icon] = &[$($name),*];
    };
}

// Made by `assets/fonts/make.sh` from `assets/fonts/icons.txt`.
icons! {
    ARROW_DOWN = '\u{E042}', "arrow-down";
    ARROW_DOWN_UP = '\u{E046}', "arrow-down-up";
    ARROW_LEFT = '\u{E048}', "arrow-left";
    ARROW_RIGHT = '\u{E049}', "arrow-right";
    ARROW_UP = '\u{E04A}', "arrow-up";
    ARROW_UP_DOWN = '\u{E37D}', "arrow-up-down";
    BANKNOTE = '\u{E052}', "banknote";
    BELL = '\u{E059}', "bell";
    BOOK_OPEN = '\u{E05F}', "book-open";
    BOOKMARK = '\u{E060}', "bookmark";
    BUILDING = '\u{E1CC}', "building";
    BUILDING_2 = '\u{E290}', "building-2";
    CALENDAR = '\u{E063}', "calendar";
    CALENDAR_CLOCK = '\u{E304}', "calendar-clock";
    CALENDAR_PLUS = '\u{E2BC}', "calendar-plus";
    CHART_BAR_BIG = '\u{E4A7}', "chart-bar-big";
    CHART_GANTT = '\u{E624}', "chart-gantt";
    CHART_LINE = '\u{E2A5}', "chart-line";
    CHECK = '\u{E06C}', "check";
    CHEVRON_DOWN = '\u{E06D}', "chevron-down";
    CHEVRON_LEFT = '\u{E06E}', "chevron-left";
    CHEVRON_RIGHT = '\u{E06F}', "chevron-right";
    CHEVRON_UP = '\u{E070}', "chevron-up";
    CHEVRONS_UP_DOWN = '\u{E211}', "chevrons-up-down";
    CIRCLE = '\u{E076}', "circle";
    CIRCLE_ALERT = '\u{E077}', "circle-alert";
    CIRCLE_CHECK = '\u{E226}', "circle-check";
    CIRCLE_DOT = '\u{E345}', "circle-dot";
    CIRCLE_MINUS = '\u{E07E}', "circle-minus";
    CIRCLE_PLUS = '\u{E081}', "circle-plus";
    CIRCLE_QUESTION_MARK = '\u{E082}', "circle-question-mark";
    CIRCLE_X = '\u{E084}', "circle-x";
    CLIPBOARD = '\u{E085}', "clipboard";
    CLIPBOARD_PASTE = '\u{E3E8}', "clipboard-paste";
    CLOCK = '\u{E087}', "clock";
    COLUMNS_3 = '\u{E099}', "columns-3";
    COMMAND = '\u{E09A}', "command";
    COPY = '\u{E09E}', "copy";
    CORNER_DOWN_LEFT = '\u{E0A1}', "corner-down-left";
    CORNER_DOWN_RIGHT = '\u{E0A2}', "corner-down-right";
    DIAMOND = '\u{E2D2}', "diamond";
    DOLLAR_SIGN = '\u{E0B1}', "dollar-sign";
    DOWNLOAD = '\u{E0B2}', "download";
    ELLIPSIS = '\u{E0B6}', "ellipsis";
    ELLIPSIS_VERTICAL = '\u{E0B7}', "ellipsis-vertical";
    EXTERNAL_LINK = '\u{E0B9}', "external-link";
    EYE = '\u{E0BA}', "eye";
    EYE_OFF = '\u{E0BB}', "eye-off";
    FILE = '\u{E0C0}', "file";
    FILE_DOWN = '\u{E318}', "file-down";
    FILE_PLUS = '\u{E0C9}', "file-plus";
    FILE_SPREADSHEET = '\u{E326}', "file-spreadsheet";
    FILE_TEXT = '\u{E0CC}', "file-text";
    FILE_UP = '\u{E32A}', "file-up";
    FLAG = '\u{E0D1}', "flag";
    FOLDER = '\u{E0D7}', "folder";
    FOLDER_OPEN = '\u{E247}', "folder-open";
    FUNNEL = '\u{E0DC}', "funnel";
    GIT_BRANCH = '\u{E0E2}', "git-branch";
    GLOBE = '\u{E0E8}', "globe";
    GRID_3X3 = '\u{E0E9}', "grid-3x3";
    GRIP_VERTICAL = '\u{E0EB}', "grip-vertical";
    GROUP = '\u{E464}', "group";
    HAND = '\u{E1D7}', "hand";
    HANDSHAKE = '\u{E5C0}', "handshake";
    HASH = '\u{E0EF}', "hash";
    HISTORY = '\u{E1F5}', "history";
    HOURGLASS = '\u{E296}', "hourglass";
    HOUSE = '\u{E0F5}', "house";
    IMAGE = '\u{E0F6}', "image";
    INFO = '\u{E0F9}', "info";
    KEYBOARD = '\u{E284}', "keyboard";
    LAYERS = '\u{E529}', "layers";
    LAYOUT_DASHBOARD = '\u{E1C1}', "layout-dashboard";
    LAYOUT_GRID = '\u{E0FF}', "layout-grid";
    LIGHTBULB = '\u{E1C2}', "lightbulb";
    LINK = '\u{E102}', "link";
    LIST = '\u{E106}', "list";
    LIST_FILTER = '\u{E460}', "list-filter";
    LIST_TREE = '\u{E408}', "list-tree";
    LOCATE_FIXED = '\u{E1DB}', "locate-fixed";
    LOCK = '\u{E10B}', "lock";
    LOCK_OPEN = '\u{E10C}', "lock-open";
    LOG_OUT = '\u{E10E}', "log-out";
    MAIL = '\u{E10F}', "mail";
    MAP = '\u{E110}', "map";
    MAXIMIZE = '\u{E112}', "maximize";
    MESSAGE_SQUARE = '\u{E117}', "message-square";
    MILESTONE = '\u{E298}', "milestone";
    MINIMIZE = '\u{E11A}', "minimize";
    MINUS = '\u{E11C}', "minus";
    MONITOR = '\u{E11D}', "monitor";
    MOON = '\u{E11E}', "moon";
    MOUSE_POINTER = '\u{E11F}', "mouse-pointer";
    MOVE = '\u{E121}', "move";
    NETWORK = '\u{E125}', "network";
    OCTAGON_ALERT = '\u{E127}', "octagon-alert";
    PACKAGE = '\u{E129}', "package";
    PANEL_LEFT = '\u{E12A}', "panel-left";
    PANEL_RIGHT = '\u{E431}', "panel-right";
    PANELS_TOP_LEFT = '\u{E12C}', "panels-top-left";
    PAUSE = '\u{E12E}', "pause";
    PENCIL = '\u{E1F9}', "pencil";
    PERCENT = '\u{E132}', "percent";
    PHONE = '\u{E133}', "phone";
    PLAY = '\u{E13C}', "play";
    PLUS = '\u{E13D}', "plus";
    PRINTER = '\u{E141}', "printer";
    REDO_2 = '\u{E2A0}', "redo-2";
    REFRESH_CW = '\u{E145}', "refresh-cw";
    ROTATE_CCW = '\u{E148}', "rotate-ccw";
    ROTATE_CW = '\u{E149}', "rotate-cw";
    ROUTE = '\u{E53E}', "route";
    ROWS_3 = '\u{E58A}', "rows-3";
    SAVE = '\u{E14D}', "save";
    SCALE = '\u{E212}', "scale";
    SCISSORS = '\u{E14E}', "scissors";
    SEARCH = '\u{E151}', "search";
    SETTINGS = '\u{E154}', "settings";
    SETTINGS_2 = '\u{E245}', "settings-2";
    SHIELD_ALERT = '\u{E1FE}', "shield-alert";
    SHIELD_CHECK = '\u{E1FF}', "shield-check";
    SIGMA = '\u{E201}', "sigma";
    SLIDERS_HORIZONTAL = '\u{E29A}', "sliders-horizontal";
    SLIDERS_VERTICAL = '\u{E162}', "sliders-vertical";
    SQUARE = '\u{E167}', "square";
    SQUARE_CHECK = '\u{E559}', "square-check";
    SQUARE_MINUS = '\u{E171}', "square-minus";
    SQUARE_PLUS = '\u{E173}', "square-plus";
    STAR = '\u{E176}', "star";
    STEP_BACK = '\u{E3E9}', "step-back";
    STEP_FORWARD = '\u{E3EA}', "step-forward";
    STICKY_NOTE = '\u{E303}', "sticky-note";
    SUN = '\u{E178}', "sun";
    SWORDS = '\u{E2B4}', "swords";
    TABLE = '\u{E17D}', "table";
    TAG = '\u{E17F}', "tag";
    TARGET = '\u{E180}', "target";
    TRASH_2 = '\u{E18E}', "trash-2";
    TRENDING_DOWN = '\u{E190}', "trending-down";
    TRENDING_UP = '\u{E191}', "trending-up";
    TRIANGLE_ALERT = '\u{E193}', "triangle-alert";
    UNDO_2 = '\u{E2A1}', "undo-2";
    UNLINK = '\u{E19C}', "unlink";
    UPLOAD = '\u{E19E}', "upload";
    USER = '\u{E19F}', "user";
    USER_MINUS = '\u{E1A1}', "user-minus";
    USER_PLUS = '\u{E1A2}', "user-plus";
    USER_X = '\u{E1A3}', "user-x";
    USERS = '\u{E1A4}', "users";
    WORKFLOW = '\u{E425}', "workflow";
    X = '\u{E1B2}', "x";
    ZAP = '\u{E1B4}', "zap";
    ZOOM_IN = '\u{E1B6}', "zoom-in";
    ZOOM_OUT = '\u{E1B7}', "zoom-out";
}
