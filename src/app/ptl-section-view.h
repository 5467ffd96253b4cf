#pragma once

#include <gtk/gtk.h>

#include "page/ptl-page.h"

G_BEGIN_DECLS

#define PTL_TYPE_SECTION_VIEW (ptl_section_view_get_type ())

G_DECLARE_FINAL_TYPE (PtlSectionView, ptl_section_view, PTL, SECTION_VIEW, GtkWidget)

GtkWidget *ptl_section_view_new    (PtlPage        *page,
                                    guint           index);
void       ptl_section_view_update (PtlSectionView *self,
                                    PtlPage        *page,
                                    guint           index);

G_END_DECLS
