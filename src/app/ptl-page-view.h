#pragma once

#include <gtk/gtk.h>

#include "page/ptl-page.h"

G_BEGIN_DECLS

#define PTL_TYPE_PAGE_VIEW (ptl_page_view_get_type ())

G_DECLARE_FINAL_TYPE (PtlPageView, ptl_page_view, PTL, PAGE_VIEW, GtkWidget)

PtlPage *ptl_page_view_get_page (PtlPageView *self);
void     ptl_page_view_set_page (PtlPageView *self,
                                 PtlPage     *page);
void     ptl_page_view_show_start (PtlPageView   *self,
                                   const guint16 *ports,
                                   guint          n_ports);

G_END_DECLS
