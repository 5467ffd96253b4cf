#pragma once

#include "host/ptl-listener.h"

G_BEGIN_DECLS

/*
 * PtlSnapshot: one complete reading of the listeners. Built by one thread
 * (new, take listeners, seal), immutable from ptl_snapshot_seal() on; then any thread may use it.
 */
typedef struct _PtlSnapshot PtlSnapshot;

PtlSnapshot       *ptl_snapshot_new                (const char  *method);
void               ptl_snapshot_take_listener      (PtlSnapshot *self,
                                                    PtlListener *listener);
void               ptl_snapshot_set_incomplete     (PtlSnapshot *self,
                                                    const char  *reason);
void               ptl_snapshot_set_hidden         (PtlSnapshot *self,
                                                    const char  *reason,
                                                    const char  *remedy);
void               ptl_snapshot_seal               (PtlSnapshot *self,
                                                    gint64       taken_at);

PtlSnapshot       *ptl_snapshot_ref                (PtlSnapshot *self);
void               ptl_snapshot_unref              (PtlSnapshot *self);

gboolean           ptl_snapshot_equal              (PtlSnapshot *a,
                                                    PtlSnapshot *b);

guint              ptl_snapshot_get_n              (PtlSnapshot *self);
const PtlListener *ptl_snapshot_get                (PtlSnapshot *self,
                                                    guint        index);
guint              ptl_snapshot_find_port          (PtlSnapshot *self,
                                                    guint16      port,
                                                    guint       *out_first);
gboolean           ptl_snapshot_has_port           (PtlSnapshot *self,
                                                    guint16      port);
guint              ptl_snapshot_get_n_ports        (PtlSnapshot *self);
gint64             ptl_snapshot_get_taken_at       (PtlSnapshot *self);
const char        *ptl_snapshot_get_method         (PtlSnapshot *self);
gboolean           ptl_snapshot_is_complete        (PtlSnapshot *self);
const char        *ptl_snapshot_get_reason         (PtlSnapshot *self);
const char        *ptl_snapshot_get_hidden_reason  (PtlSnapshot *self);
const char        *ptl_snapshot_get_hidden_remedy  (PtlSnapshot *self);
guint              ptl_snapshot_get_unknown_owners (PtlSnapshot *self);
gboolean           ptl_snapshot_has_hidden_owners  (PtlSnapshot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlSnapshot, ptl_snapshot_unref)

G_END_DECLS
