#include "config.h"

#include "fixture.h"

#include <gio/gio.h>
#include <string.h>

PtlHostFacts *
fixture_facts (const char *os,
               guint       ephemeral_first,
               guint       ephemeral_last,
               int         unprivileged_start,
               gboolean    may_bind_privileged)
{
  PtlHostFacts *facts = ptl_host_facts_new (os);

  for (guint i = 0; ephemeral_last > 0 && i < 4; i++)
    {
      PtlEphemeral range = {
        i < 2 ? PTL_TRANSPORT_TCP : PTL_TRANSPORT_UDP,
        i % 2 == 0 ? PTL_FAMILY_IPV4 : PTL_FAMILY_IPV6,
        { ephemeral_first, ephemeral_last },
      };

      g_array_append_val (facts->ephemeral, range);
    }

  g_free (facts->ephemeral_source);
  facts->ephemeral_source = g_strdup ("test.port_range");
  facts->unprivileged_start = unprivileged_start;
  facts->may_bind_privileged = may_bind_privileged;
  g_free (facts->privileged_source);
  facts->privileged_source = g_strdup ("test.unprivileged_start");

  return facts;
}

PtlListener *
fixture_listener (PtlTransport  transport,
                  const char   *address,
                  guint16       port)
{
  PtlListener *listener = ptl_listener_new ();
  gboolean is_ipv6 = strchr (address, ':') != NULL;
  g_autoptr (GInetAddress) parsed = NULL;
  static guint64 inode = 1000;

  listener->transport = transport;
  listener->family = is_ipv6 ? PTL_FAMILY_IPV6 : PTL_FAMILY_IPV4;
  g_free (listener->address);
  listener->address = g_strdup (address);
  parsed = g_inet_address_new_from_string (address);
  g_assert_nonnull (parsed);
  memcpy (listener->address_bytes, g_inet_address_to_bytes (parsed), g_inet_address_get_native_size (parsed));
  listener->port = port;
  listener->exposure = ptl_exposure_of_address (listener->family, listener->address_bytes, NULL);
  listener->inode = inode++;
  g_free (listener->network_namespace);
  listener->network_namespace = g_strdup ("host");

  return listener;
}

PtlProcess *
fixture_process (gint64      pid,
                 const char *name,
                 const char *command)
{
  PtlProcess *process = ptl_process_new (pid);

  process->name = g_strdup (name);
  process->command = g_strsplit (command, " ", -1);
  process->executable = g_strconcat ("/usr/bin/", process->command[0], NULL);
  process->uid = 1000;
  process->user = g_strdup ("alice");
  process->started_at = G_GINT64_CONSTANT (1790000000000000);
  process->start_ticks = pid;

  return process;
}

PtlSnapshot *
fixture_snapshot (PtlListener *first,
                  ...)
{
  PtlSnapshot *snapshot = ptl_snapshot_new ("sock_diag");
  va_list listeners;

  va_start (listeners, first);
  for (PtlListener *listener = first; listener != NULL; listener = va_arg (listeners, PtlListener *))
    ptl_snapshot_take_listener (snapshot, listener);
  va_end (listeners);
  ptl_snapshot_seal (snapshot, G_GINT64_CONSTANT (1790000000000000));

  return snapshot;
}

/* Without facts, an ordinary Linux; without a snapshot, a computer on which nothing listens. */
PtlPage *
fixture_page (PtlHostFacts *facts,
              PtlSnapshot  *snapshot,
              guint16       port)
{
  g_autoptr (PtlHostFacts) linux_facts = fixture_facts ("linux", 32768, 60999, 1024, FALSE);
  g_autoptr (PtlSnapshot) empty = fixture_snapshot (NULL, NULL);
  g_autoptr (GError) error = NULL;
  PtlCatalog *catalog = ptl_catalog_get_default (&error);

  g_assert_no_error (error);

  return ptl_page_new (catalog, facts != NULL ? facts : linux_facts,
                       snapshot != NULL ? snapshot : empty, NULL, NULL, port);
}

const PtlSection *
fixture_section (PtlPage        *page,
                 PtlSectionKind  kind)
{
  GPtrArray *sections = ptl_page_get_sections (page);

  for (guint i = 0; i < sections->len; i++)
    {
      const PtlSection *section = g_ptr_array_index (sections, i);

      if (section->kind == kind)
        return section;
    }

  g_assert_not_reached ();
}

/* All that a section says, on one line: titles, [tags], texts, label: value, commands, ports. */
char *
fixture_words (PtlPage        *page,
               PtlSectionKind  kind)
{
  const PtlSection *section = fixture_section (page, kind);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < section->facts->len; i++)
    {
      const PtlFact *fact = g_ptr_array_index (section->facts, i);

      if (fact->kind == PTL_FACT_PORT)
        g_string_append_printf (out, "%u ", fact->port);
      if (fact->title != NULL)
        g_string_append_printf (out, "%s ", fact->title);
      for (guint j = 0; j < fact->tags->len; j++)
        g_string_append_printf (out, "[%s] ", ((const PtlTag *) g_ptr_array_index (fact->tags, j))->text);
      if (fact->text != NULL)
        g_string_append_printf (out, "%s ", fact->text);
      if (fact->command != NULL)
        g_string_append_printf (out, "%s: %s ", fact->os, fact->command);
      for (guint j = 0; j < fact->details->len; j++)
        {
          const PtlDetail *detail = g_ptr_array_index (fact->details, j);

          g_string_append_printf (out, "%s: %s; ", detail->label, detail->value);
        }
      g_string_append (out, "| ");
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* NULL where there is none. */
const PtlReason *
fixture_find_reason (const PtlCheck *check,
                     PtlReasonCode   code)
{
  for (guint i = 0; i < check->reasons->len; i++)
    {
      const PtlReason *reason = g_ptr_array_index (check->reasons, i);

      if (reason->code == code)
        return reason;
    }

  return NULL;
}

/* What the tests may say of the catalog whatever data/notes/ holds: its notes and those of fixture-notes.ini. */
PtlCatalog *
fixture_catalog (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "page", "fixture-catalog", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  PtlCatalog *catalog;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (g_steal_pointer (&contents), length);
  catalog = ptl_catalog_new_from_bytes (bytes, &error);
  g_assert_no_error (error);

  return catalog;
}
