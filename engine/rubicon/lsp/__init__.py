"""Rules written in an editor's program: what is wrong as one types, which sentences there are, who concludes them."""
