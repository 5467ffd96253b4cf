#pragma once

#include "host/ptl-host.h"

G_BEGIN_DECLS

/*
 * A /proc, a tree of control groups and other files that are made for one test, below a folder of its own, and a host that reads
 * them: with everything that can be odd in a computer.
 */
typedef struct
{
  char    *root;
  char    *proc;
  char    *cgroup;
  PtlHost *host;
} FakeRoot;

#define TABLE_HEADING "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
#define TABLE_LINE    "   0: 0100007F:%04X 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 %u 1 0 100\n"

void               fake_root_set_up            (FakeRoot          *fixture,
                                                gconstpointer      data);
void               fake_root_tear_down         (FakeRoot          *fixture,
                                                gconstpointer      data);

void               fake_root_put               (const char        *folder,
                                                const char        *name,
                                                const char        *text,
                                                gssize             length);
void               fake_root_put_link          (const char        *folder,
                                                const char        *name,
                                                const char        *target);
void               fake_root_put_sockets       (FakeRoot          *fixture,
                                                guint              n);
void               fake_root_put_process       (FakeRoot          *fixture,
                                                int                pid,
                                                const char        *name,
                                                guint              start,
                                                guint              inode);
void               fake_root_put_command       (FakeRoot          *fixture,
                                                const char        *folder,
                                                const char        *words);
void               fake_root_put_kernel_thread (FakeRoot          *fixture,
                                                int                pid,
                                                const char        *name);
void               fake_root_make_folder       (FakeRoot          *fixture,
                                                const char        *name);
void               fake_root_remove_tree       (const char        *path);
void               fake_root_remove            (FakeRoot          *fixture,
                                                const char        *name);

PtlSnapshot       *fake_root_read              (FakeRoot          *fixture);
PtlSnapshot       *fake_root_read_again        (FakeRoot          *fixture);
const PtlListener *fake_root_get_listener      (PtlSnapshot       *snapshot,
                                                guint16            port);
const PtlProcess  *fake_root_get_process       (const PtlListener *listener,
                                                guint              index);

G_END_DECLS
