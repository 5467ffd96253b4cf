#pragma once

#include "catalog/compile/ptl-compile-report.h"

G_BEGIN_DECLS

/* A stanza of systems.ini. */
typedef struct
{
  char    *name;
  char    *os;
  guint16  first;
  guint16  last;
  char    *source_title;
  char    *source_url; /* (nullable) */
} PtlSystemRecord;

/*
 * PtlWorld: what the small files say: registry.ini, systems.ini, blocked.ini.
 */
typedef struct
{
  char      *as_of;
  char      *history_as_of;
  GPtrArray *systems;       /* (element-type PtlSystemRecord) */
  char      *blocked_as_of;
  char      *blocked_title;
  char      *blocked_url;   /* (nullable) */
  guint8    *blocked;       /* for each of the 65,536 ports, whether browsers refuse it */
} PtlWorld;

PtlWorld *ptl_world_new           (void);
void      ptl_world_free          (PtlWorld         *self);
void      ptl_world_read_registry (PtlWorld         *self,
                                   const char       *data,
                                   gsize             length,
                                   const char       *path,
                                   PtlCompileReport *report);
void      ptl_world_read_systems  (PtlWorld         *self,
                                   const char       *data,
                                   gsize             length,
                                   const char       *path,
                                   PtlCompileReport *report);
void      ptl_world_read_blocked  (PtlWorld         *self,
                                   const char       *data,
                                   gsize             length,
                                   const char       *path,
                                   PtlCompileReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlWorld, ptl_world_free)

G_END_DECLS
