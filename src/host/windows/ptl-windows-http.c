#include "config.h"

#include "host/windows/ptl-windows-http.h"

#include "host/windows/ptl-windows-text.h"

/*
 * http.sys is the part of Windows's kernel that listens for IIS, WinRM, printers and whoever else asks it to, all on one socket a
 * port, which the tables ascribe to the process System. Which URLs are served at the moment no public function tells: "netsh http
 * show servicestate" asks the driver in a way that Microsoft does not describe. Public is which URLs are reserved, that is,
 * who may serve them (HttpQueryServiceConfiguration(), HttpServiceConfigUrlAclInfo); a listener of System on a port that
 * such a reservation names is http.sys.
 */

/* Reservations change when something is installed. */
#define KEEP_SECONDS 60

/* Some thirty are there from the start. */
#define MAX_RESERVATIONS 4096
#define MAX_ANSWER_BYTES 65536
#define MAX_TRIES        4

typedef ULONG (WINAPI *Initialize) (HTTPAPI_VERSION version,
                                    ULONG           flags,
                                    PVOID           reserved);
typedef ULONG (WINAPI *Terminate) (ULONG flags,
                                   PVOID reserved);
struct _PtlWindowsHttp
{
  GHashTable *urls; /* (owned) (nullable) (element-type guint16 GPtrArray) */
  gint64      asked_at;
};

/**
 * ptl_windows_http_new:
 *
 * Makes a memory of no URLs.
 *
 * Returns: (transfer full): the memory
 */
PtlWindowsHttp *
ptl_windows_http_new (void)
{
  return g_new0 (PtlWindowsHttp, 1);
}

/**
 * ptl_windows_http_free:
 * @self: (transfer full): a memory
 *
 * Frees it.
 */
void
ptl_windows_http_free (PtlWindowsHttp *self)
{
  g_clear_pointer (&self->urls, g_hash_table_unref);
  g_free (self);
}

static void
add_url (GHashTable *urls,
         char       *url)
{
  GPtrArray *list;
  guint16 port;

  if (url == NULL || !ptl_windows_url_get_port (url, &port))
    {
      g_free (url);
      return;
    }

  list = g_hash_table_lookup (urls, GUINT_TO_POINTER (port));
  if (list == NULL)
    {
      list = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (urls, GUINT_TO_POINTER (port), list);
    }
  g_ptr_array_add (list, url);
}

/* The URL of the reservation with a number; of one that can't be read, %NULL. Returns whether there may be further ones. */
static gboolean
read_url (PtlWindowsHttpQuery   query,
          ULONG                 index,
          char                **out_url)
{
  HTTP_SERVICE_CONFIG_URLACL_QUERY question = { .QueryDesc = HttpServiceConfigQueryNext, .dwToken = index };
  HTTP_SERVICE_CONFIG_URLACL_SET set;
  g_autofree guint8 *answer = NULL;
  const guint8 *url;
  ULONG given = 0;
  ULONG size = 0;
  ULONG status;
  gsize n;

  *out_url = NULL;

  /* The first question is for the size alone; somebody may change the reservation before the next. */
  for (guint i = 0;; i++)
    {
      status = query (NULL, HttpServiceConfigUrlAclInfo, &question, sizeof question, answer, given, &size, NULL);
      if (status != ERROR_INSUFFICIENT_BUFFER && status != ERROR_MORE_DATA)
        break;
      if (i == MAX_TRIES || size <= given || size > MAX_ANSWER_BYTES)
        return TRUE;

      g_free (answer);
      answer = g_malloc0 (size);
      given = size;
    }

  if (status != NO_ERROR || given < sizeof set)
    return FALSE;

  memcpy (&set, answer, sizeof set);
  url = ptl_windows_text_find (answer, given, (guintptr) answer, (guintptr) set.KeyDesc.pUrlPrefix, G_MAXSIZE, &n);
  if (url != NULL)
    *out_url = ptl_windows_text_to_utf8 (url, n);

  return TRUE;
}

/**
 * ptl_windows_http_list:
 * @query: HttpQueryServiceConfiguration()
 *
 * Lists the URLs that are reserved, by port. Blocks. Any thread that has initialized the HTTP Server API.
 *
 * Returns: (transfer full) (element-type guint16 GPtrArray): the URLs; empty where they are not shown
 */
GHashTable *
ptl_windows_http_list (PtlWindowsHttpQuery query)
{
  GHashTable *urls = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);

  for (ULONG i = 0; i < MAX_RESERVATIONS; i++)
    {
      char *url;

      if (!read_url (query, i, &url))
        break;
      add_url (urls, url);
    }

  return urls;
}

static GHashTable *
read_urls (void)
{
  Initialize initialize = (Initialize) ptl_windows_find_function (L"httpapi.dll", "HttpInitialize");
  Terminate terminate = (Terminate) ptl_windows_find_function (L"httpapi.dll", "HttpTerminate");
  PtlWindowsHttpQuery query =
    (PtlWindowsHttpQuery) ptl_windows_find_function (L"httpapi.dll", "HttpQueryServiceConfiguration");
  HTTPAPI_VERSION version = HTTPAPI_VERSION_1;
  GHashTable *urls;

  if (initialize == NULL || terminate == NULL || query == NULL ||
      initialize (version, HTTP_INITIALIZE_CONFIG, NULL) != NO_ERROR)
    return g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);

  urls = ptl_windows_http_list (query);
  terminate (HTTP_INITIALIZE_CONFIG, NULL);

  return urls;
}

/**
 * ptl_windows_http_dup:
 * @self: a memory
 * @port: a TCP port
 *
 * Finds the URLs that are reserved on a port. Blocks the first time, and every minute.
 *
 * Returns: (transfer full) (nullable): the URLs, %NULL-terminated; %NULL where there are none or they can't be read
 */
char **
ptl_windows_http_dup (PtlWindowsHttp *self,
                      guint16         port)
{
  gint64 now = g_get_monotonic_time ();
  const GPtrArray *list;
  char **copy;

  if (self->urls == NULL || now - self->asked_at > KEEP_SECONDS * G_USEC_PER_SEC)
    {
      g_clear_pointer (&self->urls, g_hash_table_unref);
      self->urls = read_urls ();
      self->asked_at = now;
    }

  list = g_hash_table_lookup (self->urls, GUINT_TO_POINTER (port));
  if (list == NULL)
    return NULL;

  copy = g_new0 (char *, list->len + 1);
  for (guint i = 0; i < list->len; i++)
    copy[i] = g_strdup (g_ptr_array_index (list, i));

  return copy;
}
