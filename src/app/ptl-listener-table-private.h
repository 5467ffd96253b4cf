#pragma once

#include "app/ptl-listener-columns.h"
#include "app/ptl-listener-planner.h"
#include "app/ptl-listener-table.h"
#include "app/ptl-owner-icons.h"

G_BEGIN_DECLS

/* What the ptl-listener-table*.c files share, and nobody else. */
struct _PtlListenerTable
{
  GtkWidget           parent_instance;

  GtkWidget          *options;
  GtkDropDown        *sort_choice;
  GtkStringList      *sort_names;
  GtkWidget          *descending_button;
  GtkDropDown        *group_choice;
  GtkWidget          *header;
  GtkWidget          *scrolled;
  GtkListView        *view;

  PtlListenerModel   *model;     /* (owned) */
  PtlListenerPlanner *planner;   /* (owned): of @model */
  GtkSingleSelection *selection; /* (owned) */
  PtlListenerColumns  columns;
  PtlOwnerIcons      *icons;     /* (owned) */
  GStrv               words;     /* (owned) (nullable): marked in the rows */
  PtlListenerItem    *chosen;    /* (owned) (nullable): the row that was selected last */
  int                 selected;  /* the port that was last told, or -1 */
  guint               frozen;    /* while set, a change of selection is ours and not told */

  gboolean            pointed;   /* the pointer is over the rows, at: */
  double              pointer_x;
  double              pointer_y;
  guint               tick_id;   /* while rows are marked */
  guint               layout_id;
};

void     ptl_listener_table_chosen            (PtlListenerTable *self);
void     ptl_listener_table_restore_selection (PtlListenerTable *self);
void     ptl_listener_table_scroll_to         (PtlListenerTable *self,
                                               guint             position);
gboolean ptl_listener_table_focus_rows        (PtlListenerTable *self);
void     ptl_listener_table_tell_selected     (PtlListenerTable *self);
void     ptl_listener_table_tell_settled      (PtlListenerTable *self);
void     ptl_listener_table_take_plan         (PtlListenerPlan  *plan,
                                               gpointer          data);
void     ptl_listener_table_point             (PtlListenerTable *self,
                                               double            x,
                                               double            y);
void     ptl_listener_table_unpoint           (PtlListenerTable *self);

G_END_DECLS
