#pragma once

#include "app/ptl-window.h"

G_BEGIN_DECLS

/* The window in another language, by the build folder's own translation, on a /proc of its own. */

/* What looks at each text on screen that is a label's or a tooltip's. */
typedef void (*TranslatedCheck) (GtkWidget  *widget,
                                 const char *text,
                                 gpointer    data);

GtkApplication *translated_init       (int             *argc,
                                       char          ***argv);
PtlWindow      *translated_open       (GtkApplication  *application,
                                       int              width,
                                       const guint16   *listeners,
                                       guint            n_listeners);
void            translated_look_up    (PtlWindow       *window,
                                       const char      *text);
void            translated_close      (PtlWindow       *window);
void            translated_spin       (guint            milliseconds);
gpointer        translated_find       (gpointer         parent,
                                       GType            type,
                                       const char      *css_class);
guint           translated_check_each (gpointer         parent,
                                       GType            but_not,
                                       TranslatedCheck  check,
                                       gpointer         data);
gboolean        translated_is_cut     (GtkWidget       *label);

G_END_DECLS
