#include "jinja/heap.h"

#include "jinja/error.h"

namespace tessera::jinja {
namespace {

constexpr std::size_t kFirstChunk = 4 << 10;
constexpr std::size_t kLargestChunk = 1 << 20;

}  // namespace

void* Heap::TakeChunk(std::size_t size, std::size_t alignment) {
  const std::size_t grown = std::clamp(taken_, kFirstChunk, kLargestChunk);
  const std::size_t chunk = std::max(size + alignment, grown);
  if (size > limit_ || chunk > limit_ - std::min(taken_, limit_)) {
    throw TemplateError(ErrorKind::kLimit,
                        "the values of this template take more memory than the " +
                            std::to_string(limit_) + " bytes allowed");
  }
  taken_ += chunk;
  chunks_.push_back(std::make_unique_for_overwrite<char[]>(chunk));
  free_ = chunks_.back().get();
  left_ = chunk;
  return Take(size, alignment);
}

std::string_view Heap::Copy(std::string_view text) {
  if (text.empty()) return {};
  char* copy = static_cast<char*>(Take(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

}  // namespace tessera::jinja
