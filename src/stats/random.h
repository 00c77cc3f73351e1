// Random numbers that are the same everywhere: from a seed, never from the clock.
//
// xoshiro256** (Blackman and Vigna 2018), its state filled by SplitMix64 from a seed and a stream.
// Work that is split among threads gives each item its own stream, so that the result does not
// depend on their number.
#ifndef TESSERA_STATS_RANDOM_H_
#define TESSERA_STATS_RANDOM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tessera::stats {

class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  std::uint64_t Next();
  // In [0, 1), of 53 bits.
  double Uniform();
  // In [0, bound), every number equally likely (Lemire 2019). REQUIRES: bound > 0.
  std::uint32_t Below(std::uint32_t bound);
  // Standard normal, by the quantile function.
  double Normal();

 private:
  std::array<std::uint64_t, 4> state_;
};

// `count` of the rows 0 … rows − 1, each set of them equally likely, ascending; all when there are
// no more. REQUIRES: rows < 2³².
std::vector<std::uint32_t> DrawRows(size_t rows, size_t count, Random& random);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_RANDOM_H_
