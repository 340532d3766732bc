// The files are here and not among Swift's resources because a Swift literal of this size compiles for minutes.
#pragma clang diagnostic ignored "-Wc23-extensions"

#include "models.h"

_Alignas(2) static const unsigned char speech[] = {
#embed "../../Media/models/speech.f16"
};
_Alignas(2) static const unsigned char faces[] = {
#embed "../../Media/models/faces.f16"
};

struct model_weights model_speech(void) { return (struct model_weights){(const uint16_t *)speech, sizeof speech / 2}; }
struct model_weights model_faces(void) { return (struct model_weights){(const uint16_t *)faces, sizeof faces / 2}; }
