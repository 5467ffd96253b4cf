#pragma once

#include <glib.h>

#include "host/linux/ptl-engine-answer.h"

G_BEGIN_DECLS

/* The containers' engines, as far as their sockets may be read. One thread at a time. */
typedef struct _PtlLinuxEngines PtlLinuxEngines;

PtlLinuxEngines    *ptl_linux_engines_new          (const char      *root);
void                ptl_linux_engines_free         (PtlLinuxEngines *self);
void                ptl_linux_engines_begin        (PtlLinuxEngines *self);
const PtlContainer *ptl_linux_engines_find_id      (PtlLinuxEngines *self,
                                                    const char      *id);
const PtlContainer *ptl_linux_engines_find_target  (PtlLinuxEngines *self,
                                                    const char      *target,
                                                    PtlTransport     transport,
                                                    guint16          port);
const char         *ptl_linux_engines_get_runtime  (PtlLinuxEngines *self,
                                                    const PtlContainer *container);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlLinuxEngines, ptl_linux_engines_free)

G_END_DECLS
