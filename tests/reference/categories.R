# Rates, counts and categories: B-10 to B-14.
suppressPackageStartupMessages(library(vcd))
start("categories", "vcd")

rates <- list(c(1, 10), c(7, 10), c(56, 70), c(48, 80), c(2959, 10000), c(3, 1200), c(0, 25),
              c(25, 25), c(1, 1))
put("kShares", unlist(rates))
put("kWilson", unlist(lapply(rates, function(k) {
  suppressWarnings(prop.test(k[1], k[2], correct = FALSE)$conf.int)
})))

fourfold <- list(c(56, 70, 48, 80), c(9, 10, 3, 10), c(0, 10, 8, 20), c(2, 1000, 9, 1000),
                 c(700, 3228, 1801, 6772), c(3, 3, 0, 3), c(10, 500, 3, 5000))
tables <- lapply(fourfold, function(k) matrix(c(k[1], k[2] - k[1], k[3], k[4] - k[3]), 2))
put("kFourfold", unlist(fourfold))
put("kFourfoldFisher", sapply(tables, function(t) fisher.test(t)$p.value))
put("kFourfoldChiSquare",
    sapply(tables, function(t) suppressWarnings(chisq.test(t, correct = FALSE)$p.value)))
ratio <- function(estimate, se) {
  c(estimate, se, estimate * exp(c(-1, 1) * qnorm(0.975) * se),
    2 * pnorm(-abs(log(estimate) / se)))
}
k <- fourfold[[5]]
put("kRiskRatio", ratio((k[1] / k[2]) / (k[3] / k[4]),
                        sqrt(1 / k[1] - 1 / k[2] + 1 / k[3] - 1 / k[4])))
t <- tables[[5]]
put("kOddsRatio", ratio(t[1, 1] * t[2, 2] / (t[1, 2] * t[2, 1]), sqrt(sum(1 / t))))

events <- list(c(0, 3), c(1, 1), c(17, 4.5), c(9321, 10000))
put("kEvents", unlist(events))
put("kPoisson", unlist(lapply(events, function(e) poisson.test(e[1], e[2])$conf.int)))

hair <- margin.table(HairEyeColor, c(1, 2))
put("kHairEye", t(hair))
test <- chisq.test(hair)
put("kHairEyeTest", c(test$statistic, test$parameter, test$p.value, min(test$expected)))
put("kHairEyeResiduals", t(test$stdres))
stats <- assocstats(hair)
g <- stats$chisq_tests[1, ]
put("kHairEyeG", c(g[1:2], pchisq(g[1], g[2], lower.tail = FALSE)))
n <- sum(hair); r <- 4; c0 <- 4
phi2 <- max(0, test$statistic / n - (r - 1) * (c0 - 1) / (n - 1))
rt <- r - (r - 1)^2 / (n - 1)
put("kHairEyeV", c(stats$cramer, sqrt(phi2 / (rt - 1))))
far <- chisq.test(hair * 20)
put("kHairEyeFarP", far$p.value)
