# Two groups and a numeric metric: B-01 to B-08.
suppressPackageStartupMessages(library(effectsize))
start("two_groups", "effectsize")

set.seed(20250801)
a <- round(rlnorm(41, 8.1, 0.9), 2)   # money: skewed, without ties
b <- round(rlnorm(34, 7.8, 1.1), 2)
ties_a <- rpois(60, 1.6)              # counts: nearly all tied
ties_b <- rpois(45, 1.1)
put("kMoneyA", a)
put("kMoneyB", b)
put("kCountsA", ties_a)
put("kCountsB", ties_b)

welch <- function(name, x, y, level = 0.95) {
  t <- t.test(x, y, conf.level = level)
  put(name, c(diff(rev(t$estimate)), t$stderr, t$parameter, t$statistic, t$conf.int, t$p.value))
}
welch("kWelchMoney", a, b)
welch("kWelchMoney90", a, b, 0.90)
welch("kWelchCounts", ties_a, ties_b)
welch("kWelchFar", a, a[1:10] + 1e5)  # a p-value far below 1e-16

put("kHedgesMoney", hedges_g(a, b, pooled_sd = TRUE)$Hedges_g)
put("kHedgesSmall", hedges_g(a[1:3], b[1:2], pooled_sd = TRUE)$Hedges_g)
put("kHedgesOptimised", unlist(hedges_g(a, b, pooled_sd = TRUE)[c("CI_low", "CI_high")]))

mann_whitney <- function(name, x, y) {
  w <- wilcox.test(x, y, exact = FALSE)
  put(name, c(w$statistic, w$p.value, w$statistic / (length(x) * length(y))))
}
mann_whitney("kMannWhitneyMoney", a, b)
mann_whitney("kMannWhitneyCounts", ties_a, ties_b)
mann_whitney("kMannWhitneyFar", 1:400 + 0.5, 1001:1300)

hodges_lehmann <- function(name, x, y, level) {
  w <- wilcox.test(x, y, exact = FALSE, conf.int = TRUE, conf.level = level, tol.root = 1e-10)
  put(name, c(w$estimate, w$conf.int))
}
hodges_lehmann("kShiftMoney", a, b, 0.95)
hodges_lehmann("kShiftMoney80", a, b, 0.80)
hodges_lehmann("kShiftCounts", ties_a, ties_b, 0.95)

p <- c(0, 0.01, 0.1, 0.25, 1 / 3, 0.5, 0.6, 0.75, 0.9, 0.99, 1)
put("kProbabilities", p)
put("kQuantilesMoney", quantile(a, p, type = 7))
put("kQuantilesCounts", quantile(ties_a, p, type = 7))

# Ratio of means, delta method on the logarithm, and Fieller.
va <- var(a) / length(a); vb <- var(b) / length(b); r <- mean(a) / mean(b)
se <- sqrt(va / mean(a)^2 + vb / mean(b)^2)
put("kRatioMoney", c(r, se, r * exp(c(-1, 1) * qnorm(0.975) * se),
                     2 * pnorm(-abs(log(r) / se))))
df <- (va + r^2 * vb)^2 / (va^2 / (length(a) - 1) + r^4 * vb^2 / (length(b) - 1))
t2 <- qt(0.975, df)^2
g <- t2 * vb / mean(b)^2
centre <- r / (1 - g)
half <- sqrt(t2) / ((1 - g) * mean(b)) * sqrt(va + r^2 * vb - g * va)
put("kFiellerMoney", c(r, df, centre - half, centre + half))
logs <- t.test(log(a), log(b))
put("kGeometricMoney", exp(c(diff(rev(logs$estimate)), logs$conf.int)))
put("kGeometricMoneyP", logs$p.value)

m <- t.test(ties_a)
put("kMeanCounts", c(m$estimate, m$conf.int, var(ties_a) / mean(ties_a)))
