#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * PtlHistory: the ports that were looked up, as a browser keeps its pages: back, forward, and a new one cuts what was ahead.
 */
typedef struct _PtlHistory PtlHistory;

PtlHistory *ptl_history_new         (void);
void        ptl_history_free        (PtlHistory *self);
void        ptl_history_visit       (PtlHistory *self,
                                     guint16     port);
int         ptl_history_get         (PtlHistory *self);
gboolean    ptl_history_can_back    (PtlHistory *self);
gboolean    ptl_history_can_forward (PtlHistory *self);
guint16     ptl_history_back        (PtlHistory *self);
guint16     ptl_history_forward     (PtlHistory *self);
guint       ptl_history_get_recent  (PtlHistory *self,
                                     guint16    *ports,
                                     guint       max);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlHistory, ptl_history_free)

G_END_DECLS
