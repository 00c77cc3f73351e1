# Comparisons within strata and planned tests: B-20 to B-22, B-53.
suppressPackageStartupMessages(library(metafor))
start("adjusted", "metafor")

# Admissions to Berkeley by department, women against men: the classic reversal.
women <- UCBAdmissions[, "Female", ]
men <- UCBAdmissions[, "Male", ]
put("kAdmissions", rbind(women["Admitted", ], colSums(women), men["Admitted", ], colSums(men)))
mh <- function(measure) {
  rma.mh(measure = measure, ai = women["Admitted", ], n1i = colSums(women),
         ci = men["Admitted", ], n2i = colSums(men))
}
difference <- mh("RD")
put("kAdmissionsDifference",
    c(difference$beta, difference$se, difference$ci.lb, difference$ci.ub, difference$pval))
for (measure in c("RR", "OR")) {
  r <- mh(measure)
  put(paste0("kAdmissions", measure), c(exp(r$beta), r$se, exp(r$ci.lb), exp(r$ci.ub), r$pval))
}
odds <- mh("OR")
put("kAdmissionsBreslowDay", c(odds$BD, odds$BDp, odds$TA, odds$TAp))
for (correct in c(TRUE, FALSE)) {
  m <- mantelhaen.test(UCBAdmissions, correct = correct)
  put(if (correct) "kAdmissionsCmhCorrected" else "kAdmissionsCmh", c(m$statistic, m$p.value))
}

# A saturated regression's averages over three sets of weights, with unequal variances.
set.seed(7)
n <- 240
stratum <- sample(0:3, n, TRUE, c(0.4, 0.3, 0.2, 0.1))
treated <- rbinom(n, 1, c(0.2, 0.4, 0.6, 0.7)[stratum + 1])
value <- round(c(1000, 1800, 3000, 5200)[stratum + 1] * (1 + 0.05 * treated) *
                 exp(rnorm(n, 0, 0.3)), 2)
put("kStratum", stratum)
put("kTreated", treated)
put("kValue", value)
cell <- interaction(treated, stratum)
means <- tapply(value, list(treated, stratum), mean)
v <- tapply(value, list(treated, stratum), function(x) var(x) / length(x))
size <- table(treated, stratum)
weights <- list(Ate = colSums(size), Att = size[2, ], Atc = size[1, ],
                MantelHaenszel = size[1, ] * size[2, ] / colSums(size),
                InverseVariance = 1 / colSums(v))
saturated <- lm(value ~ cell - 1)
for (name in names(weights)) {
  w <- weights[[name]] / sum(weights[[name]])
  contrast <- as.vector(rbind(-w, w))  # cells run 0.0, 1.0, 0.1, 1.1, …
  d <- sum(contrast * coef(saturated))
  se <- sqrt(sum(w^2 * colSums(v)))
  control <- sum(w * means[1, ])
  put(paste0("kStandardised", name),
      c(d, se, d + c(-1, 1) * qnorm(0.975) * se, 2 * pnorm(-abs(d / se)), d / control))
}

put("kPowerRates", c(power.prop.test(n = 50, p1 = 0.50, p2 = 0.75)$power,
                     power.prop.test(p1 = 0.50, p2 = 0.75, power = 0.90)$n,
                     power.prop.test(p1 = 0.296, p2 = 0.296 * 0.85, power = 0.80)$n,
                     power.prop.test(p1 = 0.10, p2 = 0.11, power = 0.9, sig.level = 0.01)$n,
                     power.prop.test(p1 = 0.15, p2 = 0.30, power = 0.9)$n,
                     power.prop.test(n = 1000, p1 = 0.2, power = 0.8)$p2))
put("kPowerMeans", c(power.t.test(n = 20, delta = 1, sd = 1)$power,
                     power.t.test(delta = 1, sd = 1, power = 0.90)$n,
                     power.t.test(delta = 0.02, sd = 1, power = 0.80, tol = 1e-10)$n,
                     power.t.test(delta = 3, sd = 1, power = 0.80)$n))
