#pragma once

#include <gio/gio.h>

#include "app/ptl-listener-order.h"

G_BEGIN_DECLS

/* The row that has to stay where it is on screen, because the pointer is on it, and how far the view can scroll for that. */
typedef struct
{
  PtlListenerItem *item;
  double           above; /* rows that are scrolled off at the top */
  double           page;  /* rows that the view has room for */
} PtlListenerHold;

/* What is listed of the rows, with headings; it lags behind them where a row must not move under the pointer. */
typedef struct
{
  GListModel  *model;    /* whose items-changed tells of changes; outlives this */
  GPtrArray   *rows;     /* (owned) (element-type PtlListenerItem): what is listed; owns nothing */
  GPtrArray   *leaving;  /* (owned) (element-type PtlListenerItem): owned; they may be in @rows, and are nowhere else */
  GHashTable  *headings; /* (owned): group → PtlListenerItem, owned */
  PtlGrouping  grouping; /* which the headings are for */
  gboolean     held;     /* it lags behind */
} PtlListenerShown;

void ptl_listener_shown_init   (PtlListenerShown       *self,
                                GListModel             *model);
void ptl_listener_shown_clear  (PtlListenerShown       *self);
void ptl_listener_shown_update (PtlListenerShown       *self,
                                GPtrArray              *rows,
                                const PtlListenerOrder *order,
                                const PtlListenerHold  *hold,
                                gboolean                moved);
void ptl_listener_shown_let_go (PtlListenerShown       *self,
                                PtlListenerItem        *item);

G_END_DECLS
