/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts that people write: what domain.md ("Text") takes and what it refuses. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TKT_TEXT_TITLE,      /* 1–200 characters after trimming, one line, no bidirectional overrides */
  TKT_TEXT_MESSAGE,    /* 1–32,768 characters, CRLF becomes LF, not trimmed */
  TKT_TEXT_NAME,       /* as a title: display names, publishers, organizations */
  TKT_TEXT_USERNAME,   /* 1–64 of a–z 0–9 . _ - + @, folded to lower case */
  TKT_TEXT_SLUG,       /* 1–64 of a–z 0–9 -, not at an end */
  TKT_TEXT_PASSWORD,   /* 12–256 characters, taken as it is */
  TKT_TEXT_FILE_NAME,  /* of an attachment: 1–255 bytes after trimming, one line, no controls, no
                          bidirectional overrides, nothing that separates folders */
  TKT_TEXT_FREE,       /* any valid UTF-8 up to 4,096 characters, empty too (device names, tokens,
                         cursors) */
  TKT_TEXT_REPLY_NAME, /* of a saved reply: 1–40 letters and digits of any script, - and _, after
                          trimming */
  TKT_TEXT_BASE64,     /* the bytes of an attachment (RFC 4648, section 4) */
} TktTextKind;

#define TKT_TITLE_MAX 200
#define TKT_ATTACHMENT_SIZE_MAX (10 * 1024 * 1024) /* bytes */
#define TKT_MESSAGE_MAX 32768

/**
 * tkt_text_clean:
 * @text: bytes with their @length; NUL and broken UTF-8 are refused, not cut at
 * @reason: (out) (optional): when refused, a translated sentence for the person
 *
 * Characters are Unicode code points. The pure check that server and desk
 * share, so that what one lets pass the other does too.
 *
 * Returns: (transfer full) (nullable): the text as it is stored, or NULL when refused
 */
char *tkt_text_clean (TktTextKind kind, const char *text, gssize length, char **reason);

/* Writes a list for a person: "open, closed", with what stands between in the person's language. */
void tkt_text_list_append (GString *list, const char *part);
/* @parts: NULL-terminated. (transfer full) */
char *tkt_text_list_join (const char *const *parts);

/* (transfer full): two names are the same where these are: neither letter case nor the spelling of
 * accents tells them apart. */
char *tkt_text_fold_name (const char *name);

/* TRUE where a person would see nothing: only spaces and invisible characters. */
gboolean tkt_text_is_blank (const char *text);

G_END_DECLS
