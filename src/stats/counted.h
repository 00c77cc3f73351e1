// A sample without its order: each value once and how often it is there. A million counts are a few
// hundred steps, so that what is sorted and walked elsewhere costs next to nothing here.
#ifndef TESSERA_STATS_COUNTED_H_
#define TESSERA_STATS_COUNTED_H_

#include <cstdint>
#include <span>
#include <vector>

namespace tessera::stats {

// REQUIRES of who makes one: equally long, `values` strictly ascending and finite, counts above 0.
struct Counted {
  std::span<const double> values;
  std::span<const std::uint64_t> counts;

  bool empty() const { return values.empty(); }
  std::uint64_t size() const;  // the sum of `counts`
};

// The sample of plain values, in any order.
class CountedSample {
 public:
  explicit CountedSample(std::span<const double> values);
  // As a vector is a span. NOLINTNEXTLINE(google-explicit-constructor)
  operator Counted() const { return {values_, counts_}; }

 private:
  std::vector<double> values_;
  std::vector<std::uint64_t> counts_;
};

// The order statistics of a sample, which must outlive it.
class OrderStatistics {
 public:
  explicit OrderStatistics(const Counted& sample);
  std::uint64_t size() const { return up_to_.empty() ? 0 : up_to_.back(); }
  // The i-th smallest, from 0. REQUIRES: i < size().
  double operator[](std::uint64_t i) const;

 private:
  std::span<const double> values_;
  std::vector<std::uint64_t> up_to_;  // how many are at most each value
};

}  // namespace tessera::stats

#endif  // TESSERA_STATS_COUNTED_H_
