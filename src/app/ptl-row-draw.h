#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What of a row's text was cut, and where it stands: an array, so that a row that is drawn anew only empties it. */
typedef GArray PtlRowCuts;

PtlRowCuts *ptl_row_cuts_new           (void);
gboolean    ptl_row_cuts_query_tooltip (PtlRowCuts *self,
                                        int         x,
                                        int         y,
                                        GtkTooltip *tooltip);

gboolean ptl_row_draw_puts_digits_at_end (GtkWidget *widget);

int  ptl_row_draw_text (GtkWidget     *widget,
                        GtkSnapshot   *snapshot,
                        PtlRowCuts    *cuts,
                        const char    *text,
                        PangoAttrList *attributes,
                        const GdkRGBA *color,
                        int            x,
                        int            y,
                        int            width,
                        gboolean       at_end);
int  ptl_row_draw_tag  (GtkWidget     *widget,
                        GtkSnapshot   *snapshot,
                        const char    *text,
                        const GdkRGBA *color,
                        int            end,
                        int            y,
                        int            line_height);

G_END_DECLS
