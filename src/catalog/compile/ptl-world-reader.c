#include "config.h"

#include "catalog/compile/ptl-world-reader.h"

#include "catalog/compile/ptl-stanza.h"
#include "catalog/compile/ptl-words.h"

static void
system_record_free (PtlSystemRecord *system)
{
  g_free (system->name);
  g_free (system->os);
  g_free (system->source_title);
  g_free (system->source_url);
  g_free (system);
}

/**
 * ptl_world_new:
 *
 * Makes one that knows nothing yet.
 *
 * Returns: (transfer full): the world
 */
PtlWorld *
ptl_world_new (void)
{
  PtlWorld *self = g_new0 (PtlWorld, 1);

  self->systems = g_ptr_array_new_with_free_func ((GDestroyNotify) system_record_free);
  self->blocked = g_new0 (guint8, 65536);

  return self;
}

/**
 * ptl_world_free:
 * @self: (transfer full): a world
 *
 * Frees it.
 */
void
ptl_world_free (PtlWorld *self)
{
  g_free (self->as_of);
  g_free (self->history_as_of);
  g_ptr_array_unref (self->systems);
  g_free (self->blocked_as_of);
  g_free (self->blocked_title);
  g_free (self->blocked_url);
  g_free (self->blocked);
  g_free (self);
}

static const PtlStanza *
find_stanza (GPtrArray        *stanzas,
             const char       *id,
             const char       *path,
             PtlCompileReport *report)
{
  for (guint i = 0; i < stanzas->len; i++)
    {
      const PtlStanza *stanza = g_ptr_array_index (stanzas, i);

      if (g_str_equal (stanza->id, id))
        return stanza;
    }

  ptl_compile_report_add (report, path, 0, NULL, "the stanza [%s] is missing.", id);

  return NULL;
}

static char *
dup_date (const PtlStanza  *stanza,
          const char       *key,
          const char       *path,
          PtlCompileReport *report)
{
  const char *value = ptl_stanza_get (stanza, key);

  if (value != NULL && ptl_words_is_date (value))
    return g_strdup (value);

  ptl_compile_report_add (report, path, stanza->line, stanza->id,
                          "“%s” is missing or no date; write YYYY-MM-DD or YYYY-MM.", key);

  return NULL;
}

/**
 * ptl_world_read_registry:
 * @self: where it goes
 * @data: the text of registry.ini; need not end in NUL
 * @length: bytes of @data
 * @path: the file's name, for the report
 * @report: where errors go
 *
 * Reads what the registry's text stands for.
 */
void
ptl_world_read_registry (PtlWorld         *self,
                         const char       *data,
                         gsize             length,
                         const char       *path,
                         PtlCompileReport *report)
{
  g_autoptr (GPtrArray) stanzas = ptl_stanzas_read (data, length, path, report);
  const PtlStanza *stanza = find_stanza (stanzas, "registry", path, report);

  if (stanza == NULL)
    return;

  g_free (self->as_of);
  g_free (self->history_as_of);
  self->as_of = dup_date (stanza, "as-of", path, report);
  self->history_as_of = dup_date (stanza, "history-as-of", path, report);
}

/**
 * ptl_world_read_systems:
 * @self: where it goes
 * @data: the text of systems.ini; need not end in NUL
 * @length: bytes of @data
 * @path: the file's name, for the report
 * @report: where errors go
 *
 * Reads the operating systems that are right and reports the others.
 */
void
ptl_world_read_systems (PtlWorld         *self,
                        const char       *data,
                        gsize             length,
                        const char       *path,
                        PtlCompileReport *report)
{
  g_autoptr (GPtrArray) stanzas = ptl_stanzas_read (data, length, path, report);

  for (guint i = 0; i < stanzas->len; i++)
    {
      const PtlStanza *stanza = g_ptr_array_index (stanzas, i);
      const char *name = ptl_stanza_get (stanza, "name");
      const char *os = ptl_stanza_get (stanza, "os");
      const char *ports = ptl_stanza_get (stanza, "ports");
      const char *source = ptl_stanza_get (stanza, "source");
      g_autofree char *title = NULL;
      g_autofree char *url = NULL;
      guint16 first, last;
      PtlSystemRecord *system;

      if (name == NULL || os == NULL || ports == NULL || source == NULL ||
          !ptl_words_parse_ports (ports, &first, &last) || !ptl_words_parse_source (source, &title, &url))
        {
          ptl_compile_report_add (report, path, stanza->line, stanza->id,
                                  "a system has name, os, ports (32768-60999) and source (Title <https://address>).");
          continue;
        }

      system = g_new0 (PtlSystemRecord, 1);
      system->name = g_strdup (name);
      system->os = g_strdup (os);
      system->first = first;
      system->last = last;
      system->source_title = g_steal_pointer (&title);
      system->source_url = g_steal_pointer (&url);
      g_ptr_array_add (self->systems, system);
    }
}

/**
 * ptl_world_read_blocked:
 * @self: where it goes
 * @data: the text of blocked.ini; need not end in NUL
 * @length: bytes of @data
 * @path: the file's name, for the report
 * @report: where errors go
 *
 * Reads the ports that browsers refuse.
 */
void
ptl_world_read_blocked (PtlWorld         *self,
                        const char       *data,
                        gsize             length,
                        const char       *path,
                        PtlCompileReport *report)
{
  g_autoptr (GPtrArray) stanzas = ptl_stanzas_read (data, length, path, report);
  const PtlStanza *stanza = find_stanza (stanzas, "blocked", path, report);
  g_auto (GStrv) words = NULL;

  if (stanza == NULL)
    return;

  g_free (self->blocked_as_of);
  g_clear_pointer (&self->blocked_title, g_free);
  g_clear_pointer (&self->blocked_url, g_free);
  self->blocked_as_of = dup_date (stanza, "as-of", path, report);

  if (ptl_stanza_get (stanza, "source") == NULL || ptl_stanza_get (stanza, "ports") == NULL ||
      !ptl_words_parse_source (ptl_stanza_get (stanza, "source"), &self->blocked_title, &self->blocked_url))
    {
      ptl_compile_report_add (report, path, stanza->line, stanza->id,
                              "the stanza has as-of, source (Title <https://address>) and ports, separated by ;.");
      return;
    }

  words = g_strsplit (ptl_stanza_get (stanza, "ports"), ";", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *word = g_strstrip (words[i]);
      guint16 port;

      if (word[0] == '\0')
        continue;
      if (!ptl_words_parse_port (word, &port))
        {
          ptl_compile_report_add (report, path, ptl_stanza_find (stanza, "ports")->line, stanza->id,
                                  "“%s” is no port; ports are numbers from 0 to 65535, separated by ;.", word);
          continue;
        }
      self->blocked[port] = 1;
    }
}
