#include "config.h"

#include "page/ptl-check.h"

#include <glib/gi18n-lib.h>

#include "host/ptl-host.h"
#include "page/ptl-listener-group.h"

static void
reason_free (PtlReason *reason)
{
  g_free (reason->text);
  g_free (reason->source);
  g_free (reason);
}

static void
take_reason (PtlCheck      *self,
             PtlReasonCode  code,
             gboolean       blocks,
             char          *text,
             const char    *source)
{
  PtlReason *reason = g_new0 (PtlReason, 1);
  guint index = 0;

  reason->code = code;
  reason->blocks = blocks;
  reason->text = text;
  reason->source = g_strdup (source);

  /* Those that block come first, each kind in the order in which it was found. */
  for (index = 0; blocks && index < self->reasons->len; index++)
    {
      const PtlReason *other = g_ptr_array_index (self->reasons, index);

      if (!other->blocks)
        break;
    }

  g_ptr_array_insert (self->reasons, blocks ? (int) index : -1, reason);
  if (blocks)
    self->usable = FALSE;
}

static void
check_in_use (PtlCheck    *self,
              PtlSnapshot *snapshot)
{
  g_autoptr (GPtrArray) groups = NULL;

  groups = ptl_listener_group_list (snapshot, self->port, PTL_TRANSPORT_BIT (self->transport));

  for (guint i = 0; i < groups->len; i++)
    {
      const PtlListenerGroup *group = g_ptr_array_index (groups, i);
      g_autofree char *owner = NULL;
      g_autofree char *where = NULL;

      /* What listens in another network namespace does not take the port away here. */
      if (!ptl_listener_is_here (group->listener))
        continue;

      owner = ptl_listener_describe_owner (group->listener);
      where = g_strdup_printf (group->listener->family == PTL_FAMILY_IPV4 ? "%s:%u" : "[%s]:%u",
                               group->listener->address, self->port);
      take_reason (self, PTL_REASON_IN_USE, TRUE,
                   /* Translators: an address, then who listens there: "nginx (PID 123)". */
                   g_strdup_printf (_("%s is in use by %s."), where, owner),
                   NULL);
    }
}

/* Returns whether all that is to be said of the port is said: of what no socket can be had, no port is free or taken. */
static gboolean
check_support (PtlCheck           *self,
               const PtlHostFacts *facts)
{
  const char *name = ptl_transport_to_display (self->transport);

  switch (facts->support[self->transport])
    {
    case PTL_SUPPORT_ABSENT:
      take_reason (self, PTL_REASON_UNSUPPORTED, TRUE,
                   /* Translators: a transport: "SCTP". */
                   g_strdup_printf (_("This computer cannot speak %s now: its system does not have it, or does not let it be loaded."), name),
                   facts->support_source);
      self->known = TRUE;
      return TRUE;

    case PTL_SUPPORT_ON_DEMAND:
      take_reason (self, PTL_REASON_NOT_LOADED, FALSE,
                   /* Translators: a transport: "SCTP". */
                   g_strdup_printf (_("This computer’s system has not loaded %s yet, and does so when a program first asks for it."), name),
                   facts->support_source);
      break;

    case PTL_SUPPORT_UNKNOWN:
      take_reason (self, PTL_REASON_UNSUPPORTED, FALSE,
                   /* Translators: a transport: "SCTP". */
                   g_strdup_printf (_("Whether this computer can speak %s could not be found out."), name),
                   facts->support_source);
      self->known = FALSE;
      break;

    case PTL_SUPPORT_NOT_ASKED:
    case PTL_SUPPORT_PRESENT:
    default:
      break;
    }

  return FALSE;
}

static void
check_host (PtlCheck           *self,
            const PtlHostFacts *facts)
{
  if (facts->unprivileged_start > 0 && self->port < facts->unprivileged_start)
    {
      if (facts->may_bind_privileged)
        take_reason (self, PTL_REASON_PRIVILEGED, FALSE,
                     g_strdup_printf (_("Ports below %d need a privilege on this computer, and you have it."),
                                      facts->unprivileged_start),
                     facts->privileged_source);
      else
        take_reason (self, PTL_REASON_PRIVILEGED, TRUE,
                     g_strdup_printf (_("Ports below %d need a privilege on this computer, and you do not have it."),
                                      facts->unprivileged_start),
                     facts->privileged_source);
    }
  else if (self->port < facts->one_address_start)
    /* Whoever listens on every address at once, as ptl_check_try() does, needs nothing: macOS from 10.14 on. */
    take_reason (self, PTL_REASON_PRIVILEGED, FALSE,
                 g_strdup_printf (facts->may_bind_privileged
                                    ? _("Below %d, a program that listens on one address alone, such as 127.0.0.1, needs a privilege on this computer, and you have it. To listen on all addresses at once needs none.")
                                    : _("Below %d, a program that listens on one address alone, such as 127.0.0.1, needs a privilege on this computer, and you do not have it. To listen on all addresses at once needs none."),
                                  facts->one_address_start),
                 facts->privileged_source);

  if (facts->excluded != NULL && ptl_host_facts_in_intervals (facts->excluded, self->port, PTL_TRANSPORT_BIT (self->transport)))
    take_reason (self, PTL_REASON_EXCLUDED, TRUE,
                 g_strdup (_("This computer’s system keeps it for programs of its own, and refuses it to all others, whoever runs them.")),
                 facts->excluded_source);

  else if (facts->excluded_unlisted && self->usable)
    take_reason (self, PTL_REASON_EXCLUDED, FALSE,
                 g_strdup (_("This computer may exclude ranges of ports without listing them. If this port lies in one, no program may listen there; only trying tells.")),
                 NULL);

  /* A reserved port is only kept out of what the system hands out by itself; asking for it by number works as before.
   * Source: Linux kernel documentation, networking/ip-sysctl, ip_local_reserved_ports. */
  if (facts->reserved != NULL && ptl_host_facts_in_intervals (facts->reserved, self->port, PTL_TRANSPORT_BIT (self->transport)))
    take_reason (self, PTL_REASON_RESERVED, FALSE,
                 g_strdup (_("It is on this computer’s list of reserved ports: somebody set it aside for a program that asks for it by number. Asking for it works; the system never hands it out by itself.")),
                 facts->reserved_source);
  else
    {
      for (guint i = 0; i < facts->ephemeral->len; i++)
        {
          const PtlEphemeral *range = &g_array_index (facts->ephemeral, PtlEphemeral, i);

          if (range->transport != self->transport ||
              self->port < range->ports.first || self->port > range->ports.last)
            continue;

          take_reason (self, PTL_REASON_EPHEMERAL, FALSE,
                       g_strdup_printf (_("This computer hands out %u–%u by itself, so another program’s connection may hold the port for a while, for example just when yours starts."),
                                        range->ports.first, range->ports.last),
                       facts->ephemeral_source);
          break;
        }
    }
}

/**
 * ptl_check_new:
 * @catalog: what the world says
 * @facts: (nullable): what this computer's configuration says
 * @snapshot: (nullable): a reading of the listeners
 * @snapshot_error: (nullable): why there is none, or why the newest failed
 * @port: the port
 * @transport: the transport
 *
 * Finds out whether this user can listen on a port, from what was read already. Pure; any thread.
 *
 * Returns: (transfer full): the answer
 */
PtlCheck *
ptl_check_new (PtlCatalog   *catalog,
               PtlHostFacts *facts,
               PtlSnapshot  *snapshot,
               const GError *snapshot_error,
               guint16       port,
               PtlTransport  transport)
{
  PtlCheck *self;

  g_return_val_if_fail (catalog != NULL, NULL);

  self = g_new0 (PtlCheck, 1);
  self->port = port;
  self->transport = transport;
  self->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) reason_free);
  self->usable = TRUE;
  self->known = snapshot != NULL && snapshot_error == NULL && ptl_snapshot_is_complete (snapshot);

  if (port == 0)
    {
      take_reason (self, PTL_REASON_RESERVED, TRUE,
                   g_strdup (_("Port 0 is reserved. A program that asks for port 0 is given any free port instead.")),
                   NULL);
      self->known = TRUE;
      return self;
    }

  if (facts != NULL && check_support (self, facts))
    return self;

  if (snapshot != NULL)
    check_in_use (self, snapshot);

  if (facts != NULL)
    check_host (self, facts);

  /* Browsers speak HTTP over TCP, and HTTP/3 over UDP; the list holds for both. */
  if ((transport == PTL_TRANSPORT_TCP || transport == PTL_TRANSPORT_UDP) &&
      ptl_catalog_is_browser_blocked (catalog, port))
    take_reason (self, PTL_REASON_BROWSER_BLOCKED, FALSE,
                 g_strdup (_("Web browsers refuse to connect to this port, so it does not suit a web server.")),
                 NULL);

  /* What blocks by what is known already blocks whatever else there is. */
  if (!self->usable)
    self->known = TRUE;

  return self;
}

/**
 * ptl_check_free:
 * @self: (transfer full): a check
 *
 * Frees a check.
 */
void
ptl_check_free (PtlCheck *self)
{
  g_ptr_array_unref (self->reasons);
  g_free (self);
}

/* Takes off what only trying tells. Returns whether it was there. */
static gboolean
clear_doubt (PtlCheck *self)
{
  for (guint i = 0; i < self->reasons->len; i++)
    {
      const PtlReason *reason = g_ptr_array_index (self->reasons, i);

      if (reason->code == PTL_REASON_EXCLUDED && !reason->blocks)
        {
          g_ptr_array_remove_index (self->reasons, i);
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * ptl_check_apply:
 * @self: a check, not yet shown to anybody
 * @result: what became of binding a socket to its port, just now
 *
 * Lets the system have the last word, where nothing else stands against the port. Pure.
 */
void
ptl_check_apply (PtlCheck      *self,
                 PtlBindResult  result)
{
  gboolean may_be_excluded;

  g_return_if_fail (self != NULL);

  if (!self->usable || self->port == 0 || result == PTL_BIND_UNKNOWN)
    return;

  self->known = TRUE;
  may_be_excluded = clear_doubt (self);
  switch (result)
    {
    case PTL_BIND_IN_USE:
      take_reason (self, PTL_REASON_IN_USE, TRUE,
                   g_strdup (_("The system refuses it as in use, though nothing was seen to listen there: a connection or a socket that does not listen holds it.")),
                   NULL);
      break;

    case PTL_BIND_REFUSED:
      /* To who binds to all addresses and asks for nothing special, Windows answers WSAEADDRINUSE where another's socket is in
       * the way, whatever that asked for, and WSAEACCES (10013) where the range is excluded. Source: the table "Sharing Transport
       * Addresses" of Microsoft's documentation for drivers. What guards a network may forbid it in the same way. */
      if (may_be_excluded)
        take_reason (self, PTL_REASON_EXCLUDED, TRUE,
                     g_strdup (_("The system refuses it, though nothing was seen to have it: most likely it lies in a range that this computer excludes, such as its services for virtual machines and containers keep for themselves. No program may listen there until they give it up.")),
                     NULL);
      else
        take_reason (self, PTL_REASON_PRIVILEGED, TRUE, g_strdup (_("The system refuses it to you.")), NULL);
      break;

    case PTL_BIND_POSSIBLE:
    case PTL_BIND_UNKNOWN:
    default:
      break;
    }
}

/**
 * ptl_check_try:
 * @self: a check, not yet shown to anybody
 *
 * Lets the system have the last word: where nothing stands against the port, binds a socket to it for a moment, without
 * listening and without sending anything, on IPv4 and IPv6. So a port is found taken too whose holder
 * waits for nothing, such as the near end of a connection. Where it could be tried, the answer is known afterwards. TCP
 * and UDP are tried, and on Linux SCTP and DCCP where the kernel has them loaded. Blocks for well under a millisecond.
 */
void
ptl_check_try (PtlCheck *self)
{
  g_return_if_fail (self != NULL);

  if (self->usable && self->port != 0)
    ptl_check_apply (self, ptl_host_try_bind (self->transport, self->port));
}

/**
 * ptl_reason_code_to_string:
 * @code: a code
 *
 * Returns: (transfer none): the code as JSON has it, "in-use"
 */
const char *
ptl_reason_code_to_string (PtlReasonCode code)
{
  switch (code)
    {
    case PTL_REASON_IN_USE:
      return "in-use";

    case PTL_REASON_PRIVILEGED:
      return "privileged";

    case PTL_REASON_RESERVED:
      return "reserved";

    case PTL_REASON_EXCLUDED:
      return "excluded";

    case PTL_REASON_EPHEMERAL:
      return "ephemeral";

    case PTL_REASON_BROWSER_BLOCKED:
      return "browser-blocked";

    case PTL_REASON_UNSUPPORTED:
      return "unsupported";

    case PTL_REASON_NOT_LOADED:
      return "not-loaded";

    default:
      g_return_val_if_reached ("");
    }
}
