#pragma once

#include "host/ptl-owners-answer.h"

G_BEGIN_DECLS

/*
 * The sandbox that Flatpak runs an application in. It shares the network, and so the sockets, but it has processes and control
 * groups of its own. Outside of it, portolan-owners can be run where the application may talk to org.freedesktop.Flatpak.
 */
typedef struct
{
  char    *program; /* (owned): portolan-owners, as it is called outside */
  char    *remedy;  /* (owned): the command that lets Portolan run it */
  gboolean allowed; /* whether it may already */
} PtlLinuxSandbox;

PtlLinuxSandbox *ptl_linux_sandbox_find (const char      *root);
void             ptl_linux_sandbox_free (PtlLinuxSandbox *self);
PtlOwnersAnswer *ptl_linux_sandbox_ask  (PtlLinuxSandbox *self,
                                         const gint      *cancelled);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlLinuxSandbox, ptl_linux_sandbox_free)

G_END_DECLS
