#include "config.h"

#include "provider/ptl-provider.h"

#include <glib/gi18n-lib.h>

#include "book/ptl-book.h"
#include "catalog/ptl-query.h"
#include "host/ptl-monitor.h"
#include "provider/ptl-provider-answer.h"

/*
 * PtlProvider: answers the search of GNOME Shell and of other desktops that speak org.gnome.Shell.SearchProvider2. The session
 * bus starts it for the first call, and it ends when nobody has called for a while.
 *
 * Somebody who types asks again with each key, so an answer is given at once, by the catalog and by the last reading of the
 * listeners, while the next is on its way. Only where there is nothing to say without a reading, an answer waits a moment for
 * the one in flight, but not longer: on a computer where one takes long, nothing is said of who listens.
 */
struct _PtlProvider
{
  GApplication  parent_instance;

  PtlCatalog   *catalog; /* (owned) (nullable) */
  PtlMonitor   *monitor; /* (owned) (nullable) */
  PtlBook      *book;    /* (owned) (nullable): as it was when this began, and it ends soon */
  guint         registration; /* of the object on the bus; 0 for none */
  GQueue        waiting; /* (element-type Call): for the reading in flight */
  gint64        asked_at; /* monotonic time of the last reading's begin */
  gint64        read_at; /* monotonic time of the last good reading's end; 0 before it */
  guint         patience; /* a source: the longest that they wait */
  gboolean      impatient; /* the reading in flight was waited for long enough */
};

G_DEFINE_FINAL_TYPE (PtlProvider, ptl_provider, G_TYPE_APPLICATION)

#define PROVIDER_ID PTL_APP_ID ".SearchProvider"

#define LINGER      30      /* seconds without a call, then it ends */
#define PATIENCE    20      /* milliseconds; an answer should be there within 50 */
#define FRESH       1000000 /* microseconds; somebody who types calls several times in a second */
#define STALE       5000000 /* microseconds; what is older is not said */
#define REST_FACTOR 20      /* at least so many times what a reading took lies before the next */

static const char interface_xml[] =
  "<node>"
  "  <interface name='org.gnome.Shell.SearchProvider2'>"
  "    <method name='GetInitialResultSet'>"
  "      <arg type='as' name='terms' direction='in'/>"
  "      <arg type='as' name='results' direction='out'/>"
  "    </method>"
  "    <method name='GetSubsearchResultSet'>"
  "      <arg type='as' name='previous_results' direction='in'/>"
  "      <arg type='as' name='terms' direction='in'/>"
  "      <arg type='as' name='results' direction='out'/>"
  "    </method>"
  "    <method name='GetResultMetas'>"
  "      <arg type='as' name='identifiers' direction='in'/>"
  "      <arg type='aa{sv}' name='metas' direction='out'/>"
  "    </method>"
  "    <method name='ActivateResult'>"
  "      <arg type='s' name='identifier' direction='in'/>"
  "      <arg type='as' name='terms' direction='in'/>"
  "      <arg type='u' name='timestamp' direction='in'/>"
  "    </method>"
  "    <method name='LaunchSearch'>"
  "      <arg type='as' name='terms' direction='in'/>"
  "      <arg type='u' name='timestamp' direction='in'/>"
  "    </method>"
  "  </interface>"
  "</node>";

/* A call that is not answered yet; the application is held as long. */
typedef struct
{
  PtlProvider           *provider;   /* (owned) */
  GDBusMethodInvocation *invocation; /* (owned) (nullable): NULL once it is answered */
  void                 (*answer) (PtlProvider           *self,
                                  GDBusMethodInvocation *invocation);
} Call;

static Call *
call_new (PtlProvider           *self,
          GDBusMethodInvocation *invocation)
{
  Call *call = g_new0 (Call, 1);

  call->provider = g_object_ref (self);
  call->invocation = invocation;
  g_application_hold (G_APPLICATION (self));

  return call;
}

static void
call_free (Call *call)
{
  g_application_release (G_APPLICATION (call->provider));
  g_object_unref (call->provider);
  g_free (call);
}

/* What is known of the listeners, if it is still worth saying. */
static PtlSnapshot *
get_snapshot (PtlProvider *self)
{
  if (self->read_at == 0 || g_get_monotonic_time () - self->read_at > STALE)
    return NULL;

  return ptl_monitor_get_snapshot (self->monitor);
}

static char **
find_results (PtlProvider           *self,
              GDBusMethodInvocation *invocation)
{
  GVariant *parameters = g_dbus_method_invocation_get_parameters (invocation);
  g_autoptr (GVariant) terms = NULL;
  g_autofree const char **words = NULL;

  /* The last argument of either method. */
  terms = g_variant_get_child_value (parameters, g_variant_n_children (parameters) - 1);
  words = g_variant_get_strv (terms, NULL);

  return ptl_provider_find (self->catalog, get_snapshot (self), ptl_book_get_marks (self->book), words);
}

static void
return_results (GDBusMethodInvocation *invocation,
                char                 **ids)
{
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(^as)", ids));
}

static void
answer_results (PtlProvider           *self,
                GDBusMethodInvocation *invocation)
{
  g_auto (GStrv) ids = find_results (self, invocation);

  return_results (invocation, ids);
}

static void
answer_metas (PtlProvider           *self,
              GDBusMethodInvocation *invocation)
{
  g_autofree const char **ids = NULL;
  GVariantBuilder metas;

  g_variant_get (g_dbus_method_invocation_get_parameters (invocation), "(^a&s)", &ids);
  g_variant_builder_init (&metas, G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *name = NULL;
      g_autofree char *description = NULL;
      guint16 port;

      if (!ptl_port_parse (ids[i], &port, NULL, NULL, NULL))
        continue;

      name = ptl_provider_name (self->catalog, port);
      description = ptl_provider_describe (self->catalog, get_snapshot (self), port);

      g_variant_builder_open (&metas, G_VARIANT_TYPE_VARDICT);
      g_variant_builder_add (&metas, "{sv}", "id", g_variant_new_string (ids[i]));
      g_variant_builder_add (&metas, "{sv}", "name", g_variant_new_string (name));
      g_variant_builder_add (&metas, "{sv}", "description", g_variant_new_string (description));
      g_variant_builder_add (&metas, "{sv}", "gicon", g_variant_new_string (PTL_APP_ID));
      g_variant_builder_close (&metas);
    }

  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aa{sv})", &metas));
}

static void
answer_waiting (PtlProvider *self)
{
  Call *call;

  g_clear_handle_id (&self->patience, g_source_remove);

  while ((call = g_queue_pop_head (&self->waiting)) != NULL)
    {
      call->answer (self, g_steal_pointer (&call->invocation));
      call_free (call);
    }
}

static gboolean
out_of_patience_cb (gpointer data)
{
  PtlProvider *self = data;

  self->patience = 0;
  self->impatient = TRUE;
  answer_waiting (self);

  return G_SOURCE_REMOVE;
}

/* Reads anew where what is known is not fresh; where reading takes long, it counts as fresh for longer. */
static void
refresh (PtlProvider *self)
{
  gint64 rest = CLAMP ((self->read_at - self->asked_at) * REST_FACTOR, FRESH, STALE - FRESH);

  ptl_monitor_set_running (self->monitor, TRUE);
  if (!ptl_monitor_get_reading (self->monitor) && g_get_monotonic_time () - self->read_at > rest)
    ptl_monitor_refresh (self->monitor);
}

static void
reading_changed_cb (PtlProvider *self)
{
  if (ptl_monitor_get_reading (self->monitor))
    {
      self->asked_at = g_get_monotonic_time ();
      return;
    }

  if (ptl_monitor_get_error (self->monitor) == NULL)
    self->read_at = g_get_monotonic_time ();
  self->impatient = FALSE;
  answer_waiting (self);
}

/* Answers once the reading that is in flight has ended; at once where another call has waited for it in vain. */
static void
wait_for_reading (PtlProvider           *self,
                  GDBusMethodInvocation *invocation,
                  void                 (*answer) (PtlProvider           *self,
                                                  GDBusMethodInvocation *invocation))
{
  Call *call;

  if (self->impatient)
    {
      answer (self, invocation);
      return;
    }

  call = call_new (self, invocation);
  call->answer = answer;
  g_queue_push_tail (&self->waiting, call);
  if (self->patience == 0)
    self->patience = g_timeout_add_full (G_PRIORITY_HIGH, PATIENCE, out_of_patience_cb, self, NULL);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Call *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer != NULL)
    g_dbus_method_invocation_return_value (g_steal_pointer (&call->invocation), NULL);
  else
    g_dbus_method_invocation_return_gerror (g_steal_pointer (&call->invocation), error);
  call_free (call);
}

/* Has the application look @text up, which is started for it if need be. */
static void
open_application (PtlProvider           *self,
                  GDBusMethodInvocation *invocation,
                  const char            *text,
                  guint32                timestamp)
{
  /* Where the window manager asks when the person acted, to tell whether the window may come to the front. */
  g_autofree char *startup_id = g_strdup_printf ("portolan_TIME%" G_GUINT32_FORMAT, timestamp);
  GVariantBuilder parameters, platform_data;

  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("av"));
  g_variant_builder_add (&parameters, "v", g_variant_new_string (text));
  g_variant_builder_init (&platform_data, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&platform_data, "{sv}", "desktop-startup-id", g_variant_new_string (startup_id));

  g_dbus_connection_call (g_application_get_dbus_connection (G_APPLICATION (self)),
                          PTL_APP_ID, "/app/portolan/Portolan", "org.freedesktop.Application", "ActivateAction",
                          g_variant_new ("(sava{sv})", "look-up", &parameters, &platform_data),
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, opened_cb, call_new (self, invocation));
}

static void
method_call_cb (GDBusConnection       *connection,
                const char            *sender,
                const char            *object_path,
                const char            *interface_name,
                const char            *method_name,
                GVariant              *parameters,
                GDBusMethodInvocation *invocation,
                gpointer               data)
{
  PtlProvider *self = data;

  if (g_str_equal (method_name, "GetInitialResultSet") || g_str_equal (method_name, "GetSubsearchResultSet"))
    {
      g_auto (GStrv) ids = find_results (self, invocation);

      /* A reading wants every processor, and so begins behind the answer, unless who listens may be all there is to find. */
      if (ids[0] != NULL || get_snapshot (self) != NULL)
        {
          return_results (invocation, ids);
          refresh (self);
        }
      else
        {
          refresh (self);
          wait_for_reading (self, invocation, answer_results);
        }
    }
  else if (g_str_equal (method_name, "GetResultMetas"))
    {
      refresh (self);
      if (get_snapshot (self) != NULL)
        answer_metas (self, invocation);
      else
        wait_for_reading (self, invocation, answer_metas);
    }
  else if (g_str_equal (method_name, "ActivateResult"))
    {
      const char *id;
      guint32 timestamp;

      g_variant_get (parameters, "(&s^a&su)", &id, NULL, &timestamp);
      open_application (self, invocation, id, timestamp);
    }
  else
    {
      g_autofree const char **terms = NULL;
      g_autofree char *text = NULL;
      guint32 timestamp;

      g_variant_get (parameters, "(^a&su)", &terms, &timestamp);
      text = g_strjoinv (" ", (char **) terms);
      open_application (self, invocation, text, timestamp);
    }

  if (!ptl_monitor_get_reading (self->monitor))
    answer_waiting (self);
}

static gboolean
ptl_provider_dbus_register (GApplication     *application,
                            GDBusConnection  *connection,
                            const char       *object_path,
                            GError          **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_call_cb };
  PtlProvider *self = PTL_PROVIDER (application);
  g_autoptr (GDBusNodeInfo) info = NULL;

  if (!G_APPLICATION_CLASS (ptl_provider_parent_class)->dbus_register (application, connection, object_path, error))
    return FALSE;

  self->catalog = ptl_catalog_get_default (error);
  if (self->catalog == NULL)
    return FALSE;
  ptl_catalog_ref (self->catalog);

  self->monitor = ptl_monitor_new (ptl_host_new (NULL));
  g_signal_connect_object (self->monitor, "notify::reading", G_CALLBACK (reading_changed_cb), self, G_CONNECT_SWAPPED);
  ptl_monitor_set_interval (self->monitor, G_MAXINT); /* only when somebody asks */

  self->book = ptl_book_new (NULL);
  ptl_book_load (self->book);

  info = g_dbus_node_info_new_for_xml (interface_xml, NULL);
  g_assert (info != NULL);

  self->registration = g_dbus_connection_register_object (connection, object_path, info->interfaces[0], &vtable, self, NULL,
                                                          error);

  return self->registration != 0;
}

static void
ptl_provider_dbus_unregister (GApplication    *application,
                              GDBusConnection *connection,
                              const char      *object_path)
{
  PtlProvider *self = PTL_PROVIDER (application);

  if (self->registration != 0)
    g_dbus_connection_unregister_object (connection, self->registration);
  self->registration = 0;

  G_APPLICATION_CLASS (ptl_provider_parent_class)->dbus_unregister (application, connection, object_path);
}

static int
ptl_provider_handle_local_options (GApplication *application,
                                   GVariantDict *options)
{
  int seconds;

  if (g_variant_dict_contains (options, "version"))
    {
      PtlCatalog *catalog = ptl_catalog_get_default (NULL);

      g_print (_("portolan-search-provider %s, registry as of %s\n"), PTL_VERSION,
               catalog != NULL ? ptl_catalog_get_registry_date (catalog) : "?");
      return 0;
    }

  if (g_variant_dict_lookup (options, "linger", "i", &seconds))
    {
      if (seconds < 1 || seconds > 3600)
        {
          g_printerr (_("portolan-search-provider: --linger takes 1 to 3600 seconds.\n"));
          return 2;
        }
      g_application_set_inactivity_timeout (application, (guint) seconds * 1000);
    }

  return -1;
}

/* Nothing is shown: the service is there for the calls. */
static void
ptl_provider_activate (GApplication *application)
{
}

static void
ptl_provider_shutdown (GApplication *application)
{
  PtlProvider *self = PTL_PROVIDER (application);

  /* A call that comes while the program ends finds nobody, and not half of it. */
  if (self->registration != 0)
    g_dbus_connection_unregister_object (g_application_get_dbus_connection (application), self->registration);
  self->registration = 0;

  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_object (&self->monitor);
  g_clear_object (&self->book);
  g_clear_pointer (&self->catalog, ptl_catalog_unref);

  G_APPLICATION_CLASS (ptl_provider_parent_class)->shutdown (application);
}

static void
ptl_provider_class_init (PtlProviderClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = ptl_provider_activate;
  application_class->dbus_register = ptl_provider_dbus_register;
  application_class->dbus_unregister = ptl_provider_dbus_unregister;
  application_class->handle_local_options = ptl_provider_handle_local_options;
  application_class->shutdown = ptl_provider_shutdown;
}

static void
ptl_provider_init (PtlProvider *self)
{
  const GOptionEntry options[] = {
    { "linger", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, NULL, N_("End after so many seconds without a call; 30 if not given"),
      N_("SECONDS") },
    { "version", 'v', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_("Say which version this is"), NULL },
    { NULL },
  };

  g_queue_init (&self->waiting);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (G_APPLICATION (self), _("Answers the desktop’s search for ports; the session bus starts it."));
}

/**
 * ptl_provider_new:
 *
 * Makes the service. It ends by itself, half a minute after the last call unless --linger says otherwise.
 *
 * Returns: (transfer full): the service
 */
PtlProvider *
ptl_provider_new (void)
{
  return g_object_new (PTL_TYPE_PROVIDER,
                       "application-id", PROVIDER_ID,
                       "flags", G_APPLICATION_IS_SERVICE,
                       "inactivity-timeout", LINGER * 1000,
                       NULL);
}
