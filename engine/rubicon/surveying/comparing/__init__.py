"""Two cases compared; nothing is imported here, so that whoever only renders a comparison loads no solver."""
