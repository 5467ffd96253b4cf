#include "config.h"

#include "host/ptl-host.h"
#include "host/windows/ptl-windows-http.h"
#include "host/windows/ptl-windows-process.h"
#include "host/windows/ptl-windows-processes.h"
#include "host/windows/ptl-windows-reserved.h"
#include "host/windows/ptl-windows-services.h"
#include "host/windows/ptl-windows-system.h"
#include "host/windows/ptl-windows-text.h"

#include <string.h>

/* What asks Windows, or Wine, part by part. */

/* A number that no process has: Windows gives multiples of four. */
#define NOBODY 0x7ffffff1

static void
test_process_of_socket (void)
{
  PtlWindowsProcesses *processes = ptl_windows_processes_new ();
  DWORD own = GetCurrentProcessId ();
  PtlProcess *process;
  PtlProcess *again;

  ptl_windows_processes_begin (processes);
  process = ptl_windows_processes_get (processes, own, 0);
  g_assert_nonnull (process);
  g_assert_cmpint (process->pid, ==, own);
  g_assert_cmpuint (process->start_ticks, >, 1);

  /* It can't have bound a socket before it began: the number is another one's of old. */
  g_assert_true (ptl_windows_processes_get (processes, own, process->start_ticks) == process);
  g_assert_null (ptl_windows_processes_get (processes, own, process->start_ticks - 1));

  g_assert_null (ptl_windows_processes_get (processes, 0, 0));
  g_assert_null (ptl_windows_processes_get (processes, NOBODY, 0));
  ptl_windows_processes_end (processes);

  /* Nothing is read anew of a process that is still the same. */
  ptl_windows_processes_begin (processes);
  again = ptl_windows_processes_get (processes, own, 0);
  g_assert_true (again == process);
  ptl_windows_processes_end (processes);

  ptl_windows_processes_free (processes);
}

static HANDLE
start_child (DWORD *out_pid)
{
  STARTUPINFOW startup = { .cb = sizeof startup };
  PROCESS_INFORMATION child = { 0 };
  wchar_t command[] = L"cmd.exe /c pause";

  g_assert_true (CreateProcessW (NULL, command, NULL, NULL, FALSE, CREATE_SUSPENDED, NULL, NULL, &startup, &child));
  CloseHandle (child.hThread);
  *out_pid = child.dwProcessId;

  return child.hProcess;
}

/* The list that everybody may read says the same as the handle that not everybody is given. */
static void
test_list (void)
{
  DWORD pid;
  HANDLE child = start_child (&pid);
  g_autoptr (GHashTable) list = ptl_windows_process_list ();
  const PtlWindowsRunning *running = g_hash_table_lookup (list, GUINT_TO_POINTER (pid));

  g_assert_nonnull (running);
  g_assert_cmpstr (running->name, ==, "cmd.exe");
  g_assert_cmpuint (running->parent_pid, ==, GetCurrentProcessId ());
  g_assert_cmpuint (running->created, >, 0);
  g_assert_cmpuint (running->created, ==, ptl_windows_process_get_created (child));

  TerminateProcess (child, 1);
  CloseHandle (child);
}

/* A process that has ended holds nothing, though its number stays taken as long as somebody has a handle of it. */
static void
test_process_that_ends (void)
{
  PtlWindowsProcesses *processes = ptl_windows_processes_new ();
  DWORD pid;
  HANDLE child = start_child (&pid);
  PtlProcess *process;

  ptl_windows_processes_begin (processes);
  process = ptl_windows_processes_get (processes, pid, 0);
  g_assert_nonnull (process);
  g_assert_cmpstr (process->name, ==, "cmd.exe");
  g_assert_cmpint (process->parent_pid, ==, GetCurrentProcessId ());
  g_assert_nonnull (process->parent_name);
  g_assert_true (g_str_has_prefix (process->parent_name, "test-windows-live"));
  ptl_windows_processes_end (processes);

  TerminateProcess (child, 1);
  WaitForSingleObject (child, INFINITE);
  ptl_windows_processes_begin (processes);
  g_assert_null (ptl_windows_processes_get (processes, pid, 0));
  ptl_windows_processes_end (processes);

  CloseHandle (child);
  ptl_windows_processes_begin (processes);
  g_assert_null (ptl_windows_processes_get (processes, pid, 0));
  ptl_windows_processes_end (processes);
  ptl_windows_processes_free (processes);
}

/* SYSTEM_INFORMATION_CLASS: SystemExtendedHandleInformation; Wine does not count by GetProcessHandleCount(). */
#define HANDLE_INFORMATION 64

/* SYSTEM_HANDLE_TABLE_ENTRY_INFO_EX: an object, a process, then what is not looked at here. */
typedef struct
{
  gpointer  object;
  ULONG_PTR process;
  ULONG_PTR handle;
  ULONG     access;
  USHORT    trace;
  USHORT    type;
  ULONG     attributes;
  ULONG     reserved;
} HandleEntry;

typedef struct
{
  ULONG_PTR   n;
  ULONG_PTR   reserved;
  HandleEntry entries[];
} HandleList;

typedef LONG (NTAPI *QuerySystem) (ULONG     what,
                                   gpointer  answer,
                                   ULONG     size,
                                   ULONG    *out_size);

/* How many handles this process has. */
static guint
count_handles (void)
{
  const ULONG size = 64 * 1024 * 1024;
  QuerySystem query = (QuerySystem) ptl_windows_find_function (L"ntdll.dll", "NtQuerySystemInformation");
  g_autofree HandleList *list = g_malloc (size);
  ULONG used;
  guint n = 0;

  g_assert_nonnull (query);
  g_assert_cmpint (query (HANDLE_INFORMATION, list, size, &used), ==, 0);
  for (ULONG_PTR i = 0; i < list->n; i++)
    n += list->entries[i].process == GetCurrentProcessId ();

  return n;
}

/* However often it reads, and whatever ends meanwhile, no handle stays open. */
static void
test_handles (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  guint before = 0;
  guint after;
  WSADATA data;
  SOCKET listening;
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK) };
  const int on = 1;

  g_assert_cmpint (WSAStartup (MAKEWORD (2, 2), &data), ==, 0);
  listening = socket (AF_INET, SOCK_STREAM, 0);
  g_assert_cmpint (bind (listening, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (listening, 1), ==, 0);
  setsockopt (listening, IPPROTO_TCP, TCP_NODELAY, (const char *) &on, sizeof on);

  /* What the first readings load stays. */
  for (guint i = 0; i < 60; i++)
    {
      /* A new host has everything to find out. */
      g_autoptr (PtlHost) fresh = ptl_host_new (NULL);
      g_autoptr (PtlSnapshot) all = ptl_host_read (fresh, NULL, NULL);
      g_autoptr (PtlSnapshot) kept = ptl_host_read (host, NULL, NULL);
      g_autoptr (PtlHostFacts) facts = ptl_host_read_facts (host);

      g_assert_nonnull (all);
      g_assert_nonnull (kept);
      g_assert_cmpuint (ptl_snapshot_get_n (all), >, 0);
      ptl_host_try_bind (PTL_TRANSPORT_TCP, 1);
      if (i == 9)
        before = count_handles ();
    }
  after = count_handles ();
  g_test_message ("%u handles before, %u after", before, after);
  g_assert_cmpuint (before, >, 0);
  /* Fifty readings more: a handle that stays open each time would show. */
  g_assert_cmpuint (after, <, before + 25);

  closesocket (listening);
  WSACleanup ();
}

/* The process of a service that runs, found through the service control manager; 0 where it does not run. */
static DWORD
find_service (const wchar_t *name)
{
  SC_HANDLE manager = OpenSCManagerW (NULL, NULL, SC_MANAGER_CONNECT);
  SC_HANDLE service = manager != NULL ? OpenServiceW (manager, name, SERVICE_QUERY_STATUS) : NULL;
  SERVICE_STATUS_PROCESS status = { 0 };
  DWORD needed;

  if (service != NULL)
    {
      QueryServiceStatusEx (service, SC_STATUS_PROCESS_INFO, (BYTE *) &status, sizeof status, &needed);
      CloseServiceHandle (service);
    }
  if (manager != NULL)
    CloseServiceHandle (manager);

  return status.dwProcessId;
}

static void
test_service (void)
{
  static const wchar_t *const names[] = { L"EventLog", L"PlugPlay", L"RpcSs" };
  PtlWindowsServices *services = ptl_windows_services_new ();
  PtlWindowsTables tables = { 0 };
  PtlWindowsSocket own = { .pid = GetCurrentProcessId () };
  guint found = 0;

  ptl_windows_services_begin (services);
  g_assert_null (ptl_windows_services_dup (services, &tables, &own));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      PtlWindowsSocket socket = { .pid = find_service (names[i]) };
      g_autofree char *expected = ptl_windows_text_dup (names[i]);
      g_autofree char *name = NULL;

      if (socket.pid == 0)
        continue;

      /* Of a process with many services a socket without a tag tells none. */
      name = ptl_windows_services_dup (services, &tables, &socket);
      if (name == NULL)
        continue;
      g_assert_cmpint (g_ascii_strcasecmp (name, expected), ==, 0);
      found++;
    }
  ptl_windows_services_free (services);

  if (found == 0)
    g_test_skip ("no service here has a process of its own");
}

static void
test_urls (void)
{
  PtlWindowsHttp *http = ptl_windows_http_new ();

  for (guint port = 1; port <= G_MAXUINT16; port++)
    {
      g_auto (GStrv) urls = ptl_windows_http_dup (http, port);

      for (guint i = 0; urls != NULL && urls[i] != NULL; i++)
        {
          guint16 its_port = 0;

          g_assert_true (ptl_windows_url_get_port (urls[i], &its_port));
          g_assert_cmpuint (its_port, ==, port);
        }
    }
  ptl_windows_http_free (http);
}

/* An HTTP Server API with four reservations: the second grows while it is read, the third is larger than anything. */
static ULONG WINAPI
answer_query (HANDLE                 service,
              HTTP_SERVICE_CONFIG_ID what,
              PVOID                  input,
              ULONG                  input_size,
              PVOID                  output,
              ULONG                  output_size,
              PULONG                 out_size,
              LPOVERLAPPED           overlapped)
{
  static const wchar_t *const urls[] = { L"http://+:5985/wsman/", L"https://*:443/a/", NULL, L"http://localhost:443/b/" };
  static gboolean grown;
  const HTTP_SERVICE_CONFIG_URLACL_QUERY *question = input;
  HTTP_SERVICE_CONFIG_URLACL_SET *set = output;
  ULONG index = question->dwToken;
  ULONG needed;

  g_assert_cmpint (what, ==, HttpServiceConfigUrlAclInfo);
  g_assert_cmpuint (input_size, ==, sizeof *question);
  if (index >= G_N_ELEMENTS (urls))
    return ERROR_NO_MORE_ITEMS;
  if (urls[index] == NULL)
    {
      *out_size = G_MAXUINT32;
      return ERROR_INSUFFICIENT_BUFFER;
    }

  needed = sizeof *set + (wcslen (urls[index]) + 1) * sizeof (wchar_t);
  grown |= output_size > 0 && index == 1;
  *out_size = index == 1 && !grown ? needed - 8 : needed;
  if (output_size < needed)
    return ERROR_INSUFFICIENT_BUFFER;

  memset (set, 0, sizeof *set);
  set->KeyDesc.pUrlPrefix = (wchar_t *) (set + 1);
  wcscpy (set->KeyDesc.pUrlPrefix, urls[index]);

  return NO_ERROR;
}

static ULONG WINAPI
refuse_query (HANDLE                 service,
              HTTP_SERVICE_CONFIG_ID what,
              PVOID                  input,
              ULONG                  input_size,
              PVOID                  output,
              ULONG                  output_size,
              PULONG                 out_size,
              LPOVERLAPPED           overlapped)
{
  return ERROR_ACCESS_DENIED;
}

/* What Wine has none of. */
static void
test_made_urls (void)
{
  g_autoptr (GHashTable) urls = ptl_windows_http_list (answer_query);
  g_autoptr (GHashTable) none = ptl_windows_http_list (refuse_query);
  const GPtrArray *winrm = g_hash_table_lookup (urls, GUINT_TO_POINTER (5985));
  const GPtrArray *https = g_hash_table_lookup (urls, GUINT_TO_POINTER (443));

  g_assert_cmpuint (g_hash_table_size (urls), ==, 2);
  g_assert_cmpuint (winrm->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (winrm, 0), ==, "http://+:5985/wsman/");
  g_assert_cmpuint (https->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (https, 0), ==, "https://*:443/a/");
  g_assert_cmpstr (g_ptr_array_index (https, 1), ==, "http://localhost:443/b/");

  g_assert_cmpuint (g_hash_table_size (none), ==, 0);
}

static guint n_asked;

/* A table of one row that needs more room each time that it is asked for, up to the fourth. */
static unsigned long
grow (PtlWindowsTable  table,
      guint8          *bytes,
      unsigned long   *size)
{
  gsize needed = *size + 1000;

  n_asked++;
  if (n_asked == 4)
    {
      bytes[0] = 1;
      return NO_ERROR;
    }
  *size = needed;

  return ERROR_INSUFFICIENT_BUFFER;
}

/* One that never has enough, and says so of less than it has. */
static unsigned long
never_enough (PtlWindowsTable  table,
              guint8          *bytes,
              unsigned long   *size)
{
  n_asked++;
  *size = 16;

  return ERROR_INSUFFICIENT_BUFFER;
}

static unsigned long
huge (PtlWindowsTable  table,
      guint8          *bytes,
      unsigned long   *size)
{
  n_asked++;
  *size = 0xfffffff0;

  return ERROR_INSUFFICIENT_BUFFER;
}

static unsigned long
no_family (PtlWindowsTable  table,
           guint8          *bytes,
           unsigned long   *size)
{
  return ERROR_NOT_SUPPORTED;
}

static unsigned long
refuse (PtlWindowsTable  table,
        guint8          *bytes,
        unsigned long   *size)
{
  return ERROR_ACCESS_DENIED;
}

/* However a table grows, reading it ends. */
static void
test_growth (void)
{
  g_autoptr (GByteArray) bytes = NULL;
  GByteArray *none = NULL;

  n_asked = 0;
  g_assert_cmpuint (ptl_windows_tables_read_one (PTL_WINDOWS_TABLE_TCP4, grow, &bytes), ==, NO_ERROR);
  g_assert_cmpuint (n_asked, ==, 4);
  g_assert_cmpuint (bytes->data[0], ==, 1);

  n_asked = 0;
  g_assert_cmpuint (ptl_windows_tables_read_one (PTL_WINDOWS_TABLE_TCP4, never_enough, &none), ==, ERROR_INSUFFICIENT_BUFFER);
  g_assert_cmpuint (n_asked, >, 1);
  g_assert_cmpuint (n_asked, <, 20);

  n_asked = 0;
  g_assert_cmpuint (ptl_windows_tables_read_one (PTL_WINDOWS_TABLE_UDP6, huge, &none), ==, ERROR_INSUFFICIENT_BUFFER);
  g_assert_cmpuint (n_asked, ==, 1);

  g_assert_cmpuint (ptl_windows_tables_read_one (PTL_WINDOWS_TABLE_UDP6, no_family, &none), ==, NO_ERROR);
  g_assert_cmpuint (ptl_windows_tables_read_one (PTL_WINDOWS_TABLE_UDP6, refuse, &none), ==, ERROR_ACCESS_DENIED);
  g_assert_null (none);
}

/* A process of which Windows gives no handle, as of services to who is no administrator, still has what the list says of it. */
static void
test_without_handle (void)
{
  DWORD pid;
  HANDLE child = start_child (&pid);
  g_autoptr (GHashTable) list = ptl_windows_process_list ();
  const PtlWindowsRunning *running = g_hash_table_lookup (list, GUINT_TO_POINTER (pid));
  PtlWindowsUsers *users = ptl_windows_users_new ();
  g_autoptr (PtlProcess) process = ptl_windows_process_new (pid, NULL, running->created, running, list, users);

  g_assert_cmpstr (process->name, ==, "cmd.exe");
  g_assert_cmpint (process->started_at, >, 0);
  g_assert_cmpint (process->parent_pid, ==, GetCurrentProcessId ());
  g_assert_nonnull (process->parent_name);
  g_assert_null (process->executable);
  g_assert_null (process->user);
  g_assert_null (process->command);

  ptl_windows_users_free (users);
  TerminateProcess (child, 1);
  CloseHandle (child);
}

static void
test_reserved (void)
{
  g_autofree char *source = NULL;
  g_autoptr (GArray) reserved = ptl_windows_reserved_read (&source);

  g_assert_true ((reserved == NULL) == (source == NULL));
  for (guint i = 0; reserved != NULL && i < reserved->len; i++)
    {
      const PtlInterval *ports = &g_array_index (reserved, PtlInterval, i);

      g_assert_cmpuint (ports->first, >, 0);
      g_assert_cmpuint (ports->first, <=, ports->last);
      g_assert_cmpuint (ports->transports, !=, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/host/windows-live/process-of-socket", test_process_of_socket);
  g_test_add_func ("/host/windows-live/list", test_list);
  g_test_add_func ("/host/windows-live/process-that-ends", test_process_that_ends);
  g_test_add_func ("/host/windows-live/handles", test_handles);
  g_test_add_func ("/host/windows-live/service", test_service);
  g_test_add_func ("/host/windows-live/urls", test_urls);
  g_test_add_func ("/host/windows-live/made-urls", test_made_urls);
  g_test_add_func ("/host/windows-live/growth", test_growth);
  g_test_add_func ("/host/windows-live/without-handle", test_without_handle);
  g_test_add_func ("/host/windows-live/reserved", test_reserved);

  return g_test_run ();
}
