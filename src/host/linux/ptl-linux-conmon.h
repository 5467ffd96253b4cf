#pragma once

#include "host/linux/ptl-linux-listeners.h"
#include "host/linux/ptl-proxy-command.h"

G_BEGIN_DECLS

/*
 * The containers that conmon(8) watches over, as it does for Podman and CRI-O: it has their identifiers and names on its command
 * line, which everybody may read. Podman's service, which would tell too, runs on few computers. One thread at a time.
 */
typedef struct _PtlLinuxConmon PtlLinuxConmon;

PtlLinuxConmon *ptl_linux_conmon_new      (void);
void            ptl_linux_conmon_free     (PtlLinuxConmon        *self);
void            ptl_linux_conmon_begin    (PtlLinuxConmon        *self);
gboolean        ptl_linux_conmon_concerns (const PtlListener     *listener);
void            ptl_linux_conmon_tell     (PtlLinuxConmon        *self,
                                           PtlListener           *told,
                                           const PtlLinuxContext *context);

G_END_DECLS
