#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What a program of ours needs of the system it runs on: its files, its terminal, and the one instance of it that is open
 * already. (What the system says of ports is host/'s.) Each folder beside this file implements exactly the functions between
 * the two marks, and nothing else in Portolan knows how they are done.
 */

/* Called on the main thread, with one of the application's actions and its words, which are valid UTF-8. */
typedef void (*PtlPlatformReceiver) (const char *action,
                                     const char *words,
                                     gpointer    user_data);

/* --- the contract: what a system implements ------------------------------------------------------------------- */

/* What has to be done before anything else is. First thing in main(). */
void      ptl_platform_init               (void);

/* The folder of the translations, in the encoding of file names. (transfer full) */
char     *ptl_platform_get_locale_dir     (void);

/*
 * Whether text is written in UTF-8; if not, @charset is set to what it is written in instead (static). The locale "C", which
 * names no encoding, counts as UTF-8.
 */
gboolean  ptl_platform_writes_utf8        (const char          **charset);

/* The columns of the terminal that stdout is; 0 where it is none, or doesn't say. */
guint     ptl_platform_get_terminal_width (void);

/* Whether stdout is a terminal that obeys escape sequences (ECMA-48). */
gboolean  ptl_platform_has_escapes        (void);

/*
 * Waits, but not longer than until a signal comes or nobody reads stdout any more, as far as the system tells these.
 * Returns: FALSE where nobody reads stdout any more
 */
gboolean  ptl_platform_wait               (guint                  milliseconds);

/* Whether what write() failed with (errno) means that nobody reads any more. */
gboolean  ptl_platform_is_reader_gone     (int                    error);

/* Whether the person chose dark colours, where that is told by the system and not by the desktop's settings portal. */
gboolean  ptl_platform_prefers_dark       (void);

/*
 * Hands an action over to the application that runs already, where that is not done by GApplication, over D-Bus. From the
 * first call on, where it returns FALSE, this program is the one that others hand over to.
 * Returns: whether another one took it, and this one may end
 */
gboolean  ptl_platform_hand_over          (const char            *action,
                                           const char            *words);

/* Has @receiver called with what is handed over. Once, on the main thread; until the program ends. */
void      ptl_platform_receive            (PtlPlatformReceiver    receiver,
                                           gpointer               user_data);

/* --- end of the contract --------------------------------------------------------------------------------------- */

void      ptl_platform_start              (void);

G_END_DECLS
