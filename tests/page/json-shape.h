#pragma once

#include <json-glib/json-glib.h>

/* Whether a document has the fields of the command line's contract, each of its type. Ends the test where not. */

void assert_explain_shape  (JsonObject *root,
                            guint       port);
void assert_listener_shape (JsonObject *listener);
