#pragma once

#include "app/ptl-history.h"
#include "app/ptl-listener-table.h"
#include "app/ptl-page-view.h"
#include "app/ptl-panes.h"
#include "app/ptl-port-list.h"
#include "app/ptl-window.h"
#include "app/ptl-wrap-box.h"
#include "book/ptl-book.h"

G_BEGIN_DECLS

/* What the ptl-window*.c files share, and nobody else. */
struct _PtlWindow
{
  GtkApplicationWindow  parent_instance;

  PtlPanes             *panes;
  GtkButton            *back_button;
  GtkMenuButton        *menu_button;
  GMenuModel           *main_menu;
  GtkToggleButton      *pause_button;
  GtkSearchEntry       *search;
  GtkStack             *list_stack;
  PtlPortList          *list;
  PtlListenerTable     *table; /* NULL until its place is visited */
  GtkImage             *empty_icon;
  GtkLabel             *empty_title;
  GtkLabel             *empty_text;
  GtkButton            *listening_button;
  PtlWrapBox           *chips;
  GtkLabel             *status;
  PtlPageView          *page_view;

  PtlCatalog           *catalog;  /* (owned) */
  PtlMonitor           *monitor;  /* (owned) */
  PtlBook              *book;     /* (owned) */
  PtlHistory           *history;  /* (owned) */

  /* the search */
  PtlPlace              place;
  char                 *searched; /* (owned) (nullable): what the list shows, the place's filter included */
  gboolean              follows_host; /* whether its results change with the listeners */
  guint                 search_number; /* of the last search, so that the answer to another is told from it */
  guint                 n_found;
  gboolean              awaits_reading; /* nothing was found, and who listens was not known yet */
  gboolean              adjusting_chips;

  /* the page that is going to be made, and the one that is being read */
  guint                 page_tick;
  int                   page_ticks;
  gboolean              focus_page; /* as soon as it is there */
  guint                 page_update; /* of the page that is shown, as the listeners have changed */
  guint                 visit_source;
  PtlTrial              trial; /* of the port that was last read about, where the system leaves no other way to know */

  /* what the status line says in place of what it usually does */
  char                 *notice; /* (owned) (nullable) */
  guint                 notice_source;

  /* the refresh */
  gboolean              paused;
  gboolean              painted;
  gboolean              asking_owners; /* portolan-owners runs, or the person is asked */
  gulong                paint_handler;
};

void ptl_window_class_install_actions (GtkWidgetClass *widget_class);
void ptl_window_class_install_book    (GtkWidgetClass *widget_class);
void ptl_window_class_install_copy    (GtkWidgetClass *widget_class);
void ptl_window_class_install_export  (GtkWidgetClass *widget_class);
void ptl_window_class_install_owners  (GtkWidgetClass *widget_class);
void ptl_window_update_owners         (PtlWindow      *self);
void ptl_window_class_install_start   (GtkWidgetClass *widget_class);
void ptl_window_show_start            (PtlWindow      *self);
void ptl_window_update_history        (PtlWindow      *self);
void ptl_window_class_install_search  (GtkWidgetClass *widget_class);
void ptl_window_search_now            (PtlWindow      *self);
void ptl_window_search_again          (PtlWindow      *self);
void ptl_window_read_page             (PtlWindow      *self);
void ptl_window_take_selection        (PtlWindow      *self);
void ptl_window_step_back             (PtlWindow      *self);
void ptl_window_build_chips           (PtlWindow      *self);
void ptl_window_adjust_chips          (PtlWindow      *self);
void ptl_window_show_empty            (PtlWindow      *self,
                                       const char     *icon,
                                       const char     *title,
                                       const char     *text);
void ptl_window_show_nothing_found    (PtlWindow      *self);
int  ptl_window_get_selected          (PtlWindow      *self);
gboolean ptl_window_select            (PtlWindow      *self,
                                       guint16         port);
void ptl_window_show_notice           (PtlWindow      *self,
                                       const char     *notice);
void ptl_window_update_status         (PtlWindow      *self);
void ptl_window_queue_page            (PtlWindow      *self);
void ptl_window_update_page           (PtlWindow      *self);
void ptl_window_follow_book           (PtlWindow      *self,
                                       PtlBook        *book);
void ptl_window_update_book           (PtlWindow      *self);
gboolean ptl_window_get_starred       (PtlWindow      *self);
void ptl_window_set_starred           (PtlWindow      *self,
                                       gboolean        starred);
void ptl_window_try_port              (PtlWindow      *self,
                                       guint16         port);
void ptl_window_update_running        (PtlWindow      *self);
void ptl_window_visit                 (PtlWindow      *self,
                                       guint16         port);

G_END_DECLS
