#pragma once

#include <glib.h>

#include "catalog/ptl-transport.h"

G_BEGIN_DECLS

/* A port that an engine forwards to a container. */
typedef struct
{
  PtlTransport transport;
  guint16      outer;
  guint16      inner;
} PtlEnginePort;

/* A container, as its engine tells of it. */
typedef struct
{
  char      *id;        /* (owned) */
  char      *name;      /* (owned) (nullable) */
  GPtrArray *addresses; /* (owned) (element-type utf8) */
  GArray    *ports;     /* (owned) (element-type PtlEnginePort) */
} PtlContainer;

void       ptl_container_free      (PtlContainer  *self);
GPtrArray *ptl_engine_answer_parse (const char    *bytes,
                                    gsize          length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlContainer, ptl_container_free)

G_END_DECLS
