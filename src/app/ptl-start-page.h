#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PTL_TYPE_START_PAGE (ptl_start_page_get_type ())

G_DECLARE_FINAL_TYPE (PtlStartPage, ptl_start_page, PTL, START_PAGE, GtkWidget)

/* More ports than these were looked up too long ago to be looked for here. */
#define PTL_START_PAGE_PORTS 8

void ptl_start_page_fill (PtlStartPage  *self,
                          const guint16 *ports,
                          guint          n_ports);

G_END_DECLS
