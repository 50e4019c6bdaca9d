"""Over days and over cases: timelines, comparisons and the back-test."""
