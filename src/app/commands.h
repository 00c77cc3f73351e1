// The commands, each the order of its stages.
#ifndef TESSERA_APP_COMMANDS_H_
#define TESSERA_APP_COMMANDS_H_

#include <functional>

#include "app/options.h"

namespace tessera {

// Runs what the options ask for and gives the exit code; throws Error for what cannot be done.
// `done` is called when a report is written and said, before what it was made from is taken apart:
// a program may end there.
int Run(const Options& options, const std::function<void()>& done = {});

}  // namespace tessera

#endif  // TESSERA_APP_COMMANDS_H_
