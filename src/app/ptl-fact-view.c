#include "config.h"

#include "app/ptl-fact-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/ptl-button-name.h"
#include "app/ptl-join.h"
#include "app/ptl-label-wrap.h"
#include "app/ptl-long-value.h"
#include "app/ptl-row-draw.h"
#include "app/ptl-wrap-box.h"

/*
 * How the window shows one fact of a page. Text of a fact may come from a process that listens, so it is never taken for
 * markup; only links are, and those are escaped here.
 */

/**
 * ptl_text_label_new:
 * @text: (nullable): plain text
 * @css_class: (nullable): a style class
 *
 * Makes a label as the page has them: wrapped, selectable, at the start of the line.
 *
 * Returns: (transfer floating): the label
 */
GtkWidget *
ptl_text_label_new (const char *text,
                    const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  /* Selectable labels would each be a stop for the Tab key; the text stays reachable by mouse and screen reader. One that is
   * not focusable, but can have the focus, says that it took it and did not: the Tab key would get no further. */
  gtk_widget_set_focusable (label, FALSE);
  gtk_widget_set_can_focus (label, FALSE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/* Data is English in every language: so marked, a screen reader speaks it so, and fonts and line breaks are English. */
static GtkWidget *
mark_english (GtkWidget *label,
              gsize      n_bytes)
{
  g_autoptr (PangoAttrList) attributes = NULL;
  PangoAttribute *language;

  if (n_bytes == 0)
    return label;

  attributes = pango_attr_list_new ();
  language = pango_attr_language_new (pango_language_from_string ("en"));
  language->start_index = 0;
  language->end_index = n_bytes;
  pango_attr_list_insert (attributes, language);
  gtk_label_set_attributes (GTK_LABEL (label), attributes);

  return label;
}

/**
 * ptl_copy_button_new:
 * @text: what is copied
 * @label: what the button does, for the tooltip and for screen readers
 *
 * Returns: (transfer floating): a small button that puts @text on the clipboard
 */
GtkWidget *
ptl_copy_button_new (const char *text,
                     const char *label)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.copy-text");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", text);
  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  ptl_button_set_name (button, label);

  return button;
}

/* English titles alone read from left to right in every language; only among translated ones, which in a script that
 * is read from right to left do not begin with ASCII, do they have to keep their place. */
static gboolean
has_other_script (GPtrArray *sources)
{
  for (guint i = 0; i < sources->len; i++)
    {
      const PtlSource *source = g_ptr_array_index (sources, i);

      if (!g_ascii_isprint (*source->title))
        return TRUE;
    }

  return FALSE;
}

static GtkWidget *
make_sources (GPtrArray *sources)
{
  gboolean has_other = has_other_script (sources);
  g_autoptr (GString) markup = g_string_new (NULL);
  GtkWidget *label;

  if (sources->len == 0)
    return NULL;

  for (guint i = 0; i < sources->len; i++)
    {
      const PtlSource *source = g_ptr_array_index (sources, i);
      g_autofree char *title = g_markup_escape_text (source->title, -1);

      if (has_other)
        ptl_join_next (markup);
      else if (i > 0)
        g_string_append (markup, " · ");
      if (source->url != NULL)
        {
          g_autofree char *url = g_markup_escape_text (source->url, -1);

          g_string_append_printf (markup, "<a href=\"%s\">%s</a>", url, title);
        }
      else
        {
          g_string_append (markup, title);
        }
    }

  label = ptl_text_label_new (NULL, "source");
  gtk_label_set_markup (GTK_LABEL (label), markup->str);
  gtk_widget_set_focusable (label, strstr (markup->str, "<a ") != NULL);
  gtk_widget_set_can_focus (label, gtk_widget_get_focusable (label));

  return label;
}

static GtkWidget *
make_tag (const PtlTag *tag)
{
  static const char *tones[] = {
    [PTL_TONE_NEUTRAL] = "neutral",
    [PTL_TONE_GOOD] = "good",
    [PTL_TONE_CAUTION] = "caution",
  };
  GtkWidget *label = gtk_label_new (tag->text);

  gtk_widget_add_css_class (label, "tag");
  gtk_widget_add_css_class (label, tones[tag->tone]);
  ptl_label_wrap_where_it_must (label);

  return label;
}

/* Title and tags in one line; they flow into further ones where the page is narrow. */
static GtkWidget *
make_heading (const PtlFact *fact)
{
  GtkWidget *heading;

  if (fact->title == NULL && fact->tags->len == 0)
    return NULL;

  heading = ptl_wrap_box_new ();
  gtk_widget_add_css_class (heading, "fact-heading");
  if (fact->title != NULL)
    ptl_wrap_box_append (PTL_WRAP_BOX (heading), ptl_text_label_new (fact->title, "fact-title"));
  for (guint i = 0; i < fact->tags->len; i++)
    ptl_wrap_box_append (PTL_WRAP_BOX (heading), make_tag (g_ptr_array_index (fact->tags, i)));

  return heading;
}

static GtkWidget *
make_details (GPtrArray *details)
{
  GtkWidget *grid;

  if (details->len == 0)
    return NULL;

  grid = gtk_grid_new ();
  gtk_widget_add_css_class (grid, "details");
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);

  for (guint i = 0; i < details->len; i++)
    {
      const PtlDetail *detail = g_ptr_array_index (details, i);
      GtkWidget *label = gtk_label_new (detail->label);
      GtkWidget *value = ptl_text_label_new (detail->value, detail->literal ? "literal" : NULL);

      mark_english (value, detail->english ? strlen (detail->value) : 0);
      ptl_label_wrap_where_it_must (label);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_yalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_set_hexpand (value, TRUE);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
      gtk_grid_attach (GTK_GRID (grid), label, 0, i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), detail->first > 0 ? ptl_long_value_new (detail, value) : value, 1, i, 1, 1);
    }

  return grid;
}

static gboolean
is_hidden (const PtlFact *fact)
{
  return fact->listener != NULL && fact->listener->owners->len == 0 && !fact->listener->kernel && !fact->listener->unheld;
}

static void
append_act (GtkWidget *box,
            GtkWidget *button)
{
  ptl_label_wrap_where_it_must (gtk_button_get_child (GTK_BUTTON (button)));
  ptl_wrap_box_append (PTL_WRAP_BOX (box), button);
}

static void
append_address_acts (GtkWidget     *box,
                     const PtlFact *fact)
{
  GtkWidget *button;

  if (fact->uri != NULL)
    {
      button = gtk_button_new_with_label (_("Open in Browser"));
      gtk_widget_set_tooltip_text (button, fact->uri);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open-uri");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", fact->uri);
      append_act (box, button);
    }

  button = gtk_button_new_with_label (_("Copy Address"));
  gtk_widget_set_tooltip_text (button, fact->address);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.copy-text");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", fact->address);
  append_act (box, button);
}

/* Offered only where asking for permission can help; where it can't, the action is disabled. */
static GtkWidget *
make_show_owners (void)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("Show _Hidden Owners…"));

  ptl_button_name_by_label (button);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-owners");
  g_object_bind_property (button, "sensitive", button, "visible", G_BINDING_SYNC_CREATE);

  return button;
}

static GtkWidget *
make_acts (const PtlFact *fact)
{
  GtkWidget *box;

  if (fact->address == NULL && !is_hidden (fact))
    return NULL;

  box = ptl_wrap_box_new ();
  if (is_hidden (fact))
    append_act (box, make_show_owners ());
  if (fact->address != NULL)
    append_address_acts (box, fact);

  return box;
}

static GtkWidget *
make_command (const PtlFact *fact)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *command = ptl_text_label_new (fact->command, "command");
  g_autofree char *label = g_strdup_printf (_("Copy “%s”"), fact->command);

  gtk_widget_set_hexpand (command, TRUE);
  gtk_box_append (GTK_BOX (row), command);
  gtk_box_append (GTK_BOX (row), ptl_copy_button_new (fact->command, label));

  return row;
}

static GtkWidget *
make_port (const PtlFact *fact)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *number, *why;
  g_autofree char *text = g_strdup_printf ("%u", fact->port);
  g_autoptr (GString) rest = g_string_new (NULL);

  number = gtk_label_new (text);
  gtk_label_set_width_chars (GTK_LABEL (number), 5);
  gtk_label_set_xalign (GTK_LABEL (number), ptl_row_draw_puts_digits_at_end (number) ? 1 : 0);
  gtk_widget_add_css_class (number, "number");

  if (fact->title != NULL)
    {
      ptl_join_next (rest);
      g_string_append (rest, fact->title);
    }
  if (fact->text != NULL)
    {
      ptl_join_next (rest);
      g_string_append (rest, fact->text);
    }
  why = gtk_label_new (rest->str);
  gtk_label_set_xalign (GTK_LABEL (why), 0);
  gtk_label_set_wrap (GTK_LABEL (why), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (why), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (why, TRUE);

  gtk_box_append (GTK_BOX (row), number);
  gtk_box_append (GTK_BOX (row), why);
  gtk_button_set_child (GTK_BUTTON (button), row);
  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  gtk_widget_add_css_class (button, "related");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY, number, why, NULL, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-port");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "q", fact->port);

  return button;
}

static void
append_if_any (GtkWidget *box,
               GtkWidget *child)
{
  if (child != NULL)
    gtk_box_append (GTK_BOX (box), child);
}

static GtkWidget *
make_block (const PtlFact *fact,
            gboolean       with_sources)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  append_if_any (box, make_heading (fact));
  if (fact->text != NULL)
    gtk_box_append (GTK_BOX (box), mark_english (ptl_text_label_new (fact->text, "prose"), fact->english));
  append_if_any (box, make_details (fact->details));
  if (with_sources)
    append_if_any (box, make_sources (fact->sources));
  append_if_any (box, make_acts (fact));

  switch (fact->kind)
    {
    case PTL_FACT_LISTENER:
      gtk_widget_add_css_class (box, "card");
      gtk_widget_add_css_class (box, "here-now");
      break;

    case PTL_FACT_ENTRY:
      gtk_widget_add_css_class (box, "card");
      break;

    default:
      break;
    }

  return box;
}

/**
 * ptl_fact_view_new:
 * @fact: a fact of a page; not kept
 * @with_sources: whether its sources are shown with it, as ptl_section_shows_sources() says
 *
 * Makes the widget that shows @fact.
 *
 * Returns: (transfer floating): the widget
 */
GtkWidget *
ptl_fact_view_new (const PtlFact *fact,
                   gboolean       with_sources)
{
  g_return_val_if_fail (fact != NULL, NULL);

  switch (fact->kind)
    {
    case PTL_FACT_COMMAND:
      return make_command (fact);

    case PTL_FACT_PORT:
      return make_port (fact);

    case PTL_FACT_SENTENCE:
    case PTL_FACT_ENTRY:
    case PTL_FACT_LISTENER:
    default:
      return make_block (fact, with_sources);
    }
}
