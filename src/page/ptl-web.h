#pragma once

#include "catalog/ptl-catalog.h"
#include "host/ptl-listener.h"

G_BEGIN_DECLS

char *ptl_web_address        (PtlCatalog        *catalog,
                              const PtlListener *listener);
char *ptl_web_socket_address (const PtlListener *listener);

G_END_DECLS
