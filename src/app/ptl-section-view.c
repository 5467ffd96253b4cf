#include "config.h"

#include "app/ptl-section-view.h"

#include <glib/gi18n-lib.h>

#include "app/ptl-command-box.h"
#include "app/ptl-fact-view.h"
#include "app/ptl-label-wrap.h"
#include "app/ptl-range-bar.h"
#include "app/ptl-wrap-box.h"

/*
 * PtlSectionView: one section of a page: a title, a remark, facts. On a refresh it makes new widgets only for facts that
 * read differently, so that what a person reads or has selected stays as it is.
 */
struct _PtlSectionView
{
  GtkWidget  parent_instance;

  GtkWidget *title;
  GtkWidget *remark;
  GtkWidget *picture; /* (nullable) */
  GtkWidget *body;

  PtlPage   *page;    /* (owned): whose facts are shown */
  guint      index;
};

/* Pixels. */
#define SPACING 9

G_DEFINE_FINAL_TYPE (PtlSectionView, ptl_section_view, GTK_TYPE_WIDGET)

static const PtlSection *
get_section (PtlPage *page,
             guint    index)
{
  return g_ptr_array_index (ptl_page_get_sections (page), index);
}

static gboolean
same_facts (const PtlSection *a,
            const PtlSection *b)
{
  if (a->facts->len != b->facts->len)
    return FALSE;

  for (guint i = 0; i < a->facts->len; i++)
    {
      if (!ptl_fact_equal (g_ptr_array_index (a->facts, i), g_ptr_array_index (b->facts, i)))
        return FALSE;
    }

  return TRUE;
}

static GtkWidget *
get_nth_child (GtkWidget *parent,
               guint      n)
{
  GtkWidget *child = gtk_widget_get_first_child (parent);

  while (n-- > 0 && child != NULL)
    child = gtk_widget_get_next_sibling (child);

  return child;
}

/* Whether each fact of the section has a widget of its own, in the same order. */
static gboolean
is_plain (const PtlSection *section)
{
  for (guint i = 0; i < section->facts->len; i++)
    {
      const PtlFact *fact = g_ptr_array_index (section->facts, i);

      if (fact->kind == PTL_FACT_COMMAND || fact->folded)
        return FALSE;
    }

  return TRUE;
}

static GtkWidget *
make_fact (const PtlSection *section,
           guint             index)
{
  return ptl_fact_view_new (g_ptr_array_index (section->facts, index), ptl_section_shows_sources (section, index));
}

static gboolean
is_folded (const PtlSection *section,
           guint             index)
{
  return index < section->facts->len && ((const PtlFact *) g_ptr_array_index (section->facts, index))->folded;
}

/* What is folded away is made only when somebody unfolds it: a port may have two hundred notes. */
static void
unfolded_cb (GtkExpander *expander,
             GParamSpec  *pspec,
             gpointer     data)
{
  PtlSectionView *self = PTL_SECTION_VIEW (data);
  const PtlSection *section = get_section (self->page, self->index);
  guint first = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (expander), "ptl-first"));
  GtkWidget *box;

  if (!gtk_expander_get_expanded (expander) || gtk_expander_get_child (expander) != NULL)
    return;

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  gtk_widget_set_margin_top (box, SPACING);
  for (guint i = first; is_folded (section, i); i++)
    gtk_box_append (GTK_BOX (box), make_fact (section, i));
  gtk_expander_set_child (expander, box);
}

/* A fold for the facts from @first on that are to be in one. */
static GtkWidget *
make_fold (PtlSectionView   *self,
           const PtlSection *section,
           guint             first)
{
  g_autofree char *label = NULL;
  GtkWidget *expander;
  guint n = 0;

  while (is_folded (section, first + n))
    n++;

  label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u more", "%u more", n), n);
  expander = gtk_expander_new (label);
  g_object_set_data (G_OBJECT (expander), "ptl-first", GUINT_TO_POINTER (first));
  g_signal_connect_object (expander, "notify::expanded", G_CALLBACK (unfolded_cb), self, 0);

  return expander;
}

static void
fill_body (PtlSectionView   *self,
           const PtlSection *section)
{
  GtkWidget *child;
  gboolean commands = FALSE;

  while ((child = gtk_widget_get_first_child (self->body)) != NULL)
    gtk_box_remove (GTK_BOX (self->body), child);

  for (guint i = 0; i < section->facts->len; i++)
    {
      const PtlFact *fact = g_ptr_array_index (section->facts, i);

      if (fact->kind == PTL_FACT_COMMAND)
        {
          if (!commands)
            gtk_box_append (GTK_BOX (self->body), ptl_command_box_new (section->facts));
          commands = TRUE;
        }
      else if (fact->folded)
        {
          if (i == 0 || !is_folded (section, i - 1))
            gtk_box_append (GTK_BOX (self->body), make_fold (self, section, i));
        }
      else
        {
          gtk_box_append (GTK_BOX (self->body), make_fact (section, i));
        }
    }
}

/* Replaces only the facts that differ, where the two sections have the same number of them. */
static void
patch_body (PtlSectionView   *self,
            const PtlSection *before,
            const PtlSection *after)
{
  for (guint i = 0; i < after->facts->len; i++)
    {
      GtkWidget *old = get_nth_child (self->body, i);

      if (ptl_fact_equal (g_ptr_array_index (before->facts, i), g_ptr_array_index (after->facts, i)) &&
          ptl_section_shows_sources (before, i) == ptl_section_shows_sources (after, i))
        continue;

      gtk_box_insert_child_after (GTK_BOX (self->body), make_fact (after, i), old);
      gtk_box_remove (GTK_BOX (self->body), old);
    }
}

static void
show_heading (PtlSectionView   *self,
              const PtlSection *section)
{
  gtk_label_set_text (GTK_LABEL (self->title), section->title);
  gtk_label_set_text (GTK_LABEL (self->remark), section->remark);
  gtk_widget_set_visible (self->remark, section->remark != NULL);
}

static void
ptl_section_view_dispose (GObject *object)
{
  PtlSectionView *self = PTL_SECTION_VIEW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->page, ptl_page_unref);

  G_OBJECT_CLASS (ptl_section_view_parent_class)->dispose (object);
}

static void
ptl_section_view_class_init (PtlSectionViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ptl_section_view_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "section");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ptl_section_view_init (PtlSectionView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *heading = ptl_wrap_box_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), SPACING);

  self->title = g_object_new (GTK_TYPE_LABEL,
                              "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                              "css-classes", ((const char *[]) { "section-title", NULL }),
                              "xalign", 0.f,
                              NULL);
  ptl_label_wrap_where_it_must (self->title);
  self->remark = ptl_text_label_new (NULL, "remark");
  gtk_widget_set_margin_end (self->title, SPACING / 2);
  ptl_wrap_box_append (PTL_WRAP_BOX (heading), self->title);
  ptl_wrap_box_append (PTL_WRAP_BOX (heading), self->remark);
  gtk_widget_set_parent (heading, GTK_WIDGET (self));

  self->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  gtk_widget_set_parent (self->body, GTK_WIDGET (self));

  gtk_accessible_update_relation (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->title, NULL,
                                  -1);
}

/**
 * ptl_section_view_new:
 * @page: a page
 * @index: which of its sections
 *
 * Returns: (transfer floating): a widget that shows the section
 */
GtkWidget *
ptl_section_view_new (PtlPage *page,
                      guint    index)
{
  PtlSectionView *self = g_object_new (PTL_TYPE_SECTION_VIEW, NULL);
  const PtlSection *section = get_section (page, index);

  self->page = ptl_page_ref (page);
  self->index = index;
  show_heading (self, section);

  if (section->kind == PTL_SECTION_RANGE)
    {
      self->picture = ptl_range_bar_new (ptl_page_get_port (page), ptl_page_get_host_facts (page));
      gtk_widget_insert_before (self->picture, GTK_WIDGET (self), self->body);
    }

  fill_body (self, section);

  return GTK_WIDGET (self);
}

/**
 * ptl_section_view_update:
 * @page: the same port's page, made anew
 * @index: which of its sections, of the same kind as before
 *
 * Shows what is different now.
 */
void
ptl_section_view_update (PtlSectionView *self,
                         PtlPage        *page,
                         guint           index)
{
  const PtlSection *before, *after;

  g_return_if_fail (PTL_IS_SECTION_VIEW (self));

  before = get_section (self->page, self->index);
  after = get_section (page, index);
  g_return_if_fail (before->kind == after->kind);

  show_heading (self, after);
  if (!same_facts (before, after))
    {
      if (before->facts->len == after->facts->len && is_plain (before) && is_plain (after))
        patch_body (self, before, after);
      else
        fill_body (self, after);
    }

  /* The first page may have been made before this computer was read. */
  if (self->picture != NULL && ptl_page_get_host_facts (self->page) != ptl_page_get_host_facts (page))
    ptl_range_bar_set_facts (PTL_RANGE_BAR (self->picture), ptl_page_get_host_facts (page));

  /* Facts borrow from their page, so the page that was shown last has to stay. */
  ptl_page_ref (page);
  ptl_page_unref (self->page);
  self->page = page;
  self->index = index;
}
