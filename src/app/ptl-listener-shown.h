#pragma once

#include "app/ptl-listener-rows.h"

G_BEGIN_DECLS

/* The row that has to stay where it is on screen, because the pointer is on it, and how far the view can scroll for that. */
typedef struct
{
  guint64 id;
  double  above; /* rows that are scrolled off at the top */
  double  page;  /* rows that the view has room for */
} PtlListenerHold;

/*
 * What is listed. These are the newest rows, but where one must not move under the pointer: then the rows down to that one are
 * still those of before, or all of them are.
 */
typedef struct
{
  GPtrArray       *top;       /* (owned) (element-type PtlListenerEntry): kept from before; often none */
  GHashTable      *positions; /* (owned) (nullable): id → place in @top + 1 */
  PtlListenerRows *rows;      /* (owned): what follows, */
  guint            from;      /* from here on */
  gboolean         held;      /* it lags behind */
} PtlListenerShown;

void              ptl_listener_shown_init    (PtlListenerShown       *self,
                                              PtlListenerRows        *rows);
gboolean          ptl_listener_shown_hold    (PtlListenerShown       *self,
                                              const PtlListenerShown *before,
                                              PtlListenerRows        *rows,
                                              const PtlListenerHold  *hold,
                                              gboolean                moved);
void              ptl_listener_shown_clear   (PtlListenerShown       *self);
guint             ptl_listener_shown_get_n   (const PtlListenerShown *self);
PtlListenerEntry *ptl_listener_shown_get     (const PtlListenerShown *self,
                                              guint                   position);
gboolean          ptl_listener_shown_find    (const PtlListenerShown *self,
                                              guint64                 id,
                                              guint                  *out_position);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtlListenerShown, ptl_listener_shown_clear)

G_END_DECLS
