#pragma once

#include <glib.h>

#include "host/ptl-listener.h"

G_BEGIN_DECLS

/* What the command line of a program that forwards to containers says of one of its listeners. */
typedef struct
{
  const char *runtime; /* (nullable): static: "docker" */
  char       *target;  /* (owned) (nullable): "172.17.0.2:80", or ":80" where the address is not told */
  char       *id;      /* (owned) (nullable): of the container */
  char       *name;    /* (owned) (nullable): of the container */
} PtlProxy;

gboolean ptl_proxy_command_parse (const char *const *command,
                                  PtlTransport       transport,
                                  const char        *address,
                                  guint16            port,
                                  PtlProxy          *proxy);
gboolean ptl_proxy_command_parse_process (const PtlProcess *process,
                                          PtlTransport      transport,
                                          const char       *address,
                                          guint16           port,
                                          PtlProxy         *proxy);
void     ptl_proxy_clear         (PtlProxy          *proxy);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtlProxy, ptl_proxy_clear)

G_END_DECLS
