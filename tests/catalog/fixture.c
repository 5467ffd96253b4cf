#include "config.h"

#include "fixture.h"

#include <string.h>

const char fixture_registry[] =
  "# a comment\n"
  "0\t0\ttcp\treserved\t\tReserved\t\t\t\t\n"
  "7\t9\t*\treserved\t\tReserved for all\t\t\t\t\n"
  "24\t24\ttcp\tassigned\t\tany private mail system\t\t\t\t\n"
  "80\t80\ttcp\tassigned\thttp\tWorld Wide Web HTTP\t2021-10-01\tRFC 9110\t\t\n"
  "80\t80\ttcp\tassigned\twww-http\tWorld Wide Web HTTP\t\t\t\tA duplicate.\n"
  "80\t80\ttcp\talias\twww\tWorld Wide Web HTTP\t\t\t\t\n"
  "80\t80\tudp\tassigned\thttp\tWorld Wide Web HTTP\t\t\t\t\n"
  "80\t80\tsctp\tassigned\thttp\tHTTP\t\t\t\t\n"
  "514\t514\ttcp\tassigned\tshell\tcmd\t\t\t\t\n"
  "514\t514\tudp\tassigned\tsyslog\t\t\t\t\t\n"
  "700\t700\ttcp\tassigned\tsecond\tSecond\t\t\t\t\n"
  "700\t700\ttcp\tassigned\tfirst\tFirst\t\t\t\t\n"
  "700\t700\ttcp\talias\tfirst-too\tFirst\t\t\t\t\n"
  "700\t700\ttcp\tformerly\told\tOld\t2001-02\t\t\t\n"
  "700\t700\tudp\treserved\t\tReserved\t\t\t\t\n"
  "4200\t4209\t*\tassigned\tmulti\tMulti User\t\t\t\t\n"
  "4205\t4205\ttcp\tassigned\tinside\tInside the range\t\t\t\t\n"
  "5000\t5000\ttcp\tunassigned\t\tUnassigned\t\t\tSeen on 5000\t\n";

const char fixture_notes[] =
  "# a comment\n"
  "\n"
  "[web-server]\nports=80\ntransports=tcp;udp\nproduct=Web Server\nnames=nginx; apache ;\nservice=http\nkind=de-facto\n"
  "confidence=high\ntext=Serves pages.\nsource=Some <https://example.org/a>\nsource-2=Another book\n\n"
  "[multi-user]\nports=4200\ntransports=udp\nproduct=Multi-User\nkind=de-facto\nconfidence=low\ntext=The same as registered.\n"
  "source=S\n\n"
  "[angular]\nports=4200\ntransports=tcp\nproduct=Angular\nkind=dev-default\nconfidence=high\nplatforms=linux;macos\n"
  "since=2016\nuntil=2.0\ntext=A server for developers.\nsource=S\n"
  "evidence=package angular 1.0 /etc/x ^port=[0-9]+$\nchecked=2026-11-27\n\n"
  "[worm]\nports=4200\ntransports=tcp\nproduct=Worm\nkind=malware-history\nconfidence=high\ntext=Once.\nsource=S\n\n"
  "[other-use]\nports=4200\ntransports=tcp\nproduct=Other\nkind=conflict\nconfidence=high\ntext=Other use.\nsource=S\n\n"
  "[range-note]\nports=4199-4201\ntransports=tcp\nproduct=Ranger\nkind=unofficial\nconfidence=high\ntext=A few ports.\nsource=S\n\n"
  "[convention]\nports=4000-4999\ntransports=tcp\nproduct=Convent\nkind=range-convention\nconfidence=high\ntext=A range.\nsource=S\n\n"
  "[convention-narrow]\nports=4200-4300\ntransports=tcp\nproduct=Narrow\nkind=range-convention\nconfidence=low\ntext=A range.\nsource=S\n\n"
  "[lonely]\nports=60000\ntransports=tcp\nproduct=Lonely\nkind=unofficial\nconfidence=medium\ntext=Über alles.\nsource=S\n";

static const char registry_ini[] = "[registry]\nas-of=2026-01-02\nhistory-as-of=2015-07\n";
static const char systems_ini[] = "[x]\nname=System X\nos=x\nports=1000-2000\nsource=Manual <https://example.org/x>\n";
static const char blocked_ini[] = "[blocked]\nas-of=2026-07\nsource=Standard <https://example.org/b>\nports=1;80;\n";

/**
 * fixture_compile:
 * @registry: text of a registry.tsv
 * @notes: text of a file of notes
 * @report: where errors go
 *
 * Compiles a catalog.
 *
 * Returns: (transfer full): the catalog
 */
GBytes *
fixture_compile (const char       *registry,
                 const char       *notes,
                 PtlCompileReport *report)
{
  g_autoptr (PtlWorld) world = ptl_world_new ();
  g_autoptr (GPtrArray) rows = ptl_registry_read (registry, strlen (registry), "data/registry/registry.tsv", report);
  g_autoptr (GPtrArray) records = ptl_notes_new ();
  g_autoptr (GVariant) catalog = NULL;
  g_autoptr (GError) error = NULL;

  ptl_notes_read (records, notes, strlen (notes), "data/notes/fixture.ini", report);
  ptl_world_read_registry (world, registry_ini, strlen (registry_ini), "data/registry/registry.ini", report);
  ptl_world_read_systems (world, systems_ini, strlen (systems_ini), "data/systems.ini", report);
  ptl_world_read_blocked (world, blocked_ini, strlen (blocked_ini), "data/blocked.ini", report);

  catalog = ptl_catalog_build (rows, records, world, &error);
  g_assert_no_error (error);

  return g_variant_get_data_as_bytes (catalog);
}

/**
 * fixture_standard:
 *
 * Compiles the fixture's own data, in which there is no error.
 *
 * Returns: (transfer full): the catalog
 */
GBytes *
fixture_standard (void)
{
  g_autoptr (PtlCompileReport) report = ptl_compile_report_new ();
  GBytes *bytes = fixture_compile (fixture_registry, fixture_notes, report);

  for (guint i = 0; i < ptl_compile_report_get_n (report); i++)
    g_test_message ("%s", ptl_compile_report_get (report, i));
  g_assert_cmpuint (ptl_compile_report_get_n (report), ==, 0);

  return bytes;
}
