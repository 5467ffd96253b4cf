#pragma once

#include "host/linux/ptl-linux-owners.h"

G_BEGIN_DECLS

/* What is known of a socket that no process was found to hold. */
typedef enum
{
  PTL_UNHELD_UNKNOWN, /* it is held, or may be by a process that is hidden */
  PTL_UNHELD_CERTAIN, /* every process was looked at while it was there, and none holds it */
  PTL_UNHELD_UNCLEAR, /* it went, or processes came, meanwhile: the next reading should look again */
} PtlUnheld;

guint8 *ptl_linux_unheld_list    (int                   proc,
                                  PtlLinuxOwners       *owners,
                                  const PtlLinuxSocket *sockets,
                                  guint                 n_sockets,
                                  const guint8         *given_up);
void    ptl_linux_unheld_confirm (guint8               *unheld,
                                  int                   proc,
                                  PtlLinuxOwners       *owners,
                                  const PtlLinuxSocket *sockets,
                                  guint                 n_sockets,
                                  const PtlLinuxSocket *later,
                                  guint                 n_later);

G_END_DECLS
