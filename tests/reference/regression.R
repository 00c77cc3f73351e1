# Linear and logistic regression, drivers and propensity weights: B-23, B-24, B-51, B-55.
suppressPackageStartupMessages({library(sandwich); library(car); library(MatchIt)})
start("regression", c("sandwich", "car", "MatchIt"))

cars <- as.matrix(mtcars[, c("mpg", "wt", "hp", "qsec", "am")])
put("kCars", t(cars))
fit <- lm(mpg ~ wt + hp + qsec + am, mtcars)
robust <- sqrt(diag(vcovHC(fit, "HC3")))
put("kCarsLinear", t(cbind(coef(fit), robust, coef(summary(fit))[, 2],
                           2 * pt(-abs(coef(fit) / robust), fit$df.residual))))
put("kCarsFit", c(summary(fit)$r.squared, summary(fit)$sigma^2, fit$df.residual))
put("kCarsInflation", vif(fit))
put("kCarsStandardised", coef(lm(scale(mpg) ~ scale(wt) + scale(hp) + scale(qsec) + scale(am),
                                 mtcars))[-1])
r2 <- function(columns) {
  if (length(columns) == 0) return(0)
  summary(lm(cars[, 1] ~ cars[, columns]))$r.squared
}
orders <- as.matrix(expand.grid(2:5, 2:5, 2:5, 2:5))
orders <- orders[apply(orders, 1, function(o) length(unique(o)) == 4), ]
gains <- sapply(2:5, function(column) mean(apply(orders, 1, function(o) {
  before <- o[seq_len(which(o == column) - 1)]
  r2(c(before, column)) - r2(before)
})))
put("kCarsDrivers", rbind(sapply(2:5, r2), sapply(2:5, function(j) r2(2:5) - r2(setdiff(2:5, j))),
                          gains))

logit <- glm(am ~ wt + hp, binomial, mtcars, epsilon = 1e-14)
put("kCarsLogit", t(coef(summary(logit))[, c(1, 2, 4)]))
p <- fitted(logit)
x <- model.matrix(logit)
v <- vcov(logit)
effects <- sapply(2:3, function(j) {
  gradient <- coef(logit)[j] * colMeans(p * (1 - p) * (1 - 2 * p) * x)
  gradient[j] <- gradient[j] + mean(p * (1 - p))
  c(coef(logit)[j] * mean(p * (1 - p)), sqrt(t(gradient) %*% v %*% gradient))
})
put("kCarsEffects", effects)
put("kCarsLikelihood", c(logLik(logit), logLik(glm(am ~ 1, binomial, mtcars))))

data(lalonde, package = "MatchIt")
lalonde$black <- as.numeric(lalonde$race == "black")
lalonde$hispan <- as.numeric(lalonde$race == "hispan")
columns <- c("treat", "re78", "age", "educ", "black", "hispan", "married", "nodegree", "re74",
             "re75")
put("kLalonde", t(as.matrix(lalonde[, columns])))
score <- fitted(glm(treat ~ . - re78, binomial, lalonde[, columns], epsilon = 1e-14))
effect <- function(weight) {
  t <- lalonde$treat == 1; y <- lalonde$re78
  arm <- function(rows) {
    w <- weight[rows] / sum(weight[rows])
    m <- sum(w * y[rows])
    c(m, sum(w^2 * (y[rows] - m)^2), 1 / sum(w^2))
  }
  a <- arm(t); b <- arm(!t)
  c(a[1] - b[1], sqrt(a[2] + b[2]), a[3], b[3])
}
ate <- ifelse(lalonde$treat == 1, 1 / score, 1 / (1 - score))
att <- ifelse(lalonde$treat == 1, 1, score / (1 - score))
put("kLalondeAte", effect(ate))
put("kLalondeAtt", effect(att))
smd <- function(weight) {
  t <- lalonde$treat == 1
  with(lalonde, (weighted.mean(age[t], weight[t]) - weighted.mean(age[!t], weight[!t])) /
         sqrt((var(age[t]) + var(age[!t])) / 2))
}
put("kLalondeAge", c(smd(rep(1, nrow(lalonde))), smd(ate)))

did <- lm(mpg ~ am * vs, mtcars)
put("kDifferences", coef(did)[["am:vs"]])
cell <- split(mtcars$mpg, list(mtcars$am, mtcars$vs))
put("kDifferenceError", sqrt(sum(sapply(cell, function(c) var(c) / length(c)))))
put("kDifferenceCells", t(sapply(cell, function(c) c(length(c), mean(c), var(c)))))
