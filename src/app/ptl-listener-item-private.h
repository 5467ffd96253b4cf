#pragma once

#include "app/ptl-listener-item.h"

G_BEGIN_DECLS

/* What the files of the table's model share: ten thousand rows are looked at on each refresh. */
struct _PtlListenerItem
{
  GObject      parent_instance;

  PtlListener *listener;     /* (owned) (nullable): NULL in a heading */
  GPtrArray   *sockets;      /* (owned) (nullable) (element-type PtlListener): where there are several */
  PtlMark      mark;
  gint64       marked_until;

  /* a heading */
  char        *title;        /* (owned) (nullable) */
  guint        n_rows;

  /* made when first asked for; the order's */
  char        *column_key;   /* (owned) (nullable) */
  char        *group_key;    /* (owned) (nullable) */

  /* the model's */
  gboolean     fits;         /* the search's terms about listeners are true of it */
  gboolean     wanted;       /* the filter lets it through */
  gboolean     listed;       /* it is among the rows */
  gboolean     moved;        /* it may have to stand elsewhere */
  guint        stamp;        /* for comparing two lists */
  gboolean     over;         /* it is gone, and was marked for long enough */
};

G_END_DECLS
