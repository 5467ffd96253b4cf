#pragma once

#include <gtk/gtk.h>

#include "page/ptl-page.h"

G_BEGIN_DECLS

GtkWidget *ptl_long_value_new (const PtlDetail *detail,
                               GtkWidget       *label);

G_END_DECLS
