# shellcheck shell=bash
# Finds what is missing of build-aux/lib/packages.txt and installs it with the system's package manager.

PACKAGE_TABLE=${PACKAGE_TABLE:-build-aux/lib/packages.txt}

# Looks at what is there, not at what a package manager believes, so that it takes milliseconds and any way of
# installing counts.
is_there () { # KIND ARGUMENT…
  local kind=$1 folder tool
  shift
  case $kind in
    tool)
      for tool; do
        command -v "$tool" >/dev/null && return 0
      done
      return 1
      ;;
    module) pkg-config --exists "$1 >= $2" 2>/dev/null ;;
    file) [ -e "$1" ] ;;
    share)
      for folder in /usr/share /usr/local/share "${HOMEBREW_PREFIX:-/opt/homebrew}/share" "${MINGW_PREFIX:-/usr}/share"; do
        [ -e "$folder/$1" ] && return 0
      done
      return 1
      ;;
    python)
      # The system's own Python has the system's libraries; another may come first in the path.
      for tool in /usr/bin/python3 python3; do
        "$tool" -c "import gi; gi.require_version ('$1', '$2')" 2>/dev/null && return 0
      done
      return 1
      ;;
    *) fail "$PACKAGE_TABLE asks for a '$kind', which is no kind of thing to look for" ;;
  esac
}

# Names what is looked for, for somebody who has to find it by hand.
describe () { # KIND ARGUMENT…
  local kind=$1 tools
  shift
  case $kind in
    tool)
      tools=$(printf '%s or ' "$@")
      echo "${tools% or }"
      ;;
    module) echo "$1 $2 or later with its headers" ;;
    python) echo "$1 $2 for Python" ;;
    *) echo "$1" ;;
  esac
}

# Prints the manager's column in the table; nothing where there is no manager that we know.
find_manager () {
  local manager
  case $(uname -s) in
    MINGW* | MSYS* | CYGWIN*) command -v pacman >/dev/null && echo msys2 ;;
    Darwin) command -v brew >/dev/null && echo brew ;;
    *)
      for manager in apt-get zypper dnf pacman; do
        command -v "$manager" >/dev/null && echo "$manager" && break
      done
      ;;
  esac
  return 0
}

# list_missing MANAGER WHEN…: fills MISSING with what was looked for in vain, and PACKAGES with the packages that have it.
list_missing () {
  local manager=$1 when looked_for apt dnf pacman zypper brew msys2 names name
  shift
  MISSING=()
  PACKAGES=()
  while IFS='|' read -r when looked_for apt dnf pacman zypper brew msys2; do
    read -r when <<<"$when"
    case $when in
      '' | '#'*) continue ;;
    esac
    [[ " $* " == *" $when "* ]] || continue
    case $manager in
      apt-get) names=$apt ;;
      dnf) names=$dnf ;;
      pacman) names=$pacman ;;
      zypper) names=$zypper ;;
      brew) names=$brew ;;
      msys2) names=$msys2 ;;
      *) names= ;;
    esac
    read -r looked_for <<<"$looked_for"
    read -r names <<<"$names"
    # Nothing to install there: not needed on that system, but for what the build itself can't do without.
    [ "$names" = - ] && [ "$when" != run ] && continue
    # shellcheck disable=SC2086
    is_there $looked_for && continue
    # shellcheck disable=SC2086
    MISSING+=("$(describe $looked_for)")
    for name in $names; do
      [ "$name" = - ] && continue
      [ "$manager" = msys2 ] && name=${MINGW_PACKAGE_PREFIX:-mingw-w64-ucrt-x86_64}-$name
      [[ " ${PACKAGES[*]-} " == *" $name "* ]] || PACKAGES+=("$name")
    done
  done <"$PACKAGE_TABLE"
}

# Runs a command as root, and without questions.
as_root () {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

install_packages () { # MANAGER PACKAGE…
  local manager=$1
  shift
  case $manager in
    apt-get)
      # A system fresh from its image knows no package yet, and one long unused asks for versions that are gone.
      apt-get install --simulate --no-install-recommends "$@" >/dev/null 2>&1 ||
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@" || {
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update &&
          as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
      }
      ;;
    dnf) as_root dnf install --assumeyes --setopt=install_weak_deps=False "$@" ;;
    zypper) as_root zypper --non-interactive install --no-recommends "$@" ;;
    # The lists may be missing or old. Fresh lists want the whole system to be as fresh, as Arch has no partial upgrades.
    pacman) as_root pacman -S --needed --noconfirm "$@" || as_root pacman -Syu --needed --noconfirm "$@" ;;
    msys2) pacman -S --needed --noconfirm "$@" || pacman -Sy --needed --noconfirm "$@" ;;
    brew) HOMEBREW_NO_AUTO_UPDATE=1 brew install "$@" ;;
  esac
}

# ensure_packages WHEN…: returns only where everything is there.
ensure_packages () {
  local manager log=_build/packages.log
  manager=$(find_manager)
  list_missing "$manager" "$@"
  [ ${#MISSING[@]} -eq 0 ] && return

  if [ -z "$manager" ]; then
    fail "this system has no package manager that is known here; please install by hand: $(join_missing)"
  elif [ ${#PACKAGES[@]} -eq 0 ]; then
    fail "these are missing, and $manager has no package for them; please install them by hand: $(join_missing)"
  elif [ "$(id -u)" -ne 0 ] && [ "$manager" != brew ] && [ "$manager" != msys2 ] && ! command -v sudo >/dev/null; then
    fail "these packages are missing, and only root can install them: ${PACKAGES[*]}"
  fi

  say "Installing with $manager what is missing: ${PACKAGES[*]}"
  install_packages "$manager" "${PACKAGES[@]}" >"$log" 2>&1 </dev/null 9<&- ||
    LOG_LINES=3 fail_with_log "$log" "$manager could not install the packages; is there a network, and may you install?"

  hash -r
  list_missing "$manager" "$@"
  [ ${#MISSING[@]} -eq 0 ] ||
    fail "$manager installed ${PACKAGES[*]}, but this is still missing or too old: $(join_missing)"
}

join_missing () {
  local text
  text=$(printf '%s, ' "${MISSING[@]}")
  echo "${text%, }"
}
