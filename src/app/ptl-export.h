#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void   ptl_export_save_async  (GtkWindow            *parent,
                               const char           *title,
                               const char           *name,
                               GBytes               *contents,
                               GCancellable         *cancellable,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data);
GFile *ptl_export_save_finish (GAsyncResult         *result,
                               GError              **error);

G_END_DECLS
