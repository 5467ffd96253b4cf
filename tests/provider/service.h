#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The search provider as the session bus of a test starts it, and how the shell calls it. */

char     *service_install (const char      *program,
                           const char      *option);
void      service_remove  (char            *folder);
GVariant *service_call    (GDBusConnection *bus,
                           const char      *method,
                           GVariant        *parameters,
                           GError         **error);
gboolean  service_is_up   (GDBusConnection *bus);

G_END_DECLS
