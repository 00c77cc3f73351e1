#include <fmt/format.h>
#include <malloc.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <system_error>
#include <vector>

#include "app/commands.h"
#include "app/options.h"
#include "base/error.h"

// Exit codes: 0 done; 1 it could not be built (or, with --strict, does not reconcile); 2 wrong
// command line.
int main(int argc, char** argv) {
  // A column of numbers lives for a moment, and the next one takes its place: the memory stays with
  // the program instead of going back to the system, and being cleared anew, each time.
  mallopt(M_MMAP_THRESHOLD, 1 << 28);
  mallopt(M_TRIM_THRESHOLD, 1 << 28);
  // A file that may grow no further is an error of writing it, not the end of the program.
  std::signal(SIGXFSZ, SIG_IGN);
  const tessera::ParsedOptions parsed =
      tessera::ParseOptions(std::vector<std::string>(argv + 1, argv + argc));
  if (!parsed.options) {
    fmt::print(parsed.exit_code == 0 ? stdout : stderr, "{}", parsed.text);
    return parsed.exit_code;
  }
  try {
    // A report taken apart piece by piece would cost a twentieth of the time that it took to make.
    return tessera::Run(*parsed.options, [] {
      std::fflush(nullptr);
      std::_Exit(0);
    });
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "tessera: out of memory\n  set --memory-limit, or give the program more\n");
  } catch (const std::system_error& error) {
    const bool no_thread = error.code() == std::errc::resource_unavailable_try_again;
    fmt::print(stderr, "tessera: {}\n",
               no_thread ? "no thread can be started: there is not enough memory, or too many run"
                         : error.what());
  } catch (const std::exception& error) {
    fmt::print(stderr, "tessera: {}\n", error.what());
  }
  return 1;
}
