# shellcheck shell=bash
# Puts together what is given to people: a folder that runs from wherever it lies, as a zip, and an installer of the same.

# The libraries that a program needs, and those that these need; what comes with Windows is not among ours.
copy_libraries () { # FOLDER
  local folder=$1 compiler file name found=1
  compiler=$(dirname "$("$TARGET-gcc" -print-libgcc-file-name)")
  while [ "$found" -eq 1 ]; do
    found=0
    for file in "$folder"/*.exe "$folder"/*.dll; do
      [ -e "$file" ] || continue
      while read -r name; do
        [ -e "$folder/$name" ] && continue
        for from in "$LIBRARIES/bin" "$compiler" "/usr/$TARGET/lib"; do
          if [ -e "$from/$name" ]; then
            cp "$from/$name" "$folder/"
            found=1
            break
          fi
        done
      done < <("$TARGET-objdump" -p "$file" | sed -n 's/^\s*DLL Name: //p')
    done
  done
}

# GTK brings most symbolic icons with it as pictures of 16 pixels, which are coarse on a fine screen and where one is shown large; a
# loader of SVG it has not. So they become pictures of more sizes here, and those that it does not bring of that one too.
copy_icons () { # FOLDER
  local folder=$1/share/icons/hicolor name file size sizes
  mkdir -p "$folder/symbolic/apps"
  cp /usr/share/icons/hicolor/index.theme "$folder/"
  for size in 16 24 32 48 64 128 256; do
    mkdir -p "$folder/${size}x$size"/{actions,apps}
    rsvg-convert --width "$size" --height "$size" data/icons/hicolor/scalable/apps/app.portolan.Portolan.svg \
      --output "$folder/${size}x$size/apps/app.portolan.Portolan.png" || return
  done
  while read -r name; do
    sizes='32 48 64 128'
    file=$(find "$CACHE/sources/gtk4/gtk/icons/scalable" -name "$name.svg" | head -n 1)
    if [ -z "$file" ]; then
      sizes="16 $sizes"
      file=$(find /usr/share/icons/Adwaita -name "$name.svg" | head -n 1)
      [ -n "$file" ] || fail "there is no icon $name in the theme Adwaita"
    fi
    for size in $sizes; do
      gtk-encode-symbolic-svg --output "$folder/${size}x$size/actions" "$file" "${size}x$size" || return
    done
  done < <(
    {
      grep -rhoE '[a-z]+(-[a-z]+)+-symbolic' src --include='*.ui' --include='*.c'
      # What GTK itself shows: in entries, menus, title bars, its dialogs for files.
      find "$CACHE/sources/gtk4/gtk/icons/scalable" -name '*-symbolic*.svg' -printf '%f\n' | sed 's/\.svg$//' | grep -vE '^(emoji|gesture)-'
    } | sort -u
  )
  find "$folder" -type d -empty -delete
}

# The licences of what comes along, and where its sources are.
copy_licences () { # FOLDER
  local folder=$1/licences entry package file
  mkdir -p "$folder"
  cp COPYING "$1/LICENCE.txt"
  {
    printf 'Portolan stands on these libraries, built from the source packages of Debian that have these versions:\r\n\r\n'
    printf 'zlib %s\r\n' "$(dpkg-query -W -f '${source:Version}' libz-mingw-w64 2>/dev/null)"
    for entry in "${LIBRARY_SOURCES[@]}"; do
      package=${entry#*=}
      printf '%s\r\n' "$(cat "$CACHE/sources/$package.version")"
    done
  } >"$folder/LIBRARIES.txt"
  for entry in "${LIBRARY_SOURCES[@]}"; do
    package=${entry#*=}
    for file in "$CACHE/sources/$package"/{COPYING,COPYING.LIB,COPYING.LESSER,COPYING-LGPL-2.1,LICENSE,LICENSE.md,LICENSE.txt,LICENCE}; do
      [ -f "$file" ] && cp "$file" "$folder/$package-$(basename "$file" .txt).txt"
    done
  done
  # The runtime libraries of the compiler.
  [ -e "$1/libgcc_s_seh-1.dll" ] && cp "/usr/share/doc/gcc-mingw-w64-base/copyright" "$folder/gcc-runtime.txt"
  return 0
}

make_portable () {
  local root=$PWD/$BUILD/root language
  rm -rf "$root" "$PORTABLE"
  run meson install -C "$BUILD/build" --no-rebuild --destdir "$root"
  mkdir -p "$PORTABLE/share/glib-2.0/schemas" "$PORTABLE/share/locale"
  cp "$root"/portolan/bin/*.exe "$PORTABLE/"
  cp "$LIBRARIES"/share/glib-2.0/schemas/*.xml "$root"/portolan/share/glib-2.0/schemas/*.xml "$PORTABLE/share/glib-2.0/schemas/"
  run glib-compile-schemas "$PORTABLE/share/glib-2.0/schemas"
  rm "$PORTABLE"/share/glib-2.0/schemas/*.xml
  cp -r "$root"/portolan/share/locale/. "$PORTABLE/share/locale/"
  while read -r language; do
    for domain in gtk40 glib20; do
      [ -e "$LIBRARIES/share/locale/$language/LC_MESSAGES/$domain.mo" ] &&
        cp "$LIBRARIES/share/locale/$language/LC_MESSAGES/$domain.mo" "$PORTABLE/share/locale/$language/LC_MESSAGES/"
    done
  done <po/LINGUAS
  copy_libraries "$PORTABLE"
  run "$TARGET-strip" --strip-unneeded "$PORTABLE"/*.exe "$PORTABLE"/*.dll
  run copy_icons "$PORTABLE"
  copy_licences "$PORTABLE"
}

make_zip () { # FILE
  rm -f "$1"
  (cd "$BUILD" && run zip -q -9 -r "$(basename "$1")" Portolan) || exit
}

# The uninstaller takes away what the installer brought, file by file, and nothing that somebody put beside it.
make_installer () { # FILE VERSION
  local list=$BUILD/uninstall.nsh
  # shellcheck disable=SC2016 # $INSTDIR is the installer's
  (
    cd "$PORTABLE" || exit
    find . -type f | LC_ALL=C sort | sed 's|^\./||; s|/|\\|g; s|.*|  Delete "$INSTDIR\\&"|'
    find . -mindepth 1 -type d | LC_ALL=C sort -r | sed 's|^\./||; s|/|\\|g; s|.*|  RMDir "$INSTDIR\\&"|'
  ) >"$list"
  run makensis -V2 -INPUTCHARSET UTF8 "-DVERSION=$2" "-DFOLDER=$PWD/$PORTABLE" "-DUNINSTALL=$PWD/$list" \
    "-DICON=$PWD/$BUILD/build/src/platform/portolan.ico" "-DOUTPUT=$PWD/$1" "-DSIZE=$(du -sk "$PORTABLE" | cut -f 1)" \
    build-aux/windows/installer.nsi
}
