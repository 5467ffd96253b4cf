#pragma once

#include "host/linux/ptl-linux-listeners.h"
#include "host/ptl-owners-answer.h"
#include "host/ptl-snapshot.h"

G_BEGIN_DECLS

/*
 * What can be said of a listener beyond who holds it: which container a proxy serves, what systemd would start, that the
 * kernel itself listens, whom somebody with more rights has seen, and what is seen outside of a sandbox. One thread at a time.
 */
typedef struct _PtlLinuxFurther PtlLinuxFurther;

PtlLinuxFurther *ptl_linux_further_new            (const char            *root,
                                                   gboolean               is_own);
void             ptl_linux_further_free           (PtlLinuxFurther       *self);
void             ptl_linux_further_take_owners    (PtlLinuxFurther       *self,
                                                   GPtrArray             *owners);
void             ptl_linux_further_begin          (PtlLinuxFurther       *self,
                                                   const PtlLinuxContext *context);
void             ptl_linux_further_look           (PtlLinuxFurther       *self,
                                                   const PtlLinuxSocket  *sockets,
                                                   guint                  n_sockets,
                                                   const gint            *cancelled);
void             ptl_linux_further_tell_hidden    (PtlLinuxFurther       *self,
                                                   PtlSnapshot           *snapshot);
guint            ptl_linux_further_get_generation (PtlLinuxFurther       *self);
gboolean         ptl_linux_further_concerns       (const PtlListener     *listener);
PtlListener     *ptl_linux_further_tell           (PtlLinuxFurther       *self,
                                                   const PtlListener     *listener,
                                                   const PtlLinuxSocket  *socket,
                                                   const PtlLinuxContext *context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlLinuxFurther, ptl_linux_further_free)

G_END_DECLS
