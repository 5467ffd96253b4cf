# shellcheck shell=bash
# Builds GTK and what it, and Portolan, stand on. Each library is one function, build_NAME, and is built anew only where its
# source or that function has changed.

# Debian's source package of each, in the order in which they need each other. zlib is there as a package for mingw-w64.
LIBRARY_SOURCES=(
  gettext=gettext ffi=libffi pcre=pcre2 glib=glib2.0 json=json-glib sqlite=sqlite3
  pixman=pixman png=libpng1.6 fribidi=fribidi harfbuzz=harfbuzz cairo=cairo pango=pango1.0
  jpeg=libjpeg-turbo tiff=tiff pixbuf=gdk-pixbuf graphene=graphene epoxy=libepoxy gtk=gtk4
)

write_toolchain () {
  local compiler="'$TARGET-gcc'"
  # meson uses ccache by itself only where it does not cross.
  command -v ccache >/dev/null && compiler="['ccache', '$TARGET-gcc']"
  cat >"$CACHE/cross.ini" <<END
[binaries]
c = $compiler
cpp = '$TARGET-g++'
ar = '$TARGET-ar'
strip = '$TARGET-strip'
windres = '$TARGET-windres'
dlltool = '$TARGET-dlltool'
pkgconfig = 'pkg-config'

[properties]
pkg_config_libdir = '$LIBRARIES/lib/pkgconfig'
needs_exe_wrapper = true

[built-in options]
c_args = ['-I$LIBRARIES/include']
cpp_args = ['-I$LIBRARIES/include']
c_link_args = ['-L$LIBRARIES/lib']
cpp_link_args = ['-L$LIBRARIES/lib']

[host_machine]
system = 'windows'
cpu_family = 'x86_64'
cpu = 'x86_64'
endian = 'little'
END
  cat >"$CACHE/toolchain.cmake" <<END
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR AMD64)
set(CMAKE_C_COMPILER $TARGET-gcc)
set(CMAKE_CXX_COMPILER $TARGET-g++)
set(CMAKE_RC_COMPILER $TARGET-windres)
set(CMAKE_FIND_ROOT_PATH $LIBRARIES /usr/$TARGET)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
END
}

with_meson () { # PACKAGE OPTION…
  local package=$1
  shift
  meson setup "$CACHE/build/$package" "$CACHE/sources/$package" --cross-file "$CACHE/cross.ini" --prefix="$LIBRARIES" \
    --libdir=lib -Ddebug=false -Doptimization=2 --wrap-mode=nofallback -Ddefault_library=shared "$@"
  ninja -C "$CACHE/build/$package" -j "$JOBS"
  ninja -C "$CACHE/build/$package" install
}

with_cmake () { # PACKAGE OPTION…
  local package=$1
  shift
  cmake -G Ninja -S "$CACHE/sources/$package" -B "$CACHE/build/$package" -DCMAKE_TOOLCHAIN_FILE="$CACHE/toolchain.cmake" \
    -DCMAKE_INSTALL_PREFIX="$LIBRARIES" -DCMAKE_BUILD_TYPE=Release "$@"
  ninja -C "$CACHE/build/$package" -j "$JOBS"
  ninja -C "$CACHE/build/$package" install
}

with_configure () { # PACKAGE [FOLDER-IN-IT] -- OPTION…
  local package=$1 source=$CACHE/sources/$1
  shift
  if [ "$1" != -- ]; then
    source+=/$1
    shift
  fi
  shift
  mkdir "$CACHE/build/$package"
  cd "$CACHE/build/$package"
  env PKG_CONFIG_LIBDIR="$LIBRARIES/lib/pkgconfig" CPPFLAGS="-I$LIBRARIES/include" LDFLAGS="-L$LIBRARIES/lib" CFLAGS=-O2 \
    "$source/configure" --host="$TARGET" --prefix="$LIBRARIES" --enable-shared --disable-static "$@"
}
# The patches may be newer than what autoconf made, which is no reason to make it again.
MAKE=(make -j "$JOBS" V=0 ACLOCAL=: AUTOCONF=: AUTOHEADER=: AUTOMAKE=: MAKEINFO=:)

# libintl alone: the tools are the building machine's own.
build_gettext () {
  with_configure gettext gettext-runtime -- --disable-java --disable-csharp --disable-libasprintf --enable-threads=windows \
    --enable-relocatable
  "${MAKE[@]}" -C intl
  "${MAKE[@]}" -C intl install
}

build_ffi () {
  with_configure libffi -- --disable-docs --disable-multi-os-directory
  "${MAKE[@]}" install
}

build_pcre () {
  with_cmake pcre2 -DBUILD_SHARED_LIBS=ON -DBUILD_STATIC_LIBS=OFF -DPCRE2_SUPPORT_UNICODE=ON -DPCRE2_SUPPORT_JIT=ON \
    -DPCRE2_BUILD_TESTS=OFF -DPCRE2_BUILD_PCRE2GREP=OFF
}

# zlib first, which is there for the compiler, but not yet for pkg-config and for Wine.
build_glib () {
  sed "s|^prefix=.*|prefix=/usr/$TARGET|; s|^exec_prefix=.*|exec_prefix=/usr/$TARGET|" "/usr/$TARGET/lib/pkgconfig/zlib.pc" \
    >"$LIBRARIES/lib/pkgconfig/zlib.pc"
  cp "/usr/$TARGET/lib/zlib1.dll" "$LIBRARIES/bin/"
  with_meson glib2.0 -Dtests=false -Dinstalled_tests=false -Dman=false -Dgtk_doc=false -Dlibelf=disabled -Dglib_debug=disabled
}

# A later version, which some mirrors alone have, asks for a later meson than Debian 12's, without needing it.
build_json () {
  sed -i "s/meson_version *: *'>= 1\.[0-9.]*'/meson_version: '>= 1.0'/" "$CACHE/sources/json-glib/meson.build"
  with_meson json-glib -Dintrospection=disabled -Dman=false -Dtests=false
}

# SQLite's own makefile joins its sources into one, which is then a library by one command.
build_sqlite () {
  mkdir "$CACHE/build/sqlite3"
  cd "$CACHE/build/sqlite3"
  "$CACHE/sources/sqlite3/configure" --disable-tcl
  make sqlite3.c
  "$TARGET-gcc" -O2 -shared -o "$LIBRARIES/bin/libsqlite3-0.dll" -Wl,--out-implib,"$LIBRARIES/lib/libsqlite3.dll.a" \
    -DSQLITE_THREADSAFE=1 -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_COLUMN_METADATA sqlite3.c
  cp sqlite3.h "$LIBRARIES/include/"
  cat >"$LIBRARIES/lib/pkgconfig/sqlite3.pc" <<END
prefix=$LIBRARIES
Name: SQLite
Description: SQL database engine
Version: $(cat "$CACHE/sources/sqlite3/VERSION")
Libs: -L\${prefix}/lib -lsqlite3
Cflags: -I\${prefix}/include
END
}

build_pixman () {
  with_meson pixman -Dtests=disabled -Dgtk=disabled -Dlibpng=disabled -Dopenmp=disabled
}

build_png () {
  with_configure libpng1.6 --
  "${MAKE[@]}" install
}

build_fribidi () {
  with_meson fribidi -Ddocs=false
}

build_harfbuzz () {
  with_meson harfbuzz -Dglib=enabled -Dgobject=disabled -Dcairo=disabled -Dchafa=disabled -Dicu=disabled -Dfreetype=disabled \
    -Dgdi=enabled -Ddirectwrite=disabled -Dtests=disabled -Dintrospection=disabled -Ddocs=disabled
}

# Its tests and utilities don't build for Windows, and _FORTIFY_SOURCE needs a library of gcc's that would have to be shipped.
build_cairo () {
  sed -i 's/-Wp,-D_FORTIFY_SOURCE=2//' "$CACHE/sources/cairo/configure"
  sed -i 's/^SUBDIRS = src.*/SUBDIRS = src util/; s/^DIST_SUBDIRS = .*/DIST_SUBDIRS = src util/' "$CACHE/sources/cairo/Makefile.in"
  with_configure cairo -- --disable-gtk-doc --disable-xlib --disable-xcb --enable-win32 --enable-win32-font --disable-ft \
    --disable-fc --enable-png --enable-gobject --disable-trace --disable-interpreter --disable-symbol-lookup --disable-valgrind
  "${MAKE[@]}" install
}

build_pango () {
  with_meson pango1.0 -Dintrospection=disabled -Dgtk_doc=false -Dfontconfig=disabled -Dfreetype=disabled -Dsysprof=disabled \
    -Dlibthai=disabled -Dxft=disabled -Dcairo=enabled -Dinstall-tests=false
}

build_jpeg () {
  with_cmake libjpeg-turbo -DENABLE_STATIC=OFF -DENABLE_SHARED=ON -DWITH_SIMD=OFF -DWITH_TURBOJPEG=OFF
}

build_tiff () {
  with_cmake tiff -Dtiff-tools=OFF -Dtiff-tests=OFF -Dtiff-contrib=OFF -Dtiff-docs=OFF -Dcxx=OFF -Dlzma=OFF -Dzstd=OFF \
    -Dwebp=OFF -Djbig=OFF -Dlerc=OFF -Dlibdeflate=OFF -Djpeg=ON
}

build_pixbuf () {
  with_meson gdk-pixbuf -Dman=false -Dgtk_doc=false -Ddocs=false -Dintrospection=disabled -Dtests=false -Dinstalled_tests=false \
    -Dgio_sniffing=false -Dpng=enabled -Djpeg=disabled -Dtiff=disabled -Dbuiltin_loaders=all -Dnative_windows_loaders=false \
    -Drelocatable=true
}

build_graphene () {
  with_meson graphene -Dgtk_doc=false -Dintrospection=disabled -Dtests=false -Dinstalled_tests=false
}

build_epoxy () {
  with_meson libepoxy -Ddocs=false -Dtests=false -Degl=no -Dglx=no -Dx11=false
}

build_gtk () {
  with_meson gtk4 -Dx11-backend=false -Dwayland-backend=false -Dbroadway-backend=false -Dwin32-backend=true \
    -Dmedia-ffmpeg=disabled -Dmedia-gstreamer=disabled -Dprint-cups=disabled -Dvulkan=disabled -Dcloudproviders=disabled \
    -Dsysprof=disabled -Dtracker=disabled -Dcolord=disabled -Dgtk_doc=false -Dman-pages=false -Dintrospection=disabled \
    -Ddemos=false -Dbuild-examples=false -Dbuild-tests=false
}

# build_libraries: all of them, those that are up to date left alone.
build_libraries () {
  local entry name package log stamp status
  write_toolchain
  for entry in "${LIBRARY_SOURCES[@]}"; do
    name=${entry%%=*}
    package=${entry#*=}
    log=$CACHE/log/$name.log
    fetch_source "$package"
    stamp="$(cat "$CACHE/sources/$package.version") $(declare -f "build_$name" | sha256sum)"
    [ "$(cat "$CACHE/stamps/$name" 2>/dev/null)" = "$stamp" ] && continue
    say "Building $name"
    rm -rf "$CACHE/build/$package"
    (
      set -e
      "build_$name"
    ) >"$log" 2>&1 </dev/null
    status=$?
    [ "$status" -eq 0 ] || fail_with_log "$log" "$name could not be built for Windows"
    rm -rf "$CACHE/build/$package"
    echo "$stamp" >"$CACHE/stamps/$name"
  done
}
