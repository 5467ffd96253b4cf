#include "config.h"

#include "host/linux/ptl-linux-support.h"

#include "host/linux/ptl-linux-file.h"

#include <string.h>
#include <unistd.h>

/*
 * Whether the kernel speaks a transport, told from files: to ask for a socket would have it load a module, which nobody
 * wants of a question.
 */

/* /proc/net/protocols has a line of 100 bytes for each protocol and family; those of a big kernel are thirty. */
#define MAX_PROTOCOLS_BYTES (64 * 1024)

/* The command line of the kernel: COMMAND_LINE_SIZE of include/asm-generic/setup.h is at most 4096. */
#define MAX_CMDLINE_BYTES 8192

static const struct
{
  PtlTransport transport;
  const char  *protocol; /* its name in /proc/net/protocols: net/sctp/socket.c, net/dccp/ipv4.c of the kernel */
  const char  *module;   /* that has it */
} kinds[] = {
  { PTL_TRANSPORT_SCTP, "SCTP", "sctp" },
  /* The kernel has none from 6.16 on. */
  { PTL_TRANSPORT_DCCP, "DCCP", "dccp_ipv4" },
};

/* Where modprobe is configured, what overrides first: modprobe.d(5). */
static const char * const config_folders[] = {
  "etc/modprobe.d", "run/modprobe.d", "usr/local/lib/modprobe.d", "usr/lib/modprobe.d", "lib/modprobe.d",
};

/**
 * ptl_linux_support_is_registered:
 * @proc: /proc's descriptor
 * @name: a protocol: "SCTP"
 *
 * Looks whether the kernel has a protocol at hand. Blocks for microseconds; any thread.
 *
 * Returns: whether a socket of it can be asked for without loading anything
 */
gboolean
ptl_linux_support_is_registered (int         proc,
                                 const char *name)
{
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  g_autofree char *line = g_strconcat ("\n", name, " ", NULL);

  return ptl_linux_read_file (proc, "net/protocols", MAX_PROTOCOLS_BYTES, buffer) &&
         strstr ((const char *) buffer->data, line) != NULL;
}

/* modprobe takes "-" and "_" for the same. */
static gboolean
is_module (const char *word,
           const char *module)
{
  for (; *word != '\0' && *module != '\0'; word++, module++)
    {
      if ((*word == '-' ? '_' : *word) != (*module == '-' ? '_' : *module))
        return FALSE;
    }

  return *word == *module;
}

/**
 * ptl_linux_support_parse_refusal:
 * @text: a file of modprobe.d(5)
 * @module: a module's name
 *
 * Looks whether a file keeps a module from being loaded when the kernel wants it: by "blacklist", which has what the module
 * says that it is for ignored, and so what the kernel asks by, or by a command in its place that does nothing. Pure.
 *
 * Returns: whether it does
 */
gboolean
ptl_linux_support_parse_refusal (const char *text,
                                 const char *module)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (g_strstrip (lines[i]), " \t", -1);
      guint n = 0;

      /* Blanks may follow each other. */
      for (guint j = 0; words[j] != NULL; j++)
        {
          if (words[j][0] == '\0')
            g_free (words[j]);
          else
            words[n++] = words[j];
        }
      words[n] = NULL;

      if (n == 2 && g_str_equal (words[0], "blacklist") && is_module (words[1], module))
        return TRUE;
      if (n == 3 && g_str_equal (words[0], "install") && is_module (words[1], module) &&
          (g_str_has_suffix (words[2], "/true") || g_str_has_suffix (words[2], "/false")))
        return TRUE;
    }

  return FALSE;
}

static gboolean
refuses_file (const char *path,
              const char *module)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && ptl_linux_support_parse_refusal (text, module);
}

static gboolean
is_refused (const char *root,
            const char *module)
{
  /* A file takes the place of those that have its name in the folders after. */
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (config_folders); i++)
    {
      g_autofree char *path = g_build_filename (root, config_folders[i], NULL);
      g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
      const char *name;

      while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *file = g_build_filename (path, name, NULL);

          if (g_str_has_suffix (name, ".conf") && g_hash_table_add (seen, g_strdup (name)) && refuses_file (file, module))
            return TRUE;
        }
    }

  return FALSE;
}

/* The kernel's command line can say it too: "modprobe.blacklist=sctp,floppy" (modprobe(8)). */
static gboolean
is_refused_at_boot (int         proc,
                    const char *module)
{
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  g_auto (GStrv) words = NULL;

  if (!ptl_linux_read_file (proc, "cmdline", MAX_CMDLINE_BYTES, buffer))
    return FALSE;

  words = g_strsplit_set ((const char *) buffer->data, " \n", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) names = NULL;

      if (!g_str_has_prefix (words[i], "modprobe.blacklist="))
        continue;

      names = g_strsplit (words[i] + strlen ("modprobe.blacklist="), ",", -1);
      for (guint j = 0; names[j] != NULL; j++)
        {
          if (is_module (names[j], module))
            return TRUE;
        }
    }

  return FALSE;
}

/* A kernel that takes no modules has what it has: it was built so, or closed by root (modules_disabled, sysctl/kernel.rst). */
static gboolean
is_closed (int proc)
{
  g_autoptr (GByteArray) buffer = g_byte_array_new ();

  return faccessat (proc, "modules", F_OK, 0) < 0 ||
         (ptl_linux_read_file (proc, "sys/kernel/modules_disabled", 16, buffer) && buffer->len > 0 && buffer->data[0] == '1');
}

/**
 * ptl_linux_support_read:
 * @proc: /proc's descriptor
 * @root: (nullable): below which lib/modules and etc/modprobe.d lie; %NULL where it is not known
 * @release: the kernel's release, as uname(2) tells it
 * @transport: SCTP or DCCP; all others are part of what every kernel is built with
 *
 * Finds out whether programs can have sockets of a transport. Blocks for a millisecond or so, where a list of all modules has
 * to be read; any thread.
 *
 * Returns: whether they can
 */
PtlSupport
ptl_linux_support_read (int           proc,
                        const char   *root,
                        const char   *release,
                        PtlTransport  transport)
{
  g_autofree char *modules_path = NULL;
  g_autofree char *modules = NULL;
  g_autofree char *file = NULL;
  const char *protocol = NULL;
  const char *module = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (kinds[i].transport == transport)
        {
          protocol = kinds[i].protocol;
          module = kinds[i].module;
        }
    }

  if (protocol == NULL)
    return PTL_SUPPORT_PRESENT;
  if (proc < 0 || faccessat (proc, "net/protocols", R_OK, 0) < 0)
    return PTL_SUPPORT_UNKNOWN;
  if (ptl_linux_support_is_registered (proc, protocol))
    return PTL_SUPPORT_PRESENT;
  if (is_closed (proc))
    return PTL_SUPPORT_ABSENT;

  /* In a container there are none of the kernel's, which loads them from outside of it. */
  modules_path = root != NULL ? g_build_filename (root, "lib/modules", release, "modules.dep", NULL) : NULL;
  if (modules_path == NULL || !g_file_get_contents (modules_path, &modules, NULL, NULL))
    return PTL_SUPPORT_UNKNOWN;

  /* depmod(8) writes "kernel/net/sctp/sctp.ko.xz: …" */
  file = g_strdup_printf ("/%s.ko", module);
  if (strstr (modules, file) == NULL || is_refused (root, module) || is_refused_at_boot (proc, module))
    return PTL_SUPPORT_ABSENT;

  return PTL_SUPPORT_ON_DEMAND;
}
