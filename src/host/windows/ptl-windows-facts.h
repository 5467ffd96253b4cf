#pragma once

#include "host/ptl-host-facts.h"

G_BEGIN_DECLS

/* What this computer's configuration says, kept for a while. Any thread. */
typedef struct _PtlWindowsSettings PtlWindowsSettings;

PtlWindowsSettings *ptl_windows_settings_new       (void);
void                ptl_windows_settings_unref     (PtlWindowsSettings *self);
PtlHostFacts       *ptl_windows_settings_get_facts (PtlWindowsSettings *self);

G_END_DECLS
