#include "config.h"

#include "catalog/compile/ptl-compile-report.h"

struct _PtlCompileReport
{
  GPtrArray *messages; /* (element-type utf8) */
};

/**
 * ptl_compile_report_new:
 *
 * Makes an empty report. It belongs to one thread.
 *
 * Returns: (transfer full): the report
 */
PtlCompileReport *
ptl_compile_report_new (void)
{
  PtlCompileReport *self = g_new0 (PtlCompileReport, 1);

  self->messages = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/**
 * ptl_compile_report_free:
 * @self: (transfer full): a report
 *
 * Frees a report.
 */
void
ptl_compile_report_free (PtlCompileReport *self)
{
  g_ptr_array_unref (self->messages);
  g_free (self);
}

/* The path as the project's people know it, wherever the build directory is. */
static const char *
path_in_project (const char *path)
{
  const char *data = g_strrstr (path, "/data/");

  return data != NULL ? data + 1 : path;
}

/**
 * ptl_compile_report_add:
 * @self: a report
 * @path: the file
 * @line: the line, from 1; 0 where the whole file is meant
 * @id: (nullable): the stanza
 * @format: what is wrong, and what would be right
 *
 * Adds an error.
 */
void
ptl_compile_report_add (PtlCompileReport *self,
                        const char       *path,
                        guint             line,
                        const char       *id,
                        const char       *format,
                        ...)
{
  GString *message = g_string_new (path_in_project (path));
  g_autofree char *text = NULL;
  g_autofree char *valid = NULL;
  va_list args;

  if (line > 0)
    g_string_append_printf (message, ":%u", line);
  g_string_append (message, ": ");
  if (id != NULL)
    g_string_append_printf (message, "[%s]: ", id);

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  valid = g_utf8_make_valid (text, -1);
  g_string_append (message, valid);

  g_ptr_array_add (self->messages, g_string_free (message, FALSE));
}

/**
 * ptl_compile_report_get_n:
 * @self: a report
 *
 * Gets how many errors there are.
 */
guint
ptl_compile_report_get_n (PtlCompileReport *self)
{
  return self->messages->len;
}

/**
 * ptl_compile_report_get:
 * @self: a report
 * @index: less than ptl_compile_report_get_n()
 *
 * Gets an error.
 *
 * Returns: (transfer none): "FILE:LINE: [ID]: what is wrong"
 */
const char *
ptl_compile_report_get (PtlCompileReport *self,
                        guint             index)
{
  g_return_val_if_fail (index < self->messages->len, NULL);

  return g_ptr_array_index (self->messages, index);
}
