#pragma once

#include <glib.h>

#include "catalog/ptl-transport.h"

G_BEGIN_DECLS

/* The socket units of this computer's systemd, read from their files when they are first asked for. One thread at a time. */
typedef struct _PtlLinuxUnits PtlLinuxUnits;

PtlLinuxUnits *ptl_linux_units_new          (const char    *root);
void           ptl_linux_units_free         (PtlLinuxUnits *self);
gboolean       ptl_linux_units_find         (PtlLinuxUnits *self,
                                             gboolean       is_user,
                                             PtlTransport   transport,
                                             const char    *address,
                                             guint16        port,
                                             char         **out_socket,
                                             char         **out_service);
char          *ptl_linux_units_dup_service  (PtlLinuxUnits *self,
                                             gboolean       is_user,
                                             const char    *socket);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlLinuxUnits, ptl_linux_units_free)

G_END_DECLS
