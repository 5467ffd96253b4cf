#include "config.h"

#include "app/ptl-settings.h"

/**
 * ptl_settings_get_default:
 *
 * Gets what the person's choices are kept in. A program that is run from where it was built, or was copied without its schema,
 * has none; then every choice lasts until the program ends, instead of the program ending at once, as GSettings would have it.
 * Main thread.
 *
 * Returns: (transfer none) (nullable): the settings
 */
GSettings *
ptl_settings_get_default (void)
{
  static GSettings *settings;
  static gboolean tried;

  if (!tried)
    {
      GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
      g_autoptr (GSettingsSchema) schema = NULL;

      tried = TRUE;
      if (source != NULL)
        schema = g_settings_schema_source_lookup (source, PTL_APP_ID, TRUE);
      if (schema != NULL)
        settings = g_settings_new_full (schema, NULL, NULL);
    }

  return settings;
}
