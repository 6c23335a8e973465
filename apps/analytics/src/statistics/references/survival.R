# Kaplan-Meier by R's survival package. Rscript survival.R writes survival.json beside it. Versions are in README.md.
library(survival)
library(jsonlite)

# Freireich et al. 1963, Blood 21:699-716: weeks in remission under 6-mercaptopurine; 0 is censored.
freireich <- data.frame(
  day = c(6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35),
  event = c(1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0)
)
set.seed(5)
relief <- data.frame(day = ifelse(runif(400) < 0.2, 0, ceiling(rweibull(400, 0.9, 150))), end = sample(60:400, 400, TRUE))
relief <- data.frame(day = pmin(relief$day, relief$end), event = as.numeric(relief$day <= relief$end))
# Everybody's end is seen: survival comes down to 0.
ended <- data.frame(day = c(0, 0, 3, 5, 5, 8, 13, 21, 21, 34), event = 1)

case <- function(name, data, confidence, horizon, days) {
  # Surv() takes a day 0 only where it is not at the origin: R's curve at risk is the same with it.
  fit <- survfit(Surv(day, event) ~ 1, data = data, conf.type = "log-log", conf.int = confidence)
  known <- function(limit) ifelse(fit$surv > 0 & fit$surv < 1, limit, NA)
  # The first day on which a curve is at the value or below. R's own quantile() takes the middle of a stretch that lies
  # exactly on the value, and the same elsewhere.
  first <- function(curve, ended) sapply(ended, function(p) fit$time[which(curve <= 1 - p + 1e-12)[1]])
  quarters <- c(0.25, 0.5, 0.75)
  own <- quantile(fit, quarters)
  onValue <- sapply(quarters, function(p) any(abs(fit$surv - (1 - p)) < 1e-9))
  stopifnot(identical(as.numeric(own$quantile)[!onValue], as.numeric(first(fit$surv, quarters))[!onValue]))
  stopifnot(isTRUE(all.equal(as.numeric(own$lower), as.numeric(first(known(fit$lower), quarters)))))
  stopifnot(isTRUE(all.equal(as.numeric(own$upper), as.numeric(first(known(fit$upper), quarters)))))
  mean <- summary(fit, rmean = horizon)$table
  list(
    name = unbox(name), n = unbox(nrow(data)), confidence = unbox(confidence),
    steps = data.frame(
      day = fit$time, atRisk = fit$n.risk, events = fit$n.event, censored = fit$n.censor, survival = fit$surv,
      # fit$std.err is of the cumulative hazard's scale, the square root of Greenwood's sum.
      errorOfLog = ifelse(fit$surv > 0, fit$std.err, NA), lower = known(fit$lower), upper = known(fit$upper)
    ),
    quantiles = data.frame(
      ended = quarters, day = first(fit$surv, quarters),
      lower = first(known(fit$lower), quarters), upper = first(known(fit$upper), quarters)
    ),
    mean = list(horizon = unbox(horizon), days = unbox(mean[["rmean"]]), standardError = unbox(mean[["se(rmean)"]])),
    atRisk = data.frame(day = days, count = summary(fit, times = days, extend = TRUE)$n.risk)
  )
}

write_json(
  list(
    case("Freireich", freireich, 0.95, 30, c(0, 6, 10, 20, 35, 40)),
    case("relief", relief, 0.95, 182, c(0, 1, 42, 91, 182, 365)),
    case("relief", relief, 0.8, 60, c(0, 500)),
    case("all ended", ended, 0.95, 34, c(0, 5, 34))
  ),
  "survival.json", digits = I(17), na = "null", pretty = 1
)
