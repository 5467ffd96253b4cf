#include "config.h"

#include "host/linux/ptl-json-glib.h"

#include <dlfcn.h>

#define LIBRARY "libjson-glib-1.0.so.0"

static gboolean
load (PtlJsonGlib *self)
{
  const struct
  {
    const char *name;
    void       *place;
  } functions[] = {
    { "json_array_get_element", &self->array_get_element },
    { "json_array_get_length", &self->array_get_length },
    { "json_node_get_array", &self->node_get_array },
    { "json_node_get_int", &self->node_get_int },
    { "json_node_get_node_type", &self->node_get_node_type },
    { "json_node_get_object", &self->node_get_object },
    { "json_node_get_string", &self->node_get_string },
    { "json_node_get_value_type", &self->node_get_value_type },
    { "json_object_get_member", &self->object_get_member },
    { "json_object_iter_init", &self->object_iter_init },
    { "json_object_iter_next", &self->object_iter_next },
    { "json_parser_get_root", &self->parser_get_root },
    { "json_parser_load_from_data", &self->parser_load_from_data },
    { "json_parser_new", &self->parser_new },
    { "g_object_unref", &self->object_unref },
  };
  /* Never closed: types that GObject knows can't be taken back. */
  void *library = dlopen (LIBRARY, RTLD_NOW | RTLD_LOCAL);

  if (library == NULL)
    {
      g_info ("%s", dlerror ());
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      /* dlsym(3): also of the libraries that this one needs. */
      void *function = dlsym (library, functions[i].name);

      if (function == NULL)
        return FALSE;
      *(void **) functions[i].place = function;
    }

  return TRUE;
}

/**
 * ptl_json_glib_get:
 *
 * Loads json-glib the first time it is called. Blocks then. Any thread.
 *
 * Returns: (transfer none) (nullable): the library; %NULL where it is not installed
 */
const PtlJsonGlib *
ptl_json_glib_get (void)
{
  static gsize loaded;
  static PtlJsonGlib library;
  static gboolean there;

  if (g_once_init_enter (&loaded))
    {
      there = load (&library);
      g_once_init_leave (&loaded, 1);
    }

  return there ? &library : NULL;
}
