/*
 * A keyboard layout, United States English, as Wine 8 has none as a library, and GDK reads it to know what a key means.
 * The structures are those of kbd.h in the Windows Driver Kit: keyboard layout samples.
 */
#include <windows.h>

typedef struct
{
  BYTE key;
  BYTE bits;
} KeyToBit;

typedef struct
{
  const KeyToBit *key_to_bit;
  WORD            max_bits;
  BYTE            columns[4];
} Modifiers;

typedef struct
{
  BYTE  key;
  BYTE  attributes;
  WCHAR characters[2];
} KeyToCharacters;

typedef struct
{
  const KeyToCharacters *keys;
  BYTE                   n_columns;
  BYTE                   size;
} KeyTable;

typedef struct
{
  const Modifiers *modifiers;
  const KeyTable  *tables;
  const void      *dead_keys, *names, *extended_names, *dead_names;
  const USHORT    *scan_codes;
  BYTE             n_scan_codes;
  const void      *extended_scan_codes[2];
  DWORD            flags;
  BYTE             ligature_length;
  BYTE             ligature_size;
  const void      *ligatures;
} Layout;

#define CAPS_LOCK   1
#define INVALID     15
#define LETTER(c)   { c, CAPS_LOCK, { c + 'a' - 'A', c } }
#define KEY(k,c,s)  { k, 0, { c, s } }

static const KeyToBit bits[] = { { VK_SHIFT, 1 }, { VK_CONTROL, 2 }, { VK_MENU, 4 }, { 0, 0 } };
static const Modifiers modifiers = { bits, 3, { 0, 1, INVALID, INVALID } };
static const KeyToCharacters keys[] = {
  LETTER ('A'), LETTER ('B'), LETTER ('C'), LETTER ('D'), LETTER ('E'), LETTER ('F'), LETTER ('G'), LETTER ('H'), LETTER ('I'),
  LETTER ('J'), LETTER ('K'), LETTER ('L'), LETTER ('M'), LETTER ('N'), LETTER ('O'), LETTER ('P'), LETTER ('Q'), LETTER ('R'),
  LETTER ('S'), LETTER ('T'), LETTER ('U'), LETTER ('V'), LETTER ('W'), LETTER ('X'), LETTER ('Y'), LETTER ('Z'),
  KEY ('1', '1', '!'), KEY ('2', '2', '@'), KEY ('3', '3', '#'), KEY ('4', '4', '$'), KEY ('5', '5', '%'),
  KEY ('6', '6', '^'), KEY ('7', '7', '&'), KEY ('8', '8', '*'), KEY ('9', '9', '('), KEY ('0', '0', ')'),
  KEY (VK_OEM_1, ';', ':'), KEY (VK_OEM_2, '/', '?'), KEY (VK_OEM_3, '`', '~'), KEY (VK_OEM_4, '[', '{'),
  KEY (VK_OEM_5, '\\', '|'), KEY (VK_OEM_6, ']', '}'), KEY (VK_OEM_7, '\'', '"'), KEY (VK_OEM_MINUS, '-', '_'),
  KEY (VK_OEM_PLUS, '=', '+'), KEY (VK_OEM_COMMA, ',', '<'), KEY (VK_OEM_PERIOD, '.', '>'), KEY (VK_SPACE, ' ', ' '),
  KEY (0, 0, 0),
};
static const KeyTable tables[] = { { keys, 2, sizeof keys[0] }, { NULL, 0, 0 } };
static const Layout layout = { .modifiers = &modifiers, .tables = tables };

__declspec (dllexport) const Layout *KbdLayerDescriptor (void);

const Layout *
KbdLayerDescriptor (void)
{
  return &layout;
}
