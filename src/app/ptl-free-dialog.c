#include "config.h"

#include "app/ptl-free-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/ptl-button-name.h"
#include "page/ptl-free.h"

/*
 * PtlFreeDialog: a port that is good to pick for a server of one's own, with a button to copy it and one for another.
 */
struct _PtlFreeDialog
{
  GtkWindow   parent_instance;

  GtkLabel   *number;
  GtkLabel   *explanation;
  GtkWidget  *copy_button;
  GtkWidget  *another_button;

  PtlCatalog *catalog; /* (owned) */
  PtlMonitor *monitor; /* (owned) */
  GArray     *ports;   /* (owned) (nullable) (element-type guint16): NULL until they are found */
  guint16     port;    /* the one that is shown; 0 where there is none */
  gboolean    looking; /* a worker looks for another */
  gboolean    shown;   /* on screen, with its first port */
};

/* User Ports: a server that is to be found again has no business in the dynamic range. */
#define FIRST 1024
#define LAST  49151

/* How many are tried before giving up; each may have been taken since the listeners were read, or be refused to everybody. */
#define TRIES 32

G_DEFINE_FINAL_TYPE (PtlFreeDialog, ptl_free_dialog, GTK_TYPE_WINDOW)

/* What the worker looks at: immutable values. */
typedef struct
{
  PtlCatalog   *catalog;  /* (owned) */
  PtlHostFacts *facts;    /* (owned) (nullable) */
  PtlSnapshot  *snapshot; /* (owned) */
  GArray       *ports;    /* (owned) (nullable) (element-type guint16): NULL until they are found */
  guint16       not_port; /* the one that is shown; 0 where there is none */
} Look;

/* What it finds. */
typedef struct
{
  GArray  *ports; /* (owned) (nullable) (element-type guint16) */
  guint16  port;  /* 0 for none */
} Found;

static void
look_free (Look *look)
{
  ptl_catalog_unref (look->catalog);
  g_clear_pointer (&look->facts, ptl_host_facts_unref);
  ptl_snapshot_unref (look->snapshot);
  g_clear_pointer (&look->ports, g_array_unref);
  g_free (look);
}

static void
found_free (Found *found)
{
  g_clear_pointer (&found->ports, g_array_unref);
  g_free (found);
}

static guint16
pick (const Look   *look,
      const GArray *ports)
{
  for (guint i = 0; ports->len > 0 && i < TRIES; i++)
    {
      guint16 port = g_array_index (ports, guint16, g_random_int_range (0, ports->len));

      if (port != look->not_port &&
          ptl_free_is_good (look->catalog, look->facts, look->snapshot, port) &&
          ptl_free_try (look->catalog, look->facts, look->snapshot, port))
        return port;
    }

  return 0;
}

/* Forty-eight thousand ports are looked at the first time, which takes milliseconds. */
static void
look_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  const Look *look = data;
  Found *found = g_new0 (Found, 1);

  found->ports = look->ports != NULL ? g_array_ref (look->ports)
                                     : ptl_free_list (look->catalog, look->facts, look->snapshot, FIRST, LAST);
  found->port = pick (look, found->ports);
  g_task_return_pointer (task, found, (GDestroyNotify) found_free);
}

static void
show_port (PtlFreeDialog *self,
           guint16        port)
{
  g_autofree char *number = NULL;

  self->port = port;
  gtk_widget_set_sensitive (self->copy_button, port != 0);
  gtk_widget_set_sensitive (self->another_button, port != 0);
  if (port == 0)
    {
      gtk_label_set_text (self->number, "–");
      gtk_label_set_text (self->explanation,
                          ptl_monitor_get_snapshot (self->monitor) == NULL
                            ? _("Which ports are in use on this computer is not known yet.")
                            : _("No port was found that is good to pick."));
      return;
    }

  number = g_strdup_printf ("%u", port);
  gtk_label_set_text (self->number, number);
  gtk_label_set_text (self->explanation,
                      _("Nobody registered it, no common use of it is known, and browsers accept it. This computer does not hand it out by itself, nor do Linux, Windows or macOS by default. Nothing listens on it here now."));
}

/* Not on screen before there is a port, or it would change its size as soon as it is there. */
static void
show (PtlFreeDialog *self,
      guint16        port)
{
  show_port (self, port);
  if (!self->shown)
    {
      gtk_widget_grab_focus (port != 0 ? self->copy_button : self->another_button);
      gtk_window_present (GTK_WINDOW (self));
    }
  self->shown = TRUE;
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (PtlFreeDialog) self = data;
  Found *found = g_task_propagate_pointer (G_TASK (result), NULL);

  self->looking = FALSE;
  /* Closed meanwhile? */
  if (self->monitor != NULL)
    {
      if (self->ports == NULL)
        self->ports = g_steal_pointer (&found->ports);
      show (self, found->port);
    }
  found_free (found);
}

static void
look (PtlFreeDialog *self)
{
  PtlHostFacts *facts = ptl_monitor_get_facts (self->monitor);
  PtlSnapshot *snapshot = ptl_monitor_get_snapshot (self->monitor);
  g_autoptr (GTask) task = NULL;
  Look *what;

  if (snapshot == NULL)
    {
      show (self, 0);
      return;
    }

  if (self->looking)
    return;

  what = g_new0 (Look, 1);
  what->catalog = ptl_catalog_ref (self->catalog);
  what->facts = facts != NULL ? ptl_host_facts_ref (facts) : NULL;
  what->snapshot = ptl_snapshot_ref (snapshot);
  what->ports = self->ports != NULL ? g_array_ref (self->ports) : NULL;
  what->not_port = self->port;

  self->looking = TRUE;
  task = g_task_new (NULL, NULL, looked_cb, g_object_ref (self));
  g_task_set_source_tag (task, look);
  g_task_set_task_data (task, what, (GDestroyNotify) look_free);
  g_task_run_in_thread (task, look_in_thread);
}

static void
another_cb (PtlFreeDialog *self)
{
  look (self);
}

static void
copy_cb (PtlFreeDialog *self)
{
  /* The window says what was copied. */
  gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))), "win.copy-text", "s",
                              gtk_label_get_text (self->number));
  gtk_window_close (GTK_WINDOW (self));
}

static void
ptl_free_dialog_dispose (GObject *object)
{
  PtlFreeDialog *self = PTL_FREE_DIALOG (object);

  g_clear_object (&self->monitor);
  g_clear_pointer (&self->catalog, ptl_catalog_unref);
  g_clear_pointer (&self->ports, g_array_unref);

  G_OBJECT_CLASS (ptl_free_dialog_parent_class)->dispose (object);
}

static void
ptl_free_dialog_class_init (PtlFreeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ptl_free_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/portolan/Portolan/ui/ptl-free-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PtlFreeDialog, number);
  gtk_widget_class_bind_template_child (widget_class, PtlFreeDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, PtlFreeDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, PtlFreeDialog, another_button);
  gtk_widget_class_bind_template_callback (widget_class, another_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ptl_free_dialog_init (PtlFreeDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ptl_button_name_by_label (self->another_button);
  ptl_button_name_by_label (self->copy_button);
}

/**
 * ptl_free_dialog_new:
 * @parent: the window it belongs to
 * @catalog: what the world says of ports
 * @monitor: what this computer says
 *
 * Makes the dialog, and shows it as soon as a worker has found a port.
 *
 * Returns: (transfer none): the dialog; GTK owns it
 */
GtkWidget *
ptl_free_dialog_new (GtkWindow  *parent,
                     PtlCatalog *catalog,
                     PtlMonitor *monitor)
{
  PtlFreeDialog *self = g_object_new (PTL_TYPE_FREE_DIALOG, "transient-for", parent, NULL);

  self->catalog = ptl_catalog_ref (catalog);
  self->monitor = g_object_ref (monitor);
  show_port (self, 0);
  if (ptl_monitor_get_snapshot (monitor) != NULL)
    gtk_label_set_text (self->explanation, _("Looking for a port that is good to pick…"));
  look (self);

  return GTK_WIDGET (self);
}
