// The commands, each the order of its stages.
#ifndef TESSERA_APP_COMMANDS_H_
#define TESSERA_APP_COMMANDS_H_

#include "app/options.h"

namespace tessera {

// Runs what the options ask for and gives the exit code; throws Error for what cannot be done.
int Run(const Options& options);

}  // namespace tessera

#endif  // TESSERA_APP_COMMANDS_H_
