#pragma once

#include <gtk/gtk.h>

#include "page/ptl-page.h"

G_BEGIN_DECLS

GtkWidget *ptl_fact_view_new   (const PtlFact *fact,
                                gboolean       with_sources);
GtkWidget *ptl_text_label_new  (const char    *text,
                                const char    *css_class);
GtkWidget *ptl_copy_button_new (const char    *text,
                                const char    *label);

G_END_DECLS
