#include "config.h"

#include "app/ptl-color.h"

/**
 * ptl_widget_get_color:
 * @widget: a widget
 * @out_color: (out): the colour that its style gives to text
 *
 * Gets the colour in which a widget that draws itself writes. The one place that knows how: GTK 4.10 deprecated the
 * call that 4.8 has, and brought the one that it lacks.
 */
void
ptl_widget_get_color (GtkWidget *widget,
                      GdkRGBA   *out_color)
{
#if GTK_CHECK_VERSION (4, 10, 0) && GDK_VERSION_MAX_ALLOWED >= GDK_VERSION_4_10
  gtk_widget_get_color (widget, out_color);
#else
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), out_color);
#endif
}
