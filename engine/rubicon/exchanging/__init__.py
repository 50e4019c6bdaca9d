"""Facts and sentences in and out: find a sentence, write a case, ask an analyst, import, export."""
