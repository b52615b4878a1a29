"""The commands of `baotinh`: a short function for each; the work is done in the packages that they import."""
