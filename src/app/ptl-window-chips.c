#include "config.h"

#include "app/ptl-window-private.h"

#include "app/ptl-button-name.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "catalog/ptl-query.h"

/*
 * The chips below the search. A chip is nothing but a word of the query that can be clicked, so entry and chips never
 * disagree: the six that are always there, and one for each other filter that was typed, which takes it away.
 */

static const struct
{
  const char *word;
  const char *label;
} chips[] = {
  { "is:listening", N_("Listening") },
  { "is:exposed", N_("Exposed") },
  { "is:registered", N_("Registered") },
  { "is:noted", N_("Noted") },
  { "tcp", "TCP" },
  { "udp", "UDP" },
};

/* Letters. A longer filter is cut on its chip, which then has a tooltip. */
#define MAX_CHARS 28

static GStrv
split_words (PtlWindow *self)
{
  return g_strsplit_set (gtk_editable_get_text (GTK_EDITABLE (self->search)), " \t", -1);
}

static gboolean
is_fixed (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (chips); i++)
    {
      if (g_ascii_strcasecmp (word, chips[i].word) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
type (PtlWindow  *self,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
}

static void
chip_toggled_cb (PtlWindow       *self,
                 GtkToggleButton *chip)
{
  const char *word = g_object_get_data (G_OBJECT (chip), "ptl-word");
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->adjusting_chips)
    return;

  words = split_words (self);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] == '\0' || g_ascii_strcasecmp (words[i], word) == 0)
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", words[i]);
    }
  if (gtk_toggle_button_get_active (chip))
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", word);

  type (self, text->str);
}

/**
 * ptl_window_find_filters:
 * @text: what was typed
 *
 * Finds the words of a query that narrow down what it finds, but those that have a chip of their own anyway. Pure.
 *
 * Returns: (transfer full): the words as they stand in @text, in their order; none where @text makes no sense
 */
GStrv
ptl_window_find_filters (const char *text)
{
  g_autoptr (PtlQuery) query = ptl_query_parse (text, NULL);
  g_autoptr (GStrvBuilder) filters = g_strv_builder_new ();
  guint n = query != NULL ? ptl_query_get_n_terms (query) : 0;

  for (guint i = 0; i < n;)
    {
      const PtlTerm *first = ptl_query_get_term (query, i);
      g_autofree char *word = g_strndup (text + first->start, first->length);
      gboolean is_filter = TRUE;

      /* In 8080/udp, the port is what is looked for. */
      for (; i < n && ptl_query_get_term (query, i)->start == first->start; i++)
        is_filter &= ptl_term_is_filter (ptl_query_get_term (query, i));

      if (is_filter && !is_fixed (word))
        g_strv_builder_add (filters, word);
    }

  return g_strv_builder_end (filters);
}

/**
 * ptl_window_remove_filter:
 * @text: what was typed
 * @filter: a word that stands in it
 *
 * Takes a word out of a query. Pure.
 *
 * Returns: (transfer full): @text without @filter, wherever it stands
 */
char *
ptl_window_remove_filter (const char *text,
                          const char *filter)
{
  g_autoptr (PtlQuery) query = ptl_query_parse (text, NULL);
  g_autoptr (GString) rest = g_string_new (NULL);
  guint n = query != NULL ? ptl_query_get_n_terms (query) : 0;
  gsize end = 0;

  for (guint i = 0; i < n; i++)
    {
      const PtlTerm *term = ptl_query_get_term (query, i);

      /* One word may be several terms. */
      if (term->start < end || (strlen (filter) == term->length && strncmp (text + term->start, filter, term->length) == 0))
        continue;

      end = term->start + term->length;
      g_string_append_printf (rest, "%s%.*s", rest->len > 0 ? " " : "", (int) term->length, text + term->start);
    }

  return g_string_free (g_steal_pointer (&rest), FALSE);
}

static void
filter_clicked_cb (PtlWindow *self,
                   GtkButton *chip)
{
  const char *filter = g_object_get_data (G_OBJECT (chip), "ptl-filter");
  g_autofree char *text = ptl_window_remove_filter (gtk_editable_get_text (GTK_EDITABLE (self->search)), filter);

  /* The chip goes away with the word, and the focus has to be somewhere. */
  gtk_text_grab_focus_without_selecting (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->search))));
  type (self, text);
}

static GtkWidget *
make_filter (PtlWindow  *self,
             const char *filter)
{
  GtkWidget *chip = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *label = gtk_label_new (filter);
  GtkWidget *icon = gtk_image_new_from_icon_name ("window-close-symbolic");
  /* Translators: what a chip does that has a part of the query on it, such as process:nginx. */
  g_autofree char *name = g_strdup_printf (_("Take the filter %s away"), filter);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_button_set_child (GTK_BUTTON (chip), box);

  g_object_set_data_full (G_OBJECT (chip), "ptl-filter", g_strdup (filter), g_free);
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_add_css_class (chip, "filter");
  gtk_widget_set_tooltip_text (chip, name);
  ptl_button_set_name (GTK_WIDGET (chip), name);
  g_signal_connect_object (chip, "clicked", G_CALLBACK (filter_clicked_cb), self, G_CONNECT_SWAPPED);

  return chip;
}

/* The chips of typed filters, behind those that are always there; touched only where they differ. */
static void
adjust_filters (PtlWindow *self)
{
  g_auto (GStrv) filters = ptl_window_find_filters (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self->chips));
  gsize i = 0;

  for (gsize fixed = 0; fixed < G_N_ELEMENTS (chips) && chip != NULL; fixed++)
    chip = gtk_widget_get_next_sibling (chip);

  while (chip != NULL && filters[i] != NULL && g_str_equal (g_object_get_data (G_OBJECT (chip), "ptl-filter"), filters[i]))
    {
      chip = gtk_widget_get_next_sibling (chip);
      i++;
    }
  while (chip != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (chip);

      gtk_widget_unparent (chip);
      chip = next;
    }
  for (; filters[i] != NULL; i++)
    ptl_wrap_box_append (self->chips, make_filter (self, filters[i]));
}

/**
 * ptl_window_adjust_chips:
 *
 * Shows as pressed those chips whose words stand in the entry, and a chip for each other filter that does.
 */
void
ptl_window_adjust_chips (PtlWindow *self)
{
  g_auto (GStrv) words = split_words (self);

  self->adjusting_chips = TRUE;
  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self->chips));
       chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    {
      const char *word = g_object_get_data (G_OBJECT (chip), "ptl-word");
      gboolean active = FALSE;

      if (word == NULL)
        break;

      for (gsize i = 0; words[i] != NULL && !active; i++)
        active = g_ascii_strcasecmp (words[i], word) == 0;
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), active);
      /* Where everything listens, the word says nothing; unless it was typed, and may be clicked away. */
      gtk_widget_set_visible (chip, active || self->place != PTL_PLACE_LISTENING || !g_str_equal (word, "is:listening"));
    }
  self->adjusting_chips = FALSE;

  adjust_filters (self);
}

/**
 * ptl_window_build_chips:
 *
 * Fills the row of chips.
 */
void
ptl_window_build_chips (PtlWindow *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (chips); i++)
    {
      GtkWidget *chip = gtk_toggle_button_new_with_label (_(chips[i].label));

      g_object_set_data (G_OBJECT (chip), "ptl-word", (gpointer) chips[i].word);
      gtk_widget_add_css_class (chip, "chip");
      gtk_widget_set_tooltip_text (chip, chips[i].word);
      g_signal_connect_object (chip, "toggled", G_CALLBACK (chip_toggled_cb), self, G_CONNECT_SWAPPED);
      ptl_wrap_box_append (self->chips, chip);
    }
}
