# Kaplan-Meier, log-rank, restricted means and Cox regression (REPORTS §4.9).
suppressPackageStartupMessages(library(survival))
start("survival", "survival")

put("kAml", t(cbind(aml$time, aml$status, aml$x == "Nonmaintained")))
fit <- survfit(Surv(time, status) ~ x, aml, conf.type = "log-log")
for (group in 1:2) {
  s <- summary(fit[group])
  put(paste0("kAmlCurve", group),
      t(cbind(s$time, s$n.risk, s$n.event, s$surv, s$std.err, s$lower, s$upper)))
}
put("kAmlMedians", t(quantile(fit, 0.5)$quantile))
put("kAmlMedianLimits", c(quantile(fit, 0.5)$lower, quantile(fit, 0.5)$upper))
put("kAmlRestricted", t(summary(fit, rmean = 40)$table[, c("rmean", "se(rmean)")]))
test <- survdiff(Surv(time, status) ~ x, aml)
put("kAmlLogRank", c(test$chisq, 1 - pchisq(test$chisq, 1), test$obs, test$exp))

known <- na.omit(lung[, c("time", "status", "age", "sex", "ph.ecog")])
put("kLung", t(cbind(known$time, known$status - 1, known$age, known$sex, known$ph.ecog)))
sex <- survdiff(Surv(time, status) ~ sex, lung)
put("kLungSex", sex$chisq)
put("kLungTimes", t(cbind(lung$time, lung$status - 1, lung$sex)))
put("kLungEcog", survdiff(Surv(time, status) ~ ph.ecog, known)$chisq)
put("kLungStratified", survdiff(Surv(time, status) ~ sex + strata(ph.ecog), known)$chisq)
cox <- coxph(Surv(time, status) ~ age + sex + ph.ecog, known)
summary <- summary(cox)
put("kLungCox", t(summary$coefficients[, c("coef", "se(coef)", "Pr(>|z|)")]))
put("kLungCoxLimits", t(summary$conf.int[, c("lower .95", "upper .95")]))
put("kLungCoxLikelihood", cox$loglik)
put("kLungZph", t(cox.zph(cox)$table[1:3, c("chisq", "p")]))

# Customers who joined before the data start, and many ties.
set.seed(3)
n <- 120
entry <- ifelse(runif(n) < 0.4, sample(1:6, n, TRUE), 0)
stay <- entry + pmax(1, ceiling(rexp(n, 0.12 * exp(0.5 * (seq_len(n) %% 2)))))
time <- pmin(stay, entry + 12)
event <- as.numeric(stay <= entry + 12)
group <- seq_len(n) %% 2
put("kLate", t(cbind(time, event, entry, group)))
late <- summary(survfit(Surv(entry, time, event) ~ 1, conf.type = "log-log"))
put("kLateCurve", t(cbind(late$time, late$n.risk, late$n.event, late$surv, late$std.err)))
put("kLateCox", c(coef(coxph(Surv(entry, time, event) ~ group)),
                  sqrt(vcov(coxph(Surv(entry, time, event) ~ group)))))
