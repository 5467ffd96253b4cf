#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * PtlCompileReport: what is wrong with the data, one sentence for each error, in the order it was found. An error never
 * stops the reading; the stanza or line that has it is left out.
 */
typedef struct _PtlCompileReport PtlCompileReport;

PtlCompileReport *ptl_compile_report_new      (void);
void              ptl_compile_report_free     (PtlCompileReport *self);
void              ptl_compile_report_add      (PtlCompileReport *self,
                                               const char       *path,
                                               guint             line,
                                               const char       *id,
                                               const char       *format,
                                               ...) G_GNUC_PRINTF (5, 6);
guint             ptl_compile_report_get_n    (PtlCompileReport *self);
const char       *ptl_compile_report_get      (PtlCompileReport *self,
                                               guint             index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlCompileReport, ptl_compile_report_free)

G_END_DECLS
