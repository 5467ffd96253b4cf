# shellcheck shell=bash
# Runs the tests of a build folder and counts them.

# run_tests FOLDER ARGUMENT…: prints what the failed ones said and, as the last line, "N passed, N failed". The ARGUMENTs go to
# `meson test`, which $TESTS_RUN_IN, a program, runs where it is set. Returns 0 only where tests were run and all passed.
run_tests () {
  local folder=$1 home log=$1/meson-logs/testlog.json status
  shift
  # The tests see nothing of the tester's home, settings, language or display. A window test makes a display of its own.
  home=$(mktemp -d "${TMPDIR:-/tmp}/portolan-test.XXXXXX") || return
  rm -f "$log"
  env -u DISPLAY -u WAYLAND_DISPLAY -u DBUS_SESSION_BUS_ADDRESS -u LANGUAGE -u G_MESSAGES_DEBUG -u GTK_THEME -u GTK_DEBUG \
    -u XDG_CONFIG_HOME -u XDG_DATA_HOME -u XDG_CACHE_HOME -u XDG_STATE_HOME -u XDG_RUNTIME_DIR HOME="$home" \
    ${TESTS_RUN_IN:+"$TESTS_RUN_IN"} meson test -C "$folder" --no-rebuild --timeout-multiplier "${TIMEOUT_MULTIPLIER:-3}" "$@" </dev/null
  status=$?
  rm -rf "$home"

  [ -e "$log" ] || fail "no test was run"
  python3 build-aux/lib/count-tests "$log" "$status"
}
