# Areas under ROC curves with DeLong's variance, and McNemar (REPORTS §4.7).
suppressPackageStartupMessages(library(pROC))
start("evaluation", "pROC")

data(aSAH)
put("kOutcome", as.numeric(aSAH$outcome == "Poor"))
put("kScoreA", aSAH$wfns)    # five grades: nearly all tied
put("kScoreB", aSAH$s100b)
a <- roc(aSAH$outcome, as.numeric(aSAH$wfns), quiet = TRUE, direction = "<",
         levels = c("Good", "Poor"))
b <- roc(aSAH$outcome, aSAH$s100b, quiet = TRUE, direction = "<", levels = c("Good", "Poor"))
area <- function(name, r) put(name, c(auc(r), sqrt(var(r)), ci(r)[c(1, 3)]))
area("kAreaA", a)
area("kAreaB", b)
test <- roc.test(a, b, paired = TRUE, method = "delong")
put("kAreaTest", c(test$statistic, test$p.value))
m <- mcnemar.test(matrix(c(794, 86, 150, 570), 2))
put("kMcNemar", c(m$statistic, m$p.value, binom.test(86, 236)$p.value))
