#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "reference.h"
#include "stats/cluster_quality.h"
#include "stats/features.h"
#include "stats/kmeans.h"
#include "stats/pca.h"
#include "stats/random.h"

namespace tessera::stats {
namespace {

#include "../reference/clusters.inc"

const MatrixView kIrisData = {kIris, 150, 4};
const MatrixView kWineData = {kWine, 178, 13};

std::vector<double> ColumnOf(MatrixView data, size_t j) {
  std::vector<double> column;
  for (size_t i = 0; i < data.rows; ++i) column.push_back(data.at(i, j));
  return column;
}

Matrix Standardised(MatrixView data) {
  Matrix result = ZeroMatrix(data.rows, data.columns);
  for (size_t j = 0; j < data.columns; ++j) {
    const FeatureScaling scaling = PlainScalingOf(ColumnOf(data, j));
    for (size_t i = 0; i < data.rows; ++i) result.at(i, j) = scaling.Scale(data.at(i, j));
  }
  return result;
}

template <size_t N>
std::vector<std::uint32_t> LabelsOf(const double (&labels)[N]) {
  return {std::begin(labels), std::end(labels)};
}

void CheckAgainst(const double* expected, MatrixView data, const std::vector<std::uint32_t>& given,
                  const std::vector<std::uint32_t>& truth) {
  const Clustering clustering = KMeans(data, {});
  CHECK(clustering.converged);
  CHECK(clustering.inertia <= expected[0] * (1 + 1e-6));
  const auto silhouette = SilhouetteOf(data, given, 3);
  CHECK(silhouette->mean == Close(expected[1], 1e-9));
  CHECK(silhouette->negative_share == Close(expected[5], 1e-9));
  CHECK(*CalinskiHarabasz(data, given, 3) == Close(expected[2], 1e-9));
  CHECK(*DaviesBouldin(data, given, 3) == Close(expected[3], 1e-9));
  CHECK(AdjustedRandIndex(truth, given) == Close(expected[4], 1e-12));
}

TEST_CASE("k-means and its measures equal scikit-learn's on iris and wine") {
  const auto iris = LabelsOf(kIrisTruth);
  CheckAgainst(kIrisQuality, kIrisData, LabelsOf(kIrisLabels), iris);
  CheckAgainst(kIrisScaledQuality, Standardised(kIrisData).view(), LabelsOf(kIrisScaledLabels),
               iris);
  CheckAgainst(kWineScaledQuality, Standardised(kWineData).view(), LabelsOf(kWineScaledLabels),
               LabelsOf(kWineTruth));
  CHECK(KMeans(kIrisData, {}).inertia == doctest::Approx(78.851441).epsilon(1e-8));
}

TEST_CASE("k-means is not worse at any k") {
  const Matrix iris = Standardised(kIrisData);
  for (size_t k = 1; k <= 8; ++k) {
    KMeansPlan plan;
    plan.k = k;
    plan.starts = k <= 6 ? 50 : 200;  // the reference always takes 200
    const double allowed = k <= 5 ? 1e-6 : 1e-3;
    CHECK(KMeans(iris.view(), plan).inertia <= kIrisScaledInertia[k - 1] * (1 + allowed));
  }
}

TEST_CASE("a clustering is the same for any number of threads") {
  KMeansPlan one;
  one.threads = 1;
  KMeansPlan four;
  four.threads = 4;
  CHECK(KMeans(kWineData, one).labels == KMeans(kWineData, four).labels);
  four.sample_rows = one.sample_rows = 60;
  const Clustering a = KMeans(kWineData, one);
  const Clustering b = KMeans(kWineData, four);
  CHECK(a.labels == b.labels);
  CHECK(a.centres.values == b.centres.values);
}

TEST_CASE("starts on a sample end near where starts on all rows do") {
  const Matrix iris = Standardised(kIrisData);
  KMeansPlan plan;
  plan.sample_rows = 90;
  CHECK(KMeans(iris.view(), plan).inertia <= 139.820496 * 1.001);
}

TEST_CASE("an empty cluster takes the farthest row; too few distinct rows leave some empty") {
  const std::vector<double> values = {0, 0, 0, 0, 0, 0, 5, 9};
  KMeansPlan plan;
  plan.k = 3;
  plan.starts = 4;
  const Clustering all = KMeans({values, 8, 1}, plan);
  CHECK(all.inertia == 0);
  CHECK(std::set(all.labels.begin(), all.labels.end()).size() == 3);
  const std::vector<double> same(6, 1.0);
  const Clustering one = KMeans({same, 6, 1}, plan);
  CHECK(one.inertia == 0);
  CHECK(one.converged);
  CHECK(*std::ranges::max_element(one.sizes) == 6);
  plan.k = 1;
  CHECK(KMeans({values, 8, 1}, plan).sizes == std::vector<size_t>{8});
}

TEST_CASE("clusters are numbered by what they are worth") {
  const Clustering clustering = KMeans(kIrisData, {});
  const std::vector<double> width = ColumnOf(kIrisData, 3);
  for (const bool descending : {false, true}) {
    const Clustering ordered = OrderClusters(clustering, width, descending);
    std::vector<double> sums(3);
    for (size_t i = 0; i < width.size(); ++i) sums[ordered.labels[i]] += width[i];
    for (size_t c = 0; c < 3; ++c) {
      const double mean = sums[c] / static_cast<double>(ordered.sizes[c]);
      CHECK(mean == Close(ordered.centres.at(c, 3), 1e-12));
      if (c > 0) {
        CHECK((ordered.centres.at(c, 3) > ordered.centres.at(c - 1, 3)) != descending);
      }
    }
    CHECK(NearestCentres(kIrisData, ordered.centres) == ordered.labels);
  }
}

TEST_CASE("silhouettes of the rows, and of a sample") {
  const auto labels = LabelsOf(kIrisLabels);
  const auto all = SilhouetteOf(kIrisData, labels, 3);
  for (size_t i = 0; i < all->values.size(); ++i) {
    CHECK(all->values[i] == Close(kIrisSilhouettes[all->rows[i]], 1e-9));
  }
  const auto sample = SilhouetteOf(kIrisData, labels, 3, 80, 4);
  CHECK(sample->values.size() == 80);
  CHECK(sample->mean == doctest::Approx(all->mean).epsilon(0.1));
  CHECK(sample->values == SilhouetteOf(kIrisData, labels, 3, 80, 4, 3)->values);
}

TEST_CASE("measures of clusters that are alone, equal or missing") {
  const std::vector<double> values = {0, 0, 4, 9};
  const MatrixView data = {values, 4, 1};
  const std::vector<std::uint32_t> one(4, 0);
  CHECK_FALSE(SilhouetteOf(data, one, 2));
  CHECK_FALSE(CalinskiHarabasz(data, one, 2));
  CHECK_FALSE(DaviesBouldin(data, one, 1));
  const std::vector<std::uint32_t> alone = {0, 0, 1, 2};
  CHECK(SilhouetteOf(data, alone, 4)->cluster_mean[1] == 0);
  CHECK_FALSE(CalinskiHarabasz(data, alone, 3));
  const std::vector<double> same = {2, 2, 2, 2};
  const std::vector<std::uint32_t> halves = {0, 0, 1, 1};
  CHECK_FALSE(DaviesBouldin({same, 4, 1}, halves, 2));
  CHECK(SilhouetteOf({same, 4, 1}, halves, 2)->mean == 0);
}

TEST_CASE("the adjusted Rand index does not mind names, and knows its edges") {
  const std::vector<std::uint32_t> a = {0, 0, 1, 1, 2, 2};
  const std::vector<std::uint32_t> renamed = {5, 5, 0, 0, 3, 3};
  const std::vector<std::uint32_t> one(6, 0);
  const std::vector<std::uint32_t> apart = {0, 1, 2, 3, 4, 5};
  CHECK(AdjustedRandIndex(a, renamed) == 1);
  CHECK(AdjustedRandIndex(one, one) == 1);
  CHECK(AdjustedRandIndex(apart, apart) == 1);
  CHECK(AdjustedRandIndex(one, a) == 0);
  CHECK(AdjustedRandIndex(a, {apart.begin(), 6}) == 0);
}

TEST_CASE("three planted groups: stable, and found by the gap") {
  Random random(9);
  Matrix data = ZeroMatrix(150, 2);
  for (size_t i = 0; i < data.rows; ++i) {
    data.at(i, 0) = random.Normal() + 8 * static_cast<double>(i % 3);
    data.at(i, 1) = random.Normal() + (i % 3 == 1 ? 8 : 0);
  }
  KMeansPlan plan;
  plan.starts = 10;
  std::vector<Gap> gaps;
  for (plan.k = 1; plan.k <= 5; ++plan.k) {
    gaps.push_back(GapStatistic(data.view(), KMeans(data.view(), plan), plan, 15));
  }
  CHECK(ChooseByGap(gaps, 1) == 3);
  plan.k = 3;
  const Stability three = BootstrapStability(data.view(), KMeans(data.view(), plan), plan, 15);
  CHECK(three.mean_rand > 0.98);
  for (const double jaccard : three.jaccard) CHECK(jaccard > 0.97);
  plan.k = 5;
  const Stability five = BootstrapStability(data.view(), KMeans(data.view(), plan), plan, 15);
  CHECK(five.mean_rand < 0.9);
  CHECK(five.low_rand <= five.mean_rand);
}

TEST_CASE("the gap rule takes the first k that is near enough to the first peak") {
  const std::vector<Gap> gaps = {{0.1, 0.01}, {0.30, 0.01}, {0.31, 0.02}, {0.2, 0.01}, {0.9, 0.1}};
  CHECK(ChooseByGap(gaps, 1) == 2);
  CHECK(ChooseByGap(std::span(gaps).first(1), 2) == 2);
}

TEST_CASE("principal components equal scikit-learn's") {
  const auto pca = PrincipalComponentsOf(Standardised(kWineData).view());
  for (size_t i = 0; i < 26; ++i) {
    CHECK(pca->loadings.values[i] == Close(kWineLoadings[i], 1e-9));
  }
  for (size_t i = 0; i < 10; ++i) CHECK(pca->scores.values[i] == Close(kWineScores[i], 1e-9));
  for (size_t c = 0; c < 2; ++c) {
    CHECK(pca->variances[c] == Close(kWineVariances[c], 1e-9));
    CHECK(pca->shares[c] == Close(kWineShares[c], 1e-9));
  }
  const std::vector<double> same(6, 1.0);
  CHECK_FALSE(PrincipalComponentsOf({same, 3, 2}));
  CHECK_FALSE(PrincipalComponentsOf({same, 1, 6}));
}

TEST_CASE("skewed features without negatives are taken by their logarithm") {
  const std::vector<double> money = {0, 1, 1, 2, 3, 5, 100};
  const FeatureScaling scaling = ScalingOf(money);
  CHECK(scaling.log);
  CHECK(scaling.Unscale(scaling.Scale(42)) == Close(42, 1e-12));
  const std::vector<double> debts = {-1, 1, 1, 2, 3, 5, 100};
  CHECK_FALSE(ScalingOf(debts).log);
  const std::vector<double> constant(5, 3.0);
  CHECK(ScalingOf(constant).Scale(3) == 0);
  CHECK(Scaled(std::vector<double>{1, 3}, PlainScalingOf(std::vector<double>{1, 3})) ==
        std::vector<double>{-1, 1});
}

}  // namespace
}  // namespace tessera::stats
