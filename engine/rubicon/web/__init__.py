"""The analyst's page: a folder of cases, judged and explained in a browser on the same machine."""
