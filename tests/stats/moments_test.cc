#include "stats/moments.h"

#include <cmath>
#include <vector>

#include "reference.h"

namespace tessera::stats {
namespace {

#include "../reference/groups.inc"
#include "../reference/two_groups.inc"

TEST_CASE("a sum keeps what plain addition loses") {
  CHECK(Sum(std::vector<double>{1e16, 1, -1e16, 1}) == 2);
  CHECK(Sum(std::vector<double>{}) == 0);
  CHECK(Sum(std::vector<double>(10, 0.1)) == 1.0);
}

TEST_CASE("moments equal R's") {
  const Moments moments = MomentsOf(kIrisLength);
  CHECK(moments.n == 150);
  CHECK(moments.mean == Close(kIrisMoments[0], 1e-14));
  CHECK(moments.variance == Close(kIrisMoments[1], 1e-13));
  CHECK(*Skewness(kIrisLength) == Close(kIrisShape[0], 1e-10));
  CHECK(*ExcessKurtosis(kIrisLength) == Close(kIrisShape[1], 1e-10));
}

TEST_CASE("the variance survives a large mean") {
  std::vector<double> far;
  for (const double value : {4.0, 7.0, 13.0, 16.0}) far.push_back(value + 1e9);
  CHECK(MomentsOf(far).variance == 30);
}

TEST_CASE("a constant sample varies by nothing at all") {
  const Moments moments = MomentsOf(std::vector<double>(7, 0.1));
  CHECK(moments.mean == 0.1);
  CHECK(moments.variance == 0);
  CHECK_FALSE(Skewness(std::vector<double>(7, 0.1)));
  CHECK_FALSE(ExcessKurtosis(std::vector<double>(7, 0.1)));
  CHECK_FALSE(MeanInterval(moments));
}

TEST_CASE("samples of none, one and two") {
  CHECK(MomentsOf(std::vector<double>{}).n == 0);
  CHECK(MomentsOf(std::vector<double>{}).standard_error() == 0);
  const Moments one = MomentsOf(std::vector<double>{5});
  CHECK(one.mean == 5);
  CHECK(one.variance == 0);
  CHECK_FALSE(MeanInterval(one));
  CHECK_FALSE(DispersionIndex(one));
  CHECK_FALSE(Skewness(std::vector<double>{1, 2}));
  CHECK_FALSE(ExcessKurtosis(std::vector<double>{1, 2, 5}));
  CHECK(MomentsOf(std::vector<double>{1, 3}).variance == 2);
}

TEST_CASE("samples combine") {
  const std::span<const double> all = kMoneyA;
  const Moments both = Combine(MomentsOf(all.first(17)), MomentsOf(all.subspan(17)));
  const Moments whole = MomentsOf(all);
  CHECK(both.n == whole.n);
  CHECK(both.mean == Close(whole.mean, 1e-14));
  CHECK(both.variance == Close(whole.variance, 1e-13));
  CHECK(Combine({}, whole).mean == whole.mean);
  CHECK(Combine(whole, {}).mean == whole.mean);
}

TEST_CASE("the moments of a share are those of its zeros and ones") {
  const Moments counted = MomentsOfShare(3, 8);
  const Moments listed = MomentsOf(std::vector<double>{1, 1, 1, 0, 0, 0, 0, 0});
  CHECK(counted.mean == listed.mean);
  CHECK(counted.variance == Close(listed.variance, 1e-15));
  CHECK(MomentsOfShare(0, 0).n == 0);
  CHECK(MomentsOfShare(1, 1).variance == 0);
}

TEST_CASE("the t interval of a mean and the dispersion of counts equal R's") {
  const Moments counts = MomentsOf(kCountsA);
  CHECK(counts.mean == Close(kMeanCounts[0], 1e-14));
  CHECK(MeanInterval(counts)->low == Close(kMeanCounts[1], 1e-12));
  CHECK(MeanInterval(counts)->high == Close(kMeanCounts[2], 1e-12));
  CHECK(*DispersionIndex(counts) == Close(kMeanCounts[3], 1e-12));
  CHECK_FALSE(DispersionIndex(MomentsOf(std::vector<double>{0, 0, 0})));
}

}  // namespace
}  // namespace tessera::stats
