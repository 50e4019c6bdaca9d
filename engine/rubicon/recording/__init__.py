"""What is put on record: judgements filed in a log, and what an opponent can check of one."""
