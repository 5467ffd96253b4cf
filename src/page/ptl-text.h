#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Text for a terminal: wrapped by the width that characters take on it, and made bold or dim only where that is wanted.
 */

typedef struct
{
  GString  *out;    /* (not owned) */
  guint     width;  /* columns; 0 for no wrapping */
  gboolean  styled; /* whether to use the terminal's bold and dim */
  gboolean  keeps_direction; /* whether the text is sentences for ptl_sanitize_translated() */
} PtlTextWriter;

typedef enum
{
  PTL_STYLE_PLAIN,
  PTL_STYLE_BOLD,
  PTL_STYLE_DIM,
} PtlStyle;

guint ptl_text_width      (const char          *text);
void  ptl_text_put        (const PtlTextWriter *writer,
                           PtlStyle             style,
                           const char          *text);
void  ptl_text_put_padded (const PtlTextWriter *writer,
                           PtlStyle             style,
                           const char          *text,
                           guint                columns);
void  ptl_text_wrap       (const PtlTextWriter *writer,
                           PtlStyle             style,
                           const char          *text,
                           guint                indent,
                           guint                hanging,
                           guint                column);

G_END_DECLS
