"""The benchmark: what the site costs, as ratios measured in one run on a throwaway database."""
