#pragma once

#include <stddef.h>
#include <stdint.h>

/* What each harness defines: libFuzzer's door, also used by replay.c where there is no libFuzzer. */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);
