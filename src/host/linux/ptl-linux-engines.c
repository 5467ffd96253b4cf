#include "config.h"

#include "host/linux/ptl-linux-engines.h"

#include "host/linux/ptl-unix-question.h"

#include <string.h>
#include <unistd.h>

/* How long an engine may take to answer: milliseconds. A reading of the listeners waits for it. */
#define PATIENCE 300

/* How long what an engine said holds, and how long one that failed is left alone: microseconds. */
#define REST         (5 * G_USEC_PER_SEC)
#define FAILURE_REST (60 * G_USEC_PER_SEC)

/* 1,000 containers take about 2 MB. */
#define MAX_ANSWER_BYTES (16 * 1024 * 1024)

/* The version of HTTP in which the answer ends where the connection does. */
static const char request[] = "GET /containers/json HTTP/1.0\r\nHost: localhost\r\nAccept: application/json\r\n\r\n";

typedef struct
{
  char       *path;       /* (owned) */
  const char *runtime;    /* static */
  GPtrArray  *containers; /* (owned) (nullable) (element-type PtlContainer) */
  gint64      next_time;  /* monotonic: not to be asked before */
} Engine;

struct _PtlLinuxEngines
{
  GPtrArray *engines; /* (owned) (element-type Engine) */
  gboolean   asked;   /* in this reading */
};

static void
engine_free (gpointer data)
{
  Engine *engine = data;

  g_free (engine->path);
  g_clear_pointer (&engine->containers, g_ptr_array_unref);
  g_free (engine);
}

static void
add_engine (PtlLinuxEngines *self,
            const char      *root,
            const char      *folder,
            const char      *name,
            const char      *runtime)
{
  Engine *engine = g_new0 (Engine, 1);

  engine->path = g_build_filename (root, folder, name, NULL);
  engine->runtime = runtime;
  g_ptr_array_add (self->engines, engine);
}

/**
 * ptl_linux_engines_new:
 * @root: (nullable): the folder below which run lies; %NULL to know of no engine
 *
 * Asks nobody yet.
 *
 * Returns: (transfer full): the engines of the system and of this user
 */
PtlLinuxEngines *
ptl_linux_engines_new (const char *root)
{
  PtlLinuxEngines *self = g_new0 (PtlLinuxEngines, 1);

  self->engines = g_ptr_array_new_with_free_func (engine_free);
  if (root != NULL)
    {
      /* Where the variable is not set, GLib would make a folder in the user's home. */
      g_autofree char *usual = g_strdup_printf ("run/user/%u", (guint) getuid ());
      const char *set = g_getenv ("XDG_RUNTIME_DIR");
      const char *own = set != NULL && *set != '\0' ? set : usual;

      add_engine (self, root, "run", "docker.sock", "docker");
      add_engine (self, root, "run/podman", "podman.sock", "podman");
      add_engine (self, root, own, "docker.sock", "docker");
      add_engine (self, root, own, "podman/podman.sock", "podman");
    }

  return self;
}

/**
 * ptl_linux_engines_free:
 * @self: (transfer full): engines
 *
 * Frees them.
 */
void
ptl_linux_engines_free (PtlLinuxEngines *self)
{
  g_ptr_array_unref (self->engines);
  g_free (self);
}

/**
 * ptl_linux_engines_begin:
 * @self: engines
 *
 * Begins a reading: engines may be asked again, at most once, and not before they have had a rest.
 */
void
ptl_linux_engines_begin (PtlLinuxEngines *self)
{
  self->asked = FALSE;
}

/* (nullable) (transfer full) */
static GPtrArray *
ask (const char *path)
{
  g_autoptr (GByteArray) answer = g_byte_array_new ();

  if (!ptl_unix_question_ask (path, request, strlen (request), NULL, MAX_ANSWER_BYTES, PATIENCE, answer))
    return NULL;

  return ptl_engine_answer_parse ((const char *) answer->data, answer->len);
}

/* Asks the engines that are there, may be asked and have rested. */
static void
ptl_linux_engines_ask (PtlLinuxEngines *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->asked)
    return;

  self->asked = TRUE;
  for (guint i = 0; i < self->engines->len; i++)
    {
      Engine *engine = g_ptr_array_index (self->engines, i);

      if (now < engine->next_time)
        continue;

      g_clear_pointer (&engine->containers, g_ptr_array_unref);
      /* Most computers have none: that is cheap to see, and one may be started at any time. */
      if (access (engine->path, R_OK | W_OK) < 0)
        continue;

      engine->containers = ask (engine->path);
      engine->next_time = g_get_monotonic_time () + (engine->containers != NULL ? REST : FAILURE_REST);
    }
}

typedef gboolean (*Match) (const PtlContainer *container,
                           gconstpointer       data);

/* The only one that matches; NULL where there are several, or none. */
static const PtlContainer *
ptl_linux_engines_find (PtlLinuxEngines *self,
                        Match            match,
                        gconstpointer    data)
{
  const PtlContainer *found = NULL;

  ptl_linux_engines_ask (self);
  for (guint i = 0; i < self->engines->len; i++)
    {
      const Engine *engine = g_ptr_array_index (self->engines, i);

      for (guint j = 0; engine->containers != NULL && j < engine->containers->len; j++)
        {
          const PtlContainer *container = g_ptr_array_index (engine->containers, j);

          if (!match (container, data))
            continue;
          /* Two engines may be one, under two names. */
          if (found != NULL && strcmp (found->id, container->id) != 0)
            return NULL;
          if (found == NULL)
            found = container;
        }
    }

  return found;
}

static gboolean
has_id (const PtlContainer *container,
        gconstpointer       data)
{
  return g_str_has_prefix (container->id, data);
}

/**
 * ptl_linux_engines_find_id:
 * @self: engines
 * @id: a container's id, or how it begins
 *
 * Finds a container. Blocks, for a fraction of a second where an engine does not answer.
 *
 * Returns: (transfer none) (nullable): the container, until the next reading; %NULL where it is not known, or not clear
 */
const PtlContainer *
ptl_linux_engines_find_id (PtlLinuxEngines *self,
                           const char      *id)
{
  return ptl_linux_engines_find (self, has_id, id);
}

typedef struct
{
  const char  *target; /* (nullable) */
  PtlTransport transport;
  guint16      port;
} Wanted;

static gboolean
has_address (const PtlContainer *container,
             gconstpointer       data)
{
  const Wanted *wanted = data;

  for (guint i = 0; i < container->addresses->len; i++)
    {
      const char *address = g_ptr_array_index (container->addresses, i);
      const char *target = wanted->target + (wanted->target[0] == '[' ? 1 : 0);
      gsize length = strlen (address);

      if (strncmp (target, address, length) == 0 && (target[length] == ']' || target[length] == ':') &&
          strchr (target + length + 1, target[length] == ':' ? ':' : ']') == NULL)
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_port (const PtlContainer *container,
          gconstpointer       data)
{
  const Wanted *wanted = data;

  for (guint i = 0; i < container->ports->len; i++)
    {
      const PtlEnginePort *port = &g_array_index (container->ports, PtlEnginePort, i);

      if (port->transport == wanted->transport && port->outer == wanted->port)
        return TRUE;
    }

  return FALSE;
}

/**
 * ptl_linux_engines_find_target:
 * @self: engines
 * @target: (nullable): what a proxy forwards to, "172.17.0.2:80", as far as it is known
 * @transport: of the proxy's listener
 * @port: of the proxy's listener
 *
 * Finds the container that a proxy serves: by its address, which may be the same in two networks, and by the port that it has
 * published. Blocks, for a fraction of a second where an engine does not answer.
 *
 * Returns: (transfer none) (nullable): the container, until the next reading; %NULL where it is not known, or not clear
 */
const PtlContainer *
ptl_linux_engines_find_target (PtlLinuxEngines *self,
                               const char      *target,
                               PtlTransport     transport,
                               guint16          port)
{
  const Wanted wanted = { target, transport, port };
  const PtlContainer *found = NULL;

  if (target != NULL && target[0] != ':')
    found = ptl_linux_engines_find (self, has_address, &wanted);

  return found != NULL ? found : ptl_linux_engines_find (self, has_port, &wanted);
}

/**
 * ptl_linux_engines_get_runtime:
 * @self: engines
 * @container: what one of them told of
 *
 * Names the engine that told of a container.
 *
 * Returns: (transfer none): static: "docker"
 */
const char *
ptl_linux_engines_get_runtime (PtlLinuxEngines    *self,
                               const PtlContainer *container)
{
  for (guint i = 0; i < self->engines->len; i++)
    {
      const Engine *engine = g_ptr_array_index (self->engines, i);

      if (engine->containers != NULL && g_ptr_array_find (engine->containers, container, NULL))
        return engine->runtime;
    }

  return NULL;
}
