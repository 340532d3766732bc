#ifndef CLIPFIT_STARTER_MUSIC_H
#define CLIPFIT_STARTER_MUSIC_H

#include <stddef.h>

/// A file that is built into the program.
struct starter_file {
    const unsigned char *bytes;
    size_t count;
};

struct starter_file starter_music_hujan_sore(void);
struct starter_file starter_music_kopi_pagi(void);
struct starter_file starter_music_pasar_malam(void);
/// What they sound like: the output of `clipfit music inspect --json`, a line for each.
struct starter_file starter_music_analyses(void);

#endif
