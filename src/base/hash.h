// SHA-256, by which inputs are named in a report and scripts are allowed in its pages.
#ifndef TESSERA_BASE_HASH_H_
#define TESSERA_BASE_HASH_H_

#include <memory>
#include <string>
#include <string_view>

namespace tessera {

// A hash over bytes that arrive in parts. Finish it once, as hexadecimal or as base64.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void Update(std::string_view bytes);
  std::string FinishHex();     // 64 lower case digits
  std::string FinishBase64();  // 44 characters, as a Content-Security-Policy has it

 private:
  std::string FinishBytes();

  struct State;
  std::unique_ptr<State> state_;
};

std::string Sha256Hex(std::string_view bytes);
std::string Sha256Base64(std::string_view bytes);

// Standard alphabet, padded, without line breaks.
std::string Base64(std::string_view bytes);

}  // namespace tessera

#endif  // TESSERA_BASE_HASH_H_
