#pragma once

#include "app/ptl-listener-item.h"
#include "host/ptl-snapshot.h"

G_BEGIN_DECLS

/* What is different in a new reading. Arrays of PtlListenerItem, borrowed from the array that was merged into. */
typedef struct
{
  GPtrArray *added;    /* (owned): they were not there */
  GPtrArray *gone;     /* (owned): they are not there any more */
  GPtrArray *returned; /* (owned): they were marked as gone, and are there again */
  GPtrArray *changed;  /* (owned): they show something else, or are to be sorted otherwise */
} PtlListenerChanges;

void ptl_listener_changes_init  (PtlListenerChanges *self);
void ptl_listener_changes_clear (PtlListenerChanges *self);

void ptl_listener_merge         (GPtrArray          *items,
                                 PtlSnapshot        *before,
                                 PtlSnapshot        *after,
                                 PtlListenerChanges *changes);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtlListenerChanges, ptl_listener_changes_clear)

G_END_DECLS
