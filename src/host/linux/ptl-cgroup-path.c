#include "config.h"

#include "host/linux/ptl-cgroup-path.h"

#include "host/linux/ptl-linux-file.h"

#include <string.h>

/* A path deeper than this is nobody's but a prankster's. */
#define MAX_COMPONENTS 64

/* Container ids are 64 hexadecimal digits; runtimes shorten them to no fewer than 12. */
#define MIN_ID_LENGTH 12

/* How runtimes that use systemd name their scopes: PREFIX, the id, ".scope". */
static const struct
{
  const char *prefix;
  const char *runtime;
} scope_prefixes[] = {
  { "docker-", "docker" },
  { "libpod-", "podman" },
  { "cri-containerd-", "containerd" },
  { "crio-", "cri-o" },
  { "nerdctl-", "containerd" },
};

/* How runtimes that make control groups themselves name the parent of a group that is named by the id alone. */
static const struct
{
  const char *parent;
  const char *runtime;
} parents[] = {
  { "docker", "docker" },
  { "libpod_parent", "podman" },
  { "actions_job", "docker" },
};

static gboolean
is_id (const char *text,
       gsize       length)
{
  if (length < MIN_ID_LENGTH || length > 64)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return FALSE;
    }

  return TRUE;
}

/* systemd writes what may not be in a unit's name as \xHH, and a slash as a dash: systemd.unit(5). */
static char *
unescape (const char *text,
          gsize       length)
{
  g_autoptr (GString) result = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      if (length - i >= 4 &&
          text[i] == '\\' && text[i + 1] == 'x' &&
          g_ascii_isxdigit (text[i + 2]) && g_ascii_isxdigit (text[i + 3]))
        {
          g_string_append_c (result, (char) (g_ascii_xdigit_value (text[i + 2]) << 4 | g_ascii_xdigit_value (text[i + 3])));
          i += 3;
        }
      else
        {
          g_string_append_c (result, text[i]);
        }
    }

  return ptl_linux_dup_text (result->str, result->len);
}

static void
set_container (PtlCgroupOwner *owner,
               const char     *runtime,
               char           *id,
               char           *name)
{
  /* Of containers in containers the outermost is this computer's. */
  if (owner->runtime != NULL)
    {
      g_free (id);
      g_free (name);
      return;
    }

  owner->runtime = g_strdup (runtime);
  owner->id = id;
  owner->name = name;
}

static gboolean
has_suffix (const char *text,
            gsize       length,
            const char *suffix)
{
  gsize suffix_length = strlen (suffix);

  return length > suffix_length && memcmp (text + length - suffix_length, suffix, suffix_length) == 0;
}

/* The kinds of unit that hold processes: systemd.unit(5). */
static gboolean
is_unit (const char *component)
{
  static const char *const suffixes[] = { ".service", ".scope", ".socket", ".mount", ".swap" };
  gsize length = strlen (component);

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      if (has_suffix (component, length, suffixes[i]))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_slice (const char *component)
{
  return has_suffix (component, strlen (component), ".slice");
}

static gboolean
is_user_manager (const char *component)
{
  return g_str_has_prefix (component, "user@") && g_str_has_suffix (component, ".service");
}

/* "PREFIX…SUFFIX" gives what is between, and its length; NULL otherwise. */
static const char *
between (const char *component,
         const char *prefix,
         const char *suffix,
         gsize      *out_length)
{
  gsize prefix_length = strlen (prefix);
  gsize suffix_length = strlen (suffix);
  gsize length = strlen (component);

  if (length <= prefix_length + suffix_length ||
      memcmp (component, prefix, prefix_length) != 0 ||
      memcmp (component + length - suffix_length, suffix, suffix_length) != 0)
    return NULL;

  *out_length = length - prefix_length - suffix_length;

  return component + prefix_length;
}

/* snap.NAME.APP.service, snap.NAME.APP-UUID.scope, snap.NAME.hook.… (snapd's cgroup tracking). */
static void
parse_snap (const char     *component,
            PtlCgroupOwner *owner)
{
  const char *name;
  const char *dot;
  gsize length;

  name = between (component, "snap.", ".service", &length);
  if (name == NULL)
    name = between (component, "snap.", ".scope", &length);
  if (name == NULL)
    return;

  dot = memchr (name, '.', length);
  if (dot != NULL)
    length = dot - name;
  if (length > 0)
    set_container (owner, "snap", unescape (name, length), unescape (name, length));
}

/* app-flatpak-APP.ID-NUMBER.scope: flatpak's transient scope, after the desktop's rules for names of applications. */
static void
parse_flatpak (const char     *component,
               PtlCgroupOwner *owner)
{
  const char *id;
  gsize length;

  id = between (component, "app-flatpak-", ".scope", &length);
  if (id == NULL)
    return;

  for (gsize i = length; i > 0; i--)
    {
      if (id[i - 1] == '-')
        {
          length = i - 1;
          break;
        }
      if (!g_ascii_isdigit (id[i - 1]))
        break;
    }

  if (length > 0)
    set_container (owner, "flatpak", unescape (id, length), unescape (id, length));
}

static void
parse_machine (const char     *component,
               const char     *next,
               PtlCgroupOwner *owner)
{
  const char *name;
  gsize length;

  if ((name = between (component, "systemd-nspawn@", ".service", &length)) != NULL)
    set_container (owner, "systemd-nspawn", NULL, unescape (name, length));
  /* libvirt's machines are scopes of the same slice, but no containers: machine-qemu… */
  else if ((name = between (component, "machine-", ".scope", &length)) != NULL)
    {
      if (g_str_has_prefix (name, "lxc\\x2d"))
        set_container (owner, "libvirt-lxc", NULL, unescape (name + 7, length - 7));
      else if (!g_str_has_prefix (name, "qemu\\x2d"))
        set_container (owner, "systemd-nspawn", NULL, unescape (name, length));
    }
  else if (g_str_has_prefix (component, "lxc.payload.") && component[12] != '\0')
    set_container (owner, "lxc", NULL, unescape (component + 12, strlen (component + 12)));
  else if (strcmp (component, "lxc") == 0 && next != NULL && *next != '\0')
    set_container (owner, "lxc", NULL, unescape (next, strlen (next)));
}

/* The id in what Kubernetes' runtimes make of it: "ID", "cri-containerd-ID.scope", "SLICE:cri-containerd:ID". */
static void
parse_runtime (const char     *component,
               const char     *previous,
               gboolean        in_pod,
               PtlCgroupOwner *owner)
{
  gsize length = strlen (component);
  const char *id;

  for (guint i = 0; i < G_N_ELEMENTS (scope_prefixes); i++)
    {
      id = between (component, scope_prefixes[i].prefix, ".scope", &length);
      if (id != NULL && is_id (id, length))
        {
          set_container (owner, scope_prefixes[i].runtime, g_strndup (id, length), NULL);
          return;
        }
    }

  id = strrchr (component, ':');
  if (id != NULL && is_id (id + 1, strlen (id + 1)))
    {
      const char *runtime = strstr (component, ":cri-containerd:") != NULL ? "containerd"
                            : strstr (component, ":docker:") != NULL      ? "docker"
                            : strstr (component, ":libpod:") != NULL      ? "podman"
                            : strstr (component, ":crio:") != NULL        ? "cri-o"
                                                                          : NULL;

      if (runtime != NULL)
        set_container (owner, runtime, g_strdup (id + 1), NULL);
      return;
    }

  length = strlen (component);

  /* podman without systemd: libpod-ID, its monitor being libpod-conmon-ID. */
  if (g_str_has_prefix (component, "libpod-") && is_id (component + 7, length - 7))
    {
      set_container (owner, "podman", g_strdup (component + 7), NULL);
      return;
    }

  if (!is_id (component, length) || previous == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (parents); i++)
    {
      if (strcmp (previous, parents[i].parent) == 0)
        {
          set_container (owner, parents[i].runtime, g_strdup (component), NULL);
          return;
        }
    }

  /* The pod says that it is Kubernetes, but not which runtime it uses. */
  if (in_pod)
    set_container (owner, "kubernetes", g_strdup (component), NULL);
}

/**
 * ptl_cgroup_path_parse:
 * @path: a control group's path from the hierarchy's root: "/system.slice/ssh.service"; any bytes
 * @owner: (out caller-allocates): what the path says; cleared with ptl_cgroup_owner_clear()
 *
 * Finds the systemd unit and the container in a control group's path. Whoever may make control groups chooses their names,
 * so what they say is likely, not certain. Any thread.
 */
void
ptl_cgroup_path_parse (const char     *path,
                       PtlCgroupOwner *owner)
{
  g_autofree char *valid = ptl_linux_dup_text (path, strlen (path));
  g_auto (GStrv) components = g_strsplit (valid, "/", MAX_COMPONENTS);
  const char *previous = NULL;
  const char *unit = NULL;
  const char *slice = NULL;
  gboolean in_user_manager = FALSE;
  gboolean in_pod = FALSE;

  memset (owner, 0, sizeof *owner);

  for (guint i = 0; components[i] != NULL; i++)
    {
      const char *component = components[i];

      /* systemd puts an underscore before a name that the kernel could take for a file of its own. */
      if (component[0] == '_')
        component++;
      if (component[0] == '\0')
        continue;

      if (unit == NULL || (in_user_manager && !owner->unit_is_user))
        {
          if (is_user_manager (component) && !in_user_manager)
            {
              unit = component;
              in_user_manager = TRUE;
            }
          else if (is_unit (component))
            {
              unit = component;
              owner->unit_is_user = in_user_manager;
            }
          else if (is_slice (component) && unit == NULL)
            {
              slice = component;
            }
        }

      if (g_str_has_prefix (component, "kubepods") ||
          (g_str_has_prefix (component, "pod") && previous != NULL && g_str_has_prefix (previous, "kubepods")))
        in_pod = TRUE;

      parse_runtime (component, previous, in_pod, owner);
      parse_machine (component, components[i + 1], owner);
      parse_snap (component, owner);
      parse_flatpak (component, owner);

      previous = component;
    }

  owner->unit = g_strdup (unit != NULL ? unit : slice);
}

/**
 * ptl_cgroup_owner_clear:
 * @owner: what ptl_cgroup_path_parse() filled in
 *
 * Frees what is in @owner. Any thread.
 */
void
ptl_cgroup_owner_clear (PtlCgroupOwner *owner)
{
  g_clear_pointer (&owner->unit, g_free);
  g_clear_pointer (&owner->runtime, g_free);
  g_clear_pointer (&owner->id, g_free);
  g_clear_pointer (&owner->name, g_free);
  owner->unit_is_user = FALSE;
}

/**
 * ptl_cgroup_file_dup_path:
 * @text: (array length=length): the bytes of /proc/PID/cgroup
 * @length: how many
 * @out_unified: (out): whether the path is of the unified hierarchy (version 2)
 *
 * Chooses the path that says most of the lines "NUMBER:CONTROLLERS:PATH" (cgroups(7)): systemd's own named hierarchy where
 * it is in use, as it is on machines with version 1; else the unified one; else the longest there is, which is how
 * containers show on machines without systemd. Any thread.
 *
 * Returns: (transfer full) (nullable): the path, as bytes; %NULL where there is none
 */
char *
ptl_cgroup_file_dup_path (const char *text,
                          gsize       length,
                          gboolean   *out_unified)
{
  const char *end = text + length;
  const char *best = NULL;
  gsize best_length = 0;
  int best_rank = -1;

  while (text < end)
    {
      const char *line_end = memchr (text, '\n', end - text);
      const char *controllers;
      const char *path;
      int rank;

      if (line_end == NULL)
        line_end = end;

      controllers = memchr (text, ':', line_end - text);
      path = controllers != NULL ? memchr (controllers + 1, ':', line_end - controllers - 1) : NULL;
      if (path != NULL && path + 1 < line_end && path[1] == '/')
        {
          gsize controllers_length = path - controllers - 1;
          gsize path_length = line_end - path - 1;

          if (path_length == 1)
            rank = 0;
          else if (controllers_length == 12 && memcmp (controllers + 1, "name=systemd", 12) == 0)
            rank = 3;
          else if (controllers_length == 0)
            rank = 2;
          else
            rank = 1;

          if (rank > best_rank || (rank == best_rank && path_length > best_length))
            {
              best = path + 1;
              best_length = path_length;
              best_rank = rank;
              *out_unified = controllers_length == 0;
            }
        }

      text = line_end + 1;
    }

  return best != NULL ? g_strndup (best, best_length) : NULL;
}
