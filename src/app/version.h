// The program's version, printed by --version and in every report.
#ifndef TESSERA_APP_VERSION_H_
#define TESSERA_APP_VERSION_H_

namespace tessera {

inline constexpr const char* kVersion = "0.1.0";

}  // namespace tessera

#endif  // TESSERA_APP_VERSION_H_
