#include "base/sort.h"

#include <boost/sort/spreadsort/float_sort.hpp>

namespace tessera {

void SortNumbers(std::vector<double>& values) {
  boost::sort::spreadsort::float_sort(values.begin(), values.end());
}

}  // namespace tessera
