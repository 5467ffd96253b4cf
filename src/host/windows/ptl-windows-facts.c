#include "config.h"

#include "host/windows/ptl-windows-facts.h"

#include "host/windows/ptl-windows-ephemeral.h"
#include "host/windows/ptl-windows-reserved.h"

/* Somebody must be an administrator to change them, and rarely does. */
#define KEEP_SECONDS 300

/* How long a first reading waits for the management service; after that, the range is unknown until the service has answered. */
#define WAIT G_TIME_SPAN_SECOND

/* The thread that asks may outlive the host, so each of the two has a reference. */
struct _PtlWindowsSettings
{
  gatomicrefcount ref_count;
  GMutex          mutex;
  GCond           answered;

  GArray         *ephemeral; /* (owned) (nullable) (mutex) (element-type PtlEphemeral): NULL until there was an answer */
  gint64          asked_at;  /* (mutex) monotonic; 0 for never */
  gboolean        asking;    /* (mutex) */
};

/**
 * ptl_windows_settings_new:
 *
 * Makes settings of which nothing is known.
 *
 * Returns: (transfer full): settings
 */
PtlWindowsSettings *
ptl_windows_settings_new (void)
{
  PtlWindowsSettings *self = g_new0 (PtlWindowsSettings, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->answered);

  return self;
}

/**
 * ptl_windows_settings_unref:
 * @self: (transfer full): settings
 *
 * Gives a reference back. Any thread.
 */
void
ptl_windows_settings_unref (PtlWindowsSettings *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->ephemeral, g_array_unref);
  g_cond_clear (&self->answered);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gpointer
ask_in_thread (gpointer data)
{
  PtlWindowsSettings *self = data;
  GArray *ephemeral = ptl_windows_ephemeral_read ();

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->ephemeral, g_array_unref);
  self->ephemeral = ephemeral;
  self->asking = FALSE;
  g_cond_broadcast (&self->answered);
  g_mutex_unlock (&self->mutex);
  ptl_windows_settings_unref (self);

  return NULL;
}

/* (mutex held) */
static void
ask (PtlWindowsSettings *self)
{
  GThread *thread;

  g_atomic_ref_count_inc (&self->ref_count);
  self->asking = TRUE;
  self->asked_at = g_get_monotonic_time ();

  thread = g_thread_try_new ("portolan-facts", ask_in_thread, self, NULL);
  if (thread != NULL)
    {
      g_thread_unref (thread);
    }
  else
    {
      self->asking = FALSE;
      /* It can't be the last one: the caller has one. */
      g_atomic_ref_count_dec (&self->ref_count);
    }
}

static void
add_ephemeral (PtlWindowsSettings *self,
               PtlHostFacts       *facts)
{
  gint64 now = g_get_monotonic_time ();

  g_mutex_lock (&self->mutex);

  if (!self->asking && (self->asked_at == 0 || now - self->asked_at > KEEP_SECONDS * G_USEC_PER_SEC))
    {
      gboolean first = self->asked_at == 0;

      ask (self);
      while (first && self->asking)
        {
          if (!g_cond_wait_until (&self->answered, &self->mutex, now + WAIT))
            break;
        }
    }

  if (self->ephemeral != NULL && self->ephemeral->len > 0)
    {
      g_array_append_vals (facts->ephemeral, self->ephemeral->data, self->ephemeral->len);
      facts->ephemeral_source = g_strdup ("MSFT_NetTCPSetting, MSFT_NetUDPSetting");
    }

  g_mutex_unlock (&self->mutex);
}

/**
 * ptl_windows_settings_get_facts:
 * @self: settings
 *
 * Reads what this computer's configuration says of ports. What Windows does not tell stays unknown; no default takes its
 * place. Blocks for a second at most, the first time only.
 *
 * Returns: (transfer full): the facts
 */
PtlHostFacts *
ptl_windows_settings_get_facts (PtlWindowsSettings *self)
{
  PtlHostFacts *facts = ptl_host_facts_new ("windows");

  add_ephemeral (self, facts);

  /* Windows knows no privilege for low ports: who may open a socket may bind it to any port that is free. */
  facts->unprivileged_start = 0;
  facts->privileged_source = g_strdup ("Windows");
  /* Hyper-V's and other drivers' ranges; see ptl-windows-reserved.c. */
  facts->excluded_unlisted = TRUE;
  facts->excluded_command = "netsh interface ipv4 show excludedportrange protocol=tcp";
  facts->reserved = ptl_windows_reserved_read (&facts->reserved_source);

  return facts;
}
