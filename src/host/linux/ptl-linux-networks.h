#pragma once

#include <glib.h>

G_BEGIN_DECLS

struct ifaddrs;

/*
 * Which networks this computer's own addresses lie in, by the prefixes of its interfaces. Read when somebody asks, and again
 * when what is known is some seconds old. One thread at a time.
 */
typedef struct _PtlLinuxNetworks PtlLinuxNetworks;

PtlLinuxNetworks *ptl_linux_networks_new            (gboolean              is_own);
void              ptl_linux_networks_free           (PtlLinuxNetworks     *self);
void              ptl_linux_networks_take           (PtlLinuxNetworks     *self,
                                                     const struct ifaddrs *list);
guint             ptl_linux_networks_get_generation (PtlLinuxNetworks     *self);
char             *ptl_linux_networks_dup            (PtlLinuxNetworks     *self,
                                                     int                   family,
                                                     const guint8         *address);

G_END_DECLS
