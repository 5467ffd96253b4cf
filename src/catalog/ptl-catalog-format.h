#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * How the compiled catalog lies in memory: one GVariant, whose arrays hold only fixed-size structs, so that they can be
 * read in place as the C structs below. The members have the same order, size and alignment as GVariant gives them; members
 * called zero only make the padding explicit. Private to the catalog and its compiler, which are always built together.
 *
 * A string is an offset into the pool, where it ends in NUL; each text is there once. Offset 0 stands for NULL.
 */

#define PTL_FORMAT_MAGIC   0x504f5254u /* "PORT" */
#define PTL_FORMAT_VERSION 1u
#define PTL_FORMAT_N_PORTS 65536u

typedef struct
{
  guint32 magic;
  guint32 version;
  guint32 as_of;         /* string */
  guint32 history_as_of; /* string */
  guint32 n_notes;       /* without conventions */
  guint32 blocked_title; /* string */
  guint32 blocked_url;   /* string */
  guint32 blocked_as_of; /* string */
  guint32 n_name_tokens; /* how many of the tokens, the first ones, stand in names of services or products */
  guint32 zero;
} PtlFormatHeader;

typedef struct
{
  guint16 first;
  guint16 last;
  guint8  transport;
  guint8  status;
  guint16 remark;      /* number of a PtlFormatRemark; many rows have none, and many that have one share it */
  guint32 name;        /* string */
  guint32 description; /* string */
} PtlFormatRegistration;

/* What few registrations have. The first remark is that there is none. */
typedef struct
{
  guint32 registered; /* all are strings */
  guint32 references;
  guint32 unauthorized_use;
  guint32 note;
} PtlFormatRemark;

typedef struct
{
  guint32 id; /* this and the next seven are strings */
  guint32 field;
  guint32 product;
  guint32 names;
  guint32 platforms;
  guint32 since;
  guint32 until;
  guint32 text;
  guint32 first_source;
  guint16 n_sources;
  guint16 first;
  guint16 last;
  guint8  transports;
  guint8  kind;
  guint8  confidence;
  guint8  relation;
  guint16 next; /* number of the next note on the same product; the last leads back to the first. A convention's is its own */
  guint8  foremost; /* 1 where the product is among what most people mean by the port */
  guint8  zero[3];
} PtlFormatNote;

typedef struct
{
  guint32 title; /* string */
  guint32 url;   /* string */
} PtlFormatSource;

typedef struct
{
  guint32 name; /* string */
  guint32 os;   /* string */
  guint32 source_title; /* string */
  guint32 source_url;   /* string */
  guint16 first;
  guint16 last;
} PtlFormatSystem;

/* What holds for a port. Ports of which the same holds share one entry, so there are far fewer entries than ports. */
typedef struct
{
  guint32 first_registration; /* where in the ids the port's registrations are */
  guint32 first_note;         /* where in the ids its notes are; its conventions follow them */
  guint16 n_registrations;
  guint16 n_notes;
  guint16 n_conventions;
  guint8  status[4];          /* for each transport of the registry */
  guint8  summary_status;
  guint8  assigned_transports; /* mask: a registration is assigned there */
  guint8  known_transports;    /* mask: a registration or a note speaks of it */
  guint8  kinds;               /* mask of PtlNoteKind */
  guint16 flags;               /* PTL_FORMAT_BLOCKED */
} PtlFormatEntry;

#define PTL_FORMAT_BLOCKED 1u

/*
 * The texts that a search looks through, folded and cut at blanks into tokens. Each token is there once, in TOKENS, with a
 * newline before and after it; a query's word, which has no blank in it, is inside a text exactly if it is inside one of the
 * text's tokens. A posting says where a token stands. A record is one text of several
 * words; its tokens stand in WORDS in their order, for phrases.
 */
typedef struct
{
  guint32 place; /* PTL_FORMAT_RECORD_WORD() and PTL_FORMAT_RECORD_FIELD() */
  guint16 first; /* the ports that the text speaks of */
  guint16 last;
} PtlFormatRecord;

#define PTL_FORMAT_RECORD_PLACE(word, field) ((guint32) (word) << 3 | (field))
#define PTL_FORMAT_RECORD_WORD(place)        ((place) >> 3) /* in WORDS; the text ends where the next record's begins */
#define PTL_FORMAT_RECORD_FIELD(place)       ((place) & 7)  /* PtlTextField */

/* Ports of which a text speaks, where it is several. Many texts share one. */
typedef struct
{
  guint16 first;
  guint16 last;
} PtlFormatInterval;

/*
 * A posting has two parts, in two arrays: TARGETS has the port or, if the RANGE bit is set, the interval; PLACES has a
 * PtlTextField and these bits.
 */
#define PTL_FORMAT_PLACE_RANGE  1u /* the text speaks of several ports */
#define PTL_FORMAT_PLACE_FIRST  2u /* the text begins with the token */
#define PTL_FORMAT_PLACE_ONLY   4u /* the token is the whole text */
#define PTL_FORMAT_PLACE_FIELD  3u /* where the field begins; it has three bits */
#define PTL_FORMAT_N_PLACES    64u

enum
{
  PTL_FORMAT_CHILD_HEADER,
  PTL_FORMAT_CHILD_STRINGS,
  PTL_FORMAT_CHILD_REGISTRATIONS,
  PTL_FORMAT_CHILD_REMARKS,
  PTL_FORMAT_CHILD_NOTES,
  PTL_FORMAT_CHILD_SOURCES,
  PTL_FORMAT_CHILD_SYSTEMS,
  PTL_FORMAT_CHILD_ENTRIES,
  PTL_FORMAT_CHILD_PORTS, /* for each port, the number of its entry */
  PTL_FORMAT_CHILD_IDS,   /* lists of registrations and of notes that entries point into */
  PTL_FORMAT_CHILD_TOKENS,
  PTL_FORMAT_CHILD_TOKEN_STARTS,   /* where in TOKENS each begins, and where the next one would */
  PTL_FORMAT_CHILD_POSTING_STARTS, /* where in TARGETS and PLACES each token's begin, and where the next ones' would */
  PTL_FORMAT_CHILD_TARGETS,
  PTL_FORMAT_CHILD_PLACES,
  PTL_FORMAT_CHILD_INTERVALS,
  PTL_FORMAT_CHILD_RECORDS,        /* and one more, which only says where the last one ends */
  PTL_FORMAT_CHILD_WORDS,          /* numbers of tokens */
  PTL_FORMAT_N_CHILDREN,
};

#define PTL_FORMAT_TYPE_HEADER       "(uuuuuuuuuu)"
#define PTL_FORMAT_TYPE_REGISTRATION "(qqyyquu)"
#define PTL_FORMAT_TYPE_REMARK       "(uuuu)"
#define PTL_FORMAT_TYPE_NOTE         "(uuuuuuuuuqqqyyyyqy)"
#define PTL_FORMAT_TYPE_SOURCE       "(uu)"
#define PTL_FORMAT_TYPE_SYSTEM       "(uuuuqq)"
#define PTL_FORMAT_TYPE_ENTRY        "(uuqqqyyyyyyyyq)"
#define PTL_FORMAT_TYPE_INTERVAL     "(qq)"
#define PTL_FORMAT_TYPE_RECORD       "(uqq)"

#define PTL_FORMAT_TYPE \
  "(a" PTL_FORMAT_TYPE_HEADER "aya" PTL_FORMAT_TYPE_REGISTRATION "a" PTL_FORMAT_TYPE_REMARK \
  "a" PTL_FORMAT_TYPE_NOTE \
  "a" PTL_FORMAT_TYPE_SOURCE "a" PTL_FORMAT_TYPE_SYSTEM "a" PTL_FORMAT_TYPE_ENTRY "aqaq" \
  "ayauauaqaya" PTL_FORMAT_TYPE_INTERVAL "a" PTL_FORMAT_TYPE_RECORD "aq)"

G_STATIC_ASSERT (sizeof (PtlFormatHeader) == 40);
G_STATIC_ASSERT (sizeof (PtlFormatRegistration) == 16);
G_STATIC_ASSERT (sizeof (PtlFormatRemark) == 16);
G_STATIC_ASSERT (sizeof (PtlFormatNote) == 52);
G_STATIC_ASSERT (sizeof (PtlFormatSource) == 8);
G_STATIC_ASSERT (sizeof (PtlFormatSystem) == 20);
G_STATIC_ASSERT (sizeof (PtlFormatEntry) == 24);
G_STATIC_ASSERT (sizeof (PtlFormatInterval) == 4);
G_STATIC_ASSERT (sizeof (PtlFormatRecord) == 8);

G_END_DECLS
