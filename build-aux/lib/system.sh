# shellcheck shell=bash
# Makes another Debian in a folder, for the checks that need a whole system of their own. Needs root and debootstrap.

# make_system SUITE FOLDER LOG: what was made there the last time is taken as it is.
make_system () {
  local suite=$1 folder=$2 log=$3 mirror
  [ "$(id -u)" -eq 0 ] || fail "only root can make and enter another system's folder; run this as root"
  [ -e "$folder/etc/portolan-ready" ] && return
  command -v debootstrap >/dev/null || fail "debootstrap is missing; please install it"

  # The same mirror as this system's.
  mirror=$(apt-cache policy | awk '/ https?:.*\/debian\/? / { print $2; exit }')
  [ -n "$mirror" ] || fail "this system's own package sources name no Debian mirror"
  say "Making a system of $suite in $folder"
  rm -rf "$folder"
  mkdir -p "$folder"
  debootstrap --variant=minbase "$suite" "$folder" "$mirror" >>"$log" 2>&1 </dev/null ||
    fail_with_log "$log" "debootstrap could not make $suite"
  cp /etc/resolv.conf /etc/hosts "$folder/etc/"
  printf '#!/bin/sh\nexit 101\n' >"$folder/usr/sbin/policy-rc.d"
  chmod +x "$folder/usr/sbin/policy-rc.d"
  touch "$folder/etc/portolan-ready"
}

# mount_system FOLDER: in a namespace of its own, with which it goes away.
mount_system () {
  mount -t proc proc "$1/proc" && mount -t tmpfs tmpfs "$1/tmp" && mount --rbind /dev "$1/dev"
}

# copy_sources FOLDER: what is in the work tree, without what was built of it. What was built there the last time stays.
copy_sources () {
  mkdir -p "$1"
  find "$1" -mindepth 1 -maxdepth 1 ! -name _build -exec rm -rf {} +
  tar --exclude=./_build --exclude=./.git -cf - . | tar -xf - -C "$1"
}
