#include "config.h"

#include "app/ptl-free-dialog.h"

#include <glib/gi18n-lib.h>

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
  GArray     *ports;   /* (owned) (nullable) (element-type guint16) */
  guint16     port;    /* the one that is shown; 0 where there is none */
};

/* User Ports: a server that is to be found again has no business in the dynamic range. */
#define FIRST 1024
#define LAST  49151

/* How many are tried before giving up; each may have been taken since the listeners were read. */
#define TRIES 32

G_DEFINE_FINAL_TYPE (PtlFreeDialog, ptl_free_dialog, GTK_TYPE_WINDOW)

static guint16
pick (PtlFreeDialog *self)
{
  PtlHostFacts *facts = ptl_monitor_get_facts (self->monitor);
  PtlSnapshot *snapshot = ptl_monitor_get_snapshot (self->monitor);

  if (self->ports == NULL || self->ports->len == 0)
    return 0;

  for (guint i = 0; i < TRIES; i++)
    {
      guint16 port = g_array_index (self->ports, guint16, g_random_int_range (0, self->ports->len));

      if (port != self->port && ptl_free_is_good (self->catalog, facts, snapshot, port))
        return port;
    }

  return 0;
}

static void
show_another (PtlFreeDialog *self)
{
  guint16 port = pick (self);
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

static void
another_cb (PtlFreeDialog *self)
{
  show_another (self);
}

static void
copy_cb (PtlFreeDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_text (self->number));
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
}

/**
 * ptl_free_dialog_new:
 * @parent: the window it belongs to
 * @catalog: what the world says of ports
 * @monitor: what this computer says
 *
 * Makes the dialog with a port in it.
 *
 * Returns: (transfer none): the dialog; GTK owns it
 */
GtkWidget *
ptl_free_dialog_new (GtkWindow  *parent,
                     PtlCatalog *catalog,
                     PtlMonitor *monitor)
{
  PtlFreeDialog *self = g_object_new (PTL_TYPE_FREE_DIALOG, "transient-for", parent, NULL);
  PtlSnapshot *snapshot = ptl_monitor_get_snapshot (monitor);

  self->catalog = ptl_catalog_ref (catalog);
  self->monitor = g_object_ref (monitor);
  if (snapshot != NULL)
    self->ports = ptl_free_list (catalog, ptl_monitor_get_facts (monitor), snapshot, FIRST, LAST);
  show_another (self);

  return GTK_WIDGET (self);
}
