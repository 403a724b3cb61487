#!/usr/bin/env bash
# The program in a real window on a desktop without a screen: real window manager, real native file dialog, driven from
# outside through the accessibility tree and the mouse. Ends with status 0 if every scenario passed.
# usage: tests/desktop/run.sh BINARY [FOLDER]     pictures and logs go to FOLDER (default target/desktop)
#        tests/desktop/run.sh --inside SIZE COMMAND...   runs one command on a desktop of that size
#        tests/desktop/run.sh --bare SIZE COMMAND...     the same without session bus, portal and accessibility
# Packages (Debian, Ubuntu): see .ci/run
set -u -o pipefail
here=$(cd "$(dirname "$0")" && pwd)

# desktop KIND SIZE COMMAND...: the command sees a display; if KIND is not --bare, also a session bus with the portal, and
# the accessibility bus.
desktop() (
  kind=$1 size=$2
  shift 2
  scratch=$(mktemp -d)
  trap 'kill ${wm:-} ${x:-} 2>/dev/null; wait 2>/dev/null; rm -rf "$scratch"' EXIT
  mkdir -m 700 "$scratch/run" "$scratch/home"
  mkdir -p "$scratch/config/xdg-desktop-portal"
  # Newer portals want to be told which dialogs to use.
  printf '[preferred]\ndefault=gtk\n' >"$scratch/config/xdg-desktop-portal/portals.conf"
  # A home of its own: the dialog reads bookmarks and recent files there.
  export HOME=$scratch/home XDG_RUNTIME_DIR=$scratch/run XDG_CONFIG_HOME=$scratch/config XDG_DATA_HOME=$scratch/home/data
  export XDG_CACHE_HOME=$scratch/home/cache XDG_CURRENT_DESKTOP=GNOME LIBGL_ALWAYS_SOFTWARE=1 GSETTINGS_BACKEND=memory
  export LC_ALL=C.UTF-8 TZ=UTC GTK_THEME=Adwaita
  unset WAYLAND_DISPLAY WAYLAND_SOCKET DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS

  # The X server picks a free number and writes it when it is ready.
  exec {number}<>"$(mkfifo "$scratch/number" && echo "$scratch/number")"
  # -r: a key held down too long by a busy machine types its letter once all the same.
  Xvfb -displayfd "$number" -screen 0 "${size}x24" -nolisten tcp -r >"$scratch/x.log" 2>&1 &
  x=$!
  read -r -t 30 -u "$number" display || { echo "the X server did not start:"; cat "$scratch/x.log"; exit 1; }
  exec {number}>&-
  export DISPLAY=:$display
  openbox --config-file "$here/openbox.xml" >"$scratch/openbox.log" 2>&1 &
  wm=$!

  if [ "$kind" = --bare ]; then
    # An address that leads nowhere: without one, a bus would be started on the first call.
    export DBUS_SESSION_BUS_ADDRESS=unix:path=$scratch/nowhere
    "$@"
    exit
  fi

  # The accessibility bus must be told that somebody listens, or the toolkit sends nothing.
  # The session bus and all that it started end with this command; what they print goes to a file of theirs, or one that
  # lingers would hold this script's own output open.
  dbus-run-session -- bash -c '
    for launcher in /usr/libexec/at-spi-bus-launcher /usr/lib/at-spi2-core/at-spi-bus-launcher; do
      [ -x "$launcher" ] && { "$launcher" --launch-immediately 3>&- 4>&- & break; }
    done
    for flag in IsEnabled ScreenReaderEnabled; do
      for attempt in {1..100}; do
        dbus-send --session --dest=org.a11y.Bus --print-reply /org/a11y/bus org.freedesktop.DBus.Properties.Set \
          string:org.a11y.Status string:$flag variant:boolean:true >/dev/null 2>&1 && continue 2
        sleep 0.1
      done
      echo "the accessibility bus did not start" >&3
      exit 1
    done
    "$@" >&4 2>&3 3>&- 4>&-' desktop "$@" 3>&2 4>&1 >>"$scratch/services.log" 2>&1
)

case ${1:-} in --inside | --bare)
  desktop "$@"
  exit
  ;;
esac

binary=$(realpath "${1:?which binary?}")
folder=${2:-target/desktop}
mkdir -p "$folder" && folder=$(cd "$folder" && pwd) || exit 1
rm -f "$folder"/*.png "$folder"/*.log
# The accessibility bindings belong to the system's Python, whichever other comes first in the path.
python=/usr/bin/python3
[ -x "$python" ] || python=python3
samples=$(cd "$here/../../assets/samples" && pwd)
failed=()
for run in --inside:1280x800:scenario.py --bare:1280x800:no_portal.py --inside:1440x900:pictures.py; do
  IFS=: read -r kind size script <<<"$run"
  desktop "$kind" "$size" "$python" -B "$here/$script" "$binary" "$samples" "$folder" 2>&1 | tee "$folder/${script%.py}.log" || failed+=("$script")
done
if [ ${#failed[@]} -gt 0 ]; then
  echo "tests/desktop/run.sh: FAILED: ${failed[*]}; pictures and logs: $folder"
  exit 1
fi
echo "tests/desktop/run.sh: passed; pictures and logs: $folder"
