// The distributions that the procedures of this room stand on, in double precision.
//
// "Tail" is the upper tail P(X > x), accurate where 1 − cdf would be 0. Arguments outside a
// distribution's domain give NaN. Source: Boost.Math, without promotion to long double, so that
// every machine gives the same bytes.
#ifndef TESSERA_STATS_DISTRIBUTION_H_
#define TESSERA_STATS_DISTRIBUTION_H_

namespace tessera::stats {

double NormalCdf(double z);
double NormalTail(double z);
double NormalTwoSided(double z);      // P(|Z| > |z|)
double NormalQuantile(double p);      // ±infinity at 1 and 0
double NormalCritical(double level);  // 1.959964 at 0.95

double StudentTwoSided(double t, double df);
double StudentCritical(double level, double df);

// P(T ≤ t) of the noncentral t distribution.
double NoncentralStudentCdf(double t, double df, double noncentrality);
double NoncentralStudentTail(double t, double df, double noncentrality);

double ChiSquareTail(double x, double df);
double ChiSquareQuantile(double p, double df);
double FisherTail(double f, double df1, double df2);  // the F distribution

double BinomialCdf(double k, double n, double p);  // P(X ≤ k)
double GammaQuantile(double p, double shape);      // of scale 1

}  // namespace tessera::stats

#endif  // TESSERA_STATS_DISTRIBUTION_H_
