#include "stats/random.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

#include "stats/distribution.h"

namespace tessera::stats {
namespace {

// SplitMix64 (Steele, Lea and Flood 2014).
std::uint64_t Mix(std::uint64_t& state) {
  std::uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream) {
  std::uint64_t state = Mix(seed) ^ stream;
  state = Mix(state);
  for (std::uint64_t& word : state_) word = Mix(state);
}

std::uint64_t Random::Next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Random::Uniform() { return static_cast<double>(Next() >> 11) * 0x1p-53; }

std::uint32_t Random::Below(std::uint32_t bound) {
  std::uint64_t product = (Next() >> 32) * bound;
  if (static_cast<std::uint32_t>(product) < bound) {
    const std::uint32_t unfair = -bound % bound;  // 2³² mod bound
    while (static_cast<std::uint32_t>(product) < unfair) product = (Next() >> 32) * bound;
  }
  return static_cast<std::uint32_t>(product >> 32);
}

double Random::Normal() {
  // The middle of one of 2⁵³ intervals, so that neither end of (0, 1) is met.
  return NormalQuantile((static_cast<double>(Next() >> 11) + 0.5) * 0x1p-53);
}

std::vector<std::uint32_t> DrawRows(size_t rows, size_t count, Random& random) {
  std::vector<std::uint32_t> order(rows);
  std::iota(order.begin(), order.end(), 0U);
  if (rows <= count) return order;
  for (size_t i = 0; i < count; ++i) {
    std::swap(order[i], order[i + random.Below(static_cast<std::uint32_t>(rows - i))]);
  }
  order.resize(count);
  std::ranges::sort(order);
  return order;
}

}  // namespace tessera::stats
