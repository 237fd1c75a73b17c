/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows of a row model are selected. */
#include "tkt-row-selection.h"

/* What moves goes to the top of a list: so many rows there are looked at for what has moved. */
#define TOP 200

struct _TktRowSelection
{
  GObject parent_instance;

  TktRowModel *model;
  GtkBitset *selected;
  GArray *gone; /* keys of rows that were selected and have left their places; TOP at most */
};

static void list_model_iface_init (GListModelInterface *iface);
static void selection_model_iface_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TktRowSelection,
                               tkt_row_selection,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                          selection_model_iface_init))

static void
note_gone (TktRowSelection *self, guint position, guint removed)
{
  GtkBitsetIter iter;
  guint place;

  if (removed == 0)
    return;
  for (gboolean more = gtk_bitset_iter_init_at (&iter, self->selected, position, &place);
       more && place < position + removed && self->gone->len < TOP;
       more = gtk_bitset_iter_next (&iter, &place))
    {
      gint64 key = tkt_row_model_get_gone (self->model, removed, place - position);

      g_array_append_val (self->gone, key);
    }
}

/* TRUE: @key is one of those that have gone, and has come back. */
static gboolean
take_back (TktRowSelection *self, gint64 key)
{
  for (guint i = 0; i < self->gone->len; i++)
    if (g_array_index (self->gone, gint64, i) == key)
      {
        g_array_remove_index_fast (self->gone, i);
        return TRUE;
      }
  return FALSE;
}

static void
on_items_changed (TktRowSelection *self, guint position, guint removed, guint added)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  guint n_back = 0;

  note_gone (self, position, removed);
  gtk_bitset_splice (self->selected, position, removed, added);
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  for (guint i = 0; i < MIN (n, TOP) && self->gone->len > 0; i++)
    if (take_back (self, tkt_row_model_get_key (self->model, i)))
      {
        gtk_bitset_add (self->selected, i);
        n_back++;
      }
  if (n_back > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, MIN (n, TOP));
}

static GType
tkt_row_selection_get_item_type (GListModel *model)
{
  return TKT_TYPE_ROW_ITEM;
}

static guint
tkt_row_selection_get_n_items (GListModel *model)
{
  TktRowSelection *self = TKT_ROW_SELECTION (model);

  return self->model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->model)) : 0;
}

static gpointer
tkt_row_selection_get_item (GListModel *model, guint position)
{
  TktRowSelection *self = TKT_ROW_SELECTION (model);

  return self->model != NULL ? g_list_model_get_item (G_LIST_MODEL (self->model), position) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = tkt_row_selection_get_item_type;
  iface->get_n_items = tkt_row_selection_get_n_items;
  iface->get_item = tkt_row_selection_get_item;
}

static gboolean
tkt_row_selection_is_selected (GtkSelectionModel *model, guint position)
{
  return gtk_bitset_contains (TKT_ROW_SELECTION (model)->selected, position);
}

static GtkBitset *
tkt_row_selection_get_selection_in_range (GtkSelectionModel *model, guint position, guint n)
{
  return gtk_bitset_ref (TKT_ROW_SELECTION (model)->selected);
}

/* GTK's defaults make all other choices of this one. */
static gboolean
tkt_row_selection_set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  TktRowSelection *self = TKT_ROW_SELECTION (model);
  g_autoptr (GtkBitset) before = self->selected;
  g_autoptr (GtkBitset) chosen = gtk_bitset_copy (selected);
  g_autoptr (GtkBitset) changed = NULL;
  guint first;

  gtk_bitset_intersect (chosen, mask);
  /* Whoever asked for the selection may still hold what it was. */
  self->selected = gtk_bitset_copy (before);
  gtk_bitset_subtract (self->selected, mask);
  gtk_bitset_union (self->selected, chosen);
  g_array_set_size (self->gone, 0);
  changed = gtk_bitset_copy (before);
  gtk_bitset_difference (changed, self->selected);
  first = gtk_bitset_get_minimum (changed);
  if (!gtk_bitset_is_empty (changed))
    gtk_selection_model_selection_changed (
        model, first, gtk_bitset_get_maximum (changed) - first + 1);
  return TRUE;
}

static void
selection_model_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = tkt_row_selection_is_selected;
  iface->get_selection_in_range = tkt_row_selection_get_selection_in_range;
  iface->set_selection = tkt_row_selection_set_selection;
}

static void
tkt_row_selection_dispose (GObject *object)
{
  tkt_row_selection_set_model (TKT_ROW_SELECTION (object), NULL);

  G_OBJECT_CLASS (tkt_row_selection_parent_class)->dispose (object);
}

static void
tkt_row_selection_finalize (GObject *object)
{
  TktRowSelection *self = TKT_ROW_SELECTION (object);

  gtk_bitset_unref (self->selected);
  g_array_unref (self->gone);

  G_OBJECT_CLASS (tkt_row_selection_parent_class)->finalize (object);
}

static void
tkt_row_selection_class_init (TktRowSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tkt_row_selection_dispose;
  object_class->finalize = tkt_row_selection_finalize;
}

static void
tkt_row_selection_init (TktRowSelection *self)
{
  self->selected = gtk_bitset_new_empty ();
  self->gone = g_array_new (FALSE, FALSE, sizeof (gint64));
}

void
tkt_row_selection_set_model (TktRowSelection *self, TktRowModel *model)
{
  const guint removed = g_list_model_get_n_items (G_LIST_MODEL (self));

  g_return_if_fail (TKT_IS_ROW_SELECTION (self));

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_set_object (&self->model, model);
  gtk_bitset_remove_all (self->selected);
  g_array_set_size (self->gone, 0);
  if (model != NULL)
    g_signal_connect_swapped (model, "items-changed", G_CALLBACK (on_items_changed), self);
  g_list_model_items_changed (
      G_LIST_MODEL (self), 0, removed, g_list_model_get_n_items (G_LIST_MODEL (self)));
}

TktRowModel *
tkt_row_selection_get_model (TktRowSelection *self)
{
  g_return_val_if_fail (TKT_IS_ROW_SELECTION (self), NULL);

  return self->model;
}

guint
tkt_row_selection_get_n_selected (TktRowSelection *self)
{
  g_return_val_if_fail (TKT_IS_ROW_SELECTION (self), 0);

  return (guint)gtk_bitset_get_size (self->selected);
}

guint
tkt_row_selection_get_first (TktRowSelection *self)
{
  g_return_val_if_fail (TKT_IS_ROW_SELECTION (self), GTK_INVALID_LIST_POSITION);

  return gtk_bitset_get_minimum (self->selected);
}

guint
tkt_row_selection_get_last (TktRowSelection *self)
{
  g_return_val_if_fail (TKT_IS_ROW_SELECTION (self), GTK_INVALID_LIST_POSITION);

  return gtk_bitset_is_empty (self->selected) ? GTK_INVALID_LIST_POSITION
                                              : gtk_bitset_get_maximum (self->selected);
}

guint
tkt_row_selection_get_only (TktRowSelection *self)
{
  return tkt_row_selection_get_n_selected (self) == 1 ? tkt_row_selection_get_first (self)
                                                      : GTK_INVALID_LIST_POSITION;
}

/* How many rows from the @i-th selected one on are neighbours. */
static guint
measure_run (TktRowSelection *self, guint i, guint size)
{
  const guint first = gtk_bitset_get_nth (self->selected, i);
  guint least = 1, most = size - i;

  while (least < most)
    {
      const guint n = least + (most - least + 1) / 2;

      if (gtk_bitset_get_nth (self->selected, i + n - 1) == first + n - 1)
        least = n;
      else
        most = n - 1;
    }
  return least;
}

TktRowPick *
tkt_row_selection_pick (TktRowSelection *self)
{
  const guint size = tkt_row_selection_get_n_selected (self);
  GArray *runs;

  g_return_val_if_fail (TKT_IS_ROW_SELECTION (self) && self->model != NULL, NULL);

  runs = g_array_new (FALSE, FALSE, sizeof (TktRowRun));
  for (guint i = 0; i < size;)
    {
      const TktRowRun run = { gtk_bitset_get_nth (self->selected, i), measure_run (self, i, size) };

      g_array_append_val (runs, run);
      i += run.n;
    }
  return tkt_row_model_pick (self->model, runs);
}
