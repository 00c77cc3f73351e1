#include "base/sort.h"

#include <algorithm>
#include <boost/sort/spreadsort/float_sort.hpp>
#include <cmath>

namespace tessera {

void SortNumbers(std::vector<double>& values) {
  // Apart, since float_sort's span of keys overflows where numbers of both signs meet.
  const auto middle = std::partition(values.begin(), values.end(),
                                     [](double value) { return std::signbit(value); });
  boost::sort::spreadsort::float_sort(values.begin(), middle);
  boost::sort::spreadsort::float_sort(middle, values.end());
}

}  // namespace tessera
