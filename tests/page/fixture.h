#pragma once

#include "host/ptl-host-facts.h"
#include "page/ptl-check.h"
#include "page/ptl-page.h"

/* Computers made up for the tests, and ways to look at what a page says of them. */

PtlHostFacts *fixture_facts     (const char *os,
                                 guint       ephemeral_first,
                                 guint       ephemeral_last,
                                 int         unprivileged_start,
                                 gboolean    may_bind_privileged);
PtlListener  *fixture_listener  (PtlTransport transport,
                                 const char  *address,
                                 guint16      port);
PtlProcess   *fixture_process   (gint64       pid,
                                 const char  *name,
                                 const char  *command);
PtlSnapshot  *fixture_snapshot  (PtlListener *first,
                                 ...) G_GNUC_NULL_TERMINATED;
PtlPage      *fixture_page      (PtlHostFacts *facts,
                                 PtlSnapshot  *snapshot,
                                 guint16       port);

PtlCatalog   *fixture_catalog   (void);

const PtlSection *fixture_section (PtlPage        *page,
                                   PtlSectionKind  kind);
char             *fixture_words   (PtlPage        *page,
                                   PtlSectionKind  kind);
const PtlReason  *fixture_find_reason (const PtlCheck *check,
                                       PtlReasonCode   code);

#define assert_says(words, part) \
  G_STMT_START { \
    if (strstr ((words), (part)) == NULL) \
      g_error ("“%s” is not said in: %s", (part), (words)); \
  } G_STMT_END
#define assert_does_not_say(words, part) \
  G_STMT_START { \
    if (strstr ((words), (part)) != NULL) \
      g_error ("“%s” is said in: %s", (part), (words)); \
  } G_STMT_END
