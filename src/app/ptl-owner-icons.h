#pragma once

#include <gtk/gtk.h>

#include "host/ptl-listener.h"

G_BEGIN_DECLS

/*
 * PtlOwnerIcons: the pictures of who holds a listener: of the application where its desktop entry names that very program, else
 * of its kind. Belongs to the main thread.
 */
typedef struct _PtlOwnerIcons PtlOwnerIcons;

PtlOwnerIcons *ptl_owner_icons_new      (GtkWidget         *widget);
void           ptl_owner_icons_free     (PtlOwnerIcons     *self);
void           ptl_owner_icons_draw     (PtlOwnerIcons     *self,
                                         GtkWidget         *row,
                                         GtkSnapshot       *snapshot,
                                         const PtlListener *listener,
                                         const GdkRGBA     *color,
                                         int                x,
                                         int                y,
                                         int                size);
const char    *ptl_owner_icons_get_kind (const PtlListener *listener);

G_END_DECLS
