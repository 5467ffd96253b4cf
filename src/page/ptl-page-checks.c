#include "config.h"

#include "page/ptl-page-private.h"

#include <glib/gi18n-lib.h>

/* How to check: the commands that ask a computer itself, for each system; this system's come first. */

#define TCP  PTL_TRANSPORT_BIT (PTL_TRANSPORT_TCP)
#define UDP  PTL_TRANSPORT_BIT (PTL_TRANSPORT_UDP)
#define SCTP PTL_TRANSPORT_BIT (PTL_TRANSPORT_SCTP)
#define DCCP PTL_TRANSPORT_BIT (PTL_TRANSPORT_DCCP)

typedef struct
{
  const char *os;
  const char *tool;
  guint       about;   /* the page must be about all of these … */
  guint       not_about; /* … and none of those */
  const char *command; /* PORT stands for the number */
  const char *text;
} Command;

/*
 * Sources: ss(8), lsof(8), netstat(1) of macOS, Microsoft's pages on netstat, findstr and the NetTCPIP module.
 * The blank behind the number keeps 80 from matching 8080. lsof's -sTCP:LISTEN leaves out connections, whose far end
 * may have the same number.
 */
static const Command commands[] = {
  { "linux", "ss", TCP | UDP, 0, "ss -tulnp 'sport = :PORT'",
    N_("Lists the sockets that wait on the port, TCP and UDP. The names of other users’ processes show only with sudo.") },
  { "linux", "ss", TCP, UDP, "ss -tlnp 'sport = :PORT'",
    N_("Lists the TCP sockets that listen on the port. The names of other users’ processes show only with sudo.") },
  { "linux", "ss", UDP, TCP, "ss -ulnp 'sport = :PORT'",
    N_("Lists the UDP sockets that wait on the port. The names of other users’ processes show only with sudo.") },
  { "linux", "ss", SCTP, TCP, "ss --sctp -lnp 'sport = :PORT'",
    N_("Lists the SCTP sockets that listen on the port.") },
  { "linux", "ss", DCCP, TCP, "ss --dccp -lnp 'sport = :PORT'",
    N_("Lists the DCCP sockets that listen on the port.") },
  { "linux", "lsof", TCP, 0, "sudo lsof -nP -iTCP:PORT -sTCP:LISTEN",
    N_("Shows which process listens on TCP, and for which user.") },
  { "linux", "lsof", UDP, 0, "sudo lsof -nP -iUDP:PORT",
    N_("Shows which process has the UDP port.") },
  { "macos", "lsof", TCP, 0, "sudo lsof -nP -iTCP:PORT -sTCP:LISTEN",
    N_("Shows which process listens on TCP, and for which user.") },
  { "macos", "lsof", UDP, 0, "sudo lsof -nP -iUDP:PORT",
    N_("Shows which process has the UDP port.") },
  { "macos", "netstat", TCP, 0, "netstat -anv -p tcp | grep '[.]PORT .*LISTEN'",
    N_("Lists the TCP sockets that listen on the port; macOS writes a dot before the port.") },
  { "macos", "netstat", UDP, 0, "netstat -anv -p udp | grep '[.]PORT '",
    N_("Lists the UDP sockets on the port, also those that only speak to it elsewhere.") },
  { "windows", "netstat", TCP, 0, "netstat -ano | findstr /C:\":PORT \"",
    N_("Lists what uses the port, here or at the far end of a connection; the last column is the process’s number.") },
  { "windows", "netstat", UDP, TCP, "netstat -ano -p UDP | findstr /C:\":PORT \"",
    N_("Lists what uses the UDP port; the last column is the process’s number.") },
  { "windows", "powershell", TCP, 0, "Get-NetTCPConnection -State Listen -LocalPort PORT",
    N_("In PowerShell: shows what listens on TCP, with the number of the process as OwningProcess.") },
  { "windows", "powershell", UDP, 0, "Get-NetUDPEndpoint -LocalPort PORT",
    N_("In PowerShell: shows what has the UDP port, with the number of the process as OwningProcess.") },
};

static const char * const systems[] = { "linux", "macos", "windows" };

static char *
fill_in (const char *command,
         guint16     port)
{
  g_autofree char *number = g_strdup_printf ("%u", port);
  g_autoptr (GString) out = g_string_new (command);

  g_string_replace (out, "PORT", number, 0);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
add_commands (const PtlPage *page,
              PtlSection    *section,
              const char    *os)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const Command *command = &commands[i];
      PtlFact *fact;

      if (!g_str_equal (command->os, os) ||
          (page->transports & command->about) != command->about ||
          (page->transports & command->not_about) != 0)
        continue;

      fact = ptl_section_add (section, PTL_FACT_COMMAND);
      fact->os = g_strdup (os);
      fact->tool = g_strdup (command->tool);
      fact->command = fill_in (command->command, page->port);
      fact->title = g_strdup (ptl_words_platform (os));
      fact->text = g_strdup (_(command->text));
    }
}

/**
 * ptl_page_write_checks:
 * @page: the page
 * @section: the section to fill
 *
 * Writes the commands that show what listens on the port, this system's first.
 */
void
ptl_page_write_checks (const PtlPage *page,
                       PtlSection    *section)
{
  const char *here = page->facts != NULL ? page->facts->os : NULL;

  if (page->port == 0)
    {
      ptl_section_say (section, _("There is nothing to check: no program can listen on port 0."));
      return;
    }

  if (here != NULL)
    add_commands (page, section, here);

  for (guint i = 0; i < G_N_ELEMENTS (systems); i++)
    {
      if (g_strcmp0 (systems[i], here) != 0)
        add_commands (page, section, systems[i]);
    }
}
