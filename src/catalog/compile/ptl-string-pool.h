#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PtlStringPool: texts one behind the other, each ending in NUL and each there once. Offset 0 stands for no text. */
typedef struct _PtlStringPool PtlStringPool;

PtlStringPool *ptl_string_pool_new      (void);
void           ptl_string_pool_free     (PtlStringPool *self);
guint32        ptl_string_pool_add      (PtlStringPool *self,
                                         const char    *text);
GVariant      *ptl_string_pool_to_bytes (PtlStringPool *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlStringPool, ptl_string_pool_free)

G_END_DECLS
