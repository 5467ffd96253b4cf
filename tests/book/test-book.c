#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "book/ptl-book-file.h"
#include "book/ptl-book.h"

typedef struct
{
  char *folder; /* a folder of the test's own */
  char *path;   /* a book in it, in a folder that is not there yet */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("ptl-book-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "portolan", "book.sqlite", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *below = g_path_get_dirname (fixture->path);

  g_remove (fixture->path);
  g_rmdir (below);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static PtlMarks *
no_marks (void)
{
  return ptl_marks_new (g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_own_mark_unref));
}

static void
test_marks (void)
{
  g_autoptr (PtlMarks) none = no_marks ();
  g_autoptr (PtlMarks) one = ptl_marks_with_star (none, 60683, 100);
  g_autoptr (PtlMarks) two = ptl_marks_with_note (one, 22, "  the router in the hall\n", 200);
  g_autoptr (PtlMarks) both = ptl_marks_with_note (two, 60683, "Xsan?", 300);
  g_autoptr (PtlMarks) unstarred = ptl_marks_with_star (both, 60683, 0);
  g_autoptr (PtlMarks) gone = ptl_marks_with_note (unstarred, 60683, " \n ", 400);

  g_assert_cmpuint (ptl_marks_get_n (none), ==, 0);
  g_assert_null (ptl_marks_find (none, 60683));
  g_assert_null (ptl_marks_find (NULL, 60683));

  g_assert_cmpuint (ptl_marks_get_n (two), ==, 2);
  g_assert_cmpuint (ptl_marks_get (two, 0)->port, ==, 22);
  g_assert_cmpstr (ptl_marks_get (two, 0)->note, ==, "the router in the hall");
  g_assert_cmpint (ptl_marks_get (two, 0)->noted_at, ==, 200);
  g_assert_cmpint (ptl_marks_get (two, 0)->starred_at, ==, 0);
  g_assert_cmpint (ptl_marks_find (two, 60683)->starred_at, ==, 100);

  /* A note leaves the star, and the other way round. */
  g_assert_cmpint (ptl_marks_find (both, 60683)->starred_at, ==, 100);
  g_assert_cmpstr (ptl_marks_find (unstarred, 60683)->note, ==, "Xsan?");
  g_assert_cmpint (ptl_marks_find (unstarred, 60683)->noted_at, ==, 300);
  g_assert_null (ptl_marks_find (gone, 60683));
  g_assert_cmpuint (ptl_marks_get_n (gone), ==, 1);

  /* What was made before stays as it was. */
  g_assert_null (ptl_marks_find (one, 60683)->note);
}

static void
test_hostile_notes (void)
{
  g_autofree char *long_note = g_malloc (PTL_OWN_NOTE_MAX * 2 + 1);
  g_autoptr (PtlOwnMark) not_utf8 = ptl_own_mark_new (1, 0, "a\xff" "b", 1);
  g_autoptr (PtlOwnMark) cut = NULL;

  g_assert_true (g_utf8_validate (not_utf8->note, -1, NULL));
  g_assert_true (g_str_has_prefix (not_utf8->note, "a"));

  memset (long_note, 'x', PTL_OWN_NOTE_MAX * 2);
  long_note[PTL_OWN_NOTE_MAX * 2] = '\0';
  cut = ptl_own_mark_new (1, 0, long_note, 1);
  g_assert_cmpuint (strlen (cut->note), ==, PTL_OWN_NOTE_MAX);
}

static void
write_mark (const char *path,
            guint16     port,
            gint64      starred_at,
            const char *note)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PtlBookFile) file = ptl_book_file_open (path, TRUE, &error);
  g_autoptr (PtlOwnMark) mark = ptl_own_mark_new (port, starred_at, note, 50);

  g_assert_no_error (error);
  g_assert_true (ptl_book_file_write_mark (file, mark, &error));
  g_assert_no_error (error);
}

static void
test_file (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PtlMarks) before = NULL;
  g_autoptr (PtlMarks) after = NULL;
  g_autoptr (PtlMarks) last = NULL;

  /* Reading makes nothing. */
  before = ptl_book_read_marks (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ptl_marks_get_n (before), ==, 0);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  write_mark (fixture->path, 65535, 7, NULL);
  write_mark (fixture->path, 0, 0, "“Zero” ’; DROP TABLE mark; --\nπ");
  write_mark (fixture->path, 80, 7, "gone soon");
  write_mark (fixture->path, 80, 0, NULL);
  write_mark (fixture->path, 65535, 8, "two");

  after = ptl_book_read_marks (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ptl_marks_get_n (after), ==, 2);
  g_assert_cmpstr (ptl_marks_find (after, 0)->note, ==, "“Zero” ’; DROP TABLE mark; --\nπ");
  g_assert_cmpint (ptl_marks_find (after, 0)->noted_at, ==, 50);
  g_assert_cmpint (ptl_marks_find (after, 65535)->starred_at, ==, 8);
  g_assert_cmpstr (ptl_marks_find (after, 65535)->note, ==, "two");

  write_mark (fixture->path, 65535, 8, NULL);
  last = ptl_book_read_marks (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_null (ptl_marks_find (last, 65535)->note);
}

static void
assert_left_alone (const char   *path,
                   const char   *bytes,
                   gsize         length,
                   PtlBookError  code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) write_error = NULL;
  g_autofree char *after = NULL;
  gsize after_length;

  g_assert_null (ptl_book_read_marks (path, &error));
  g_assert_error (error, PTL_BOOK_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_null (ptl_book_file_open (path, TRUE, &write_error));
  g_assert_error (write_error, PTL_BOOK_ERROR, (int) code);

  g_assert_true (g_file_get_contents (path, &after, &after_length, NULL));
  g_assert_cmpmem (after, after_length, bytes, length);
}

static void
test_no_book (Fixture       *fixture,
              gconstpointer  data)
{
  static const char letter[] = "Dear diary, this is no database, whatever its name says, and it is longer than a header.";
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fixture->path, letter, -1, NULL));
  assert_left_alone (fixture->path, letter, strlen (letter), PTL_BOOK_ERROR_DAMAGED);
}

/* The header of an SQLite file has the version of the tables at byte 60, and whose file it is at byte 68, big-endian
 * (https://www.sqlite.org/fileformat2.html). */
static void
change_header (const char *path,
               gsize       offset,
               guint8      value,
               char      **out_bytes,
               gsize      *out_length)
{
  g_assert_true (g_file_get_contents (path, out_bytes, out_length, NULL));
  (*out_bytes)[offset + 3] = value;
  g_assert_true (g_file_set_contents (path, *out_bytes, *out_length, NULL));
}

static void
test_newer (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *bytes = NULL;
  gsize length;

  write_mark (fixture->path, 80, 1, NULL);
  change_header (fixture->path, 60, 99, &bytes, &length);
  assert_left_alone (fixture->path, bytes, length, PTL_BOOK_ERROR_NEWER);
}

static void
test_foreign (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *bytes = NULL;
  gsize length;

  write_mark (fixture->path, 80, 1, NULL);
  change_header (fixture->path, 68, 1, &bytes, &length);
  assert_left_alone (fixture->path, bytes, length, PTL_BOOK_ERROR_DAMAGED);
}

static void
test_unwritable (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *in_the_way = g_path_get_dirname (fixture->path);

  /* A file where the folder should be: root is refused that too. */
  g_assert_true (g_file_set_contents (in_the_way, "", 0, NULL));
  g_assert_null (ptl_book_file_open (fixture->path, TRUE, &error));
  g_assert_error (error, PTL_BOOK_ERROR, PTL_BOOK_ERROR_FAILED);
  g_assert_cmpint (g_remove (in_the_way), ==, 0);
}

static void
count_cb (PtlBook *book,
          guint   *n)
{
  (*n)++;
}

static void
load (PtlBook *book)
{
  guint n = 0;
  gulong handler = g_signal_connect (book, "changed", G_CALLBACK (count_cb), &n);

  ptl_book_load (book);
  while (n == 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (book, handler);
}

static void
test_book (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (PtlBook) book = ptl_book_new (fixture->path);
  g_autoptr (PtlMarks) on_disk = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_assert_null (ptl_book_get_marks (book));
  load (book);
  g_assert_no_error (ptl_book_get_error (book));
  g_assert_cmpuint (ptl_marks_get_n (ptl_book_get_marks (book)), ==, 0);

  g_signal_connect (book, "changed", G_CALLBACK (count_cb), &n);
  ptl_book_set_star (book, 80, TRUE);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (ptl_marks_find (ptl_book_get_marks (book), 80)->starred_at, >, 0);
  ptl_book_set_star (book, 80, TRUE);
  g_assert_cmpuint (n, ==, 1);
  ptl_book_set_note (book, 80, "one");
  ptl_book_set_note (book, 80, " one ");
  g_assert_cmpuint (n, ==, 2);

  /* Many at once come onto the disk in their order, and closing waits for the last. */
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *note = g_strdup_printf ("%u", i);

      ptl_book_set_note (book, 443, note);
    }
  ptl_book_close (book);

  on_disk = ptl_book_read_marks (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ptl_marks_get_n (on_disk), ==, 2);
  g_assert_cmpstr (ptl_marks_find (on_disk, 443)->note, ==, "49");
  g_assert_cmpstr (ptl_marks_find (on_disk, 80)->note, ==, "one");

  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_no_error (ptl_book_get_error (book));
}

/* What can't be written stays on screen, is said to be unwritten, and is written with the next change that can be. */
static void
test_book_fails (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (PtlBook) book = ptl_book_new (fixture->path);
  g_autofree char *in_the_way = g_path_get_dirname (fixture->path);
  g_autoptr (PtlMarks) on_disk = NULL;
  g_autoptr (GError) error = NULL;

  load (book);
  g_assert_true (g_file_set_contents (in_the_way, "", 0, NULL));
  ptl_book_set_note (book, 80, "mine");
  while (ptl_book_get_error (book) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (ptl_book_get_error (book), PTL_BOOK_ERROR, PTL_BOOK_ERROR_FAILED);
  g_assert_cmpstr (ptl_marks_find (ptl_book_get_marks (book), 80)->note, ==, "mine");

  g_assert_cmpint (g_remove (in_the_way), ==, 0);
  ptl_book_set_star (book, 81, TRUE);
  while (ptl_book_get_error (book) != NULL)
    g_main_context_iteration (NULL, TRUE);
  ptl_book_close (book);

  on_disk = ptl_book_read_marks (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ptl_marks_find (on_disk, 80)->note, ==, "mine");
  g_assert_nonnull (ptl_marks_find (on_disk, 81));

  /* What the thread said last holds the book, and so its file, which Windows does not remove while it is open. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_book_damaged (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (PtlBook) book = ptl_book_new (fixture->folder);

  load (book);
  g_assert_null (ptl_book_get_marks (book));
  g_assert_nonnull (ptl_book_get_error (book));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/book/marks", test_marks);
  g_test_add_func ("/book/hostile-notes", test_hostile_notes);
  g_test_add ("/book/file", Fixture, NULL, set_up, test_file, tear_down);
  g_test_add ("/book/no-book", Fixture, NULL, set_up, test_no_book, tear_down);
  g_test_add ("/book/newer", Fixture, NULL, set_up, test_newer, tear_down);
  g_test_add ("/book/foreign", Fixture, NULL, set_up, test_foreign, tear_down);
  g_test_add ("/book/unwritable", Fixture, NULL, set_up, test_unwritable, tear_down);
  g_test_add ("/book/book", Fixture, NULL, set_up, test_book, tear_down);
  g_test_add ("/book/book-fails", Fixture, NULL, set_up, test_book_fails, tear_down);
  g_test_add ("/book/book-damaged", Fixture, NULL, set_up, test_book_damaged, tear_down);

  return g_test_run ();
}
