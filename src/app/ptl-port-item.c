#include "config.h"

#include "app/ptl-port-item.h"

/*
 * PtlPortItem: what the list's model hands out for one row on screen: a port's number, who listens there now, and what the
 * person keeps about it. All else that a row shows is looked up in the catalog when the row is drawn.
 */
struct _PtlPortItem
{
  GObject  parent_instance;

  guint16     port;
  gboolean    listening;
  gboolean    exposed;  /* to more than this computer */
  char       *here_now; /* (owned) (nullable) */
  PtlOwnMark *mark;     /* (owned) (nullable) */

  /* The model's table of living items, port → item, not owned there: the item leaves it when it goes. */
  GHashTable *living;   /* (owned) */
};

enum
{
  PROP_0,
  PROP_PORT,
  PROP_HERE_NOW,
  PROP_MARK,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PtlPortItem, ptl_port_item, G_TYPE_OBJECT)

static void
ptl_port_item_finalize (GObject *object)
{
  PtlPortItem *self = PTL_PORT_ITEM (object);

  g_hash_table_remove (self->living, GUINT_TO_POINTER (self->port));
  g_clear_pointer (&self->living, g_hash_table_unref);
  g_clear_pointer (&self->here_now, g_free);
  g_clear_pointer (&self->mark, ptl_own_mark_unref);

  G_OBJECT_CLASS (ptl_port_item_parent_class)->finalize (object);
}

static void
ptl_port_item_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  PtlPortItem *self = PTL_PORT_ITEM (object);

  switch (prop_id)
    {
    case PROP_PORT:
      g_value_set_uint (value, self->port);
      break;

    case PROP_HERE_NOW:
      g_value_set_string (value, self->here_now);
      break;

    case PROP_MARK:
      g_value_set_pointer (value, self->mark);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ptl_port_item_class_init (PtlPortItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ptl_port_item_finalize;
  object_class->get_property = ptl_port_item_get_property;

  properties[PROP_PORT] =
    g_param_spec_uint ("port", NULL, NULL,
                       0, G_MAXUINT16, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  properties[PROP_HERE_NOW] =
    g_param_spec_string ("here-now", NULL, NULL,
                         NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  properties[PROP_MARK] =
    g_param_spec_pointer ("mark", NULL, NULL,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ptl_port_item_init (PtlPortItem *self)
{
}

/**
 * ptl_port_item_new:
 * @port: a port
 * @living: a table of living items by port, with borrowed values; it must not have one for @port
 *
 * Makes an item that does not know yet who listens. It enters itself into @living and leaves it when it is finalized.
 *
 * Returns: (transfer full): the item
 */
PtlPortItem *
ptl_port_item_new (guint16     port,
                   GHashTable *living)
{
  PtlPortItem *self = g_object_new (PTL_TYPE_PORT_ITEM, NULL);

  self->port = port;
  self->living = g_hash_table_ref (living);
  g_hash_table_insert (living, GUINT_TO_POINTER (port), self);

  return self;
}

/**
 * ptl_port_item_get_port:
 *
 * Returns: the port's number; it never changes
 */
guint16
ptl_port_item_get_port (PtlPortItem *self)
{
  g_return_val_if_fail (PTL_IS_PORT_ITEM (self), 0);

  return self->port;
}

/**
 * ptl_port_item_get_here_now:
 *
 * Gets the short name of who listens here, as the snapshot knows it. Hostile text: show it without markup.
 *
 * Returns: (transfer none) (nullable): the name, or %NULL where nothing listens or nobody is known to
 */
const char *
ptl_port_item_get_here_now (PtlPortItem *self)
{
  g_return_val_if_fail (PTL_IS_PORT_ITEM (self), NULL);

  return self->here_now;
}

/**
 * ptl_port_item_get_listening:
 *
 * Returns: whether something listens here, known or not
 */
gboolean
ptl_port_item_get_listening (PtlPortItem *self)
{
  g_return_val_if_fail (PTL_IS_PORT_ITEM (self), FALSE);

  return self->listening;
}

/**
 * ptl_port_item_get_exposed:
 *
 * Returns: whether a listener here can be reached from more than this computer
 */
gboolean
ptl_port_item_get_exposed (PtlPortItem *self)
{
  g_return_val_if_fail (PTL_IS_PORT_ITEM (self), FALSE);

  return self->exposed;
}

/**
 * ptl_port_item_update:
 * @snapshot: (nullable): the listeners
 *
 * Takes over who listens here. Notifies #PtlPortItem:here-now only where what a row shows is different.
 */
void
ptl_port_item_update (PtlPortItem *self,
                      PtlSnapshot *snapshot)
{
  gboolean listening = FALSE;
  gboolean exposed = FALSE;
  const char *here_now = NULL;

  g_return_if_fail (PTL_IS_PORT_ITEM (self));

  if (snapshot != NULL)
    {
      guint first;
      guint n = ptl_snapshot_find_port (snapshot, self->port, &first);

      for (guint i = first; i < first + n; i++)
        {
          const PtlListener *listener = ptl_snapshot_get (snapshot, i);

          listening = TRUE;
          exposed = exposed || listener->exposure != PTL_EXPOSURE_LOOPBACK;
          if (here_now == NULL)
            here_now = ptl_listener_get_owner_label (listener);
        }
    }

  if (self->listening == listening && self->exposed == exposed && g_strcmp0 (self->here_now, here_now) == 0)
    return;

  self->listening = listening;
  self->exposed = exposed;
  g_free (self->here_now);
  self->here_now = g_strdup (here_now);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HERE_NOW]);
}

/**
 * ptl_port_item_get_mark:
 *
 * Returns: (transfer none) (nullable): the star and the note that the person keeps about the port
 */
const PtlOwnMark *
ptl_port_item_get_mark (PtlPortItem *self)
{
  g_return_val_if_fail (PTL_IS_PORT_ITEM (self), NULL);

  return self->mark;
}

/**
 * ptl_port_item_set_mark:
 * @mark: (nullable): what the person keeps about the port
 *
 * Takes that over. Notifies #PtlPortItem:mark only where it is another one: a mark never changes, a change is a new one.
 */
void
ptl_port_item_set_mark (PtlPortItem      *self,
                        const PtlOwnMark *mark)
{
  g_return_if_fail (PTL_IS_PORT_ITEM (self));

  if (self->mark == mark)
    return;

  g_clear_pointer (&self->mark, ptl_own_mark_unref);
  if (mark != NULL)
    self->mark = ptl_own_mark_ref (mark);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MARK]);
}
