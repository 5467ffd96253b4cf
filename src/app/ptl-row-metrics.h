#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * How much smaller the second line is. The same as in style.css: every size of text that a first frame has costs finding its
 * font, some 10 ms.
 */
#define PTL_ROW_SMALL 0.9

/* What all rows of one list have in common, so that no row has to measure text. In pixels. */
typedef struct
{
  int height;
  int first_line;   /* top of the first line */
  int second_line;  /* top of the second line */
  int only_line;    /* top of the first line where there is no second */
  int number_width; /* of the widest port number */
  int gap;          /* between columns, and at both ends */
} PtlRowMetrics;

void ptl_row_metrics_measure (PtlRowMetrics *self,
                              GtkWidget     *widget);

G_END_DECLS
