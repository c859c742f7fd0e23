"""Makes new runs: real daemons in network namespaces, one fault each."""
