# shellcheck shell=bash
# Fetches the sources of Debian's packages from the mirror that this machine's own apt uses, by an apt state of its own: the
# machine's list of sources stays as it is.

APT_STATE=$CACHE/apt
KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

source_apt () {
  apt-get -o Dir::Etc::SourceList="$APT_STATE/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::State::Lists="$APT_STATE/lists" -o Dir::Cache="$APT_STATE/cache" -o APT::Sandbox::User="$(id -un)" -qq "$@"
}

# Knows the sources of this machine's own release of Debian, and of later ones, for what a mirror no longer has of the first.
prepare_apt () {
  local own suite
  [ -e "$APT_STATE/ready" ] && return
  mkdir -p "$APT_STATE"/{lists,cache/archives}/partial
  # shellcheck disable=SC2016
  own=$(apt-get indextargets --format "deb-src [signed-by=$KEYRING] \$(REPO_URI) \$(CODENAME) \$(COMPONENT)" \
    'Created-By: Packages' 'Origin: Debian' 'Component: main' | sort -u)
  [ -n "$own" ] || fail "this machine's apt configuration names no Debian mirror, which the sources come from"
  {
    echo "$own"
    for suite in testing unstable; do
      sed -n "/-security\|-updates/! s/ [a-z]* main\$/ $suite main/p" <<<"$own"
    done
  } | sort -u >"$APT_STATE/sources.list"
  say "Reading the list of Debian's sources"
  source_apt update >"$CACHE/log/apt.log" 2>&1 ||
    fail_with_log "$CACHE/log/apt.log" "the list of Debian's sources could not be read"
  touch "$APT_STATE/ready"
}

# fetch_source PACKAGE: unpacks it as $CACHE/sources/PACKAGE, with Debian's patches where the mirror has them. Which version
# that is, and whether it is patched, stands in PACKAGE.version beside it.
fetch_source () {
  local package=$1 folder=$CACHE/sources/$1 work=$CACHE/sources/.$1 log=$CACHE/log/fetch-$1.log release suite version patched=
  [ -e "$folder.version" ] && return
  prepare_apt
  say "Fetching $package"
  release=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
  rm -rf "$folder" "$work"
  mkdir -p "$work"
  : >"$log"
  if (cd "$work" && source_apt source --download-only "$package/$release" && dpkg-source --no-check -x ./*.dsc source) >>"$log" 2>&1; then
    version=$(cd "$work" && echo ./*.dsc)
    version=${version#./}
    version=${version%.dsc}
    patched=', patched by Debian'
  else
    # A mirror may have lost the patches, or the release's version altogether.
    for suite in "$release" testing unstable; do
      rm -rf "$work"
      mkdir -p "$work/source"
      (cd "$work" && source_apt source --tar-only "$package/$suite") >>"$log" 2>&1 || [ -n "$(find "$work" -name '*.orig.tar.*')" ] && break
    done
    version=$(cd "$work" && echo ./*.orig.tar.*)
    version=${version#./}
    version=${version%.orig.tar.*}
    tar -xf "$work"/*.orig.tar.* --strip-components=1 -C "$work/source" >>"$log" 2>&1 ||
      fail_with_log "$log" "the source of $package could not be fetched"
  fi
  mv "$work/source" "$folder"
  rm -rf "$work"
  echo "$version$patched" >"$folder.version"
}
