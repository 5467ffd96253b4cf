#include "config.h"

#include "page/ptl-page-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "page/ptl-listener-group.h"
#include "page/ptl-sanitize.h"
#include "page/ptl-web.h"

/* Here now: what listens on the port on this computer, by the last reading. */

static const char *
family_words (PtlFamily family)
{
  switch (family)
    {
    case PTL_FAMILY_IPV4:
      return _("IPv4");

    case PTL_FAMILY_IPV6:
      return _("IPv6");

    case PTL_FAMILY_DUAL:
    default:
      return _("IPv6 and IPv4");
    }
}

/* Multicast (RFC 5771, section 3, and RFC 4291, section 2.7) and the limited broadcast (RFC 919): nobody's own address. */
static gboolean
is_group (const PtlListener *listener)
{
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
  const guint8 *bytes = listener->address_bytes;

  if (listener->family != PTL_FAMILY_IPV4 && memcmp (bytes, mapped, sizeof mapped) != 0)
    return bytes[0] == 0xff;
  if (listener->family != PTL_FAMILY_IPV4)
    bytes += sizeof mapped;

  return (bytes[0] & 0xf0) == 0xe0 || (bytes[0] & bytes[1] & bytes[2] & bytes[3]) == 0xff;
}

static void
add_exposure (PtlFact           *fact,
              const PtlListener *listener)
{
  g_autofree char *interface = ptl_sanitize (listener->interface);

  if (!ptl_listener_is_here (listener))
    {
      g_autofree char *name = ptl_sanitize (listener->network_namespace);

      ptl_fact_add_tag (fact, PTL_TONE_NEUTRAL, _("other network namespace"));
      ptl_fact_add_detail (fact, _("Network namespace"), name);
      ptl_fact_append_text (fact, _("It listens in another network namespace, such as a container has, so it does not take the port away from the rest of this computer, and cannot be reached at this computer’s own addresses unless something forwards to it."));
      return;
    }

  switch (listener->exposure)
    {
    case PTL_EXPOSURE_LOOPBACK:
      ptl_fact_add_tag (fact, PTL_TONE_GOOD, _("this computer only"));
      ptl_fact_append_text (fact, _("Only programs on this computer can reach it."));
      break;

    case PTL_EXPOSURE_NETWORK:
      ptl_fact_add_tag (fact, PTL_TONE_CAUTION, listener->network != NULL ? listener->network : _("one network"));
      if (interface == NULL && listener->network != NULL)
        {
          /* Translators: a network such as 192.168.1.0/24, and this computer's IP address there. */
          g_autofree char *text = g_strdup_printf (_("It can be reached from the network %s, at this computer’s address %s, unless a firewall prevents it."), listener->network, listener->address);

          ptl_fact_append_text (fact, text);
        }
      else if (interface != NULL)
        {
          /* Translators: %s is the name of a network interface, such as eth0. */
          g_autofree char *text = g_strdup_printf (_("It can be reached through the interface %s, unless a firewall prevents it."), interface);

          ptl_fact_append_text (fact, text);
        }
      else if (is_group (listener))
        {
          /* Translators: %s is an IP address, of multicast or broadcast. */
          g_autofree char *text = g_strdup_printf (_("It receives what is sent to %s, an address that many computers share, unless a firewall prevents it."), listener->address);

          ptl_fact_append_text (fact, text);
        }
      else
        {
          /* Translators: %s is an IP address. */
          g_autofree char *text = g_strdup_printf (_("It can be reached at this computer’s address %s from the network that leads there, unless a firewall prevents it."), listener->address);

          ptl_fact_append_text (fact, text);
        }
      break;

    case PTL_EXPOSURE_ALL:
    default:
      ptl_fact_add_tag (fact, PTL_TONE_CAUTION, _("every interface"));
      if (listener->family == PTL_FAMILY_IPV4)
        ptl_fact_append_text (fact, _("It can be reached over IPv4 through every network interface of this computer, unless a firewall prevents it."));
      else if (listener->family == PTL_FAMILY_IPV6)
        ptl_fact_append_text (fact, _("It can be reached over IPv6 through every network interface of this computer, unless a firewall prevents it."));
      else
        ptl_fact_append_text (fact, _("It can be reached over IPv4 and IPv6 through every network interface of this computer, unless a firewall prevents it."));
      break;
    }
}

static const char *
evidence_sentence (const PtlOwner *owner)
{
  switch (owner->evidence)
    {
    case PTL_EVIDENCE_DESCRIPTOR:
      return owner->certain ? _("Known for certain: the process holds the socket.")
                            : _("Likely: the process was seen to hold the socket, but may not any more.");

    case PTL_EVIDENCE_CONTROL_GROUP:
      return owner->certain ? _("Known for certain: the socket belongs to the control group of this process alone.")
                            : _("Likely: the socket belongs to the control group of this process.");

    case PTL_EVIDENCE_TABLE:
      return owner->certain ? _("Known for certain: the system’s own table of sockets names the process.")
                            : _("Likely: the system’s own table of sockets names the process.");

    case PTL_EVIDENCE_PROXY:
    default:
      return owner->certain ? _("Known for certain: the proxy that holds the socket names what it serves.")
                            : _("Likely: the command line of a proxy names what it serves.");
    }
}

static void
add_evidence (const PtlPage          *page,
              PtlFact                *fact,
              const PtlListenerGroup *group)
{
  const PtlListener *listener = group->listener;
  const char *last = NULL;

  if (listener->kernel_is_likely)
    {
      ptl_fact_append_text (fact, listener->unheld ? _("Likely: the kernel itself listens. No process was found that holds the socket, and this part of the kernel listens on such a port.")
                                                   : _("Likely: the kernel itself listens. No process that you may look at holds the socket, and this part of the kernel listens on such a port."));
      return;
    }

  if (listener->kernel)
    {
      ptl_fact_append_text (fact, listener->owners->len > 0 ? _("The kernel itself listens; the process only stands for it.")
                                                            : _("The kernel itself listens: there is no process."));
      return;
    }

  /* One sentence for each kind of evidence, however many processes there are. */
  for (guint i = 0; i < group->owners->len; i++)
    {
      const char *sentence = evidence_sentence (g_ptr_array_index (group->owners, i));

      if (last == NULL || !g_str_equal (last, sentence))
        ptl_fact_append_text (fact, sentence);
      last = sentence;
    }

  if (group->owners->len == 1)
    {
      const PtlProcess *process = ((const PtlOwner *) g_ptr_array_index (group->owners, 0))->process;

      /* Such as a service of Windows to who is no administrator. */
      if (process->user == NULL && process->executable == NULL && process->command == NULL)
        ptl_fact_append_text (fact, _("The system does not show you more of this process."));
      if (process->executable_deleted)
        ptl_fact_append_text (fact, _("The program’s file was deleted or replaced after the process began, as an update does."));
    }

  if (group->owners->len > 0)
    return;

  if (listener->unheld)
    {
      ptl_fact_append_text (fact, _("No process was found that holds it; it may be the kernel’s own."));
      if (listener->container_id != NULL || listener->container_name != NULL)
        ptl_fact_append_text (fact, _("The socket was made in this container’s control group."));
      else if (listener->unit != NULL)
        ptl_fact_append_text (fact, _("The socket was made in this unit’s control group."));
    }
  else if (listener->container_id != NULL || listener->container_name != NULL)
    ptl_fact_append_text (fact, _("Likely: the socket belongs to this container’s control group. Which process holds it is hidden from you."));
  else if (listener->unit != NULL)
    ptl_fact_append_text (fact, _("Likely: the socket belongs to this unit’s control group. Which process holds it is hidden from you."));
  else if (ptl_snapshot_get_hidden_reason (page->snapshot) != NULL)
    ptl_fact_append_text (fact, _("Which process holds it is hidden from Portolan."));
  else if (listener->user != NULL)
    {
      g_autofree char *user = ptl_sanitize (listener->user);
      /* Translators: %s is a user’s name. */
      g_autofree char *text = g_strdup_printf (_("Which process holds it is hidden from you: it is another user’s, or runs where this program can’t look. The socket belongs to the user %s."), user);

      ptl_fact_append_text (fact, text);
    }
  else
    ptl_fact_append_text (fact, _("Which process holds it is hidden from you: it is another user’s, or runs where this program can’t look."));
}

/* What stands behind whoever holds the socket: a container, or a service that starts on demand. */
static void
add_purpose (PtlFact           *fact,
             const PtlListener *listener)
{
  if (listener->forwards_to != NULL)
    {
      g_autofree char *target = ptl_sanitize (listener->forwards_to);
      /* Translators: %s is an address and port, such as 172.17.0.2:80, or a port alone. */
      g_autofree char *text = target[0] == ':'
                              ? g_strdup_printf (_("It forwards to port %s inside a container."), target + 1)
                              : g_strdup_printf (_("It forwards to %s, a container."), target);

      ptl_fact_append_text (fact, text);
    }

  if (listener->urls != NULL)
    ptl_fact_append_text (fact, _("It shares the port out by URL. These URLs are reserved for programs to serve; which of them are served right now is not shown."));

  if (listener->unit_is_likely && listener->unit != NULL)
    {
      g_autofree char *unit = ptl_sanitize (listener->unit);
      /* Translators: %s is the name of a service, such as com.apple.smbd. */
      g_autofree char *text = g_strdup_printf (_("Likely: it comes from the service %s, by the environment that it was started with."), unit);

      ptl_fact_append_text (fact, text);
    }

  if (listener->socket_unit != NULL && listener->unit != NULL)
    {
      g_autofree char *socket_unit = ptl_sanitize (listener->socket_unit);
      g_autofree char *unit = ptl_sanitize (listener->unit);
      /* Translators: the first %s is a unit such as ssh.socket, the second one such as ssh.service. */
      g_autofree char *text = g_strdup_printf (_("By the files of its units, systemd holds the socket for %s and starts %s on demand."),
                                               socket_unit, unit);

      ptl_fact_append_text (fact, text);
    }
  else if (listener->owners->len > 0 && g_strcmp0 (listener->unit, "init.scope") == 0)
    {
      const PtlOwner *owner = g_ptr_array_index (listener->owners, 0);

      if (g_strcmp0 (owner->process->name, "systemd") == 0)
        ptl_fact_append_text (fact, _("systemd holds it for a service that starts on demand."));
    }
}

/* Units are systemd's word; elsewhere what starts programs has services. */
static const char *
unit_words (const PtlPage     *page,
            const PtlListener *listener)
{
  if (page->facts != NULL && !g_str_equal (page->facts->os, "linux"))
    return _("Service");

  return listener->unit_is_user ? _("Unit of the user’s manager") : _("Unit");
}

/* A server may have a hundred workers; more than these say nothing new. */
#define MAX_OWNERS_SHOWN 8

static void
add_group (const PtlPage          *page,
           PtlSection             *section,
           const PtlListenerGroup *group)
{
  const PtlListener *listener = group->listener;
  PtlFact *fact = ptl_section_add (section, PTL_FACT_LISTENER);
  g_autofree char *title = ptl_sanitize (ptl_listener_get_owner_label (listener));
  g_autofree char *interface = ptl_sanitize (listener->interface);
  g_autofree char *address = NULL;
  g_autofree char *unit = ptl_sanitize (listener->unit);

  fact->listener = listener;
  if (ptl_listener_is_here (listener))
    {
      fact->address = ptl_web_socket_address (listener);
      fact->uri = ptl_web_address (page->catalog, listener);
    }

  if (title != NULL && *title != '\0')
    fact->title = g_steal_pointer (&title);
  else if (listener->kernel)
    fact->title = g_strdup (_("The kernel"));
  else if (listener->unheld)
    fact->title = g_strdup (_("No process was found"));
  else
    fact->title = g_strdup (_("A program hidden from you"));

  ptl_fact_add_tag (fact, PTL_TONE_NEUTRAL,
                    listener->multipath ? _("TCP (multipath)")
                                        : ptl_transport_to_display (listener->transport));
  ptl_fact_add_tag (fact, PTL_TONE_NEUTRAL, family_words (listener->family));
  add_exposure (fact, listener);
  add_evidence (page, fact, group);
  add_purpose (fact, listener);

  if (group->listeners->len > 1)
    {
      g_autofree char *text =
        g_strdup_printf (ngettext ("It shares the address among %u socket, so that the system spreads the work.",
                                   "It shares the address among %u sockets, so that the system spreads the work.",
                                   group->listeners->len),
                         group->listeners->len);

      ptl_fact_append_text (fact, text);
    }

  address = g_strdup_printf (listener->family == PTL_FAMILY_IPV4 ? "%s:%u" : "[%s]:%u",
                             listener->address, listener->port);
  ptl_fact_add_literal (fact, _("Address"), address);
  ptl_fact_add_literal (fact, _("Interface"), interface);

  for (guint i = 0; i < group->owners->len && i < MAX_OWNERS_SHOWN; i++)
    ptl_page_add_owner (fact, g_ptr_array_index (group->owners, i), group->owners->len == 1);

  if (group->owners->len > MAX_OWNERS_SHOWN)
    {
      guint rest = group->owners->len - MAX_OWNERS_SHOWN;
      g_autofree char *text = g_strdup_printf (ngettext ("%u more", "%u more", rest), rest);

      ptl_fact_add_detail (fact, _("Process"), text);
    }

  if (group->owners->len == 0 && listener->user != NULL)
    {
      g_autofree char *user = ptl_sanitize (listener->user);

      ptl_fact_add_detail (fact, _("User"), user);
    }

  if (unit != NULL)
    ptl_fact_add_literal (fact, unit_words (page, listener), unit);

  for (guint i = 0; listener->urls != NULL && listener->urls[i] != NULL; i++)
    {
      g_autofree char *url = ptl_sanitize (listener->urls[i]);

      ptl_fact_add_literal (fact, _("Reserved URL"), url);
    }

  if (listener->container_id != NULL || listener->container_name != NULL)
    {
      g_autofree char *runtime = ptl_sanitize (listener->container_runtime);
      g_autofree char *name = ptl_sanitize (listener->container_name != NULL
                                              ? listener->container_name
                                              : listener->container_id);
      g_autofree char *text = runtime != NULL ? g_strdup_printf ("%s (%s)", name, runtime)
                                              : g_strdup (name);

      ptl_fact_add_literal (fact, _("Container"), text);
    }

  if (listener->queue > 0 && listener->backlog >= 0 && listener->transport == PTL_TRANSPORT_TCP)
    {
      g_autofree char *queue = g_strdup_printf ("%" G_GINT64_FORMAT, listener->queue);
      g_autofree char *backlog = g_strdup_printf ("%" G_GINT64_FORMAT, listener->backlog);
      g_autofree char *text = g_strdup_printf (_("%s of at most %s"), queue, backlog);

      ptl_fact_add_detail (fact, _("Connections waiting to be accepted"), text);
    }

  ptl_fact_cite_reading (fact, page->snapshot);
}

static void
say_nothing_listens (const PtlPage *page,
                     PtlSection    *section)
{
  PtlFact *fact;

  if (page->snapshot_error != NULL)
    {
      fact = ptl_section_say_format (section, _("Nothing listened on %u then."), page->port);
    }
  else if (page->transports == PTL_ALL_TRANSPORTS)
    {
      fact = ptl_section_say_format (section, _("Nothing listens on %u on this computer right now."),
                                     page->port);
    }
  else
    {
      g_autofree char *transports = ptl_words_transports (page->transports);

      /* Translators: %s is a transport, such as UDP. */
      fact = ptl_section_say_format (section, _("Nothing listens on %u on this computer right now on %s."),
                                     page->port, transports);
    }

  ptl_fact_cite_reading (fact, page->snapshot);
}

static gboolean
has_hidden_owner (const GPtrArray *groups)
{
  for (guint i = 0; i < groups->len; i++)
    {
      const PtlListenerGroup *group = g_ptr_array_index (groups, i);

      if (group->owners->len == 0 && !group->listener->kernel && !group->listener->unheld)
        return TRUE;
    }

  return FALSE;
}

/* Why owners are hidden here, whosever they are, and the command that changes it. */
static void
say_hidden (const PtlPage *page,
            PtlSection    *section)
{
  g_autofree char *reason = ptl_sanitize (ptl_snapshot_get_hidden_reason (page->snapshot));
  g_autofree char *remedy = ptl_sanitize (ptl_snapshot_get_hidden_remedy (page->snapshot));
  PtlFact *fact = ptl_section_add (section, PTL_FACT_ENTRY);

  fact->title = g_strdup (_("Why owners are hidden"));
  ptl_fact_append_text (fact, reason);
  ptl_fact_add_literal (fact, _("Command"), remedy);
}

/**
 * ptl_page_write_here:
 * @page: the page
 * @section: the section to fill
 *
 * Writes what listens on the port on this computer. A reading that failed or is incomplete is said first, so that it
 * never looks like a free port.
 */
void
ptl_page_write_here (const PtlPage *page,
                     PtlSection    *section)
{
  g_autoptr (GPtrArray) groups = NULL;
  gboolean here = FALSE;

  if (page->snapshot_error != NULL)
    {
      ptl_section_say_format (section, _("The listeners could not be read: %s"),
                              page->snapshot_error);
      if (page->snapshot == NULL)
        {
          ptl_section_say_format (section, _("So it is not known whether something listens on %u."),
                                  page->port);
          return;
        }
      ptl_section_say (section, _("What follows is what the last good reading found; it may have changed since."));
    }
  else if (page->snapshot == NULL)
    {
      ptl_section_say (section, _("The listeners have not been read yet."));
      return;
    }

  groups = ptl_listener_group_list (page->snapshot, page->port, page->transports);
  for (guint i = 0; i < groups->len && !here; i++)
    here = ptl_listener_is_here (((const PtlListenerGroup *) g_ptr_array_index (groups, i))->listener);

  if (!ptl_snapshot_is_complete (page->snapshot))
    {
      g_autofree char *reason = ptl_sanitize (ptl_snapshot_get_reason (page->snapshot));
      PtlFact *fact;

      if (reason != NULL)
        fact = ptl_section_say_format (section, _("The listeners could be read only in part: %s"), reason);
      else
        fact = ptl_section_say (section, _("The listeners could be read only in part."));
      ptl_fact_cite_reading (fact, page->snapshot);

      if (groups->len == 0)
        ptl_section_say_format (section, _("Nothing was found on %u in the part that was read, but something may listen there all the same."),
                                page->port);
      else
        ptl_section_say_format (section, _("More may listen on %u than is shown."), page->port);
    }
  else if (!here)
    {
      say_nothing_listens (page, section);
      if (groups->len > 0)
        ptl_section_say (section, _("In other network namespaces on this computer there is:"));
    }

  for (guint i = 0; i < groups->len; i++)
    add_group (page, section, g_ptr_array_index (groups, i));

  if (has_hidden_owner (groups) && ptl_snapshot_get_hidden_reason (page->snapshot) != NULL)
    say_hidden (page, section);
}
