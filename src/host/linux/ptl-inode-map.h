#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * From a socket's inode to its place in an array. Made once a reading, then only read, by several threads at a time; a
 * hash table of GLib's would take ten times as long for what is asked once for each descriptor of each process.
 */
typedef struct
{
  guint32 *slots; /* (owned): inode and place, by turns; inode 0 for an empty slot */
  guint    mask;
} PtlInodeMap;

#define PTL_INODE_MAP_NONE G_MAXUINT32

void    ptl_inode_map_init   (PtlInodeMap       *self,
                              guint              capacity);
void    ptl_inode_map_clear  (PtlInodeMap       *self);
void    ptl_inode_map_insert (PtlInodeMap       *self,
                              guint32            inode,
                              guint32            place);
guint32 ptl_inode_map_lookup (const PtlInodeMap *self,
                              guint32            inode);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtlInodeMap, ptl_inode_map_clear)

G_END_DECLS
