#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an items-changed tells. They are told upwards, so that the place in the old list is that in the list as it is then. */
typedef struct
{
  guint position;
  guint removed;
  guint added;
} PtlSplice;

/* Where a row stands that is not listed. */
#define PTL_NOWHERE G_MAXUINT

/* A row that somebody may have a widget for. */
typedef struct
{
  guint old;
  guint new; /* PTL_NOWHERE where it has left */
} PtlWatchedRow;

/* Whether @n rows from @old on in the one list are those from @new on in the other; FALSE where it is costly to say. */
typedef gboolean (* PtlSameRowsFunc) (guint    old,
                                      guint    new,
                                      guint    n,
                                      gpointer user_data);

GArray *ptl_splices_new         (GArray          *watched,
                                 guint            n_old,
                                 guint            n_new,
                                 PtlSameRowsFunc  same,
                                 gpointer         user_data);
GArray *ptl_splices_new_for_all (guint            n_old,
                                 guint            n_new);

G_END_DECLS
