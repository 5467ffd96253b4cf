#include "config.h"

#include "fuzz.h"

#include "host/linux/ptl-cgroup-path.h"

/* Both the file that names a process's control groups, and the path of one. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  gboolean unified;
  g_autofree char *path = ptl_cgroup_file_dup_path ((const char *) data, size, &unified);
  const char *tries[] = { text, path };

  g_assert (path == NULL || path[0] == '/');

  for (guint i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      g_auto (PtlCgroupOwner) owner = { 0 };

      if (tries[i] == NULL)
        continue;

      ptl_cgroup_path_parse (tries[i], &owner);
      g_assert (owner.unit == NULL || g_utf8_validate (owner.unit, -1, NULL));
      g_assert (owner.id == NULL || g_utf8_validate (owner.id, -1, NULL));
      g_assert (owner.name == NULL || g_utf8_validate (owner.name, -1, NULL));
      g_assert (owner.runtime != NULL || (owner.id == NULL && owner.name == NULL));
      g_assert (owner.runtime == NULL || owner.id != NULL || owner.name != NULL);
      g_assert (owner.unit != NULL || !owner.unit_is_user);
    }

  return 0;
}
