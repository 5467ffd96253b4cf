#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "app/ptl-page-view.h"
#include "translated-window.h"

/*
 * The window in German, by the build folder's own translation: nothing of it is cut, and nothing is English that the translation
 * has in German. What is data (IANA's descriptions, notes, commands, names) is no message, and so may be English.
 */

/* A shorter piece of a sentence may stand in another, or in German. */
#define MIN_PIECE 18

/* A message that has a translation which differs. */
typedef struct
{
  char *id;
  char *text;
  char *piece; /* (nullable): the longest part of @id that has nothing to be filled in, if it is long enough to tell */
} Message;

static GtkApplication *application;
static GPtrArray *messages; /* (element-type Message) */

/* Up to the next directive of printf(), and behind it; %% ends a part too. */
static const char *
skip_directive (const char *at)
{
  at++;
  at += strspn (at, "0123456789$-+ #'.");
  at += strspn (at, "hlqjzt");

  return *at != '\0' ? at + 1 : at;
}

static char *
dup_longest_piece (const char *id)
{
  g_autofree char *longest = g_strdup ("");
  const char *at = id;

  while (*at != '\0')
    {
      gsize length = strcspn (at, "%\n");

      if (length > strlen (longest))
        {
          g_free (longest);
          longest = g_strndup (at, length);
        }
      at += length;
      if (*at == '%')
        at = skip_directive (at);
      else if (*at == '\n')
        at++;
    }

  return strlen (longest) >= MIN_PIECE && strchr (longest, ' ') != NULL ? g_steal_pointer (&longest) : NULL;
}

static void
add_message (const char *id,
             const char *text)
{
  Message *message;
  g_autofree char *piece = NULL;

  /* What stands behind this is context, and not shown. */
  if (strchr (id, '\004') != NULL)
    id = strchr (id, '\004') + 1;
  if (*id == '\0' || g_str_equal (id, text))
    return;

  piece = dup_longest_piece (id);
  if (piece != NULL && strstr (text, piece) != NULL)
    g_clear_pointer (&piece, g_free);

  message = g_new0 (Message, 1);
  message->id = g_strdup (id);
  message->text = g_strdup (text);
  message->piece = g_steal_pointer (&piece);
  g_ptr_array_add (messages, message);
}

static const char *
get_string (const char *bytes,
            gsize       length,
            guint32     table,
            guint32     i)
{
  guint32 entry[2];

  g_assert_cmpuint (table + (i + 1) * 8, <=, length);
  memcpy (entry, bytes + table + i * 8, sizeof entry);
  g_assert_cmpuint ((gsize) entry[0] + entry[1], <, length);

  return bytes + entry[1];
}

/* As msgfmt writes it, in this computer's order of bytes: "The Format of GNU MO Files" in gettext's manual. */
static void
load_messages (const char *language)
{
  g_autofree char *path = g_build_filename (g_getenv ("PORTOLAN_LOCALE_DIR"), language, "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);
  g_autofree char *bytes = NULL;
  guint32 header[5];
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, sizeof header);
  memcpy (header, bytes, sizeof header);
  g_assert_cmphex (header[0], ==, 0x950412de);

  messages = g_ptr_array_new ();
  for (guint32 i = 0; i < header[2]; i++)
    add_message (get_string (bytes, length, header[3], i), get_string (bytes, length, header[4], i));
  g_assert_cmpuint (messages->len, >, 300);
}

/* (nullable): the message that @text is, or has in it, untranslated */
static const Message *
find_untranslated (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " · ", -1);

  for (guint i = 0; i < messages->len; i++)
    {
      const Message *message = g_ptr_array_index (messages, i);

      if (g_str_equal (message->id, text) || g_strv_contains ((const char *const *) parts, message->id) ||
          (message->piece != NULL && strstr (text, message->piece) != NULL))
        return message;
    }

  return NULL;
}

/* Text that is marked as English is data, which is a message only by chance. */
static gboolean
is_marked_english (GtkWidget *widget)
{
  PangoAttrList *attributes = GTK_IS_LABEL (widget) ? gtk_label_get_attributes (GTK_LABEL (widget)) : NULL;
  PangoAttrIterator *iterator;
  gboolean marked;

  if (attributes == NULL)
    return FALSE;

  iterator = pango_attr_list_get_iterator (attributes);
  marked = pango_attr_iterator_get (iterator, PANGO_ATTR_LANGUAGE) != NULL;
  pango_attr_iterator_destroy (iterator);

  return marked;
}

typedef struct
{
  const char *where;
  guint       n_bad;
} Findings;

/* On a telephone's width the hint in the empty search entry fits in no language; its accessible name says it whole. */
static gboolean
may_be_cut (GtkWidget *label)
{
  return GTK_IS_TEXT (gtk_widget_get_parent (label)) && gtk_widget_get_width (GTK_WIDGET (gtk_widget_get_root (label))) < 400;
}

static void
check_text (GtkWidget  *widget,
            const char *text,
            gpointer    data)
{
  Findings *findings = data;
  const Message *message = is_marked_english (widget) ? NULL : find_untranslated (text);

  if (message != NULL)
    {
      g_test_message ("%s: “%s” is not translated: “%s”", findings->where, text, message->text);
      findings->n_bad++;
    }
  if (GTK_IS_LABEL (widget) && translated_is_cut (widget) && !may_be_cut (widget))
    {
      g_test_message ("%s: “%s” is cut: it got %d pixels", findings->where, text, gtk_widget_get_width (widget));
      findings->n_bad++;
    }
}

static void
check_windows (const char *where,
               guint       at_least)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  Findings findings = { .where = where };
  guint n = 0;

  for (GList *at = windows; at != NULL; at = at->next)
    n += translated_check_each (at->data, G_TYPE_INVALID, check_text, &findings);

  g_test_message ("%s: %u texts", where, n);
  g_assert_cmpuint (n, >=, at_least);
  g_assert_cmpuint (findings.n_bad, ==, 0);
}

/* The test itself would find what is wrong. */
static void
test_finds (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *wide = g_strnfill (200, 'W');

  g_assert_null (find_untranslated ("Auf diesem Computer"));
  g_assert_nonnull (find_untranslated ("Here now"));
  g_assert_nonnull (find_untranslated ("8080 · Here now"));
  g_assert_nonnull (find_untranslated ("Jetzt: Nothing listens on 80 on this computer right now."));

  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 100);
  gtk_label_set_text (GTK_LABEL (label), "short");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_window_present (GTK_WINDOW (window));
  translated_spin (200);
  g_assert_false (translated_is_cut (label));
  gtk_label_set_text (GTK_LABEL (label), wide);
  translated_spin (200);
  g_assert_true (translated_is_cut (label));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
close_others (PtlWindow *window)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at != NULL; at = at->next)
    {
      if (at->data != (gpointer) window && gtk_widget_get_mapped (at->data))
        gtk_window_close (at->data);
    }
  translated_spin (100);
}

/* What pops up from a button in the window's head. */
static void
check_menus (GtkWidget  *parent,
             const char *where)
{
  if (GTK_IS_MENU_BUTTON (parent) && gtk_widget_get_mapped (parent))
    {
      gtk_menu_button_popup (GTK_MENU_BUTTON (parent));
      translated_spin (300);
      check_windows (where, 8);
      gtk_menu_button_popdown (GTK_MENU_BUTTON (parent));
      translated_spin (300);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL; child = gtk_widget_get_next_sibling (child))
    check_menus (child, where);
}

static void
check_places (PtlWindow *window)
{
  for (PtlPlace place = PTL_PLACE_LISTENING; place <= PTL_PLACE_MINE; place++)
    {
      ptl_window_set_place (window, place);
      gtk_editable_set_text (translated_find (window, GTK_TYPE_SEARCH_ENTRY, NULL), "");
      translated_spin (500);
      check_windows (place == PTL_PLACE_MINE ? "my ports" : "what listens", 5);
    }
}

static const guint16 listeners[] = { 22, 80, 8080, 60683 };

static void
test_wide (void)
{
  static const char *const queries[] = { "80", "8080", "60683", "0", "31337", "49152", "99999", "postgrs" };
  PtlWindow *window = translated_open (application, 1120, listeners, G_N_ELEMENTS (listeners));
  g_autoptr (GtkBuilder) shortcuts = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      translated_look_up (window, queries[i]);
      check_windows (queries[i], 50);
    }
  check_menus (GTK_WIDGET (window), "a menu");
  check_places (window);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.find-free-port", NULL);
  translated_spin (500);
  check_windows ("a free port", 119);
  close_others (window);

  /* GTK 4.8 warns of its own window of shortcuts. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  shortcuts = gtk_builder_new_from_resource ("/app/portolan/Portolan/gtk/help-overlay.ui");
  gtk_window_present (GTK_WINDOW (gtk_builder_get_object (shortcuts, "help_overlay")));
  translated_spin (500);
  check_windows ("the shortcuts", 130);
  close_others (window);

  translated_close (window);
}

/* As narrow as a telephone, where the list and the page come one after the other. */
static void
test_narrow (void)
{
  static const guint16 ports[] = { 80, 8080, 60683 };
  PtlWindow *window = translated_open (application, 360, listeners, G_N_ELEMENTS (listeners));

  check_windows ("the list", 5);
  check_menus (GTK_WIDGET (window), "a menu");
  check_places (window);
  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      ptl_window_show_port (window, ports[i]);
      for (guint j = 0; j < 4000 && translated_find (window, PTL_TYPE_PAGE_VIEW, NULL) == NULL; j++)
        translated_spin (10);
      translated_spin (500);
      check_windows ("a page", 50);
    }

  translated_close (window);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  application = translated_init (&argc, &argv);
  load_messages (g_getenv ("LANGUAGE"));

  g_test_add_func ("/app/translated/finds", test_finds);
  g_test_add_func ("/app/translated/wide", test_wide);
  g_test_add_func ("/app/translated/narrow", test_narrow);

  status = g_test_run ();
  g_object_unref (application);

  return status;
}
