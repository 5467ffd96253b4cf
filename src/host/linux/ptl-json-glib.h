#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * What is used of json-glib, which is loaded when a container's engine has answered and not before: it brings GIO, and the two
 * take as long to load as all else that portolan-cli does. Each function is json-glib's of that name, with "json_" before it.
 */
typedef struct
{
  __typeof__ (json_array_get_element)       *array_get_element;
  __typeof__ (json_array_get_length)        *array_get_length;
  __typeof__ (json_node_get_array)          *node_get_array;
  __typeof__ (json_node_get_int)            *node_get_int;
  __typeof__ (json_node_get_node_type)      *node_get_node_type;
  __typeof__ (json_node_get_object)         *node_get_object;
  __typeof__ (json_node_get_string)         *node_get_string;
  __typeof__ (json_node_get_value_type)     *node_get_value_type;
  __typeof__ (json_object_get_member)       *object_get_member;
  __typeof__ (json_object_iter_init)        *object_iter_init;
  __typeof__ (json_object_iter_next)        *object_iter_next;
  __typeof__ (json_parser_get_root)         *parser_get_root;
  __typeof__ (json_parser_load_from_data)   *parser_load_from_data;
  __typeof__ (json_parser_new)              *parser_new;
  void                                     (*object_unref) (gpointer object); /* GObject's */
} PtlJsonGlib;

const PtlJsonGlib *ptl_json_glib_get (void);

G_END_DECLS
