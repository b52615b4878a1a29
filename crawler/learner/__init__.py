"""The learner: what many saved pages of one paper show together, without rules that somebody wrote."""
