#include "config.h"

#include "app/ptl-owner-icons.h"

#include <gio/gio.h>

struct _PtlOwnerIcons
{
  GtkWidget    *widget;       /* shows them; outlives this */
  GCancellable *cancellable;  /* (owned): of the worker that looks for applications */
  GHashTable   *applications; /* (owned) (nullable): path of a program → GIcon, owned; NULL until they are known */
  GHashTable   *paintables;   /* (owned): name of an icon, or path of a program → GtkIconPaintable, owned */
  GtkIconTheme *theme;        /* (owned) (nullable) */
  gulong        theme_handler;
  int           scale;        /* for which @paintables are, as is: */
  int           size;         /* pixels */
};

/* Programs that run others: that one of them is an application's says nothing of what it runs. */
static const char * const interpreters[] = {
  "bash", "dash", "electron", "env", "flatpak", "gjs", "java", "lua", "mono", "node", "perl", "php", "pkexec", "python", "ruby",
  "sh", "snap", "sudo", "systemd-run", "wine", "xterm", NULL
};

static gboolean
is_interpreter (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  gsize length = 0;

  /* python3.11 is python. */
  while (name[length] != '\0' && !g_ascii_isdigit (name[length]))
    length++;
  name[length] = '\0';

  return g_strv_contains (interpreters, name);
}

/* Reads every desktop entry: in a worker. Of two applications of one program neither is the one. */
static void
find_applications (GTask        *task,
                   gpointer      source,
                   gpointer      data,
                   GCancellable *cancellable)
{
  g_autoptr (GHashTable) icons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_autoptr (GHashTable) doubtful = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GList *all = g_app_info_get_all ();

  for (GList *one = all; one != NULL; one = one->next)
    {
      const char *executable = g_app_info_get_executable (one->data);
      GIcon *icon = g_app_info_get_icon (one->data);
      g_autofree char *path = executable != NULL ? g_find_program_in_path (executable) : NULL;
      GIcon *other;

      if (path == NULL || icon == NULL || is_interpreter (path) || g_hash_table_contains (doubtful, path))
        continue;

      other = g_hash_table_lookup (icons, path);
      if (other == NULL)
        {
          g_hash_table_insert (icons, g_steal_pointer (&path), g_object_ref (icon));
        }
      else if (!g_icon_equal (icon, other))
        {
          g_hash_table_remove (icons, path);
          g_hash_table_add (doubtful, g_steal_pointer (&path));
        }
    }

  g_list_free_full (all, g_object_unref);
  g_task_return_pointer (task, g_steal_pointer (&icons), (GDestroyNotify) g_hash_table_unref);
}

static void
found_applications_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      data)
{
  GHashTable *applications = g_task_propagate_pointer (G_TASK (result), NULL);
  PtlOwnerIcons *self = data;

  /* Cancelled: @self is gone. */
  if (applications == NULL)
    return;

  self->applications = applications;
  gtk_widget_queue_draw (self->widget);
}

static void
forget_paintables (PtlOwnerIcons *self)
{
  g_hash_table_remove_all (self->paintables);
}

/**
 * ptl_owner_icons_new:
 * @widget: what shows them; drawn anew when more is known
 *
 * Begins to look for applications, in a worker.
 *
 * Returns: (transfer full): the icons
 */
PtlOwnerIcons *
ptl_owner_icons_new (GtkWidget *widget)
{
  PtlOwnerIcons *self = g_new0 (PtlOwnerIcons, 1);
  g_autoptr (GTask) task = NULL;

  self->widget = widget;
  self->paintables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->cancellable = g_cancellable_new ();

  task = g_task_new (NULL, self->cancellable, found_applications_cb, self);
  g_task_set_source_tag (task, ptl_owner_icons_new);
  g_task_set_priority (task, G_PRIORITY_LOW);
  g_task_run_in_thread (task, find_applications);

  return self;
}

/**
 * ptl_owner_icons_free:
 * @self: (transfer full): the icons
 *
 * Frees them.
 */
void
ptl_owner_icons_free (PtlOwnerIcons *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  if (self->theme != NULL)
    g_clear_signal_handler (&self->theme_handler, self->theme);
  g_clear_object (&self->theme);
  g_clear_pointer (&self->applications, g_hash_table_unref);
  g_hash_table_unref (self->paintables);
  g_free (self);
}

/**
 * ptl_owner_icons_get_kind:
 * @listener: a listener
 *
 * Returns: (transfer none): the name of the icon for what kind of owner it has: the kernel, a container, a service, a process,
 *   none that was found, or one that is hidden
 */
const char *
ptl_owner_icons_get_kind (const PtlListener *listener)
{
  if (listener->kernel)
    return "computer-symbolic";
  if (listener->container_id != NULL || listener->container_name != NULL)
    return "package-x-generic-symbolic";
  if (listener->unit != NULL && !listener->unit_is_user && g_str_has_suffix (listener->unit, ".service"))
    return "emblem-system-symbolic";
  if (listener->owners->len > 0)
    return "application-x-executable-symbolic";
  if (listener->unheld)
    return "dialog-question-symbolic";

  return "changes-prevent-symbolic";
}

static GtkIconPaintable *
look_up (PtlOwnerIcons    *self,
         const char       *key,
         GIcon            *icon,
         GtkTextDirection  direction)
{
  GtkIconPaintable *paintable = g_hash_table_lookup (self->paintables, key);
  g_autoptr (GIcon) named = NULL;

  if (paintable != NULL)
    return paintable;

  if (icon == NULL)
    icon = named = g_themed_icon_new (key);
  if (!gtk_icon_theme_has_gicon (self->theme, icon))
    return NULL;

  /* Its file is read in a worker of GTK's. */
  paintable = gtk_icon_theme_lookup_by_gicon (self->theme, icon, self->size, self->scale, direction,
                                              GTK_ICON_LOOKUP_PRELOAD);
  g_hash_table_insert (self->paintables, g_strdup (key), paintable);

  return paintable;
}

static GtkIconPaintable *
get_paintable (PtlOwnerIcons     *self,
               GtkWidget         *row,
               const PtlListener *listener,
               int                size)
{
  int scale = gtk_widget_get_scale_factor (row);

  if (self->theme == NULL)
    {
      self->theme = g_object_ref (gtk_icon_theme_get_for_display (gtk_widget_get_display (row)));
      self->theme_handler = g_signal_connect_swapped (self->theme, "changed", G_CALLBACK (forget_paintables), self);
    }
  if (self->scale != scale || self->size != size)
    {
      self->scale = scale;
      self->size = size;
      forget_paintables (self);
    }

  if (self->applications != NULL && listener->owners->len > 0 && listener->container_id == NULL)
    {
      const PtlOwner *owner = g_ptr_array_index (listener->owners, 0);
      const char *path = owner->process->executable;
      GIcon *icon = path != NULL && owner->certain ? g_hash_table_lookup (self->applications, path) : NULL;
      GtkIconPaintable *paintable = icon != NULL ? look_up (self, path, icon, gtk_widget_get_direction (row)) : NULL;

      if (paintable != NULL)
        return paintable;
    }

  return look_up (self, ptl_owner_icons_get_kind (listener), NULL, gtk_widget_get_direction (row));
}

/**
 * ptl_owner_icons_draw:
 * @row: a row that draws itself
 * @listener: whose owner
 * @color: in which colour, where the icon has none of its own
 * @x: its left, in a row that is read from left to right
 * @y: its top
 * @size: its width and height, pixels
 *
 * Draws the icon of who holds a listener. It says nothing that the row's words do not say, and so needs no name.
 */
void
ptl_owner_icons_draw (PtlOwnerIcons     *self,
                      GtkWidget         *row,
                      GtkSnapshot       *snapshot,
                      const PtlListener *listener,
                      const GdkRGBA     *color,
                      int                x,
                      int                y,
                      int                size)
{
  GtkIconPaintable *paintable = get_paintable (self, row, listener, size);

  if (paintable == NULL)
    return;

  if (gtk_widget_get_direction (row) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (row) - x - size;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (paintable), snapshot, size, size, color, 1);
  gtk_snapshot_restore (snapshot);
}
