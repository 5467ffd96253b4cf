#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * PtlJson: writes one JSON document (RFC 8259) on one line, from its beginning to its end; nothing of it is kept but the text. It
 * is here in place of json-glib because that brings GIO (see CONTRIBUTING.md). What is called in an order that makes no JSON
 * makes none.
 */
typedef struct _PtlJson PtlJson;

PtlJson *ptl_json_new          (void);
void     ptl_json_free         (PtlJson    *self);
char    *ptl_json_finish       (PtlJson    *self);

void     ptl_json_begin_object (PtlJson    *self);
void     ptl_json_end_object   (PtlJson    *self);
void     ptl_json_begin_array  (PtlJson    *self);
void     ptl_json_end_array    (PtlJson    *self);
void     ptl_json_put_member   (PtlJson    *self,
                                const char *member);
void     ptl_json_put_string   (PtlJson    *self,
                                const char *value);
void     ptl_json_put_int      (PtlJson    *self,
                                gint64      value);
void     ptl_json_put_boolean  (PtlJson    *self,
                                gboolean    value);
void     ptl_json_put_null     (PtlJson    *self);

/* A member of an object and its value. */
void     ptl_json_add_string   (PtlJson    *self,
                                const char *member,
                                const char *value);
void     ptl_json_add_int      (PtlJson    *self,
                                const char *member,
                                gint64      value);
void     ptl_json_add_positive (PtlJson    *self,
                                const char *member,
                                gint64      value);
void     ptl_json_add_boolean  (PtlJson    *self,
                                const char *member,
                                gboolean    value);
void     ptl_json_add_time     (PtlJson    *self,
                                const char *member,
                                gint64      microseconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlJson, ptl_json_free)

G_END_DECLS
