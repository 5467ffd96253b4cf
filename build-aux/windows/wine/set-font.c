/* Sets a font that DirectWrite knows as the interface's: Wine's own default, "MS Shell Dlg", is none, and GTK finds no font by it. */
#include <windows.h>

int
main (void)
{
  NONCLIENTMETRICSW metrics = { .cbSize = sizeof metrics };
  LOGFONTW *fonts[] = { &metrics.lfMessageFont, &metrics.lfMenuFont, &metrics.lfStatusFont, &metrics.lfCaptionFont,
                        &metrics.lfSmCaptionFont };

  if (!SystemParametersInfoW (SPI_GETNONCLIENTMETRICS, sizeof metrics, &metrics, 0))
    return 1;
  for (unsigned i = 0; i < sizeof fonts / sizeof fonts[0]; i++)
    lstrcpyW (fonts[i]->lfFaceName, L"DejaVu Sans");

  return SystemParametersInfoW (SPI_SETNONCLIENTMETRICS, sizeof metrics, &metrics, SPIF_UPDATEINIFILE) ? 0 : 1;
}
