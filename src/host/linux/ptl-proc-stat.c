#include "config.h"

#include "host/linux/ptl-proc-stat.h"

#include <string.h>

/* include/linux/sched.h */
#define PF_KTHREAD 0x00200000u

/* Numbers of proc_pid_stat(5). */
#define FIELD_PARENT 4
#define FIELD_FLAGS  9
#define FIELD_START  22
#define FIELD_CODE   26
#define FIELD_STACK  28

static gboolean
parse_number (const char *at,
              const char *end,
              guint64    *out_value)
{
  guint64 value = 0;

  if (at == end || end - at > 20)
    return FALSE;

  for (; at < end; at++)
    {
      if (!g_ascii_isdigit (*at))
        return FALSE;
      value = value * 10 + (guint64) (*at - '0');
    }

  *out_value = value;

  return TRUE;
}

/**
 * ptl_proc_stat_parse:
 * @text: (array length=length): the bytes of /proc/PID/stat
 * @length: how many
 * @stat: (out): what was read; untouched on failure
 *
 * Reads a process's name, parent and start. The name may hold blanks and parentheses, so the fields are counted from the
 * last closing one. Any thread.
 *
 * Returns: whether the text made sense
 */
gboolean
ptl_proc_stat_parse (const char  *text,
                     gsize        length,
                     PtlProcStat *stat)
{
  const char *end = text + length;
  const char *open = length > 0 ? memchr (text, '(', length) : NULL;
  const char *close = open != NULL ? memrchr (open, ')', end - open) : NULL;
  PtlProcStat result = { 0 };
  guint64 value;
  const char *at;
  guint field;

  if (close == NULL)
    return FALSE;

  result.name = open + 1;
  result.name_length = close - result.name;

  at = close + 1;
  for (field = 3; field <= FIELD_STACK; field++)
    {
      const char *stop;

      while (at < end && *at == ' ')
        at++;
      for (stop = at; stop < end && *stop != ' ' && *stop != '\n'; stop++)
        ;

      switch (field)
        {
        case FIELD_PARENT:
          if (!parse_number (at, stop, &value))
            return FALSE;
          result.parent_pid = value;
          break;

        case FIELD_FLAGS:
          if (!parse_number (at, stop, &value))
            return FALSE;
          result.kernel_thread = (value & PF_KTHREAD) != 0;
          break;

        case FIELD_START:
          if (!parse_number (at, stop, &result.start_ticks))
            return FALSE;
          break;

        case FIELD_CODE:
          parse_number (at, stop, &result.start_code);
          break;

        case FIELD_STACK:
          parse_number (at, stop, &result.start_stack);
          break;

        default:
          if (at == stop && field < FIELD_START)
            return FALSE;
          break;
        }

      at = stop;
    }

  *stat = result;

  return TRUE;
}

/* The text after "\nKEY:", which is never inside a name: the kernel escapes line ends there. */
static const char *
find_key (const char  *text,
          gsize        length,
          const char  *key,
          const char **out_end)
{
  gsize key_length = strlen (key);
  const char *end = text + length;

  while (text < end)
    {
      const char *line_end = memchr (text, '\n', end - text);

      if (line_end == NULL)
        line_end = end;
      if ((gsize) (line_end - text) > key_length && memcmp (text, key, key_length) == 0)
        {
          *out_end = line_end;
          return text + key_length;
        }
      text = line_end + 1;
    }

  return NULL;
}

/**
 * ptl_proc_status_parse_uid:
 * @text: (array length=length): the bytes of /proc/PID/status
 * @length: how many
 * @out_uid: (out): the effective user; untouched on failure
 *
 * Reads on whose behalf a process acts. Any thread.
 *
 * Returns: whether the text told
 */
gboolean
ptl_proc_status_parse_uid (const char *text,
                           gsize       length,
                           guint32    *out_uid)
{
  const char *end;
  const char *at = find_key (text, length, "Uid:", &end);
  const char *stop;
  guint64 value;

  if (at == NULL)
    return FALSE;

  /* Real, effective, saved and file system's user. */
  for (guint i = 0; i < 2; i++)
    {
      while (at < end && (*at == '\t' || *at == ' '))
        at++;
      for (stop = at; stop < end && g_ascii_isdigit (*stop); stop++)
        ;
      if (!parse_number (at, stop, &value) || value > G_MAXUINT32)
        return FALSE;
      at = stop;
    }

  *out_uid = value;

  return TRUE;
}

/**
 * ptl_proc_status_has_one_pid:
 * @text: (array length=length): the bytes of /proc/PID/status
 * @length: how many
 *
 * Looks whether a process has one number, by "NSpid": its numbers from the namespace of processes that /proc shows down to the
 * process's own (proc_pid_status(5), since Linux 4.1). Any thread.
 *
 * Returns: whether the text tells that both namespaces are the same
 */
gboolean
ptl_proc_status_has_one_pid (const char *text,
                             gsize       length)
{
  const char *end;
  const char *at = find_key (text, length, "NSpid:", &end);
  guint64 value;

  while (at != NULL && at < end && (*at == '\t' || *at == ' '))
    at++;

  return at != NULL && parse_number (at, end, &value);
}
