# shellcheck shell=bash
# shellcheck disable=SC2034 # the other scripts use what is set here
# Where things are. Everything but Portolan itself is kept between two builds, and outside the tree, as it is large and the same
# for every version of Portolan.

# The folder for sources, libraries and the Wine prefix; some 3 GB.
CACHE=${PORTOLAN_WINDOWS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/portolan-windows}
# Where the libraries are installed, with bin/, lib/, include/ and share/.
LIBRARIES=$CACHE/libraries
# What the GNU tools call the target.
TARGET=x86_64-w64-mingw32
# Where Portolan is built, and what is made of it.
BUILD=_build/windows
# What is unpacked on Windows.
PORTABLE=$BUILD/Portolan
JOBS=${JOBS:-$(nproc)}

mkdir -p "$CACHE"/{sources,build,log,stamps} "$LIBRARIES"/{bin,lib/pkgconfig,include} "$BUILD" ||
  fail "$CACHE can't be written; set PORTOLAN_WINDOWS_CACHE to a folder of your own"
CACHE=$(cd "$CACHE" && pwd)
LIBRARIES=$CACHE/libraries
