// The files are here and not among Swift's resources because a Swift literal of 190 kB compiles for 40 seconds.
#pragma clang diagnostic ignored "-Wc23-extensions"

#include "starter_music.h"

#define FILE_OF(array) ((struct starter_file){(array), sizeof(array)})

static const unsigned char hujan_sore[] = {
#embed "../../Media/music/hujan-sore-70bpm.ogg"
};
static const unsigned char kopi_pagi[] = {
#embed "../../Media/music/kopi-pagi-92bpm.m4a"
};
static const unsigned char pasar_malam[] = {
#embed "../../Media/music/pasar-malam-120bpm.m4a"
};
static const unsigned char analyses[] = {
#embed "../../Media/music/analyses.jsonl"
};

struct starter_file starter_music_hujan_sore(void) { return FILE_OF(hujan_sore); }
struct starter_file starter_music_kopi_pagi(void) { return FILE_OF(kopi_pagi); }
struct starter_file starter_music_pasar_malam(void) { return FILE_OF(pasar_malam); }
struct starter_file starter_music_analyses(void) { return FILE_OF(analyses); }
