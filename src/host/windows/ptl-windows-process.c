#include "config.h"

#include "host/windows/ptl-windows-process.h"

#include "host/windows/ptl-windows-text.h"
#include "host/windows/ptl-windows-times.h"

#include <shellapi.h>
#include <tlhelp32.h>
#include <winternl.h>

#if GLIB_SIZEOF_VOID_P == 8
/* The layout that ptl-windows-times.c reads by. */
G_STATIC_ASSERT (G_STRUCT_OFFSET (SYSTEM_PROCESS_INFORMATION, CreateTime) == 32);
G_STATIC_ASSERT (G_STRUCT_OFFSET (SYSTEM_PROCESS_INFORMATION, UniqueProcessId) == 80);
#endif

/* 1601 to 1970 in microseconds: where FILETIME and the rest of the world begin to count. */
#define EPOCH_DIFFERENCE G_GINT64_CONSTANT (11644473600000000)

/* PROCESSINFOCLASS; since Windows 8.1. Its answer is a UNICODE_STRING with its text behind it. */
#define PROCESS_COMMAND_LINE_INFORMATION 60

/* No more of a command line is kept than of one on other systems. */
#define MAX_COMMAND_UNITS 4096

#define MAX_PATH_UNITS 32768

/* The list of a thousand processes with their threads takes some megabyte. */
#define FIRST_LIST_BYTES (512 * 1024)
#define MAX_LIST_BYTES   (64 * 1024 * 1024)
#define MAX_TRIES        8

/* STATUS_INFO_LENGTH_MISMATCH of ntstatus.h, which can't be included beside windows.h. */
#define LENGTH_MISMATCH ((NTSTATUS) 0xc0000004)

typedef NTSTATUS (NTAPI *QuerySystem) (ULONG    what,
                                       gpointer answer,
                                       ULONG    size,
                                       ULONG   *out_size);

typedef NTSTATUS (NTAPI *QueryProcess) (HANDLE  process,
                                        ULONG   what,
                                        gpointer answer,
                                        ULONG   size,
                                        ULONG  *out_size);

static void
running_free (gpointer data)
{
  PtlWindowsRunning *running = data;

  g_free (running->name);
  g_free (running);
}

/* When each process began, of other users' ones too; empty where that is not shown in the way it is expected. */
static GHashTable *
read_times (void)
{
  QuerySystem query = (QuerySystem) ptl_windows_find_function (L"ntdll.dll", "NtQuerySystemInformation");
  GHashTable *times = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autofree guint8 *bytes = NULL;
  const guint64 *own;
  ULONG size = FIRST_LIST_BYTES;

  if (query == NULL || sizeof (gpointer) != 8)
    return times;

  for (guint i = 0; i < MAX_TRIES && size <= MAX_LIST_BYTES; i++)
    {
      ULONG used = 0;
      NTSTATUS status;

      g_free (bytes);
      bytes = g_malloc0 (size);
      status = query (SystemProcessInformation, bytes, size, &used);
      if (status >= 0)
        ptl_windows_times_parse (bytes, MIN (used, size), times);
      if (status != LENGTH_MISMATCH)
        break;
      size *= 2;
    }

  /* Our own is known otherwise: where the two differ, this Windows has another list than the one that is read here. */
  own = g_hash_table_lookup (times, GUINT_TO_POINTER (GetCurrentProcessId ()));
  if (own == NULL || *own != ptl_windows_process_get_created (GetCurrentProcess ()))
    g_hash_table_remove_all (times);

  return times;
}

/**
 * ptl_windows_process_list:
 *
 * Lists the processes that run now, those of other users too. Blocks for a few milliseconds. Any thread.
 *
 * Returns: (transfer full) (element-type guint32 PtlWindowsRunning): what is to be known of them, by number; empty where it
 * is not
 *   shown
 */
GHashTable *
ptl_windows_process_list (void)
{
  GHashTable *list = g_hash_table_new_full (NULL, NULL, NULL, running_free);
  g_auto (PtlWindowsHandle) snapshot = CreateToolhelp32Snapshot (TH32CS_SNAPPROCESS, 0);
  g_autoptr (GHashTable) times = read_times ();
  PROCESSENTRY32W entry = { .dwSize = sizeof entry };

  if (snapshot == INVALID_HANDLE_VALUE || !Process32FirstW (snapshot, &entry))
    return list;

  do
    {
      PtlWindowsRunning *running = g_new0 (PtlWindowsRunning, 1);
      const guint64 *created = g_hash_table_lookup (times, GUINT_TO_POINTER (entry.th32ProcessID));

      running->name = ptl_windows_text_dup (entry.szExeFile);
      running->parent_pid = entry.th32ParentProcessID;
      running->created = created != NULL ? *created : 0;
      g_hash_table_insert (list, GUINT_TO_POINTER (entry.th32ProcessID), running);
    }
  while (Process32NextW (snapshot, &entry));

  return list;
}

/**
 * ptl_windows_process_get_created:
 * @handle: a process's handle with PROCESS_QUERY_LIMITED_INFORMATION
 *
 * Returns: when the process began, in 100 ns since 1601 UTC; 0 where that is not shown
 */
guint64
ptl_windows_process_get_created (HANDLE handle)
{
  FILETIME created;
  FILETIME ended;
  FILETIME kernel;
  FILETIME user;

  if (!GetProcessTimes (handle, &created, &ended, &kernel, &user))
    return 0;

  return (guint64) created.dwHighDateTime << 32 | created.dwLowDateTime;
}

static char *
dup_path (HANDLE handle)
{
  g_autofree wchar_t *path = g_new (wchar_t, MAX_PATH_UNITS);
  DWORD length = MAX_PATH_UNITS;

  return QueryFullProcessImageNameW (handle, 0, path, &length) ? ptl_windows_text_dup (path) : NULL;
}

/* The text of a command line, NUL-terminated; %NULL where it is not shown. */
static wchar_t *
read_command_line (HANDLE    handle,
                   gboolean *out_cut)
{
  QueryProcess query = (QueryProcess) ptl_windows_find_function (L"ntdll.dll", "NtQueryInformationProcess");
  g_autofree guint8 *bytes = NULL;
  UNICODE_STRING string;
  const guint8 *text;
  gsize n;
  wchar_t *line;
  ULONG size = 0;
  ULONG given;

  if (query == NULL)
    return NULL;

  /* The first question is for the size alone. */
  query (handle, PROCESS_COMMAND_LINE_INFORMATION, NULL, 0, &size);
  if (size < sizeof string || size > sizeof string + G_MAXUINT16 + sizeof (wchar_t))
    return NULL;

  given = size;
  bytes = g_malloc0 (given);
  if (query (handle, PROCESS_COMMAND_LINE_INFORMATION, bytes, given, &size) < 0)
    return NULL;

  memcpy (&string, bytes, sizeof string);
  text = ptl_windows_text_find (bytes, given, (guintptr) bytes, (guintptr) string.Buffer, string.Length, &n);
  if (text == NULL)
    return NULL;

  n /= sizeof (wchar_t);
  *out_cut = n > MAX_COMMAND_UNITS;
  n = MIN (n, MAX_COMMAND_UNITS);
  line = g_new0 (wchar_t, n + 1);
  memcpy (line, text, n * sizeof (wchar_t));

  return line;
}

static char **
split_command_line (const wchar_t *line)
{
  g_autoptr (GPtrArray) words = NULL;
  wchar_t **wide;
  int n = 0;

  /* For an empty line it would answer with our own program's path. */
  if (line[0] == L'\0')
    return NULL;

  wide = CommandLineToArgvW (line, &n);
  if (wide == NULL)
    return NULL;

  words = g_ptr_array_new_with_free_func (g_free);
  for (int i = 0; i < n; i++)
    {
      char *word = ptl_windows_text_dup (wide[i]);

      g_ptr_array_add (words, word != NULL ? word : g_strdup (""));
    }
  LocalFree (wide);
  g_ptr_array_add (words, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&words), FALSE);
}

/* The name of the parent, if it is the one that started the process: it must be the older one of the two. */
static char *
dup_parent_name (guint32     parent_pid,
                 guint64     created,
                 GHashTable *list)
{
  const PtlWindowsRunning *parent = g_hash_table_lookup (list, GUINT_TO_POINTER (parent_pid));

  if (parent == NULL || parent_pid == 0 || parent->created == 0 || parent->created > created)
    return NULL;

  return g_strdup (parent->name);
}

/**
 * ptl_windows_process_new:
 * @pid: its number
 * @handle: (nullable): with PROCESS_QUERY_LIMITED_INFORMATION; %NULL where Windows refuses one
 * @created: when it began, in 100 ns since 1601 UTC; 0 where unknown
 * @running: (nullable): what the list of processes says of it
 * @list: (element-type guint32 PtlWindowsRunning): that list
 * @users: the names of users
 *
 * Reads what is shown of a process. All is asked of one handle, which stays with its process even if it ends meanwhile. Blocks.
 *
 * Returns: (transfer full): the process
 */
PtlProcess *
ptl_windows_process_new (guint32                  pid,
                         HANDLE                   handle,
                         guint64                  created,
                         const PtlWindowsRunning *running,
                         GHashTable              *list,
                         PtlWindowsUsers         *users)
{
  PtlProcess *process = ptl_process_new (pid);

  process->start_ticks = created;
  if (created > 0)
    process->started_at = (gint64) (created / 10) - EPOCH_DIFFERENCE;

  if (running != NULL)
    {
      process->name = g_strdup (running->name);
      process->parent_pid = running->parent_pid;
      process->parent_name = dup_parent_name (running->parent_pid, created, list);
    }

  if (handle != NULL)
    {
      g_autofree wchar_t *line = read_command_line (handle, &process->command_cut);

      process->executable = dup_path (handle);
      process->user = ptl_windows_users_dup (users, handle);
      if (line != NULL)
        process->command = split_command_line (line);
    }

  if (process->name == NULL && process->executable != NULL)
    {
      const char *slash = strrchr (process->executable, '\\');

      process->name = g_strdup (slash != NULL ? slash + 1 : process->executable);
    }

  return process;
}
