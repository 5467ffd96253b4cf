#include "config.h"

#include "translated-window.h"

#include "app/ptl-panes.h"
#include "app/ptl-section-view.h"

/* Text twice as large, in the language of the environment: it needs no more room than a telephone has, and no place is cut. */

static GtkApplication *application;
static const guint16 listeners[] = { 22, 80, 443, 5353, 5432, 8080, 9000, 9100, 10000, 11434, 27017, 60683 };

/* A telephone's width, in pixels. */
#define NARROW 360

static void
report_widest (GtkWidget *parent,
               guint      depth)
{
  int minimum;

  if (!gtk_widget_get_mapped (parent))
    return;
  gtk_widget_measure (parent, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_test_message ("%*s%s %s: %d", 2 * depth, "", G_OBJECT_TYPE_NAME (parent), gtk_widget_get_css_name (parent), minimum);
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL; child = gtk_widget_get_next_sibling (child))
    report_widest (child, depth + 1);
}

static void
assert_narrow (PtlWindow *window)
{
  int minimum;

  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > NARROW)
    report_widest (GTK_WIDGET (window), 0);
  g_assert_cmpint (minimum, <=, NARROW);
}

static void
assert_places_whole (PtlWindow *window)
{
  GtkWidget *places = translated_find (window, G_TYPE_OBJECT, "places");
  guint n = 0;

  g_assert_nonnull (places);
  for (GtkWidget *place = gtk_widget_get_first_child (places); place != NULL; place = gtk_widget_get_next_sibling (place))
    {
      GtkWidget *label = gtk_button_get_child (GTK_BUTTON (place));

      if (translated_is_cut (label))
        g_error ("“%s” is cut at %d pixels", gtk_label_get_text (GTK_LABEL (label)), gtk_widget_get_width (GTK_WIDGET (window)));
      n++;
    }
  g_assert_cmpuint (n, ==, 3);
}

/* The clamp that the page is in asks for less than its child where that is too wide, which is cut then. */
static void
assert_page_fits (PtlWindow *window)
{
  GtkWidget *page = translated_find (window, PTL_TYPE_SECTION_VIEW, NULL);
  int minimum;

  g_assert_nonnull (page);
  /* The sections' box is in the page's, which has the number too. */
  page = gtk_widget_get_parent (gtk_widget_get_parent (page));
  gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > NARROW)
    report_widest (page, 0);
  g_assert_cmpint (minimum, <=, NARROW);
}

static void
test_narrow (void)
{
  PtlWindow *window = translated_open (application, NARROW, listeners, G_N_ELEMENTS (listeners));
  PtlPanes *panes = translated_find (window, PTL_TYPE_PANES, NULL);

  for (PtlPlace place = PTL_PLACE_ALL; place <= PTL_PLACE_MINE; place++)
    {
      ptl_window_set_place (window, place);
      translated_spin (500);
      assert_narrow (window);
      g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <=, NARROW);
      assert_places_whole (window);
    }

  ptl_window_set_place (window, PTL_PLACE_ALL);
  ptl_window_show_port (window, 60683);
  translated_spin (500);
  g_assert_true (ptl_panes_get_narrow (panes) && ptl_panes_get_show_end (panes));
  assert_narrow (window);
  assert_page_fits (window);

  translated_close (window);
}

/* As wide as the window is at first, list and page stand beside each other. */
static void
test_wide (void)
{
  PtlWindow *window = translated_open (application, 1120, listeners, G_N_ELEMENTS (listeners));

  for (PtlPlace place = PTL_PLACE_ALL; place <= PTL_PLACE_MINE; place++)
    {
      ptl_window_set_place (window, place);
      translated_spin (500);
      g_assert_false (ptl_panes_get_narrow (translated_find (window, PTL_TYPE_PANES, NULL)));
      assert_places_whole (window);
    }

  translated_close (window);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();
  int status;

  application = translated_init (&argc, &argv);
  /* What GTK 4.12 has in its place, 4.8 has not. */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_css_provider_load_from_data (style, "window { font-size: 22pt; }", -1);
  G_GNUC_END_IGNORE_DEPRECATIONS
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_USER);

  g_test_add_func ("/app/large-text/narrow", test_narrow);
  g_test_add_func ("/app/large-text/wide", test_wide);

  status = g_test_run ();
  g_object_unref (application);

  return status;
}
