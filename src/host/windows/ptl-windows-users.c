#include "config.h"

#include "host/windows/ptl-windows-users.h"

#include "host/windows/ptl-windows-text.h"

#include <sddl.h>

/* Asking may go over the network to a domain's server, so an answer is kept for a while. */
#define KEEP_SECONDS 300

/* An account's name has at most 256 characters, a domain's 255 (lmcons.h: UNLEN, DNLEN and what newer ones allow). */
#define MAX_NAME 512

struct _PtlWindowsUsers
{
  GHashTable *names; /* (owned) (element-type utf8 utf8): by the identifier as text; "" where nobody knows it */
  gint64      asked_at;
};

/**
 * ptl_windows_users_new:
 *
 * Makes an empty cache. One thread at a time may use it.
 *
 * Returns: (transfer full): a cache
 */
PtlWindowsUsers *
ptl_windows_users_new (void)
{
  PtlWindowsUsers *self = g_new0 (PtlWindowsUsers, 1);

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

/**
 * ptl_windows_users_free:
 * @self: (transfer full): a cache
 *
 * Frees it.
 */
void
ptl_windows_users_free (PtlWindowsUsers *self)
{
  g_hash_table_unref (self->names);
  g_free (self);
}

/* Accounts of this computer and those that every Windows has go without what stands before the backslash. */
static gboolean
is_domain_worth_saying (const wchar_t *domain,
                        SID_NAME_USE   use)
{
  wchar_t computer[MAX_COMPUTERNAME_LENGTH + 1];
  DWORD length = G_N_ELEMENTS (computer);

  if (domain[0] == L'\0' || use == SidTypeWellKnownGroup)
    return FALSE;

  return !GetComputerNameW (computer, &length) || _wcsicmp (computer, domain) != 0;
}

static char *
ask (PSID sid)
{
  wchar_t name[MAX_NAME];
  wchar_t domain[MAX_NAME];
  DWORD name_length = G_N_ELEMENTS (name);
  DWORD domain_length = G_N_ELEMENTS (domain);
  SID_NAME_USE use;
  g_autofree char *account = NULL;
  g_autofree char *prefix = NULL;

  if (!LookupAccountSidW (NULL, sid, name, &name_length, domain, &domain_length, &use))
    return g_strdup ("");

  account = ptl_windows_text_dup (name);
  if (account == NULL)
    return g_strdup ("");
  if (!is_domain_worth_saying (domain, use))
    return g_steal_pointer (&account);

  prefix = ptl_windows_text_dup (domain);

  return g_strdup_printf ("%s\\%s", prefix, account);
}

static const char *
find_name (PtlWindowsUsers *self,
           PSID             sid)
{
  gint64 now = g_get_monotonic_time ();
  g_autofree char *key = NULL;
  wchar_t *text = NULL;
  const char *name;

  if (now - self->asked_at > KEEP_SECONDS * G_USEC_PER_SEC)
    {
      g_hash_table_remove_all (self->names);
      self->asked_at = now;
    }

  if (!ConvertSidToStringSidW (sid, &text))
    return "";
  key = ptl_windows_text_dup (text);
  LocalFree (text);
  if (key == NULL)
    return "";

  name = g_hash_table_lookup (self->names, key);
  if (name == NULL)
    {
      char *asked = ask (sid);

      g_hash_table_insert (self->names, g_steal_pointer (&key), asked);
      name = asked;
    }

  return name;
}

/**
 * ptl_windows_users_dup:
 * @self: a cache
 * @process: a process's handle with PROCESS_QUERY_LIMITED_INFORMATION
 *
 * Gets the name of the user whom a process acts for: "anna", "SYSTEM", or "DOMAIN\anna" where the account is another computer's. Blocks.
 *
 * Returns: (transfer full) (nullable): the name; %NULL where it is not shown
 */
char *
ptl_windows_users_dup (PtlWindowsUsers *self,
                       HANDLE           process)
{
  g_auto (PtlWindowsHandle) token = NULL;
  /* A token's user is a pointer and its identifier, which is no longer than this. */
  union
  {
    TOKEN_USER user;
    guint8     bytes[sizeof (TOKEN_USER) + SECURITY_MAX_SID_SIZE];
  } answer;
  DWORD size = 0;
  const char *name;

  if (!OpenProcessToken (process, TOKEN_QUERY, &token))
    {
      token = NULL;
      return NULL;
    }

  if (!GetTokenInformation (token, TokenUser, &answer, sizeof answer, &size) || !IsValidSid (answer.user.User.Sid))
    return NULL;

  name = find_name (self, answer.user.User.Sid);

  return name[0] != '\0' ? g_strdup (name) : NULL;
}
