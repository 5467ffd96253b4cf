#pragma once

#include <gtk/gtk.h>

#include "app/ptl-listener-order.h"

G_BEGIN_DECLS

/* Where the cells of the table's rows stand: the same for the header and for each row, so that no row measures text. */
typedef struct
{
  int      digit;       /* pixels; the unit of widths */
  int      line;        /* height of a line of text */
  int      small_line;  /* height of a line of small text */
  int      icon;        /* width and height of an icon beside a line of text */
  int      gap;         /* between cells, and at both ends */
  int      width;       /* of a row, for which the next fields hold */
  int      row_height;
  gboolean two_lines;   /* there is no room for columns: a row has two lines */
  struct
  {
    gboolean visible;
    int      x;
    int      width;
    int      title;   /* pixels that its title needs, sorted by or not */
  } cells[PTL_N_COLUMNS];
} PtlListenerColumns;

void ptl_listener_columns_measure (PtlListenerColumns *self,
                                   GtkWidget          *widget);
void ptl_listener_columns_set_width (PtlListenerColumns *self,
                                     int                 width);

G_END_DECLS
