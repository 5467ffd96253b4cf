#include "config.h"

#include "host/windows/ptl-windows-services.h"

#include "host/windows/ptl-windows-system.h"
#include "host/windows/ptl-windows-text.h"

/* A few hundred services take some 50 kB; the service control manager gives at most 256 kB at once. */
#define LIST_BYTES (256 * 1024)
#define MAX_PAGES  16

/* SC_SERVICE_TAG_QUERY_TYPE: ServiceNameFromTagInformation */
#define NAME_FROM_TAG 1

/* How I_QueryTagInformation() is asked; Microsoft does not describe it, but Windows has had it in this form since Vista. */
typedef struct
{
  ULONG    process_id;
  ULONG    service_tag;
  ULONG    tag_type; /* (out) */
  wchar_t *name;     /* (out): for LocalFree() */
} TagQuery;

typedef ULONG (WINAPI *QueryTag) (gpointer  unused,
                                  ULONG     what,
                                  TagQuery *query);

struct _PtlWindowsServices
{
  GHashTable *by_pid; /* (owned) (nullable) (element-type guint32 GPtrArray): names; %NULL until this reading asks */
  QueryTag    query_tag; /* (nullable) */
};

/**
 * ptl_windows_services_new:
 *
 * Makes a memory of no services.
 *
 * Returns: (transfer full): the memory
 */
PtlWindowsServices *
ptl_windows_services_new (void)
{
  PtlWindowsServices *self = g_new0 (PtlWindowsServices, 1);

  self->query_tag = (QueryTag) ptl_windows_find_function (L"advapi32.dll", "I_QueryTagInformation");

  return self;
}

/**
 * ptl_windows_services_free:
 * @self: (transfer full): a memory
 *
 * Frees it.
 */
void
ptl_windows_services_free (PtlWindowsServices *self)
{
  g_clear_pointer (&self->by_pid, g_hash_table_unref);
  g_free (self);
}

/**
 * ptl_windows_services_begin:
 * @self: a memory
 *
 * Begins a reading: services are asked for anew, once, if at all.
 */
void
ptl_windows_services_begin (PtlWindowsServices *self)
{
  g_clear_pointer (&self->by_pid, g_hash_table_unref);
}

static void
add_service (GHashTable                         *by_pid,
             const ENUM_SERVICE_STATUS_PROCESSW *service)
{
  gpointer pid = GUINT_TO_POINTER (service->ServiceStatusProcess.dwProcessId);
  GPtrArray *names = g_hash_table_lookup (by_pid, pid);
  char *name = ptl_windows_text_dup (service->lpServiceName);

  if (name == NULL)
    return;

  if (names == NULL)
    {
      names = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (by_pid, pid, names);
    }
  g_ptr_array_add (names, name);
}

/* The services that run, by process. Everybody may ask for them. */
static GHashTable *
list_services (void)
{
  GHashTable *by_pid = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  SC_HANDLE manager = OpenSCManagerW (NULL, NULL, SC_MANAGER_CONNECT | SC_MANAGER_ENUMERATE_SERVICE);
  g_autofree guint64 *list = NULL;
  DWORD resume = 0;

  if (manager == NULL)
    return by_pid;

  list = g_malloc (LIST_BYTES);
  for (guint i = 0; i < MAX_PAGES; i++)
    {
      DWORD needed = 0;
      DWORD n = 0;
      gboolean whole = EnumServicesStatusExW (manager, SC_ENUM_PROCESS_INFO, SERVICE_WIN32, SERVICE_ACTIVE, (BYTE *) list,
                                              LIST_BYTES, &needed, &n, &resume, NULL);

      if (!whole && GetLastError () != ERROR_MORE_DATA)
        break;

      for (DWORD j = 0; j < n; j++)
        add_service (by_pid, (const ENUM_SERVICE_STATUS_PROCESSW *) list + j);
      if (whole || n == 0)
        break;
    }

  CloseServiceHandle (manager);

  return by_pid;
}

static const char *
find_name (const GPtrArray *names,
           const char      *name)
{
  for (guint i = 0; i < names->len; i++)
    {
      const char *other = g_ptr_array_index (names, i);

      if (g_ascii_strcasecmp (other, name) == 0)
        return other;
    }

  return NULL;
}

static char *
ask_tag (PtlWindowsServices *self,
         guint32             pid,
         guint32             tag)
{
  TagQuery query = { .process_id = pid, .service_tag = tag };
  char *name;

  if (self->query_tag == NULL || self->query_tag (NULL, NAME_FROM_TAG, &query) != ERROR_SUCCESS || query.name == NULL)
    return NULL;

  name = ptl_windows_text_dup (query.name);
  LocalFree (query.name);

  return name;
}

/**
 * ptl_windows_services_dup:
 * @self: a memory
 * @tables: the tables of this reading
 * @socket: a socket of them
 *
 * Finds the service that opened a socket. A process that runs one service alone is clear; of one that runs many, such as
 * svchost.exe may, Windows marks each socket with the tag of the service whose thread opened it. What a tag is said to stand
 * for counts only if the process does run that service. Blocks.
 *
 * Returns: (transfer full) (nullable): the service's name, not its title: "Dnscache"; %NULL where there is none or it is not known
 */
char *
ptl_windows_services_dup (PtlWindowsServices     *self,
                          const PtlWindowsTables *tables,
                          const PtlWindowsSocket *socket)
{
  g_autofree char *by_tag = NULL;
  g_autofree char *by_module = NULL;
  const GPtrArray *names;
  const char *found = NULL;

  if (self->by_pid == NULL)
    self->by_pid = list_services ();

  names = g_hash_table_lookup (self->by_pid, GUINT_TO_POINTER (socket->pid));
  if (names == NULL)
    return NULL;
  if (names->len == 1)
    return g_strdup (g_ptr_array_index (names, 0));
  if (socket->module == 0)
    return NULL;

  by_tag = ask_tag (self, socket->pid, (guint32) socket->module);
  if (by_tag != NULL)
    found = find_name (names, by_tag);
  if (found == NULL && (by_module = ptl_windows_tables_ask_module (tables, socket)) != NULL)
    found = find_name (names, by_module);

  return g_strdup (found);
}
