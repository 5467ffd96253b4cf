#pragma once

#include <gtk/gtk.h>

#include "catalog/ptl-catalog.h"
#include "host/ptl-monitor.h"

G_BEGIN_DECLS

#define PTL_TYPE_FREE_DIALOG (ptl_free_dialog_get_type ())

G_DECLARE_FINAL_TYPE (PtlFreeDialog, ptl_free_dialog, PTL, FREE_DIALOG, GtkWindow)

GtkWidget *ptl_free_dialog_new (GtkWindow  *parent,
                                PtlCatalog *catalog,
                                PtlMonitor *monitor);

G_END_DECLS
