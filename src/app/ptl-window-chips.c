#include "config.h"

#include "app/ptl-window-private.h"

#include <glib/gi18n-lib.h>

/*
 * The chips below the search. A chip is nothing but a word of the query that can be clicked, so entry and chips never
 * disagree.
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

static GStrv
split_words (PtlWindow *self)
{
  return g_strsplit_set (gtk_editable_get_text (GTK_EDITABLE (self->search)), " \t", -1);
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

  gtk_editable_set_text (GTK_EDITABLE (self->search), text->str);
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
}

/**
 * ptl_window_adjust_chips:
 *
 * Shows as pressed those chips whose words stand in the entry.
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

      for (gsize i = 0; words[i] != NULL && !active; i++)
        active = g_ascii_strcasecmp (words[i], word) == 0;
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), active);
      /* Where everything listens, the word says nothing; unless it was typed, and may be clicked away. */
      gtk_widget_set_visible (chip, active || self->place != PTL_PLACE_LISTENING || !g_str_equal (word, "is:listening"));
    }
  self->adjusting_chips = FALSE;
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
