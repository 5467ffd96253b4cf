#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the path of a control group says of whoever is in it. All NULL where it says nothing. */
typedef struct
{
  char    *unit;    /* (owned) (nullable): systemd's, the innermost that is no slice: "nginx.service" */
  gboolean unit_is_user;
  char    *runtime; /* (owned) (nullable): "docker" … */
  char    *id;      /* (owned) (nullable) */
  char    *name;    /* (owned) (nullable) */
} PtlCgroupOwner;

void  ptl_cgroup_path_parse       (const char     *path,
                                   PtlCgroupOwner *owner);
void  ptl_cgroup_owner_clear      (PtlCgroupOwner *owner);
char *ptl_cgroup_file_dup_path    (const char     *text,
                                   gsize           length,
                                   gboolean       *out_unified);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtlCgroupOwner, ptl_cgroup_owner_clear)

G_END_DECLS
