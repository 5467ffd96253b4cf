#include "config.h"

#include "host/linux/ptl-inode-map.h"

/* Inodes count up, so the low bits alone would spread them well; the factor (Knuth's) is for those who choose theirs. */
static guint
slot_of (const PtlInodeMap *self,
         guint32            inode)
{
  return (inode * 2654435761u) >> 7 & self->mask;
}

/**
 * ptl_inode_map_init:
 * @self: (out caller-allocates): a map
 * @capacity: the most that will be inserted
 *
 * Makes an empty map.
 */
void
ptl_inode_map_init (PtlInodeMap *self,
                    guint        capacity)
{
  guint size = 16;

  while (size < capacity * 2)
    size *= 2;

  self->slots = g_new0 (guint32, (gsize) size * 2);
  self->mask = size - 1;
}

/**
 * ptl_inode_map_clear:
 * @self: a map
 *
 * Frees what is in @self.
 */
void
ptl_inode_map_clear (PtlInodeMap *self)
{
  g_clear_pointer (&self->slots, g_free);
}

/**
 * ptl_inode_map_insert:
 * @self: a map with room left
 * @inode: not 0
 * @place: where its socket is; the first place given for an inode stays
 *
 * Inserts an inode.
 */
void
ptl_inode_map_insert (PtlInodeMap *self,
                      guint32      inode,
                      guint32      place)
{
  guint slot = slot_of (self, inode);

  g_assert (inode != 0);

  while (self->slots[slot * 2] != 0 && self->slots[slot * 2] != inode)
    slot = (slot + 1) & self->mask;

  if (self->slots[slot * 2] == 0)
    {
      self->slots[slot * 2] = inode;
      self->slots[slot * 2 + 1] = place;
    }
}

/**
 * ptl_inode_map_lookup:
 * @self: a map
 * @inode: any number
 *
 * Finds an inode. Any thread, while nobody inserts.
 *
 * Returns: its place, or PTL_INODE_MAP_NONE
 */
guint32
ptl_inode_map_lookup (const PtlInodeMap *self,
                      guint32            inode)
{
  guint slot = slot_of (self, inode);

  if (inode == 0)
    return PTL_INODE_MAP_NONE;

  while (self->slots[slot * 2] != 0)
    {
      if (self->slots[slot * 2] == inode)
        return self->slots[slot * 2 + 1];
      slot = (slot + 1) & self->mask;
    }

  return PTL_INODE_MAP_NONE;
}
