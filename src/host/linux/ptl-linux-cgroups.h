#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The tree of control groups, as far as it was asked for. One thread at a time. */
typedef struct _PtlLinuxCgroups PtlLinuxCgroups;

PtlLinuxCgroups *ptl_linux_cgroups_new       (const char      *root);
void             ptl_linux_cgroups_free      (PtlLinuxCgroups *self);
void             ptl_linux_cgroups_begin     (PtlLinuxCgroups *self);
const char      *ptl_linux_cgroups_get_path  (PtlLinuxCgroups *self,
                                              guint64          id);
gboolean         ptl_linux_cgroups_sees_root (PtlLinuxCgroups *self);
GArray          *ptl_linux_cgroups_list_pids (PtlLinuxCgroups *self,
                                              guint64          id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlLinuxCgroups, ptl_linux_cgroups_free)

G_END_DECLS
