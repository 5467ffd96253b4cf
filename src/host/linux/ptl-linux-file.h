#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Files below a directory's descriptor: /proc's are made as they are read, and may vanish midway. */

int      ptl_linux_open_root     (const char  *path);
gboolean ptl_linux_read_file     (int          directory,
                                  const char  *path,
                                  gsize        limit,
                                  GByteArray  *buffer);
gboolean ptl_linux_read_link     (int          directory,
                                  const char  *path,
                                  GByteArray  *buffer);
char    *ptl_linux_dup_text      (const void  *bytes,
                                  gsize        length);
char    *ptl_linux_put_number    (char        *end,
                                  gint64       number);

G_END_DECLS
