# How the R scripts of this folder write their values: C++ constants that read back exactly.

.file <- NULL

# Starts <topic>.inc, which names what it was made with.
start <- function(topic, packages = character()) {
  .file <<- file.path(folder, paste0(topic, ".inc"))
  versions <- vapply(packages, function(p) paste(p, packageVersion(p)), "")
  made_with <- paste(c(R.version$version.string, versions), collapse = ", ")
  cat("// Written by ", topic, ".R; do not edit. ", made_with, ".\n", sep = "", file = .file)
}

# A number becomes `constexpr double kName = …;`, several an array.
put <- function(name, x) {
  x <- as.numeric(x)
  short <- sprintf("%.15g", x)
  digits <- ifelse(is.na(x), "kMissing",
                   ifelse(suppressWarnings(as.numeric(short)) == x, short, sprintf("%.17g", x)))
  if (length(x) == 1) {
    cat("constexpr double ", name, " = ", digits, ";\n", sep = "", file = .file, append = TRUE)
  } else {
    cat("constexpr double ", name, "[] = {\n", file = .file, append = TRUE, sep = "")
    cat(strwrap(paste(digits, collapse = ", "), 98, indent = 4, exdent = 4), sep = "\n",
        file = .file, append = TRUE)
    cat("};\n", file = .file, append = TRUE)
  }
}
