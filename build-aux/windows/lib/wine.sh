# shellcheck shell=bash
# A Wine in which GTK programs can be seen and typed into. Wine 8, Debian 12's, needs help with three things: a font for the
# interface that DirectWrite knows, simple font families (with condensed ones Pango finds no font), and a keyboard layout.

FONTS=/usr/share/fonts/truetype/dejavu

# use_prefix FOLDER: what is started from now on runs in that one.
use_prefix () {
  export WINEPREFIX=$1 WINEDLLOVERRIDES='mscoree=;mshtml=' WINEDEBUG=${WINEDEBUG--all} GSK_RENDERER=cairo
  export FONTCONFIG_FILE=$1.fonts/fonts.conf
}

# make_prefix FOLDER: makes a fresh one, and uses it.
make_prefix () {
  local log=$BUILD/wine.log
  rm -rf "$1" "$1.fonts"
  mkdir -p "$1.fonts/cache"
  cp "$FONTS"/DejaVuSans{,-Bold,-Oblique,-BoldOblique}.ttf "$FONTS"/DejaVuSansMono{,-Bold}.ttf "$1.fonts/"
  cat >"$1.fonts/fonts.conf" <<FONTS
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$1.fonts</dir><cachedir>$1.fonts/cache</cachedir></fontconfig>
FONTS
  use_prefix "$1"
  {
    wineboot -i && wineserver -w &&
      "$TARGET-gcc" -O2 -o "$BUILD/set-font.exe" build-aux/windows/wine/set-font.c && wine "$BUILD/set-font.exe" &&
      "$TARGET-gcc" -O2 -shared -o "$1/drive_c/windows/system32/kbdus.dll" build-aux/windows/wine/keyboard.c &&
      wine reg add 'HKLM\SYSTEM\CurrentControlSet\Control\Keyboard Layouts\00000409' /v 'Layout File' /d kbdus.dll /f &&
      wine reg add 'HKCU\Keyboard Layout\Substitutes' /f &&
      wine reg add 'HKCU\Software\Wine\WineDbg' /v ShowCrashDialog /t REG_DWORD /d 0 /f &&
      wineserver -w
  } >"$log" 2>&1 </dev/null || fail_with_log "$log" "Wine could not be set up"
}

# Whatever still runs in the prefix ends, and with it nothing else.
end_prefix () {
  wineserver -k 2>/dev/null
  wineserver -w 2>/dev/null
  return 0
}
