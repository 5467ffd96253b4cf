# shellcheck shell=bash
# Configures and builds in a folder of its own.

# Two at once in one folder would spoil each other's work: the second waits until the first calls unlock_build.
lock_build () {
  if ! mkdir -p _build 2>/dev/null || ! { [ -e _build/lock ] || touch _build/lock 2>/dev/null; }; then
    fail "$PWD can't be written, and that is where Portolan is built; copy it to a folder of your own"
  fi
  command -v flock >/dev/null || return 0
  exec 9<_build/lock
  flock --nonblock 9 && return
  say "Waiting for another build to end"
  flock 9
}

# What is started next must not hold the lock.
unlock_build () {
  exec 9<&-
}

# configure FOLDER OPTION…: a folder that was set up in the same way is left alone; ninja sees to what has changed since.
configure () {
  local folder=$1 log=_build/configure.log stamp
  shift
  stamp="$PWD $*"
  [ -e "$folder/build.ninja" ] && [ "$(cat "$folder/portolan-options" 2>/dev/null)" = "$stamp" ] && return

  if [ -e "$folder" ] && ! rm -rf "$folder" 2>/dev/null; then
    fail "$folder can't be replaced, because it belongs to another user; remove it as that user, and run this again"
  fi
  say "Configuring in $folder"
  meson setup "$folder" "$@" >"$log" 2>&1 </dev/null || fail_with_log "$log" "Portolan could not be configured"
  printf '%s' "$stamp" >"$folder/portolan-options"
}

# renew_since FILE: makes every source that changed after FILE was touched younger than what has been built of it. Returns whether
# there was any.
renew_since () {
  [ -e "$1" ] && find . \( -path ./_build -o -name '.?*' -o -name __pycache__ \) -prune -o -type f -newer "$1" -exec touch -c {} + -print |
    grep . >/dev/null
}

# compile FOLDER [TARGET…]: says that it builds only where there is something to build.
#
# A header that changes while a source is compiled makes an object that is younger than the header and yet knows nothing of the change.
# Ninja, which compares their times, would keep it for ever beside others that do know, and the program would crash where the two
# meet. So whatever changed since a build began is built again, also where that build was interrupted.
compile () {
  local folder=$1 ninja log=$1/build.log began=$1/portolan-began
  shift
  ninja=$(command -v ninja || command -v ninja-build)
  [ -w "$folder" ] || fail "$folder can't be written, because it belongs to another user; run this as that user"
  renew_since "$began"
  [[ $("$ninja" -C "$folder" -n "$@" 2>&1) == *'no work to do'* ]] && return

  say "Building"
  while
    touch "$began"
    "$ninja" -C "$folder" ${JOBS:+-j "$JOBS"} "$@" >"$log" 2>&1 </dev/null || fail_with_log "$log" "Portolan could not be built"
    renew_since "$began"
  do
    say "Building again what changed meanwhile"
  done
  rm -f "$began"
}
