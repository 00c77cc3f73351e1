// The memory of one render, or of one compiled template: taken piece by piece, given back at once.
//
// What lives here is never destroyed, so it holds only memory of the heap itself: Array instead of
// std::vector, string_view instead of std::string.
#ifndef TESSERA_JINJA_HEAP_H_
#define TESSERA_JINJA_HEAP_H_

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "jinja/value.h"

namespace tessera::jinja {

class Heap {
 public:
  // Throws TemplateError of kind kLimit when more than `limit` bytes are taken.
  explicit Heap(std::size_t limit) : limit_(limit) {}
  Heap(const Heap&) = delete;
  Heap& operator=(const Heap&) = delete;

  void* Take(std::size_t size, std::size_t alignment) {
    const std::size_t padding = -reinterpret_cast<std::uintptr_t>(free_) & (alignment - 1);
    if (size + padding > left_) return TakeChunk(size, alignment);
    char* taken = free_ + padding;
    free_ = taken + size;
    left_ -= size + padding;
    return taken;
  }

  template <typename T, typename... Arguments>
  T* Make(Arguments&&... arguments) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (Take(sizeof(T), alignof(T))) T{std::forward<Arguments>(arguments)...};
  }

  std::string_view Copy(std::string_view text);
  Value Text(std::string_view text) { return Value::Text(Copy(text)); }
  Value Markup(std::string_view text) { return Value::Markup(Copy(text)); }
  // As `like` is: finished markup stays so.
  Value TextLike(std::string_view text, Value like) {
    return like.markup() ? Markup(text) : Text(text);
  }

 private:
  void* TakeChunk(std::size_t size, std::size_t alignment);

  std::vector<std::unique_ptr<char[]>> chunks_;
  char* free_ = nullptr;
  std::size_t left_ = 0;
  std::size_t taken_ = 0;
  std::size_t limit_;
};

// A vector on a Heap. Elements are copied as bytes.
template <typename T>
class Array {
 public:
  static_assert(std::is_trivially_copyable_v<T>);

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](std::size_t index) { return data_[index]; }
  const T& operator[](std::size_t index) const { return data_[index]; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }
  const T* data() const { return data_; }
  T* data() { return data_; }
  T& back() { return data_[size_ - 1]; }

  void Add(Heap& heap, const T& element) {
    if (size_ == capacity_) {
      const T copy = element;  // it may be one of ours
      Reserve(heap, std::max<std::size_t>(4, capacity_ * 2));
      data_[size_++] = copy;
      return;
    }
    data_[size_++] = element;
  }
  void Reserve(Heap& heap, std::size_t capacity) {
    if (capacity <= capacity_) return;
    T* data = static_cast<T*>(heap.Take(capacity * sizeof(T), alignof(T)));
    if (size_ > 0) std::memcpy(static_cast<void*>(data), data_, size_ * sizeof(T));
    data_ = data;
    capacity_ = capacity;
  }
  void Insert(Heap& heap, std::size_t index, const T& element) {
    Add(heap, element);
    std::rotate(begin() + index, end() - 1, end());
  }
  void Remove(std::size_t index) {
    std::move(begin() + index + 1, end(), begin() + index);
    --size_;
  }
  void Clear() { size_ = 0; }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_HEAP_H_
