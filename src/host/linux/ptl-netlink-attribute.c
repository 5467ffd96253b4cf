#include "config.h"

#include "host/linux/ptl-netlink-attribute.h"

#include <linux/netlink.h>
#include <string.h>

/**
 * ptl_netlink_find_attribute:
 * @bytes: (array length=length): attributes
 * @length: how many bytes
 * @type: which is wanted
 * @out_length: (out): how long its payload is; untouched where there is none
 *
 * Finds the first attribute of a type that is there as a whole. Any thread.
 *
 * Returns: (transfer none) (nullable): its payload, within @bytes, not aligned; %NULL where there is none
 */
const guint8 *
ptl_netlink_find_attribute (const guint8 *bytes,
                            gsize         length,
                            guint16       type,
                            gsize        *out_length)
{
  struct nlattr attribute;

  while (length >= sizeof attribute)
    {
      gsize step;

      memcpy (&attribute, bytes, sizeof attribute);
      if (attribute.nla_len < sizeof attribute || attribute.nla_len > length)
        return NULL;
      if ((attribute.nla_type & NLA_TYPE_MASK) == type)
        {
          *out_length = attribute.nla_len - sizeof attribute;
          return bytes + sizeof attribute;
        }

      step = MIN ((gsize) NLA_ALIGN (attribute.nla_len), length);
      bytes += step;
      length -= step;
    }

  return NULL;
}

/**
 * ptl_netlink_put_attribute:
 * @buffer: (array length=size): where to write
 * @size: how many bytes there are, enough for the attribute with its padding
 * @type: which attribute
 * @data: (array length=length): its payload
 * @length: how many bytes
 *
 * Writes an attribute. Any thread.
 *
 * Returns: how many bytes it takes
 */
gsize
ptl_netlink_put_attribute (guint8       *buffer,
                           gsize         size,
                           guint16       type,
                           gconstpointer data,
                           gsize         length)
{
  const struct nlattr attribute = { .nla_len = sizeof attribute + length, .nla_type = type };
  gsize whole = NLA_ALIGN (attribute.nla_len);

  g_return_val_if_fail (size >= whole, 0);

  memset (buffer, 0, whole);
  memcpy (buffer, &attribute, sizeof attribute);
  memcpy (buffer + sizeof attribute, data, length);

  return whole;
}
