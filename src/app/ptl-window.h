#pragma once

#include <gtk/gtk.h>

#include "book/ptl-book.h"
#include "catalog/ptl-catalog.h"
#include "host/ptl-monitor.h"

G_BEGIN_DECLS

#define PTL_TYPE_WINDOW (ptl_window_get_type ())

G_DECLARE_FINAL_TYPE (PtlWindow, ptl_window, PTL, WINDOW, GtkApplicationWindow)

typedef enum
{
  PTL_PLACE_ALL,
  PTL_PLACE_LISTENING,
  PTL_PLACE_MINE,
} PtlPlace;

GtkWidget *ptl_window_new       (GtkApplication *application,
                                 PtlCatalog     *catalog,
                                 PtlMonitor     *monitor,
                                 PtlBook        *book);
void       ptl_window_look_up   (PtlWindow      *self,
                                 const char     *text);
void       ptl_window_show_port (PtlWindow      *self,
                                 guint16         port);
void       ptl_window_set_place (PtlWindow      *self,
                                 PtlPlace        place);

/* Of the words of a query, those that narrow it down and have no chip of their own; and the query without one of them. */
GStrv      ptl_window_find_filters  (const char *text);
char      *ptl_window_remove_filter (const char *text,
                                     const char *filter);

G_END_DECLS
