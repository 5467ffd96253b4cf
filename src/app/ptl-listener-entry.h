#pragma once

#include "host/ptl-listener.h"

G_BEGIN_DECLS

/* What a row says of itself for a few seconds. */
typedef enum
{
  PTL_MARK_NONE,
  PTL_MARK_NEW,
  PTL_MARK_GONE, /* nothing listens there any more */
} PtlMark;

/* How long a row says that it is new or gone. Microseconds. */
#define PTL_LISTENER_MARK_TIME (5 * G_USEC_PER_SEC)

/* What rows are sorted and grouped by, where that is text. */
typedef enum
{
  PTL_KEY_OWNER,
  PTL_KEY_UNIT,
  PTL_KEY_USER,
  PTL_KEY_PROGRAM,
  PTL_N_KEYS,
} PtlKey;

/*
 * What one row of the table of listeners says: the sockets of one owner on one address, or the heading of a group of such rows.
 * Immutable once made, and shared between the states of the table in which it did not change. Which row it is its id tells,
 * which stays while all else is another.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  GRefString     *keys[PTL_N_KEYS]; /* (owned) (nullable) (atomic): each made when it is first asked for */

  /*< public >*/
  guint64         id;
  PtlListener    *listener;     /* (owned) (nullable): the first of the sockets; NULL in a heading */
  GPtrArray      *sockets;      /* (owned) (nullable) (element-type PtlListener): all of them, where there are several */
  PtlMark         mark;
  gint64          marked_until; /* monotonic microseconds */
  char           *title;        /* (owned) (nullable): a heading's words */
  guint           n_rows;       /* listeners below a heading, those that are gone left out */
} PtlListenerEntry;

PtlListenerEntry  *ptl_listener_entry_new           (guint64                 id,
                                                     GPtrArray              *listeners,
                                                     PtlMark                 mark,
                                                     gint64                  marked_until);
PtlListenerEntry  *ptl_listener_entry_new_heading   (guint64                 id,
                                                     const char             *title,
                                                     guint                   n_rows);
PtlListenerEntry  *ptl_listener_entry_new_marked    (const PtlListenerEntry *self,
                                                     PtlMark                 mark,
                                                     gint64                  marked_until);
PtlListenerEntry  *ptl_listener_entry_ref           (const PtlListenerEntry *self);
void               ptl_listener_entry_unref         (PtlListenerEntry       *self);
guint              ptl_listener_entry_get_n_sockets (const PtlListenerEntry *self);
const PtlListener *ptl_listener_entry_get_socket    (const PtlListenerEntry *self,
                                                     guint                   index);
gboolean           ptl_listener_entry_shows_same    (const PtlListenerEntry *self,
                                                     const PtlListenerEntry *other);
const char        *ptl_listener_entry_get_key       (const PtlListenerEntry *self,
                                                     PtlKey                  key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlListenerEntry, ptl_listener_entry_unref)

G_END_DECLS
