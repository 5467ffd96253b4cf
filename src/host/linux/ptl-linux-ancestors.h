#pragma once

#include "host/ptl-listener.h"

G_BEGIN_DECLS

/* Who started whom, as far as it was asked in one reading: many processes have the same ancestors. One thread at a time. */
typedef struct _PtlLinuxAncestors PtlLinuxAncestors;

PtlLinuxAncestors *ptl_linux_ancestors_new  (void);
void               ptl_linux_ancestors_free (PtlLinuxAncestors *self);
void               ptl_linux_ancestors_begin (PtlLinuxAncestors *self);
GPtrArray         *ptl_linux_ancestors_list (PtlLinuxAncestors *self,
                                             int                proc,
                                             const PtlProcess  *process);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlLinuxAncestors, ptl_linux_ancestors_free)

G_END_DECLS
