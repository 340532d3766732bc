// Tests read media in the process that all of them share, which cannot confine itself for one of them: this is said
// before any of them runs. Programs that are started by tests know nothing of it.
#include "clipfit_platform.h"

__attribute__((constructor)) static void waive(void) { clipfit_confinement_decide(); }
