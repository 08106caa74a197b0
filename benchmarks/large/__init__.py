"""How the library does on large rounds: a corpus that is made, peers that do the same, and what is measured."""
