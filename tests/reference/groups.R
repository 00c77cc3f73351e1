# Several groups, correlation and multiple comparisons: B-15 to B-17.
start("groups")

put("kSprayCounts", InsectSprays$count)  # six groups of twelve, in order
welch <- oneway.test(count ~ spray, InsectSprays)
put("kSprayWelch", c(welch$statistic, welch$parameter, welch$p.value))
kruskal <- kruskal.test(count ~ spray, InsectSprays)
put("kSprayKruskal", c(kruskal$statistic, kruskal$parameter, kruskal$p.value))
table <- anova(lm(count ~ spray, InsectSprays))
ss <- table[["Sum Sq"]]; ms <- table[["Mean Sq"]]
put("kSprayShares", c(ss[1] / sum(ss), (ss[1] - 5 * ms[2]) / (sum(ss) + ms[2])))
deviations <- with(InsectSprays, abs(count - ave(count, spray, FUN = median)))
levene <- anova(lm(deviations ~ InsectSprays$spray))
put("kSprayLevene", c(levene[["F value"]][1], levene$Df, levene[["Pr(>F)"]][1]))
iris_welch <- oneway.test(Sepal.Width ~ Species, iris)
put("kIrisWidth", iris$Sepal.Width)
put("kIrisLength", iris$Petal.Length)
put("kIrisWelch", c(iris_welch$statistic, iris_welch$parameter, iris_welch$p.value))

pearson <- cor.test(iris$Sepal.Width, iris$Petal.Length)
put("kIrisPearson", c(pearson$estimate, pearson$p.value, pearson$conf.int))
spearman <- cor.test(iris$Sepal.Width, iris$Petal.Length, method = "spearman", exact = FALSE)
rho <- spearman$estimate; n <- nrow(iris)
se <- sqrt((1 + rho^2 / 2) / (n - 3))
put("kIrisSpearman", c(rho, 2 * pt(-abs(rho) * sqrt((n - 2) / (1 - rho^2)), n - 2),
                       tanh(atanh(rho) + c(-1, 1) * qnorm(0.975) * se)))

# Kendall's tau: with ties in both, and of ordered groups, which is Jonckheere and Terpstra's test.
kendall <- cor.test(iris$Sepal.Width, iris$Petal.Length, method = "kendall", exact = FALSE)
put("kIrisKendall", c(kendall$estimate, kendall$p.value))
trend <- cor.test(as.numeric(iris$Species), iris$Sepal.Width, method = "kendall", exact = FALSE)
put("kSpeciesTrend", c(trend$estimate, trend$p.value))

p <- c(0.01, 0.02, NA, 0.03, 0.04, 0.05, 1e-30, 0.9, 0.03)
put("kPValues", p)
put("kHolm", p.adjust(p, "holm"))
put("kBenjaminiHochberg", p.adjust(p, "BH"))

x <- iris$Petal.Length; m <- mean(x)
put("kIrisMoments", c(m, var(x)))
g1 <- mean((x - m)^3) / mean((x - m)^2)^1.5; g2 <- mean((x - m)^4) / mean((x - m)^2)^2 - 3
put("kIrisShape", c(g1 * sqrt(n * (n - 1)) / (n - 2),
                    (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6)))
