"""From lines to events: the compiled grammars, and what finds their messages in a text."""
